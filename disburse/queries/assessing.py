"""What the rules say, in words: of a claim as settled, of a claim now, of a case that nobody claimed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from disburse import clock
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding, NoRatingList, TwoRatings
from disburse.models import Claim, Enterprise
from disburse.policy import catalogue as policy
from disburse.policy.case import Assessment, Case
from disburse.policy.engine import assess
from disburse.policy.match import Match, match
from disburse.queries import claims, ratings, records, rules
from disburse.queries.matching import OpenMatch
from reports.explain import sentence
from reports.figures import parse_yuan

REGISTERED = ("above_scale", "manufacturing")
"""Facts that the register knows of an enterprise."""


@dataclass(frozen=True)
class Explained:
    """An assessment with each step in words; ``basis`` is ``frozen`` where a review has settled it."""

    item: str
    basis: str
    outcome: str
    gross_fen: int | None
    factor: str | None
    payable_fen: int | None
    lowest_fen: int | None
    highest_fen: int | None
    missing: Sequence[str]
    reasons: Sequence[Mapping[str, str]]
    steps: Sequence[Mapping[str, str]]
    edition: str
    catalogue: str
    decisions: str
    assessed_on: date


def of_claim(claim: Claim) -> Explained:
    """The assessment that the last review froze on a claim; before any, what the rules say today."""
    if claim.calculation:
        return _frozen(claim.item, claim.calculation)
    enterprise = claims.enterprise_of(claim)
    return _now(rules.assessment(claim, enterprise, claim.rating or published(enterprise)))


def what_if(
    enterprise: Enterprise,
    *,
    item: str,
    on: date,
    facts: Mapping[str, Any],
    thing: str | None,
    rating: str | None,
) -> Explained:
    """What an item would grant an enterprise on facts that nobody has claimed; nothing is written."""
    if item not in policy.load().items:
        raise BadRecord([Finding("item", f"没有事项 {item}", f"there is no item {item}")])
    strange = rules.strange(item, rules.FACTS.dump(facts))
    if strange:
        raise BadRecord(strange)
    known = firm(enterprise, on, facts, rating)
    named = {**known.facts, "object": thing} if thing else known.facts
    case = Case("what-if", item, on, known.rating, named, known.history)
    return _now(assess(rules.catalogue(), case, rules.adoptions(), rules.decisions()))


def matches(enterprise: Enterprise, on: date, facts: Mapping[str, Any]) -> tuple[Match, ...]:
    """Every item that grants money, what can be claimed first, each with the facts that are missing."""
    return match(rules.catalogue(), firm(enterprise, on, facts, None), rules.adoptions(), rules.decisions())


def firm(enterprise: Enterprise, on: date, facts: Mapping[str, Any], rating: str | None) -> Case:
    """What is known of an enterprise: the register, its awards, its published rating, and ``facts``."""
    registered = {fact: getattr(enterprise, fact) for fact in REGISTERED}
    class_known = rating or published(enterprise)
    return Case("firm", "", on, class_known, {**facts, **registered}, rules.awards_of(enterprise.id))


def published(enterprise: Enterprise) -> str | None:
    """The published class of an enterprise; None where no list says it, or a match is open."""
    try:
        return ratings.published(enterprise).rating
    except (NoRatingList, TwoRatings, OpenMatch):
        return None


def own(by: Actor) -> Enterprise:
    """The enterprise that ``by`` acts for. Raises NotFound."""
    found = records.one("enterprise", by.unit, by)
    assert isinstance(found, Enterprise)  # noqa: S101  # that is what the kind says
    return found


def _now(made: Assessment) -> Explained:
    document = policy.load().items[made.item].document
    low, high = made.range_fen or (None, None)
    return Explained(
        item=made.item,
        basis="now",
        outcome=made.outcome,
        gross_fen=made.gross_fen,
        factor=_factor(made.factor),
        payable_fen=made.payable_fen,
        lowest_fen=low,
        highest_fen=high,
        missing=made.missing,
        reasons=[{"code": why.code, "zh": why.zh, "en": why.en} for why in made.reasons],
        steps=_in_words(asdict(step) for step in made.steps),
        edition=f"{document}/{made.edition}",
        catalogue=made.catalogue,
        decisions=made.decisions,
        assessed_on=clock.today(),
    )


def _frozen(item: str, kept: Mapping[str, Any]) -> Explained:
    return Explained(
        item=item,
        basis="frozen",
        outcome=kept["outcome"],
        gross_fen=_fen(kept["gross"]),
        factor=_factor(kept["factor"]),
        payable_fen=_fen(kept["payable"]),
        lowest_fen=None,
        highest_fen=None,
        missing=(),
        reasons=kept["reasons"],
        steps=_in_words(kept["steps"]),
        edition=kept["edition"],
        catalogue=kept["catalogue"],
        decisions=kept["decisions"],
        assessed_on=date.fromisoformat(kept["assessed_on"]),
    )


def _in_words(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            **{name: step[name] for name in ("kind", "rule", "result", "article")},
            "zh": sentence(step),
            "en": sentence(step, "en"),
        }
        for step in steps
    ]


def _factor(pair: Sequence[int] | None) -> str | None:
    return f"{pair[0]}/{pair[1]}" if pair else None


def _fen(text: str | None) -> int | None:
    return None if text is None else parse_yuan(text)
