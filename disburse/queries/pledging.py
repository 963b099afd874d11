"""The pledges made to a bank, as its own people work through them: by state, with their receipts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from disburse.actors import Actor
from disburse.db import db
from disburse.models import Event, Pledge
from disburse.queries.standing import KINDS, code
from disburse.scope import visible
from workflows.pledge import PLEDGE
from workflows.table import State

PAGE = 50
ISSUED = KINDS["pledge"].made
"""Actions on a pledge that a receipt is made of."""


@dataclass(frozen=True)
class Total:
    """How many pledges are in a state, and what they secure in fen."""

    state: State
    count: int
    secured_fen: int


@dataclass(frozen=True)
class Issued:
    """A pledge with a receipt, and the code by which anybody verifies the last one."""

    pledge: Pledge
    code: str


def totals(by: Actor) -> list[Total]:
    """Count and secured sum of the pledges in each state there are any of, in the workflow's order."""
    query = select(Pledge.state, func.count(), func.sum(Pledge.secured_fen)).where(visible(Pledge, by))
    found = {
        state: (int(n), int(fen or 0)) for state, n, fen in db.session.execute(query.group_by(Pledge.state))
    }
    return [Total(state, *found[state.name]) for state in PLEDGE.states if state.name in found]


def page(by: Actor, *, state: str | None = None, after: str = "", size: int = PAGE) -> Sequence[Pledge]:
    """The next ``size`` pledges after number ``after``, by number."""
    narrowed = [Pledge.id > after, *([Pledge.state == state] if state else [])]
    query = select(Pledge).where(visible(Pledge, by), *narrowed).order_by(Pledge.id).limit(size)
    return db.session.scalars(query).all()


def of_award(claim: str, by: Actor) -> Sequence[Pledge]:
    """The pledges of one award that ``by`` may see, the newest first."""
    query = select(Pledge).where(visible(Pledge, by), Pledge.claim_id == claim)
    return db.session.scalars(query.order_by(Pledge.id.desc())).all()


def receipts(by: Actor, *, after: str = "", size: int = PAGE) -> list[Issued]:
    """The next pledges that a receipt was issued for; two queries."""
    narrowed = (visible(Pledge, by), Pledge.receipt_number.is_not(None), Pledge.id > after)
    pledges = db.session.scalars(select(Pledge).where(*narrowed).order_by(Pledge.id).limit(size)).all()
    made = Event.record.in_([pledge.id for pledge in pledges]), Event.action.in_(ISSUED)
    events = db.session.scalars(select(Event).where(*made).order_by(Event.seq))
    last = {event.record: event.hash for event in events}
    return [Issued(one, code(one.id, last[one.id])) for one in pledges]
