"""Funds, payout batches, payments and recoveries."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Json, Whole
from workflows.payout import BATCH, PAYMENT
from workflows.recovery import RECOVERY


class Fund(Audited, Base):
    """A special fund 专项资金 of one budget year. Reserved and paid never exceed the appropriation."""

    __tablename__ = "fund"
    kind = "fund"
    constraints = (
        UniqueConstraint("year", "name"),
        CheckConstraint("reserved_fen >= 0", name="reserved_not_negative"),
        CheckConstraint("paid_fen >= 0", name="paid_not_negative"),
        CheckConstraint("recovered_fen >= 0", name="recovered_not_negative"),
        CheckConstraint("reserved_fen + paid_fen <= appropriated_fen", name="never_overspent"),
    )

    year: Mapped[int] = mapped_column(Whole)
    name: Mapped[str] = mapped_column(Text)
    appropriated_fen: Mapped[int] = mapped_column(Whole)
    reserved_fen: Mapped[int] = mapped_column(Whole)
    paid_fen: Mapped[int] = mapped_column(Whole)
    recovered_fen: Mapped[int] = mapped_column(Whole)
    budget_codes: Mapped[dict[str, Any]] = mapped_column(Json)


class Batch(Audited, Base):
    """A payout batch 拨付批次: what finance releases at once, with its control totals.

    ``file_form`` and ``file_sha256`` are those of the file that was written last; once sent, of that sent.
    The latter is the salted digest that stands for the file's hash: from a bare hash of a file in which all
    but an account number is known, the number could be guessed.
    """

    __tablename__ = "batch"
    kind = "batch"
    workflow = BATCH
    constraints = (
        CheckConstraint("payment_count > 0", name="not_empty"),
        CheckConstraint("total_fen > 0", name="total_positive"),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    fund_id: Mapped[str] = mapped_column(ForeignKey("fund.id"))
    payment_count: Mapped[int] = mapped_column(Whole)
    total_fen: Mapped[int] = mapped_column(Whole)
    total_capitals: Mapped[str] = mapped_column(Text)
    lines_digest: Mapped[str] = mapped_column(Text)
    released_on: Mapped[date | None] = mapped_column(Day)
    file_form: Mapped[str | None] = mapped_column(Text)
    file_sha256: Mapped[str | None] = mapped_column(Text)
    sent_on: Mapped[date | None] = mapped_column(Day)


class Payment(Audited, Base):
    """One payment 拨付 of one award within a batch. Its id goes to the bank as end-to-end id."""

    __tablename__ = "payment"
    kind = "payment"
    workflow = PAYMENT
    constraints = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        UniqueConstraint("voucher_number"),
        UniqueConstraint("notice_number"),
        Index("ix_payment_batch", "batch_id"),
        Index("ix_payment_claim", "claim_id"),
        Index(
            "uq_payment_one_open_per_claim",
            "claim_id",
            unique=True,
            sqlite_where=text("state IN ('instructed', 'paid')"),
            postgresql_where=text("state IN ('instructed', 'paid')"),
        ),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    batch_id: Mapped[str] = mapped_column(ForeignKey("batch.id", deferrable=True, initially="DEFERRED"))
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    amount_fen: Mapped[int] = mapped_column(Whole)
    account_name: Mapped[str] = mapped_column(Text)
    bank_code: Mapped[str] = mapped_column(Text)
    bank_name: Mapped[str] = mapped_column(Text)
    account_number_digest: Mapped[str] = mapped_column(Text)
    budget_codes: Mapped[dict[str, Any]] = mapped_column(Json)
    approval_number: Mapped[str] = mapped_column(Text)
    voucher_number: Mapped[str | None] = mapped_column(Text)
    receipt_number: Mapped[str | None] = mapped_column(Text)
    paid_on: Mapped[date | None] = mapped_column(Day)
    returned_reason: Mapped[str | None] = mapped_column(Text)
    notice_number: Mapped[str | None] = mapped_column(Text)
    notice_on: Mapped[date | None] = mapped_column(Day)


class Recovery(Audited, Base):
    """Money to be taken back 追缴 from a paid award, and what came of it."""

    __tablename__ = "recovery"
    kind = "recovery"
    workflow = RECOVERY
    constraints = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("repaid_fen >= 0 AND repaid_fen <= amount_fen", name="repaid_within_amount"),
        Index("ix_recovery_claim", "claim_id", "state"),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    amount_fen: Mapped[int] = mapped_column(Whole)
    repaid_fen: Mapped[int] = mapped_column(Whole)
    grounds: Mapped[str] = mapped_column(Text)
    decision_number: Mapped[str] = mapped_column(Text)
