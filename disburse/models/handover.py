"""Data handed over: who took which list, under which filter, how many rows, and the hash of the file."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Json, Whole


class HandOver(Audited, Base):
    """A list handed over as a file 数据移交, at once or as a job; kept for good, the file for some days.

    ``chosen`` is the filter. ``row_count`` and ``file_sha256`` are empty until a job has written the file.
    """

    __tablename__ = "hand_over"
    kind = "hand_over"
    constraints = (
        CheckConstraint("form IN ('xlsx', 'csv', 'jsonl')", name="form_known"),
        CheckConstraint("(row_count IS NULL) = (file_sha256 IS NULL)", name="written_or_not"),
        Index("ix_hand_over_asker", "asker"),
    )

    audience: Mapped[str] = mapped_column(Text)
    collection: Mapped[str] = mapped_column(Text)
    chosen: Mapped[dict[str, Any]] = mapped_column(Json)
    form: Mapped[str] = mapped_column(Text)
    asker: Mapped[str] = mapped_column(Text)
    asker_role: Mapped[str] = mapped_column(Text)
    asker_unit: Mapped[str] = mapped_column(Text)
    row_count: Mapped[int | None] = mapped_column(Whole)
    file_sha256: Mapped[str | None] = mapped_column(Text)
    forgotten_on: Mapped[date | None] = mapped_column(Day)
