"""The facts of a claim as fields: only those its item needs, under two headings, in the catalogue's words."""

from collections.abc import Iterable
from dataclasses import replace

from disburse.policy import catalogue as policy
from disburse.policy.model import Fact, Item
from disburse.queries.assessing import REGISTERED
from disburse.queries.rules import DECIDED, FACTS
from disburse.web import fields
from disburse.web.fields import Asked
from disburse.web.languages import N_, said

UNITS = {"years": N_("单位：年"), "days": N_("单位：天")}
OF_ROWS = {"import_recognitions": ("recognised_on",)}
"""Facts that each row of a list has of its own."""
CONDITIONS, SUMS = N_("资格条件"), N_("金额测算")


def with_facts(
    asked: Iterable[Asked], act: str, item: str, stated: dict[str, object] | None = None
) -> tuple[Asked, ...]:
    """The fields of a body whose facts are those that ``item`` needs; with the city's own where it decides.

    ``stated`` is what the enterprise stated, said beside each fact that an official establishes.
    """
    known = policy.load().items[item]
    return tuple(_filled(one, act, known, stated or {}) for one in asked)


def _filled(one: Asked, act: str, item: Item, stated: dict[str, object]) -> Asked:
    if one.name == "object":
        label = said(item.object_zh, item.object_en)
        return replace(one, label=label or one.label)
    if one.name != "facts":
        return one
    decided = act == "decide_claim"
    beside = {*REGISTERED, *OF_ROWS.get(act, ()), *(() if decided else DECIDED)}
    wanted = [f for f in item.facts if f not in beside]
    conditional = {condition.fact for condition in item.conditions}
    halves = (
        (CONDITIONS, [fact for fact in wanted if fact in conditional]),
        (SUMS, [fact for fact in wanted if fact not in conditional]),
    )
    groups = [_group(n, heading, names, act, stated) for n, (heading, names) in enumerate(halves) if names]
    return replace(one, parts=tuple(groups))


def _group(n: int, heading: str, names: list[str], act: str, stated: dict[str, object]) -> Asked:
    parts = tuple(_fact(policy.load().facts[name], act, stated.get(name)) for name in names)
    return Asked(f"facts.{n}", "group", heading, parts=parts)


def _fact(fact: Fact, act: str, stated: object) -> Asked:
    made = fields.one(act, f"facts.{fact.name}", FACTS.load_fields[fact.name])
    hint = UNITS.get(fact.unit, made.hint)
    if stated is not None:
        said_before = stated
        if isinstance(stated, bool):  # 1 is a count, and no yes
            said_before = said("是", "yes") if stated else said("否", "no")
        hint = said(f"企业填报：{said_before}", f"stated: {said_before}")
    return replace(made, label=said(fact.zh, fact.en), hint=hint)
