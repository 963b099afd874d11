"""Separation of duties over a record's whole history 不相容岗位: who did one thing may not do the other."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import Both, SamePerson
from disburse.models import AUDITED, Delegation, Event

WORKFLOWS = {model.kind: model.workflow for model in AUDITED}
_persons: BindParameter[Any] = bindparam("persons", expanding=True)
_LENT = select(Delegation.id).where(Delegation.principal.in_(_persons))
_EARLIER = (
    select(Event.record, Event.kind, Event.action)
    .where(
        Event.record.in_(bindparam("records", expanding=True)),
        Event.action.in_(bindparam("actions", expanding=True)),
        or_(Event.actor.in_(_persons), Event.delegation.in_(_LENT)),
    )
    .order_by(Event.id)
    .limit(1)
)
"""Put together once: it is asked at almost every step."""
_ACTED = (
    select(Event.record, Event.action)
    .where(
        Event.record.in_(bindparam("records", expanding=True)),
        or_(Event.actor.in_(_persons), Event.delegation.in_(_LENT)),
    )
    .order_by(Event.id)
)


def require(records: Sequence[str], actions: Iterable[str], label: str | Both, *, by: Actor) -> None:
    """Refuse whoever took one of ``actions`` on one of ``records``, or lent or borrowed the role for it.

    Raises SamePerson. ``label`` says what the person is about to do.
    """
    asked = {"persons": _alike(by), "records": list(records), "actions": list(actions)}
    earlier = db.session.connection().execute(_EARLIER, asked).first()
    if earlier:
        raise SamePerson(number=earlier.record, action=label, earlier=called(earlier.kind, earlier.action))


def called(kind: str, action: str) -> str | Both:
    """The name of a step; of what is none, the action itself."""
    workflow = WORKFLOWS.get(kind)
    steps = [step for step in workflow.steps if step.action == action] if workflow else []
    return Both(steps[0].label_zh, steps[0].label_en) if steps else action


def acted(records: Sequence[str], *, by: Actor) -> dict[str, list[str]]:
    """What the same person did on each of many records, in order, as ``require`` counts it."""
    asked = {"persons": _alike(by), "records": list(records)}
    found: dict[str, list[str]] = {}
    for row in db.session.connection().execute(_ACTED, asked):
        found.setdefault(row.record, []).append(row.action)
    return found


def _alike(by: Actor) -> list[str]:
    return [person for person in (by.id, by.principal) if person]
