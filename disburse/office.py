"""What the office's own tables say, now or at a moment: working days, LPR, budget codes.

Of two tables that say different things the one confirmed last holds; what was shipped stands behind both.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select

from disburse import clock
from disburse.db import db
from disburse.models import Audited, BudgetTable, CityTable, Event
from disburse.policy.case import Rate
from disburse.policy.figures import hundredths
from workflows.claim import CLAIM
from workflows.workdays import CALENDAR, Calendar

Table = TypeVar("Table", bound=Audited)
KINDS = ("functional", "departmental", "government")
"""The three budget codes of a payment line."""


def in_use(
    model: type[Table], of: str = "", value: Any = None, *, at: datetime | None = None
) -> Sequence[Table]:
    """Records confirmed and not repealed at a moment, now by default, in the order they were confirmed.

    Only those of which column ``of``, if it is named, has that value.
    """
    given = {"moment": at or clock.now(), **({"value": value} if of else {})}
    kind: Any = model  # a class is hashable, though mypy does not see it of a type variable
    with db.session.no_autoflush:  # a record that is being moved is written with its event, not before
        return db.session.scalars(_in_use(kind, of), given).all()


@cache
def _in_use(model: Any, of: str) -> Select[Any]:
    """Put together once: a deadline is asked for at almost every step.

    From the few tables to their events, never from the journal: a join would leave that to the database.
    """

    def taken(action: str) -> ColumnElement[bool]:
        moment = bindparam("moment", type_=Event.at.type)
        return and_(Event.record == model.id, Event.action == action, Event.at <= moment)

    confirmed = select(func.max(Event.id)).where(taken("confirm")).correlate(model).scalar_subquery()
    repealed = exists().where(taken("repeal")).correlate(model)
    query = select(model).where(confirmed.is_not(None), ~repealed).order_by(confirmed)
    return query.where(getattr(model, of) == bindparam("value")) if of else query


def calendar(at: datetime | None = None) -> Calendar:
    """The working days: the years shipped, and over them those that the city bureau confirmed."""
    days = CALENDAR
    for table in in_use(CityTable, "series", "calendar", at=at):
        holidays, workdays = (map(date.fromisoformat, table.content[k]) for k in ("holidays", "workdays"))
        days = days.with_year(table.year, frozenset(holidays), frozenset(workdays))
    return days


def deadline(state: str, since: date) -> tuple[date | None, bool]:
    """The last day of a claim's term in ``state`` that began on a day, and whether it is provisional."""
    rules = CLAIM.state(state)
    workdays = rules.deadline_workdays or rules.minimum_workdays
    if workdays is None:
        return None, False
    term = calendar().add_workdays(since, workdays)
    return term.day, term.provisional


def rates(at: datetime | None = None) -> dict[str, Rate]:
    """The one-year LPR of the months that the city bureau confirmed, by month."""
    return {
        month: Rate(month, hundredths(percent), table.number)
        for table in in_use(CityTable, "series", "lpr", at=at)
        for month, percent in sorted(table.content.items())
    }


def budget_codes(year: int) -> Mapping[str, Mapping[str, str]] | None:
    """Names of the year's codes, by kind and code; None where the finance bureau has confirmed no table."""
    tables: Sequence[Any] = in_use(BudgetTable, "year", year)
    content: Mapping[str, Mapping[str, str]] | None = tables[-1].content if tables else None
    return content
