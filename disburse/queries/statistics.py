"""What leaders ask: days for each step against the limit, sums by district, item, class and month, the flow.

All of it is reckoned when it is asked for, of the claims that the asker may see: the city bureau, finance and
auditors of the whole city, a district of itself. There is no role of leaders; they read as city approvers or
as heads of a district.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, True_, case, func, literal_column, select, type_coerce, union_all

from disburse.actors import Actor
from disburse.db import db
from disburse.models import Claim, Event, Payment
from disburse.models.types import Day
from disburse.queries.days import DayOf, MonthOf
from disburse.queries.rules import AWARDED
from disburse.queries.search import begins
from disburse.scope import visible
from workflows.claim import CLAIM
from workflows.workdays import CALENDAR

TO_PAY = ("approved", "pledged", "paying")
"""States in which an award is approved and still owed."""
OF: Mapping[str, Any] = {"unit": Claim.unit, "item": Claim.item, "rating": Claim.rating}
"""What sums are told apart by: district (the reviewing unit), item, class."""
REACHED = {step.action: step.target for step in CLAIM.steps if step.source != step.target}
"""The state that each moving action leads to; no action has two."""


@dataclass(frozen=True)
class Sums:
    """Claims of one district, item or class: how many, and their sums in fen. None: not rated yet."""

    of: str | None
    count: int
    claimed_fen: int
    approved_fen: int
    paid_fen: int
    outstanding_fen: int
    recovered_fen: int


@dataclass(frozen=True)
class MonthSums:
    """One month: what was handed in, approved and paid in it: how many claims, and how much in fen."""

    month: str
    claimed: int
    claimed_fen: int
    approved: int
    approved_fen: int
    paid: int
    paid_fen: int


@dataclass(frozen=True)
class Pace:
    """How long claims stayed in a state that they left, in working days; the limit, and how many over.

    ``median``, ``slowest`` and ``total`` are working days; the first day is not counted.
    """

    state: str
    zh: str
    en: str
    limit: int | None
    count: int
    over: int
    median: int
    slowest: int
    total: int


@dataclass(frozen=True)
class Flow:
    """How many times claims went from a state to another: one band of the flow picture."""

    source: str
    target: str
    count: int


def sums(by: Actor, of: str) -> list[Sums]:
    """Sums of every ``unit``, ``item`` or ``rating``; drafts and what was withdrawn are left out."""
    column = OF[of]
    awarded = case((Claim.state.in_(AWARDED), Claim.payable_fen), else_=0)
    owed = case((Claim.state.in_(TO_PAY), Claim.payable_fen - Claim.paid_fen), else_=0)
    figures = (Claim.claimed_fen, awarded, Claim.paid_fen, owed, Claim.recovered_fen)
    query = (
        select(column, func.count(), *map(func.sum, figures))
        .where(visible(Claim, by), Claim.state.not_in(("draft", "withdrawn")))
        .group_by(column)
    )
    rows = [(name, *(int(n or 0) for n in numbers)) for name, *numbers in db.session.execute(query)]
    return [Sums(*row) for row in sorted(rows, key=lambda row: row[0] or "")]


def months(by: Actor) -> list[MonthSums]:
    """Every month in which anything was handed in, approved or paid, the earliest first."""
    seen = visible(Claim, by)
    queries = (
        _by_month(
            "claimed", DayOf(Claim.submitted_at), Claim.claimed_fen, Claim.submitted_at.is_not(None), seen
        ),
        _by_month("approved", Claim.approved_on, Claim.payable_fen, Claim.state.in_(AWARDED), seen),
        _by_month("paid", Payment.paid_on, Payment.amount_fen, Payment.state == "paid", visible(Payment, by)),
    )
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for what, month, count, fen in db.session.execute(union_all(*queries)):
        found.setdefault(month, {})[what] = (count, int(fen or 0))
    none = (0, 0)
    return [
        MonthSums(month, *of.get("claimed", none), *of.get("approved", none), *of.get("paid", none))
        for month, of in sorted(found.items())
    ]


def _by_month(what: str, day: Any, fen: Any, *conditions: ColumnElement[bool]) -> Any:
    month = MonthOf(day)
    query = select(literal_column(f"'{what}'"), month, func.count(), func.sum(fen)).where(*conditions)
    return query.group_by(month)


def movement(by: Actor, numbered: str = "") -> tuple[list[Pace], list[Flow]]:
    """Days in each state, and the flow between states, from one reading of the journal's claim events.

    ``numbered`` is what the claims' numbers begin with, such as ``QD-2025-``: those of one year.
    """
    stays = list(_stays(by, numbered))
    return _paces(stays), _flows(stays)


@dataclass(frozen=True)
class _Stay:
    """So many claims came by ``action`` on ``day`` and left by ``left_by`` on ``left``; None: still there."""

    action: str
    day: date
    left_by: str | None
    left: date | None
    count: int


def _stays(by: Actor, numbered: str) -> Iterator[_Stay]:
    """Grouped by the database: the index of claim events has them in the order of their records."""
    of_claims: ColumnElement[bool] = literal_column("event.kind = 'claim'")
    moves = select(Event.record, Event.seq, Event.action, DayOf(Event.at).label("day"))
    moves = moves.where(of_claims, Event.action.in_(REACHED), *_seen(by))
    moved = (moves.where(begins(Event.record, numbered)) if numbered else moves).subquery().c
    following: dict[str, Any] = {"partition_by": moved.record, "order_by": moved.seq}
    left = type_coerce(func.lead(moved.day).over(**following), Day())
    left_by = func.lead(moved.action).over(**following)
    each = select(moved.action, moved.day, left_by.label("left_by"), left.label("left")).subquery()
    for row in db.session.execute(select(each, func.count()).group_by(*each.c)):
        yield _Stay(*row)


def _seen(by: Actor) -> list[ColumnElement[bool]]:
    """The condition on events of claims; who sees all of them is spared the look at each claim."""
    condition = visible(Claim, by)
    if isinstance(condition, True_):
        return []
    return [Event.record.in_(select(Claim.id).where(condition))]


def _paces(stays: Sequence[_Stay]) -> list[Pace]:
    days: dict[str, Counter[int]] = {}
    reckoned: dict[tuple[date, date], int] = {}
    for stay in stays:
        if stay.left is not None:
            span = (stay.day, stay.left)
            if span not in reckoned:
                reckoned[span] = CALENDAR.workdays_between(*span)
            days.setdefault(REACHED[stay.action], Counter())[reckoned[span]] += stay.count
    return [_pace(state, days[state.name]) for state in CLAIM.states if state.name in days]


def _pace(state: Any, days: Counter[int]) -> Pace:
    limit, count = state.deadline_workdays, days.total()
    ordered, seen = sorted(days), 0
    for median in ordered:
        seen += days[median]
        if 2 * seen >= count:
            break
    over = sum(n for day, n in days.items() if limit is not None and day > limit)
    total = sum(day * n for day, n in days.items())
    return Pace(state.name, state.zh, state.en, limit, count, over, median, ordered[-1], total)


def _flows(stays: Sequence[_Stay]) -> list[Flow]:
    counts: Counter[tuple[str, str]] = Counter()
    for stay in stays:
        if stay.left_by is not None:
            counts[REACHED[stay.action], REACHED[stay.left_by]] += stay.count
    place = {state.name: n for n, state in enumerate(CLAIM.states)}
    order = sorted(counts, key=lambda arrow: tuple(place[state] for state in arrow))
    return [Flow(*arrow, counts[arrow]) for arrow in order]
