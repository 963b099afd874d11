"""Awards pledged to a bank."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Whole
from workflows.pledge import PLEDGE


class Pledge(Audited, Base):
    """The pledge of one award to one bank 质押; it begins with the enterprise's authorisation of the bank.

    ``bank`` is the bank's unit, until ``expires_on`` it may see the award.
    """

    __tablename__ = "pledge"
    kind = "pledge"
    workflow = PLEDGE
    constraints = (
        Index("ix_pledge_bank", "bank", "state", "expires_on"),
        Index("ix_pledge_claim", "claim_id"),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    bank: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    expires_on: Mapped[date] = mapped_column(Day)
