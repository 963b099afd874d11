"""Claims as their readers see them: one, a page of many, totals by state, and the time line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from disburse import naming
from disburse.actors import Actor
from disburse.audit import disclosed
from disburse.db import db
from disburse.errors import NotFound
from disburse.models import Claim, Enterprise, Event, Objection, Payment
from disburse.scope import visible
from reports import proof
from reports.figures import masked_account
from workflows.claim import CLAIM
from workflows.table import OR

PAGE = 50
PERSON = naming.PERSON


@dataclass(frozen=True)
class Line:
    """A claim in a list, with the name of its enterprise as a list may show it."""

    claim: Claim
    enterprise: str


@dataclass(frozen=True)
class Total:
    """How many claims are in a state, and their sums in fen."""

    state: str
    zh: str
    en: str
    count: int
    claimed_fen: int
    payable_fen: int
    paid_fen: int


def one(number: str, by: Actor) -> Claim:
    """A claim that ``by`` may see. Raises NotFound."""
    claim = db.session.scalar(
        select(Claim).where(Claim.id == number, visible(Claim, by)).execution_options(populate_existing=True)
    )
    if claim is None:
        raise NotFound(number=number)
    return claim


def page(
    by: Actor, *, state: str | None = None, words: str = "", after: str = "", size: int = PAGE
) -> list[Line]:
    """The next ``size`` claims by number that ``by`` may see, after the number ``after``.

    ``words`` is a part of the claim's number or of the enterprise's name.
    """
    query = (
        select(Claim, Enterprise.name, Enterprise.nature)
        .join(Enterprise, Enterprise.id == Claim.enterprise_id)
        .where(*_chosen(by, state, words), Claim.id > after)
        .order_by(Claim.id)
        .limit(size)
    )
    return [Line(claim, _shown(name, nature)) for claim, name, nature in db.session.execute(query)]


def tally(by: Actor, *, state: str | None = None, words: str = "") -> tuple[int, int]:
    """How many claims ``page`` gives in all, and what they are due in fen."""
    query = select(func.count(), func.sum(Claim.payable_fen)).where(*_chosen(by, state, words))
    count, payable_fen = db.session.execute(query).one()
    return int(count), int(payable_fen or 0)


def _chosen(by: Actor, state: str | None, words: str) -> list[ColumnElement[bool]]:
    conditions = [visible(Claim, by)]
    if state:
        conditions.append(of_state(Claim.state, state))
    return [*conditions, matching(words)] if words else conditions


def of_state(column: InstrumentedAttribute[str], names: str) -> ColumnElement[bool]:
    """Records in a state, or in one of several that are asked for at once."""
    condition: ColumnElement[bool] = column.in_(names.split(OR)) if OR in names else column == names
    return condition


def matching(words: str) -> ColumnElement[bool]:
    """Claims with a part of their number, or of their enterprise's name, that reads so."""
    named = and_(Enterprise.nature != PERSON, Enterprise.name.icontains(words, autoescape=True))
    firms = select(Enterprise.id).where(named)
    return or_(Claim.id.icontains(words, autoescape=True), Claim.enterprise_id.in_(firms))


def totals(by: Actor) -> list[Total]:
    """Count and sums of the claims in each state, in the workflow's order; read from an index alone."""
    sums = (Claim.claimed_fen, Claim.payable_fen, Claim.paid_fen)
    query = select(Claim.unit, Claim.state, func.count(), *map(func.sum, sums)).where(visible(Claim, by))
    found: dict[str, list[int]] = {}
    for _, state, *numbers in db.session.execute(query.group_by(Claim.unit, Claim.state)):
        so_far = found.get(state, [0] * len(numbers))
        found[state] = [one + int(more or 0) for one, more in zip(so_far, numbers, strict=True)]
    return [Total(s.name, s.zh, s.en, *found[s.name]) for s in CLAIM.states if s.name in found]


def items(by: Actor) -> Sequence[str]:
    """The items that have claims."""
    return db.session.scalars(select(Claim.item).where(visible(Claim, by)).distinct()).all()


def enterprise_of(claim: Claim) -> Enterprise:
    """The enterprise that made a claim."""
    return db.session.get_one(Enterprise, claim.enterprise_id)


def shown_name(enterprise: Enterprise) -> str:
    """The name as a page may show it: a natural person's is masked."""
    return _shown(enterprise.name, enterprise.nature)


def _shown(name: str, nature: str) -> str:
    return f"{name[0]}**" if nature == PERSON else name


def account_of(claim: Claim) -> str:
    """The number of the account that an award is paid to, masked; empty before approval or once erased."""
    digest = claim.account_number_digest
    return masked_account(disclosed(digest) or "") if digest else ""


def payments_of(claim: Claim) -> Sequence[Payment]:
    """Every payment of a claim, the newest first."""
    query = select(Payment).where(Payment.claim_id == claim.id).order_by(Payment.id.desc())
    return db.session.scalars(query).all()


def standing_objection(claim: Claim) -> str | None:
    """The objection that holds up approval: one still open, or upheld since the claim was last published."""
    published = select(func.max(Event.id)).where(Event.record == claim.id, Event.action == "publish")
    last = and_(Event.record == Objection.id, Event.seq == Objection.version)
    upheld_since = and_(Objection.state == "upheld", Event.id > published.scalar_subquery())
    query = (
        select(Objection.id)
        .join(Event, last)
        .where(Objection.claim_id == claim.id, or_(Objection.state == "raised", upheld_since))
    )
    return db.session.scalar(query.order_by(Objection.id).limit(1))


def state_at(record: str, version: int) -> dict[str, Any]:
    """A record's whole state as the journal has it at one of its versions."""
    query = select(Event.body).where(Event.record == record, Event.seq <= version).order_by(Event.seq)
    state: dict[str, Any] = {}
    for body in db.session.scalars(query):
        state = proof.fold(state, proof.read_event(body.encode()))
    return state


def time_line(claim: Claim) -> list[dict[str, Any]]:
    """What happened to a claim, from its events, in order."""
    bodies = db.session.scalars(select(Event.body).where(Event.record == claim.id).order_by(Event.seq))
    return [proof.read_event(body.encode()) for body in bodies]
