"""Could one person have paid an award alone? Each claim on which a person did, or could do, two duties."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, groupby
from typing import Literal

from sqlalchemy import func, select

from disburse import clock
from disburse.models import Claim, Delegation, Event
from disburse.queries.holdings import Holding, holdings
from disburse.queries.trail import CHUNK, Snapshot
from workflows.claim import CLAIM, DUTIES

DUTY_OF = {action: duty for duty, actions in DUTIES.items() for action in actions}
"""The duty that each step of a claim belongs to."""
DUTY_OF_ROLE = {step.role: step.duty for step in CLAIM.steps if step.duty}
"""The duty that each role can take steps of; no role has two."""
OF_EVERY_CLAIM = ("city", "finance")
"""Units whose people act on claims of every district."""


@dataclass(frozen=True)
class Alone:
    """A person in whom two or more ``duties`` came together on one claim.

    ``did``: the journal shows steps of each. ``could``: the person held a role for each while the claim was
    under way, own or lent, and only the desk's separation stood between.
    """

    claim: str
    person: str
    how: Literal["did", "could"]
    duties: tuple[str, ...]


def alone(view: Snapshot) -> Iterator[Alone]:
    """What was done first, then what could have been; streams with flat memory."""
    yield from acted(view)
    yield from could_have(view)


def acted(view: Snapshot) -> Iterator[Alone]:
    """From the journal: a step under a delegation counts for who took it and for who lent the role."""
    query = (
        select(Event.record, Event.action, Event.actor, Delegation.principal)
        .outerjoin(Delegation, Delegation.id == Event.delegation)
        .where(Event.kind == Claim.kind, Event.action.in_(DUTY_OF))
        .order_by(Event.record, Event.seq)
    )
    rows = view.session.execute(query.execution_options(yield_per=CHUNK))
    for claim, group in groupby(rows, key=lambda row: row.record):
        held: dict[str, set[str]] = {}
        for row in group:
            for person in {row.actor, row.principal or row.actor}:
                held.setdefault(person, set()).add(DUTY_OF[row.action])
        yield from _together(claim, held, "did")


def could_have(view: Snapshot) -> Iterator[Alone]:
    """From who held which role when: each claim under way while one person held the roles of two duties."""
    both = list(_both(holdings(view)))
    if not both:
        return
    life = (
        select(Claim.id, Claim.unit, Claim.enterprise_id, Claim.state, func.min(Event.at), func.max(Event.at))
        .join(Event, Event.record == Claim.id)
        .group_by(Claim.id)
        .order_by(Claim.id)
    )
    for row in view.session.execute(life.execution_options(yield_per=CHUNK)):
        held: dict[str, set[str]] = {}
        number, unit, enterprise, state, first, last = row
        over = last if CLAIM.state(state).rest else clock.now()
        reach = {unit, enterprise, *OF_EVERY_CLAIM}
        for one, other, begin, end in both:
            if begin <= over and end >= first and {one.unit, other.unit} <= reach:
                held.setdefault(one.person, set()).update((_duty(one), _duty(other)))
        yield from _together(number, held, "could")


def _both(held: Iterable[Holding]) -> Iterator[tuple[Holding, Holding, datetime, datetime]]:
    """Each pair of roles of different duties that one person held at one time, and that time."""
    of_a_duty = [one for one in held if one.role in DUTY_OF_ROLE]
    for _, group in groupby(sorted(of_a_duty, key=lambda one: one.person), key=lambda one: one.person):
        for one, other in combinations(group, 2):
            begin, end = max(one.begin, other.begin), min(one.end, other.end)
            if _duty(one) != _duty(other) and begin < end:
                yield one, other, begin, end


def _duty(held: Holding) -> str:
    return DUTY_OF_ROLE[held.role]


def _together(claim: str, held: dict[str, set[str]], how: Literal["did", "could"]) -> Iterator[Alone]:
    for person, duties in sorted(held.items()):
        if len(duties) > 1:
            yield Alone(claim, person, how, tuple(duty for duty in DUTIES if duty in duties))
