"""The sum of a draft while it is typed 测算: the engine's own answer, in simulation; nothing is written."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError

from disburse import clock
from disburse.actors import ENTERPRISE
from disburse.policy import catalogue as policy
from disburse.queries import assessing, rules
from disburse.queries.assessing import Explained
from disburse.queries.rules import DECIDED, FACTS
from disburse.web.filling import Form
from disburse.web.task import Task

ASKS = "reckon"
"""The button that only reckons."""
OF = frozenset({"draft_claim", "amend_claim"})
"""The acts whose form shows what the facts in it would grant."""


BESIDE = {"rating": ("亩产评级（名单尚未公布）", "rating (its list is not published yet)")}
"""What the engine asks for beside facts: nobody states it, a published list does."""


def reckons(task: Task) -> bool:
    """Whether the form of an act shows a sum."""
    return task.name in OF and task.by.role in ENTERPRISE and task.about in policy.load().items


def reckoned(task: Task, form: Form) -> Explained | None:
    """What the facts typed so far would grant; what can't be read is taken as missing, never as zero."""
    if not reckons(task):
        return None
    body = form.body
    return assessing.what_if(
        assessing.own(task.by),
        item=task.about,
        on=_day(task, body.get("on")),
        facts=_legible(task.about, body.get("facts", {})),
        thing=body.get("object") or getattr(task.record, "object", None),
        rating=None,
    )


def named(facts: Iterable[str]) -> list[tuple[str, str]]:
    """What facts are called in both languages, such as those that an assessment still asks for."""
    known = policy.load().facts
    return [
        (known[name].zh, known[name].en) if name in known else BESIDE.get(name, (name, name))
        for name in facts
    ]


def _day(task: Task, typed: Any) -> date:
    if task.record is not None:
        day: date = task.record.on
        return day
    try:
        return date.fromisoformat(typed)
    except (TypeError, ValueError):
        return clock.today()


def _legible(item: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that can be read and stated; a day that is yet to come can't be."""
    found: dict[str, Any] = {}
    for name, value in typed.items():
        if name in policy.load().items[item].facts and name not in DECIDED:
            try:
                read = FACTS.load_fields[name].deserialize(value)
            except ValidationError:
                continue
            if not rules.strange(item, FACTS.dump({name: read})):
                found[name] = read
    return found
