"""Official readings: the closed list of what the texts leave open, and what a decision on it changes.

The engine chooses no reading. It applies one only where a decision says so, by settling the item first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from disburse.policy.case import Award, Decision, Rate
from disburse.policy.catalogue import Catalogue
from disburse.policy.kinds import Service, Tiers
from disburse.policy.model import Item, Overlap, Undecided
from disburse.policy.reasons import Reason, reason

Decisions = Sequence[Decision]
Readings = Mapping[str, Decision]
"""The decision that holds on each question, by the question's name."""
NO_DECISIONS: Decisions = ()

READINGS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "investment": {
        "yes": ("属于投资类，不适用亩产效益支付比例", "an investment item: the rating factor does not apply"),
        "no": ("不属于投资类，适用亩产效益支付比例", "not an investment item: the rating factor applies"),
    },
    "tiers": {
        "highest": ("同年超过多个台阶，取最高一档", "of several tiers passed in a year, the highest is paid"),
        "each": ("同年超过多个台阶，逐档累加", "of several tiers passed in a year, each is paid"),
    },
    "object": {
        "per_object": ("一次性按对象计", "one-off for each object"),
        "per_enterprise": ("一次性按企业计", "one-off for each enterprise"),
    },
    "restates": {
        "restated": ("属于重申，只在原条款申报", "restates the original item: claimed there only"),
        "own": ("资金另行安排，可在本条申报", "money of its own: claimed here"),
    },
    "ceiling": {
        "covered": ("限额及于本条", "the ceiling covers this item"),
        "not_covered": (
            "限额不及于本条，本条不产生资金",
            "the ceiling does not cover it: it grants no money",
        ),
    },
    "overlap": {
        "higher_only": (
            "就高不重复：只保留较高一项，另一项奖补未退回前不再支付",
            "only the higher is kept: while the other award stands, nothing is paid",
        ),
        "full": ("各自足额支付", "each is paid in full"),
        "difference": ("扣除已获奖补，只补差额", "only the difference to the past award is paid"),
    },
}
"""Kinds of question, and for each the readings there are, in Chinese and English."""


@dataclass(frozen=True)
class Question:
    """Something the texts leave open: its kind, the item or overlap group it is about, and the readings."""

    kind: str
    about: str
    zh: str
    en: str
    readings: tuple[str, ...]

    @property
    def name(self) -> str:
        """As a decision names it, such as ``investment:QD24-18.3``."""
        return f"{self.kind}:{self.about}"


def questions(catalogue: Catalogue) -> dict[str, Question]:
    """Every question that an edition of the catalogue leaves open, by name, in the catalogue's order."""
    items = (item for editions in catalogue.history.values() for item in editions)
    found = [
        Question(kind, item.id, item.title_zh, item.title_en, tuple(READINGS[kind]))
        for item in items
        for kind in doubts(item)
    ]
    found += [_overlap(catalogue, overlap) for overlap in catalogue.overlaps if not overlap.cumulative]
    return {question.name: question for question in found}


def _overlap(catalogue: Catalogue, overlap: Overlap) -> Question:
    """How two items combine; one aid that is listed twice is never paid twice in full."""
    items = [catalogue.items[name] for name in overlap.items]
    one_aid = any(item.restates and not item.doubt for item in items)
    readings = tuple(name for name in READINGS["overlap"] if not (one_aid and name == "full"))
    title_zh = f"{'、'.join(overlap.items)}：{overlap.zh}"
    return Question("overlap", overlap.group, title_zh, overlap.en, readings)


def doubts(item: Item) -> Iterator[str]:
    """Kinds of question that an item leaves open."""
    if item.rating_factor == "undecided":
        yield "investment"
    if isinstance(item.formula, Tiers):
        yield "tiers"
    if item.per_object == "undecided":
        yield "object"
    if item.doubt:
        yield "restates" if item.restates else "ceiling"


def holding(decisions: Decisions, on: date) -> Readings:
    """The decision on each question that holds on a day; of several, the one that began to hold last.

    Of two that began on one day the later in the sequence stands.
    """
    begun = (decision for decision in decisions if decision.holds_from <= on)
    return {decision.question: decision for decision in sorted(begun, key=lambda of: of.holds_from)}


def used(
    catalogue: Catalogue, item: Item, history: Sequence[Award], readings: Readings
) -> tuple[Decision, ...]:
    """The decisions that bear on an item and on the past awards it meets."""
    if not readings:
        return ()
    names = [f"{kind}:{item.id}" for kind in doubts(item)]
    names += [f"overlap:{overlap.group}" for overlap, _ in meetings(catalogue, item, history)]
    return tuple(readings[name] for name in dict.fromkeys(names) if name in readings)


def meetings(catalogue: Catalogue, item: Item, history: Sequence[Award]) -> Iterator[tuple[Overlap, Award]]:
    """Past awards of items that meet this one, unless the text lets them add up."""
    for award in history:
        for overlap in catalogue.overlaps:
            if overlap.joins(item.id, award.item) and not overlap.cumulative:
                yield overlap, award


def settle(item: Item, readings: Readings) -> Item:
    """The item as the decisions read it; what none decides stays open."""
    for kind in tuple(doubts(item)) if readings else ():
        decision = readings.get(f"{kind}:{item.id}")
        if decision:
            item = SETTLED[kind](item, decision.reading)
    return item


def _investment(item: Item, reading: str) -> Item:
    factor: Undecided = "no" if reading == "yes" else "yes"
    return replace(item, investment=cast(Undecided, reading), rating_factor=factor)


def _tiers(item: Item, reading: str) -> Item:
    return replace(item, formula=replace(cast(Tiers, item.formula), reading=reading))


def _object(item: Item, reading: str) -> Item:
    return replace(item, per_object="yes" if reading == "per_object" else "no")


def _restates(item: Item, reading: str) -> Item:
    return replace(item, doubt=None, restates=item.restates if reading == "restated" else None)


def _ceiling(item: Item, reading: str) -> Item:
    return replace(item, doubt=None, formula=item.formula if reading == "covered" else Service())


SETTLED: Mapping[str, Callable[[Item, str], Item]] = {
    "investment": _investment,
    "tiers": _tiers,
    "object": _object,
    "restates": _restates,
    "ceiling": _ceiling,
}
"""What a reading makes of an item; an overlap is settled where past awards are looked at."""


def reading_reason(decision: Decision) -> Reason:
    """The sentence that says which reading was applied, and by which document."""
    kind = decision.question.partition(":")[0]
    zh, en = READINGS[kind][decision.reading]
    facts = {"number": decision.number, "holds_from": decision.holds_from}
    return reason("reading", decision.question, zh=zh, en=en, **facts)


def rate_reason(rate: Rate) -> Reason:
    """The sentence that says which rate an office entered, and by which document."""
    percent = f"{rate.value // 100}.{rate.value % 100:02d}"
    return reason("rate_entered", month=rate.month, percent=percent, number=rate.number)
