"""Awards pledged to a bank, awards frozen by a court, and the keys that banks sign with."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Json, Whole
from workflows.freeze import FREEZE
from workflows.pledge import PLEDGE, STANDING

_STANDS = text(f"state IN ({', '.join(repr(state) for state in STANDING)})")
_IN_FORCE = text("state = 'in_force'")
_NUMBERED = text("receipt_number IS NOT NULL")


class Pledge(Audited, Base):
    """The pledge of one award to one bank 质押; it begins with the enterprise's authorisation of the bank.

    ``bank`` is the bank's unit, until ``expires_on`` it may see the award. The account, the loan and the
    registration 中登网 are those of the lock it proposed; ``new_account`` has the columns of the account that
    it consents to instead; ``bank_signature`` is what the bank's last act was signed with.
    """

    __tablename__ = "pledge"
    kind = "pledge"
    workflow = PLEDGE
    constraints = (
        CheckConstraint("secured_fen > 0", name="secured_positive"),
        CheckConstraint("shortfall_fen > 0", name="shortfall_positive"),
        Index("ix_pledge_bank", "bank", "state", "expires_on"),
        Index("ix_pledge_claim", "claim_id"),
        Index(
            "uq_pledge_one_lock_per_award",
            "claim_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(
            "uq_pledge_receipt_number",
            "receipt_number",
            unique=True,
            sqlite_where=_NUMBERED,
            postgresql_where=_NUMBERED,
        ),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    bank: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    expires_on: Mapped[date] = mapped_column(Day)

    account_name: Mapped[str | None] = mapped_column(Text)
    bank_code: Mapped[str | None] = mapped_column(Text)
    bank_name: Mapped[str | None] = mapped_column(Text)
    account_number_digest: Mapped[str | None] = mapped_column(Text)
    loan_number: Mapped[str | None] = mapped_column(Text)
    secured_fen: Mapped[int | None] = mapped_column(Whole)
    registration_number: Mapped[str | None] = mapped_column(Text)
    registered_on: Mapped[date | None] = mapped_column(Day)
    query_certificate: Mapped[str | None] = mapped_column(Text)

    receipt_number: Mapped[str | None] = mapped_column(Text)
    receipt_on: Mapped[date | None] = mapped_column(Day)
    new_account: Mapped[dict[str, Any] | None] = mapped_column(Json)
    shortfall_fen: Mapped[int | None] = mapped_column(Whole)
    bank_signature: Mapped[dict[str, Any] | None] = mapped_column(Json)


class Freeze(Audited, Base):
    """A court's order 司法冻结 that an award be neither paid nor pledged, until it is lifted."""

    __tablename__ = "freeze_order"  # ``freeze`` is a reserved word of SQL
    kind = "freeze_order"
    workflow = FREEZE
    constraints = (
        Index("ix_freeze_order_claim", "claim_id", "state"),
        Index(
            "uq_freeze_order_one_each",
            "claim_id",
            "order_number",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    court: Mapped[str] = mapped_column(Text)
    order_number: Mapped[str] = mapped_column(Text)


class SigningKey(Audited, Base):
    """A public key 签名公钥 of a bank; what was signed while it was in use stays good."""

    __tablename__ = "signing_key"
    kind = "signing_key"
    constraints = (UniqueConstraint("public_key"), Index("ix_signing_key_unit", "unit"))

    unit: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    algorithm: Mapped[str] = mapped_column(Text)
    public_key: Mapped[str] = mapped_column(Text)
    revoked_on: Mapped[date | None] = mapped_column(Day)
