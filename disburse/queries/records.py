"""Any record by its kind: one, a page by number, its events; and the personal data behind digests."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import NotFound
from disburse.models import AUDITED, Audited, Disclosure, Event, RatingRow, RecognitionRow
from disburse.queries.narrowing import narrowed
from disburse.scope import visible
from reports import proof

KINDS: dict[str, type[Audited]] = {model.kind: model for model in AUDITED}
ROWS: dict[str, type[RatingRow | RecognitionRow]] = {
    "rating_list": RatingRow,
    "recognition_list": RecognitionRow,
}
"""Kinds of lists, and the rows that each has."""


def one(kind: str, number: str, by: Actor) -> Audited:
    """A record that ``by`` may see. Raises NotFound."""
    model = KINDS[kind]
    query = select(model).where(model.id == number, visible(model, by))
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(number=number)
    return found


def page(
    kind: str, by: Actor, *, after: str, size: int, chosen: Mapping[str, Any] | None = None
) -> Sequence[Audited]:
    """The next ``size`` records by number that ``by`` may see, narrowed by what was ``chosen``."""
    model = KINDS[kind]
    only = narrowed(model, by, chosen or {})
    query = select(model).where(visible(model, by), model.id > after, *only).order_by(model.id)
    return db.session.scalars(query.limit(size).execution_options(populate_existing=True)).all()


def latest(
    kind: str, by: Actor, size: int, before: str = "", chosen: Mapping[str, Any] | None = None
) -> Sequence[Audited]:
    """The last ``size`` records that ``page`` gives by number, the last first; before a number, if given."""
    model = KINDS[kind]
    only = [*narrowed(model, by, chosen or {}), *([model.id < before] if before else [])]
    query = select(model).where(visible(model, by), *only).order_by(model.id.desc()).limit(size)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def some(kind: str, numbers: Sequence[str], by: Actor) -> dict[str, Audited]:
    """Those of ``numbers`` that there are and ``by`` may see, in one query."""
    model = KINDS[kind]
    query = select(model).where(model.id.in_(numbers), visible(model, by))
    return {row.id: row for row in db.session.scalars(query.execution_options(populate_existing=True))}


def tally(kind: str, by: Actor, chosen: Mapping[str, Any], sums: Sequence[str]) -> list[int]:
    """How many records ``page`` gives in all, and the sums of some of their columns, in one query."""
    model = KINDS[kind]
    totals = [func.sum(getattr(model, column)) for column in sums]
    query = (
        select(func.count(), *totals)
        .select_from(model)
        .where(visible(model, by), *narrowed(model, by, chosen))
    )
    return [int(number or 0) for number in db.session.execute(query).one()]


def kind_of(number: str) -> str | None:
    """The kind of record that has a number, whoever may see it."""
    return db.session.scalar(select(Event.kind).where(Event.record == number, Event.seq == 1))


def kinds_of(numbers: Iterable[str]) -> dict[str, str]:
    """The kinds of records by their numbers, in one query, whoever may see them."""
    query = select(Event.record, Event.kind).where(Event.record.in_(list(numbers)), Event.seq == 1)
    return {row.record: row.kind for row in db.session.execute(query)}


def opened(numbers: Iterable[str]) -> dict[str, Event]:
    """The first event of each record, in one query: who made it and when."""
    query = select(Event).where(Event.record.in_(list(numbers)), Event.seq == 1)
    return {event.record: event for event in db.session.scalars(query)}


def any_one(number: str, by: Actor) -> Audited:
    """A record of whatever kind that ``by`` may see. Raises NotFound."""
    kind = kind_of(number)
    if kind is None:
        raise NotFound(number=number)
    return one(kind, number, by)


def head_at(number: str, version: int) -> str | None:
    """The hash that a record had at one of its versions. Events never change, so neither does this."""
    return db.session.scalar(select(Event.hash).where(Event.record == number, Event.seq == version))


def events(number: str, *, after: int, size: int) -> Sequence[Event]:
    """The next events of a record, after the version ``after``. Whether one may see it is asked before."""
    query = select(Event).where(Event.record == number, Event.seq > after).order_by(Event.seq)
    return db.session.scalars(query.limit(size)).all()


def last_event(number: str, *, moved: bool = False) -> Event | None:
    """The last event of a record; with ``moved`` the one that brought it into its present state."""
    query = select(Event).where(Event.record == number).order_by(Event.seq.desc())
    if not moved:
        return db.session.scalar(query.limit(1))
    return next((e for e in db.session.scalars(query) if _moves(e)), None)


def _moves(event: Event) -> bool:
    body = proof.read_event(event.body.encode())
    return bool(body["to"]) and body["from"] != body["to"]


def rows(kind: str, number: str, *, after: int, size: int) -> Sequence[Any]:
    """The next rows of a published list."""
    model = ROWS[kind]
    query = select(model).where(model.list_id == number, model.row > after).order_by(model.row)
    return db.session.scalars(query.limit(size)).all()


def disclosed(digests: Iterable[str | None]) -> dict[str, str]:
    """The personal data behind digests, in one query; what was erased is not there."""
    wanted = [digest for digest in digests if digest]
    query = select(Disclosure.digest, Disclosure.value).where(Disclosure.digest.in_(wanted))
    return {row.digest: row.value for row in db.session.execute(query)} if wanted else {}
