"""Attachments: evidence of claims and papers of pledges, whose bytes lie in the store under their hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Moment, Whole
from workflows.attachment import ATTACHMENT

_KEPT = text("state <> 'removed'")


class Attachment(Audited, Base):
    """A file 附件 about one claim, or about one pledge of it.

    ``paper`` is its kind of document, ``media_type`` what its content is, ``sha256`` its name in the store.
    The name it was given may be a person's: it is personal data, kept behind ``name_digest``.
    ``scan_finding`` is what the scanner said of it, beside the state.
    """

    __tablename__ = "attachment"
    kind = "attachment"
    workflow = ATTACHMENT
    constraints = (
        CheckConstraint("size_bytes > 0", name="not_empty"),
        CheckConstraint("length(sha256) = 64", name="hash_length"),
        CheckConstraint(
            "about_kind = 'pledge' OR (about_kind = 'claim' AND about = claim_id)", name="about_known"
        ),
        Index("ix_attachment_claim", "claim_id", "state"),
        Index("ix_attachment_sha256", "sha256"),
        Index(
            "uq_attachment_once_each",
            "about",
            "sha256",
            unique=True,
            sqlite_where=_KEPT,
            postgresql_where=_KEPT,
        ),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    about_kind: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    paper: Mapped[str] = mapped_column(Text)
    name_digest: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int] = mapped_column(Whole)
    sha256: Mapped[str] = mapped_column(Text)
    attached_by: Mapped[str] = mapped_column(Text)
    attached_at: Mapped[datetime] = mapped_column(Moment)
    scanned_at: Mapped[datetime | None] = mapped_column(Moment)
    scan_finding: Mapped[str | None] = mapped_column(Text)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
