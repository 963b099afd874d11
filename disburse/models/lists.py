"""Published lists beside the ratings: who a row is, what a later list calls in question, recognitions."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Json, Whole
from workflows.review import REVIEW


class RowMatch(Audited, Base):
    """What a person said of a row and an enterprise: it is the one, or it is not 匹配认定.

    ``list_id`` is a rating list or a recognition list.
    """

    __tablename__ = "row_match"
    kind = "row_match"
    constraints = (
        UniqueConstraint("list_id", "row", "enterprise_id"),
        CheckConstraint("verdict IN ('confirmed', 'rejected')", name="verdict_known"),
        Index("ix_row_match_enterprise", "enterprise_id"),
    )

    list_id: Mapped[str] = mapped_column(Text)
    row: Mapped[int] = mapped_column(Whole)
    enterprise_id: Mapped[str] = mapped_column(ForeignKey("enterprise.id"))
    verdict: Mapped[str] = mapped_column(Text)


class ReviewTask(Audited, Base):
    """A claim that was rated by a class which its enterprise no longer has 评级复查.

    ``list_id`` is the list that brought it about, ``rated_by`` the one that the claim was rated by;
    ``rating_now`` is empty where the lists contradict one another.
    """

    __tablename__ = "review_task"
    kind = "review_task"
    workflow = REVIEW
    constraints = (Index("ix_review_task_claim", "claim_id", "state"),)

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    list_id: Mapped[str] = mapped_column(ForeignKey("rating_list.id"))
    rated_by: Mapped[str] = mapped_column(ForeignKey("rating_list.id"))
    rating_was: Mapped[str] = mapped_column(Text)
    rating_now: Mapped[str | None] = mapped_column(Text)
    raised_on: Mapped[date] = mapped_column(Day)
    outcome: Mapped[str | None] = mapped_column(Text)
    outcome_document: Mapped[str | None] = mapped_column(Text)


class RecognitionList(Audited, Base):
    """A published list of recognitions 认定名单 for one item; ``facts`` holds for all its rows."""

    __tablename__ = "recognition_list"
    kind = "recognition_list"
    constraints = (
        UniqueConstraint("item", "unit", "file_sha256"),
        CheckConstraint("row_count > 0", name="not_empty"),
    )

    item: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    notice: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    rows_sha256: Mapped[str] = mapped_column(Text)
    row_count: Mapped[int] = mapped_column(Whole)
    imported_on: Mapped[date] = mapped_column(Day)


class RecognitionRow(Base):
    """One recognition, as published. The list's event holds the digest of all its rows."""

    __tablename__ = "recognition_row"

    list_id: Mapped[str] = mapped_column(
        ForeignKey("recognition_list.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    row: Mapped[int] = mapped_column(Whole, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    match_name: Mapped[str] = mapped_column(Text)
    uscc: Mapped[str | None] = mapped_column(Text)
    recognised_on: Mapped[date] = mapped_column(Day)
    object: Mapped[str | None] = mapped_column(Text)

    __table_args__ = ({"sqlite_strict": True},)
