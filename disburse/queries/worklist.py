"""What waits for somebody now, what is due first at the top; and what was done already 待办、已办."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, tuple_, union_all

from disburse import clock, office
from disburse.actors import Actor
from disburse.db import db
from disburse.models import AUDITED, Audited, Claim, Delegation, Enterprise, Event
from disburse.queries.claims import shown_name
from disburse.queries.holding import Term, holding
from disburse.queries.search import begins, named
from disburse.scope import visible
from workflows.claim import CLAIM
from workflows.engine import Workflow
from workflows.roles import ROLES
from workflows.workdays import CLOSING_TIME, Calendar

PAGE = 50
TIMED = frozenset(state.name for state in CLAIM.states if state.deadline_workdays)
"""States that somebody must end in time; a public notice is waited for, and is never late."""
UNTIMED = frozenset(
    s.name for s in CLAIM.states if s.deadline_workdays is None and s.minimum_workdays is None
)
NO_TERM = date(9999, 12, 31)
"""Where claims without a term stand in the order: behind all others."""


def _waiting(workflow: Workflow, role: str) -> tuple[str, ...]:
    """The states that a role holds, or that one of its duties leads out of and further on the way."""
    place = {state.name: n for n, state in enumerate(workflow.states)}
    onward = {
        step.source
        for step in workflow.steps
        if step.role == role and step.duty and not workflow.state(step.target).rest
        and place.get(step.source, len(place)) < place[step.target]
    }  # fmt: skip
    return tuple(s.name for s in workflow.states if s.holder == role or s.name in onward)


WAITING: Mapping[str, tuple[str, ...]] = {role: _waiting(CLAIM, role) for role in ROLES}
"""The states of claims that wait for each role, from the table of the workflow."""


@dataclass(frozen=True)
class Chosen:
    """What of the list is wanted; ``words`` are of the number, or of the enterprise's name or pinyin."""

    state: str | None = None
    item: str | None = None
    unit: str | None = None
    words: str = ""
    overdue: bool = False


ALL = Chosen()


@dataclass(frozen=True)
class Due:
    """A claim that waits, for which enterprise, until when. ``key`` is where the next page begins.

    ``barred_by`` is what this person did on it before, where no step of it is left to the person 不相容岗位.
    """

    claim: Claim
    enterprise: str
    term: Term | None
    barred_by: str | None

    @property
    def key(self) -> str:
        """Its place in the order."""
        return f"{self.claim.due_on or NO_TERM}|{self.claim.id}"


@dataclass(frozen=True)
class Count:
    """How many records of a kind wait in a state, how many of them too long, and what they are due in fen."""

    kind: str
    state: str
    zh: str
    en: str
    count: int
    overdue: int = 0
    payable_fen: int = 0


@dataclass(frozen=True)
class Done:
    """A step that a unit took on a claim."""

    id: int
    event: Event
    claim: Claim


def page(by: Actor, chosen: Chosen = ALL, *, after: str = "", size: int = PAGE) -> list[Due]:
    """The next ``size`` claims that wait for ``by``, overdue first; a few queries, however many wait."""
    branches = [_branch(by, state, chosen, after, size) for state in _states(by, chosen)]
    if not branches:
        return []
    ordered = union_all(*(branch.select() for branch in branches)).subquery()
    top = db.session.scalars(select(ordered.c.id).order_by(ordered.c.due, ordered.c.id).limit(size)).all()
    query = select(Claim, Enterprise).join(Enterprise, Enterprise.id == Claim.enterprise_id)
    rows = {claim.id: (claim, firm) for claim, firm in db.session.execute(query.where(Claim.id.in_(top)))}
    barred = _barred(by, [rows[number][0] for number in top])
    days = office.calendar()
    return [_due(*rows[number], barred, days) for number in top]


def counts(by: Actor, chosen: Chosen = ALL) -> list[Count]:
    """How many claims wait in each state, in the workflow's order.

    One query. It is grouped as ``ix_claim_sums`` is ordered, and read from that alone: no row is opened.
    """
    late = func.sum(case((overdue(), 1), else_=0))
    query = select(Claim.unit, Claim.state, func.count(), late, func.sum(Claim.payable_fen))
    query = query.where(visible(Claim, by), *_narrowed(chosen)).group_by(Claim.unit, Claim.state)
    found: dict[str, list[int]] = {}
    for _, state, *numbers in db.session.execute(query):
        so_far = found.get(state, [0, 0, 0])
        found[state] = [one + int(more or 0) for one, more in zip(so_far, numbers, strict=True)]
    wanted = _states(by, chosen)
    states = (state for state in CLAIM.states if state.name in wanted and state.name in found)
    return [Count(Claim.kind, s.name, s.zh, s.en, *found[s.name]) for s in states]


def beside(by: Actor) -> list[Count]:
    """What waits for ``by`` beside claims, such as batches to release and locks to confirm; one query."""
    wanted = [
        (model, model.workflow, states)
        for model in AUDITED
        if model is not Claim and model.workflow and (states := _waiting(model.workflow, by.role))
    ]
    if not wanted:
        return []
    queries = [_counted(model, states, by) for model, _, states in wanted]
    found = {(kind, state): count for kind, state, count in db.session.execute(union_all(*queries))}
    return [
        Count(model.kind, s.name, s.zh, s.en, found[model.kind, s.name])
        for model, workflow, _ in wanted
        for s in workflow.states
        if (model.kind, s.name) in found
    ]


