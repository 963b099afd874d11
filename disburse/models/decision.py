"""Official readings of what the policies leave open."""

from datetime import date

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Whole
from workflows.decision import DECISION


class Decision(Audited, Base):
    """An official reading 政策解释 of one open question; the engine applies it once it is confirmed.

    ``number`` is its document's, ``holds_from`` the first day of the events it holds for, ``catalogue`` the
    digest of what it was entered against.
    """

    __tablename__ = "decision"
    kind = "decision"
    workflow = DECISION
    constraints = (Index("ix_decision_question", "question", "state"),)

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    reading: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(Text)
    holds_from: Mapped[date] = mapped_column(Day)
    grounds: Mapped[str] = mapped_column(Text)
    catalogue: Mapped[str] = mapped_column(Text)
