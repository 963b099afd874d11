"""The reasons of one assessment, picked from what was weighed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast

from disburse.policy.arithmetic import MISSING
from disburse.policy.case import yuan
from disburse.policy.catalogue import Catalogue
from disburse.policy.facts import month_name, shown
from disburse.policy.kinds import NO_CEILING, Bands, Increase, Tiers
from disburse.policy.model import Condition, RatingRule
from disburse.policy.reasons import Reason, reason
from disburse.policy.steps import Scene
from disburse.policy.weighing import out_of_dates

LPR = "lpr:"
RATING_ZH = {name: f"{name} 类" for name in "ABCD"} | {"T": "T 类（暂不评价）", "unrated": "未列入评价"}


def missing(scene: Scene) -> Iterator[str]:
    """Names of the facts that are wanting; ``lpr:2026-01`` is a month without a published rate."""
    absent = [name for name in scene.item.facts if scene.facts[name] == MISSING]
    decision = [name for name in absent if name not in scene.item.required]
    yield from (name for name in absent if name in scene.item.required)
    if len(decision) == 1:
        yield decision[0]
    if scene.item.rating_factor != "no" and not scene.rating:
        yield "rating"
    if scene.facts.get("lpr") == MISSING and "contract_month" not in absent:
        yield LPR + month_name(scene.facts["contract_month"])


def wanting(catalogue: Catalogue, names: Sequence[str]) -> Iterator[Reason]:
    """One sentence for all missing facts."""
    if names:
        zh = "、".join(_label_zh(catalogue, name) for name in names)
        en = ", ".join(_label_en(catalogue, name) for name in names)
        yield reason("missing_facts", zh=zh, en=en)


def _label_zh(catalogue: Catalogue, name: str) -> str:
    published = f"{name.removeprefix(LPR)} 的一年期 LPR（序列未收录）"
    return published if name.startswith(LPR) else catalogue.facts[name].zh


def _label_en(catalogue: Catalogue, name: str) -> str:
    published = f"the one-year LPR of {name.removeprefix(LPR)} (not in the series)"
    return published if name.startswith(LPR) else catalogue.facts[name].en


def refusals(scene: Scene, dates: tuple[date, date], rating: RatingRule | None) -> tuple[Reason, ...]:
    """Every condition that does not hold; where all hold, why the sum is nothing."""
    failing = (condition for condition in scene.item.conditions if condition.fails(scene.facts))
    found = [_not_met(scene, condition) for condition in failing]
    recognised = scene.facts.get("recognised_on", MISSING)
    if out_of_dates(recognised, dates):
        day = date.fromordinal(recognised)
        found.append(reason("recognised_outside_dates", on=day, start=dates[0], end=last_day(dates[1])))
    if rating and scene.item.rating_factor == "yes" and scene.factor[0] == 0:
        found.append(reason("rating_refused", article=rating.article, **_rated(scene)))
    return tuple(found) if found or scene.barred else (_nothing(scene),)


def _not_met(scene: Scene, condition: Condition) -> Reason:
    fact = scene.vocabulary[condition.fact]
    value = "" if fact.type == "bool" else shown(fact, scene.facts[condition.fact])
    zh = f"（{condition.words}）" if condition.words not in ("", fact.zh) else ""
    en = f" ({condition.words})" if condition.words else ""
    words_zh = f"{zh}，现为 {value}" if value else zh
    words_en = f"{en}, given {value}" if value else en
    return reason("not_met", fact.name, zh=fact.zh, en=fact.en, words_zh=words_zh, words_en=words_en)


def _nothing(scene: Scene) -> Reason:
    """Why a sum is zero though every condition holds."""
    item = scene.item
    if item.cap and scene.room_fen == 0:
        return reason("cap_used_up", cap=item.cap.literal)
    if scene.deducted_fen:
        return reason("overlap_covered")
    match item.formula:
        case Tiers():
            return reason("no_tier")
        case Increase() if not item.formula.growth(scene.facts):
            return reason("no_increase")
        case Bands() if scene.facts["subsidised_days_before"] >= item.formula.term_days:
            return reason("no_days_left", term=item.formula.term, days=item.formula.term_days)
        case _:
            return reason("zero_amount")


def readings(scene: Scene, rating: RatingRule | None) -> Iterator[Reason]:
    """What was read how, and what only a decision can settle."""
    if len(scene.tiers_passed) > 1 and not cast(Tiers, scene.item.formula).reading:
        yield reason("several_tiers")
    if scene.item.needs_official:
        yield _decision(scene)
    if "support_form" in scene.facts and scene.input("support_form").value == "equity":
        yield reason("equity")
    if scene.item.doubt:
        yield reason("doubt", zh=scene.item.doubt[0], en=scene.item.doubt[1])
    yield from _rating(scene, rating)


def _decision(scene: Scene) -> Reason:
    decided = scene.facts["decided_amount"]
    if decided == MISSING:
        return reason("official_decides_open" if scene.ceiling_fen == NO_CEILING else "official_decides")
    if decided > scene.ceiling_fen:
        return reason("above_ceiling", decided=yuan(decided), ceiling=yuan(scene.ceiling_fen))
    return reason("decided", number=scene.decision_no)


def _rating(scene: Scene, rating: RatingRule | None) -> Iterator[Reason]:
    if rating is None:
        yield reason("no_rating_rule")
    elif scene.item.rating_factor == "no":
        yield reason("investment_exempt")
    elif scene.item.rating_factor == "yes":
        yield reason("rating_applies", share=scene.share, article=rating.article, **_rated(scene))
    else:
        agree = scene.factor[0] == scene.factor[1]
        yield reason("investment_irrelevant" if agree else "investment_undecided", **_rated(scene))


def _rated(scene: Scene) -> dict[str, str]:
    return {"rating": scene.rating, "rating_zh": RATING_ZH[scene.rating]}


def last_day(day: date) -> str:
    """The end of a document's dates, "…" while it is not known."""
    return "…" if day == date.max else day.isoformat()