def done(by: Actor, *, before: int | None = None, size: int = PAGE) -> list[Done]:
    """The last steps that the unit of ``by`` took on claims that ``by`` may see, the newest first.

    ``before`` is the ``id`` of the last one on the page before.
    """
    query = (
        select(Event, Claim)
        .join(Claim, Claim.id == Event.record)
        .where(Event.unit == by.unit, visible(Claim, by))
        .order_by(Event.id.desc())
        .limit(size)
    )
    if before is not None:
        query = query.where(Event.id < before)
    return [Done(event.id, event, claim) for event, claim in db.session.execute(query)]


def dealt(by: Actor) -> ColumnElement[bool]:
    """The condition on claims that the unit of ``by`` took a step on."""
    return Claim.id.in_(select(Event.record).where(Event.unit == by.unit, Event.kind == Claim.kind))


def _states(by: Actor, chosen: Chosen) -> tuple[str, ...]:
    own = WAITING[by.role]
    return tuple(s for s in own if chosen.state in (None, s) and (s in TIMED or not chosen.overdue))


def _branch(by: Actor, state: str, chosen: Chosen, after: str, size: int) -> Any:
    """The first claims of one state: an index has them in this order, so that no more are read."""
    none = literal(NO_TERM, Claim.due_on.type)
    has_term = state not in UNTIMED
    query = select(
        Claim.id, func.coalesce(Claim.due_on, none).label("due") if has_term else none.label("due")
    )
    query = query.where(Claim.state == state, visible(Claim, by), *_narrowed(chosen))
    if after:
        query = query.where(_behind(after, has_term=has_term))
    return query.order_by(*((Claim.due_on,) if has_term else ()), Claim.id).limit(size).subquery()


def _behind(after: str, *, has_term: bool) -> ColumnElement[bool]:
    """What follows a key; claims without terms come behind all others, by number."""
    day, _, number = after.partition("|")
    last = date.fromisoformat(day)
    if has_term:
        return tuple_(Claim.due_on, Claim.id) > tuple_(literal(last, Claim.due_on.type), literal(number))
    return Claim.id > (number if last == NO_TERM else "")


def _narrowed(chosen: Chosen) -> list[ColumnElement[bool]]:
    made = [
        column == value for column, value in ((Claim.item, chosen.item), (Claim.unit, chosen.unit)) if value
    ]
    if chosen.overdue:
        made.append(_late())
    return [*made, matching(chosen.words)] if chosen.words else made


def matching(words: str) -> ColumnElement[bool]:
    """Claims whose number begins so, or whose enterprise's name, code or pinyin has these words."""
    text = "".join(words.split())
    firms = select(Enterprise.id).where(named(text))
    return or_(begins(Claim.id, text.upper()), Claim.enterprise_id.in_(firms))


def overdue() -> ColumnElement[bool]:
    """Claims that somebody should have dealt with by now."""
    return and_(Claim.state.in_(TIMED), _late())


def _late() -> ColumnElement[bool]:
    """Terms that are over: a day ends at 17:00."""
    now = clock.now().astimezone(clock.BEIJING)
    over = now.timetz() > CLOSING_TIME
    return Claim.due_on < now.date() + timedelta(days=int(over))


def _due(claim: Claim, firm: Enterprise, barred: Mapping[str, str], days: Calendar) -> Due:
    return Due(claim, shown_name(firm), holding(claim, days).term, barred.get(claim.id))


def _barred(by: Actor, claims: Sequence[Claim]) -> dict[str, str]:
    """The earlier act of ``by``, or of whose role it is, that leaves no step on a claim to this person."""
    persons = [person for person in (by.id, by.principal) if person]
    lent = select(Delegation.id).where(Delegation.principal.in_(persons))
    query = select(Event.record, Event.action).where(
        Event.record.in_([claim.id for claim in claims]),
        or_(Event.actor.in_(persons), Event.delegation.in_(lent)),
    )
    acted: dict[str, list[str]] = {}
    for record, action in db.session.execute(query.order_by(Event.id)):
        acted.setdefault(record, []).append(action)
    return {c.id: earlier for c in claims if (earlier := _bar(c.state, by.role, acted.get(c.id, ())))}


def _bar(state: str, role: str, acted: Sequence[str]) -> str | None:
    steps = [step for step in CLAIM.open_to(state, role) if step.duty]
    apart = [CLAIM.apart(step) & set(acted) for step in steps]
    return next(action for action in acted if action in apart[0]) if apart and all(apart) else None


def _counted(model: type[Audited], states: Sequence[str], by: Actor) -> Any:
    state = model.state  # type: ignore[attr-defined]  # every model with a workflow has one
    query = select(literal(model.kind), state, func.count()).where(state.in_(states), visible(model, by))
    return query.group_by(state)
