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


def require(records: Sequence[str], actions: Iterable[str], label: str | Both, *, by: Actor) -> None:
    """Refuse whoever took one of ``actions`` on one of ``records``, or lent or borrowed the role for it.

    Raises SamePerson. ``label`` says what the person is about to do.
    """
    persons = [person for person in (by.id, by.principal) if person]
    asked = {"persons": persons, "records": list(records), "actions": list(actions)}
    earlier = db.session.connection().execute(_EARLIER, asked).first()
    if earlier:
        raise SamePerson(number=earlier.record, action=label, earlier=_called(earlier.kind, earlier.action))


def _called(kind: str, action: str) -> str | Both:
    """The name of a step; of what is none, the action itself."""
    workflow = WORKFLOWS.get(kind)
    steps = [step for step in workflow.steps if step.action == action] if workflow else []
    return Both(steps[0].label_zh, steps[0].label_en) if steps else action
