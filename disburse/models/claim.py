"""Claims and the objections raised against them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Flag, Json, Moment, Whole
from workflows.claim import CLAIM
from workflows.objection import OBJECTION

STANDS = "state NOT IN ('withdrawn', 'refused', 'revoked')"
"""A claim that may be paid, or was: no other is drafted for the same recognition."""
SUMS = ("claimed_fen", "recognised_fen", "payable_fen", "paid_fen", "recovered_fen")

COUNTED = (
    "unit", "state", "item", "rating", "due_on", "approved_on", "submitted_at", "enterprise_id",
    "claimed_fen", "recognised_fen", "payable_fen", "paid_fen", "recovered_fen",
)  # fmt: skip
"""What counts and sums are made from: an index has all of it, so that no row is opened to be counted."""


class Claim(Audited, Base):
    """One enterprise's claim 申报 for one item 事项, from draft to paid.

    ``on`` is the day of the event that selects the edition of the policy; ``facts`` is what the enterprise
    states, ``established`` what officials add or correct; ``calculation`` is the frozen assessment. A claim
    by exception 免申即享 names the recognition list and row that it was drafted from.
    """

    __tablename__ = "claim"
    kind = "claim"
    workflow = CLAIM
    constraints = (
        *(CheckConstraint(f"{c} >= 0", name=f"{c}_not_negative") for c in SUMS),
        CheckConstraint("payable_fen <= recognised_fen", name="payable_within_recognised"),
        CheckConstraint("paid_fen <= payable_fen", name="paid_within_payable"),
        CheckConstraint("recovered_fen <= paid_fen", name="recovered_within_paid"),
        Index("ix_claim_work", "state", "unit", "due_on", "id"),
        Index("ix_claim_due", "state", "due_on", "id"),
        Index("ix_claim_list", "unit", "id"),
        Index("ix_claim_sums", *COUNTED),
        Index("ix_claim_awards", "enterprise_id", "item", "state"),
        Index(
            "uq_claim_one_per_recognition",
            "recognition_key",
            unique=True,
            sqlite_where=text(STANDS),
            postgresql_where=text(STANDS),
        ),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    enterprise_id: Mapped[str] = mapped_column(ForeignKey("enterprise.id"))
    unit: Mapped[str] = mapped_column(Text)
    item: Mapped[str] = mapped_column(Text)
    on: Mapped[date] = mapped_column(Day)
    object: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    established: Mapped[dict[str, Any]] = mapped_column(Json)
    commitment: Mapped[bool] = mapped_column(Flag, default=False)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    returned_count: Mapped[int] = mapped_column(Whole, default=0)
    due_on: Mapped[date | None] = mapped_column(Day)
    due_provisional: Mapped[bool] = mapped_column(Flag, default=False)

    claimed_fen: Mapped[int | None] = mapped_column(Whole)
    recognised_fen: Mapped[int | None] = mapped_column(Whole)
    payable_fen: Mapped[int | None] = mapped_column(Whole)
    paid_fen: Mapped[int] = mapped_column(Whole, default=0)
    recovered_fen: Mapped[int] = mapped_column(Whole, default=0)
    difference_reason: Mapped[str | None] = mapped_column(Text)
    difference_document: Mapped[str | None] = mapped_column(Text)
    calculation: Mapped[dict[str, Any] | None] = mapped_column(Json)
    checks: Mapped[dict[str, Any] | None] = mapped_column(Json)

    rating: Mapped[str | None] = mapped_column(Text)
    rating_list_id: Mapped[str | None] = mapped_column(ForeignKey("rating_list.id"))
    rating_row: Mapped[int | None] = mapped_column(Whole)
    rating_file: Mapped[str | None] = mapped_column(Text)
    rating_on: Mapped[date | None] = mapped_column(Day)
    rating_finding: Mapped[str | None] = mapped_column(Text)

    recognition_list_id: Mapped[str | None] = mapped_column(ForeignKey("recognition_list.id"))
    recognition_row: Mapped[int | None] = mapped_column(Whole)
    recognition_key: Mapped[str | None] = mapped_column(Text)

    minutes_number: Mapped[str | None] = mapped_column(Text)
    notice_from: Mapped[date | None] = mapped_column(Day)
    notice_until: Mapped[date | None] = mapped_column(Day)
    approval_number: Mapped[str | None] = mapped_column(Text)
    approved_on: Mapped[date | None] = mapped_column(Day)
    fund_id: Mapped[str | None] = mapped_column(ForeignKey("fund.id"))

    account_name: Mapped[str | None] = mapped_column(Text)
    bank_code: Mapped[str | None] = mapped_column(Text)
    bank_name: Mapped[str | None] = mapped_column(Text)
    account_number_digest: Mapped[str | None] = mapped_column(Text)
    lock_id: Mapped[str | None] = mapped_column(Text)
    payment_id: Mapped[str | None] = mapped_column(Text)


class Objection(Audited, Base):
    """An objection 异议 raised against a claim while its public notice stands."""

    __tablename__ = "objection"
    kind = "objection"
    workflow = OBJECTION
    constraints = (Index("ix_objection_claim", "claim_id", "state"),)

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    grounds: Mapped[str] = mapped_column(Text)
    raised_on: Mapped[date] = mapped_column(Day)
    outcome: Mapped[str | None] = mapped_column(Text)
    contact_name_digest: Mapped[str | None] = mapped_column(Text)
    contact_phone_digest: Mapped[str | None] = mapped_column(Text)
