"""What a unit was told, by number, and its endpoints: a feed for who has no webhook, or missed one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from disburse import clock
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import NotFound
from disburse.models import Endpoint, Job, Notice
from disburse.scope import visible

PAGE = 100
UNSENT = ("waiting", "running", "dead")
"""States of a job whose notice has not arrived."""


@dataclass(frozen=True)
class Delivery:
    """The job that sends a notice to an endpoint, as its unit may see it: how far it is, and why not yet."""

    job: int
    endpoint: str
    number: int
    state: str
    attempts: int
    last_error: str | None


def feed(by: Actor, *, after: int = 0, size: int = PAGE) -> Sequence[Notice]:
    """The next ``size`` notices to the unit of ``by`` after number ``after``; none appears later below it."""
    query = select(Notice).where(Notice.unit == by.unit, Notice.number > after)
    return db.session.scalars(query.order_by(Notice.number).limit(size)).all()


def count(by: Actor) -> int:
    """How many notices the unit of ``by`` was given."""
    query = select(func.count()).select_from(Notice).where(Notice.unit == by.unit)
    return int(db.session.scalar(query) or 0)


def cloud_event(notice: Notice, source: str) -> dict[str, Any]:
    """A notice as a CloudEvents 1.0 event; feed and webhook give the same. ``source`` is our address."""
    return {
        "specversion": "1.0",
        "id": f"{notice.unit}-{notice.number}",
        "source": source,
        "type": notice.type,
        "subject": notice.subject,
        "time": notice.at.astimezone(clock.BEIJING).isoformat(timespec="seconds"),
        "sequence": str(notice.number),
        "datacontenttype": "application/json",
        "data": notice.data,
    }


def endpoints(by: Actor) -> Sequence[Endpoint]:
    """The endpoints that ``by`` may see, open ones first."""
    query = select(Endpoint).where(visible(Endpoint, by))
    return db.session.scalars(query.order_by(Endpoint.closed_on.is_not(None), Endpoint.id)).all()


def deliveries(
    number: str, by: Actor, *, after: int = 0, size: int = 1000, states: Sequence[str] = UNSENT
) -> list[Delivery]:
    """What still is to be sent to an endpoint, or could not be, after job ``after``. Raises NotFound."""
    if db.session.scalar(select(Endpoint.id).where(Endpoint.id == number, visible(Endpoint, by))) is None:
        raise NotFound(number=number)
    query = select(Job).where(
        Job.kind == "webhook",
        Job.key.startswith(f"webhook:{number}:", autoescape=True),
        Job.state.in_(states),
        Job.id > after,
    )
    return [
        Delivery(job.id, number, job.payload["number"], job.state, job.attempts, job.last_error)
        for job in db.session.scalars(query.order_by(Job.id).limit(size))
    ]


def unsent(by: Actor) -> dict[str, tuple[int, int]]:
    """By endpoint that ``by`` may see: how many notices are still to be sent, and how many were given up."""
    own = select(Endpoint.id).where(visible(Endpoint, by), Endpoint.closed_on.is_(None))
    found: dict[str, tuple[int, int]] = {}
    for number in db.session.scalars(own):
        of = Job.key.startswith(f"webhook:{number}:", autoescape=True)
        query = select(func.count(), func.count().filter(Job.state == "dead"))
        count, dead = db.session.execute(query.where(Job.kind == "webhook", of, Job.state.in_(UNSENT))).one()
        found[number] = (int(count) - int(dead), int(dead))
    return found
