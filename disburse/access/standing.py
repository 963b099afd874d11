"""Who is let in at all: a person with active roles; in production, nobody of a demo story."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, exists

from disburse import clock
from disburse.access import keys
from disburse.models import Event, Person


def admitted() -> Iterator[ColumnElement[bool]]:
    """The conditions on a person. The passwords of demo people are known to everybody."""
    yield Person.state == "active"
    if keys.config().in_production and not clock.is_demo():
        yield ~exists().where(Event.record == Person.id, Event.seq == 1, Event.demo)
