"""What the rules stand on: adoptions of policy documents, rating lists, and refusals."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Json, Whole
from workflows.adoption import ADOPTION


class Adoption(Audited, Base):
    """The adoption 发文 of a policy document: nothing is paid from a draft before it is confirmed.

    ``catalogue`` is the digest of the document's newest edition as it was when the adoption was entered.
    """

    __tablename__ = "adoption"
    kind = "adoption"
    workflow = ADOPTION
    constraints = (
        CheckConstraint("effective_from <= effective_to", name="dates_in_order"),
        Index("ix_adoption_document", "document", "state"),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date] = mapped_column(Day)
    effective_from: Mapped[date] = mapped_column(Day)
    effective_to: Mapped[date] = mapped_column(Day)
    catalogue: Mapped[str] = mapped_column(Text)


class RatingList(Audited, Base):
    """A published list 亩产效益评价结果 of one unit and year.

    ``scale`` says whom it covers: ``above`` 规上, ``below`` 规下, all where empty. A correction is a later
    list that names the list it ``corrects``: the ``whole`` of it, or ``part``, the rows that it has itself.
    """

    __tablename__ = "rating_list"
    kind = "rating_list"
    constraints = (
        UniqueConstraint("unit", "year", "file_sha256"),
        CheckConstraint("row_count > 0", name="not_empty"),
        CheckConstraint("scale IN ('above', 'below')", name="scale_known"),
        CheckConstraint("correction IN ('whole', 'part')", name="correction_known"),
    )

    year: Mapped[int] = mapped_column(Whole)
    unit: Mapped[str] = mapped_column(Text)
    notice: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    rows_sha256: Mapped[str] = mapped_column(Text)
    row_count: Mapped[int] = mapped_column(Whole)
    counts: Mapped[dict[str, Any]] = mapped_column(Json)
    imported_on: Mapped[date] = mapped_column(Day)
    scale: Mapped[str | None] = mapped_column(Text)
    corrects: Mapped[str | None] = mapped_column(ForeignKey("rating_list.id"))
    correction: Mapped[str | None] = mapped_column(Text)


class RatingRow(Base):
    """One line of a rating list, as published. The list's event holds the digest of all its lines."""

    __tablename__ = "rating_row"

    list_id: Mapped[str] = mapped_column(
        ForeignKey("rating_list.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    row: Mapped[int] = mapped_column(Whole, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    match_name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str | None] = mapped_column(Text)
    rating: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("rating IN ('A', 'B', 'C', 'D', 'T')", name="rating_known"),
        Index("ix_rating_row_uscc", "uscc"),
        Index("ix_rating_row_name", "match_name"),
        {"sqlite_strict": True},
    )


class Refusal(Audited, Base):
    """Something that was refused 拒绝记录: to whom, what, and why. It changes nothing else."""

    __tablename__ = "refusal"
    kind = "refusal"
    constraints = (Index("ix_refusal_subject", "subject"),)

    subject: Mapped[str | None] = mapped_column(Text)
    use_case: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str] = mapped_column(Text)
