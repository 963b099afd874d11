"""What happened to a record since somebody looked: for a page that was left open too long."""

from dataclasses import dataclass
from datetime import datetime

from disburse.actors import BANK, ENTERPRISE, Actor
from disburse.models import Audited
from disburse.queries import records
from reports import proof
from workflows.engine import NoSuchStep

MOST = 50


@dataclass(frozen=True)
class Change:
    """One event since: who did what, and which fields it changed. ``person`` is for officials alone."""

    version: int
    action: str
    zh: str
    en: str
    person: str | None
    role: str
    unit: str
    at: datetime
    fields: tuple[str, ...]


def meanwhile(number: str, version: int, by: Actor) -> list[Change]:
    """The first MOST changes of a record since ``version``, in order; empty where that is the present one.

    Raises NotFound where ``by`` may not see the record.
    """
    record = records.any_one(number, by)
    outside = by.role in ENTERPRISE | BANK
    found = []
    for event in records.events(number, after=version, size=MOST):
        body = proof.read_event(event.body.encode())
        zh, en = _label(record, event.action, body["from"])
        found.append(
            Change(
                version=event.seq,
                action=event.action,
                zh=zh,
                en=en,
                person=None if outside else event.actor,
                role=event.role,
                unit=event.unit,
                at=event.at,
                fields=tuple(sorted(body["changes"])),
            )
        )
    return found


def _label(record: Audited, action: str, source: str | None) -> tuple[str, str]:
    """The step's name in the record's own workflow; where it has none, the action itself."""
    try:
        step = record.workflow.step(action, source or "new") if record.workflow else None
    except NoSuchStep:
        step = None
    return (step.label_zh, step.label_en) if step else (action, action)
