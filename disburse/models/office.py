"""The office's own tables: working days and LPR of the city bureau, budget codes of the finance bureau."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Json, Whole
from workflows.office import BUDGET_TABLE, CITY_TABLE


class CityTable(Audited, Base):
    """A year's ``calendar`` or its ``lpr`` 市局用表, from document ``number``; a later one stands before it.

    ``content`` of a calendar has ``holidays`` and ``workdays``, of LPR the one-year rate in percent by month.
    """

    __tablename__ = "city_table"
    kind = "city_table"
    workflow = CITY_TABLE
    constraints = (
        CheckConstraint("series IN ('calendar', 'lpr')", name="series_known"),
        Index("ix_city_table_series", "series", "year", "state"),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    series: Mapped[str] = mapped_column(Text)
    year: Mapped[int] = mapped_column(Whole)
    number: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date] = mapped_column(Day)
    content: Mapped[dict[str, Any]] = mapped_column(Json)


class BudgetTable(Audited, Base):
    """The budget codes of a year 预算科目表, from document ``number``; a later one stands in its place.

    ``content`` has ``functional``, ``departmental`` and ``government``, each with names by code.
    """

    __tablename__ = "budget_table"
    kind = "budget_table"
    workflow = BUDGET_TABLE
    constraints = (Index("ix_budget_table_year", "year", "state"),)

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    year: Mapped[int] = mapped_column(Whole)
    number: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date] = mapped_column(Day)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
