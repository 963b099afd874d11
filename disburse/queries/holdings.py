"""Who held which role when: from the journal of persons, and from delegations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select

from disburse.clock import BEIJING
from disburse.models import Delegation, Event, Person
from disburse.queries.trail import CHUNK, Snapshot
from reports import proof

ALWAYS = datetime.max.replace(tzinfo=UTC)
"""The end of what has not ended."""


@dataclass(frozen=True)
class Holding:
    """A role of a unit that a person held from ``begin`` until before ``end``, own or by a delegation."""

    person: str
    role: str
    unit: str
    begin: datetime
    end: datetime
    delegation: str | None = None


def holdings(view: Snapshot) -> Iterator[Holding]:
    """Every role anyone ever held, own ones first."""
    query = select(Event).where(Event.kind == Person.kind).order_by(Event.record, Event.seq)
    events = view.session.scalars(query.execution_options(yield_per=CHUNK))
    for person, group in groupby(events, key=lambda event: event.record):
        yield from _own(person, group)
    for lent in view.session.scalars(select(Delegation).execution_options(yield_per=CHUNK)):
        last = lent.until_day + timedelta(days=1)
        end = min(last, lent.ended_on) if lent.ended_on else last
        yield Holding(lent.delegate, lent.role, lent.unit, _midnight(lent.from_day), _midnight(end), lent.id)


def _own(person: str, events: Iterable[Event]) -> Iterator[Holding]:
    """The roles of one person while active, from the fold of the person's events."""
    state: dict[str, Any] = {}
    since: dict[str, datetime] = {}
    for event in events:
        state = proof.fold(state, proof.read_event(event.body.encode()))
        held = set(state["roles"]) if state["state"] == "active" else set()
        for role in sorted(since.keys() - held):
            yield Holding(person, role, state["unit"], since.pop(role), event.at)
        since |= dict.fromkeys(held - since.keys(), event.at)
    for role, begin in sorted(since.items()):
        yield Holding(person, role, state["unit"], begin, ALWAYS)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)
