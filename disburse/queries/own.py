"""What an enterprise asks of its own claims: which wait for it and why, and what others did to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from disburse.actors import ENTERPRISE, Actor
from disburse.db import db
from disburse.models import Claim, Event, Notice
from disburse.queries import worklist
from disburse.queries.worklist import Due
from disburse.scope import visible
from reports import proof

MOST = 50


@dataclass(frozen=True)
class Waiting:
    """A claim that waits for its enterprise.

    ``for_consent``: an office drafted it 免申即享; ``reason``: why it was returned, None where it was not.
    """

    due: Due
    for_consent: bool
    reason: str | None


def waiting(by: Actor, size: int = MOST) -> list[Waiting]:
    """The claims that wait for the enterprise of ``by``, due first at the top; in one query more."""
    rows = worklist.page(by, size=size)
    numbers = [row.claim.id for row in rows]
    first = Event.seq == 1
    back = and_(Event.action == "return_for_correction", Claim.state == "returned")
    query = select(Event).join(Claim, Claim.id == Event.record).where(Claim.id.in_(numbers), or_(first, back))
    drafters: dict[str, str] = {}
    reasons: dict[str, str | None] = {}
    for event in db.session.scalars(query.order_by(Event.id)) if numbers else ():
        if event.seq == 1:
            drafters[event.record] = event.role
        else:
            reasons[event.record] = proof.read_event(event.body.encode())["reason"]
    return [Waiting(row, drafters[row.claim.id] not in ENTERPRISE, reasons.get(row.claim.id)) for row in rows]


def changes(by: Actor, *, size: int, before: int | None = None) -> list[tuple[int, Claim, dict[str, Any]]]:
    """What others did to the claims of ``by``'s enterprise: place in the journal, claim, event; newest first.

    Read from the journal, so that no change is without its message. ``before`` a place, for the next page.
    """
    query = select(Event.id, Claim, Event.body).join(Claim, Claim.id == Event.record)
    others = query.where(visible(Claim, by), Event.unit != by.unit)
    older = others.where(Event.id < before) if before is not None else others
    rows = db.session.execute(older.order_by(Event.id.desc()).limit(size))
    return [(place, claim, proof.read_event(body.encode())) for place, claim, body in rows]


def latest(by: Actor, size: int = 10) -> Sequence[Notice]:
    """The last notices to the unit of ``by``, the newest first."""
    query = select(Notice).where(Notice.unit == by.unit).order_by(Notice.number.desc()).limit(size)
    return db.session.scalars(query).all()
