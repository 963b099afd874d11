"""Moments as days and months of Beijing, reckoned by the database so that it can group by them."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from disburse.models.types import Day


class DayOf(FunctionElement[Any]):
    """The day on which a moment falls."""

    type = Day()
    inherit_cache = True


class MonthOf(FunctionElement[Any]):
    """The month of a day, such as 2025-03."""

    type = Text()
    inherit_cache = True


@compiles(DayOf, "sqlite")
def _day_on_sqlite(element: DayOf, compiler: Any, **given: Any) -> str:
    return f"date({compiler.process(element.clauses, **given)}, '+8 hours')"


@compiles(DayOf, "postgresql")
def _day_on_postgresql(element: DayOf, compiler: Any, **given: Any) -> str:
    return f"(({compiler.process(element.clauses, **given)}) AT TIME ZONE 'UTC' + interval '8 hours')::date"


@compiles(MonthOf, "sqlite")
def _month_on_sqlite(element: MonthOf, compiler: Any, **given: Any) -> str:
    return f"substr({compiler.process(element.clauses, **given)}, 1, 7)"


@compiles(MonthOf, "postgresql")
def _month_on_postgresql(element: MonthOf, compiler: Any, **given: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **given)}, 'YYYY-MM')"
