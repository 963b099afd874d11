"""``assess``: one case against the catalogue. Pure: no clock, no file, no database."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypedDict

from disburse.policy import why
from disburse.policy.arithmetic import MISSING, in_lowest_terms
from disburse.policy.case import OUTCOMES, Adoption, Assessment, Case, Outcome, Rate, Step
from disburse.policy.catalogue import Catalogue
from disburse.policy.digests import decisions_digest
from disburse.policy.facts import encode_all
from disburse.policy.kinds import NO_CEILING, Bands, Rule
from disburse.policy.model import RATINGS, Document, Item
from disburse.policy.past import Past, review
from disburse.policy.readings import (
    NO_DECISIONS,
    Decisions,
    Readings,
    holding,
    rate_reason,
    reading_reason,
    settle,
    used,
)
from disburse.policy.reasons import Reason, reason
from disburse.policy.steps import Scene, steps
from disburse.policy.weighing import Weighed, numerators, room, weigh

Adoptions = Mapping[str, Adoption]
NO_ADOPTIONS: Adoptions = {}


class _Sums(TypedDict, total=False):
    """The sums and steps of an assessment, by its own names."""

    payable_fen: int | None
    gross_fen: int | None
    factor: tuple[int, int] | None
    range_fen: tuple[int, int] | None
    steps: tuple[Step, ...]


class _Found(NamedTuple):
    """What the facts lead to."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    sums: _Sums


def assess(
    catalogue: Catalogue, case: Case, adoptions: Adoptions = NO_ADOPTIONS, decisions: Decisions = NO_DECISIONS
) -> Assessment:
    """What the rules grant in this case, with every reason and every step.

    ``adoptions`` by document key: in mode ``pay`` a draft without one is refused; the dates of one that is
    there govern instead of the draft's. ``decisions`` settle what a text leaves open, from their day on.
    """
    readings = holding(decisions, case.on)
    written = catalogue.governing(case.item, case.on)
    applied = used(catalogue, written, case.history, readings)
    item = settle(written, readings)
    document = catalogue.document(item)
    dates = in_force(document, adoptions)
    notice = _standing(document, case, adoptions)
    grounds = tuple(_grounds(item, case, dates))
    if notice.code == "draft_not_adopted" or grounds:
        found = _Found("not_eligible", grounds, (), {})
    else:
        found = _weighed(catalogue, item, case, dates, readings)
    rates = tuple(_rates(catalogue, item, case))
    authority = (*map(reading_reason, applied), *map(rate_reason, rates), notice)
    return Assessment(
        id=case.id,
        item=item.id,
        outcome=found.outcome,
        catalogue=catalogue.digest,
        missing=found.missing,
        reasons=(*found.reasons, *authority),
        edition=item.edition,
        decisions=decisions_digest((*applied, *rates)),
        **found.sums,
    )


def _rates(catalogue: Catalogue, item: Item, case: Case) -> Iterator[Rate]:
    """The rate that an office entered for the month of a loan, where the shipped series has none."""
    month = case.facts.get("contract_month")
    if isinstance(item.formula, Bands) and isinstance(month, str) and month in catalogue.entered:
        yield catalogue.entered[month]


def in_force(document: Document, adoptions: Adoptions) -> tuple[date, date]:
    """First and last day the document governs: as adopted, else as the text says."""
    adoption = adoptions.get(document.key)
    if adoption:
        return adoption.effective_from, adoption.effective_to or date.max
    return document.start, document.end or date.max


def _standing(document: Document, case: Case, adoptions: Adoptions) -> Reason:
    """On what authority the sum stands: an adoption, or a draft that can only be simulated."""
    adoption = adoptions.get(document.key)
    if adoption:
        return reason("adopted", number=adoption.number)
    if document.status == "adopted":
        return reason("adopted", number=document.number)
    code = "draft_not_adopted" if case.mode == "pay" else "simulated_draft"
    return reason(code, title_zh=document.title_zh, document=document.key)


def _grounds(item: Item, case: Case, dates: tuple[date, date]) -> Iterator[Reason]:
    """What refuses before any fact is looked at."""
    if not item.grants_money:
        yield reason("rule" if isinstance(item.formula, Rule) else "service")
    if not dates[0] <= case.on <= dates[1]:
        yield reason("outside_dates", on=case.on, start=dates[0], end=why.last_day(dates[1]))
    if item.restates and item.doubt is None:
        yield reason("restates", other=item.restates)


def _weighed(
    catalogue: Catalogue, item: Item, case: Case, dates: tuple[date, date], readings: Readings
) -> _Found:
    """Encode, weigh, and say why."""
    rule = catalogue.document(item).rating
    facts = encode_all(catalogue.facts, item.facts, case.facts)
    if isinstance(item.formula, Bands):
        facts["lpr"] = catalogue.lpr_by_number.get(facts["contract_month"], MISSING)
    past, history = review(catalogue, item, case, readings)
    shares, whole = numerators(catalogue.document(item))
    factor = (shares[RATINGS.index(case.rating)] if case.rating else MISSING, whole)
    weighed = weigh(item, facts, factor, past, dates)
    outcome = OUTCOMES[int(weighed.outcome)]
    scene = _scene(catalogue, case, item, facts, past, factor, weighed)
    wanted = tuple(why.missing(scene)) if outcome == "needs_facts" else ()
    refusals = why.refusals(scene, dates, rule) if outcome == "not_eligible" else ()
    reasons = (*refusals, *why.wanting(catalogue, wanted), *history)
    if outcome in ("not_eligible", "needs_facts"):
        return _Found(outcome, reasons, wanted, {})
    return _Found(outcome, (*why.readings(scene, rule), *reasons), wanted, _sums(outcome, scene))


def _sums(outcome: Outcome, scene: Scene) -> _Sums:
    """The sums and steps of an award that can be reckoned."""
    low, high = scene.net_fen
    settled = scene.gross_fen[0] == scene.gross_fen[1]
    return {
        "payable_fen": low if outcome == "payable" else None,
        "gross_fen": scene.gross_fen[0] if settled else None,
        "factor": in_lowest_terms(*scene.factor) if scene.item.rating_factor == "yes" else None,
        "range_fen": (low, high) if outcome == "needs_decision" and high != NO_CEILING else None,
        "steps": steps(scene),
    }


def _scene(
    catalogue: Catalogue,
    case: Case,
    item: Item,
    facts: Mapping[str, int],
    past: Past,
    factor: tuple[int, int],
    weighed: Weighed,
) -> Scene:
    rule = catalogue.document(item).rating
    return Scene(
        item=item,
        vocabulary=catalogue.facts,
        facts=facts,
        counted_fen=int(past.counted_fen),
        room_fen=int(room(item, past)),
        tiers_paid=int(past.tiers_paid),
        deducted_fen=int(past.deducted_fen),
        barred=bool(past.barred),
        decision_no=str(case.facts.get("decision_no", "")),
        rating=case.rating or "",
        rating_article=rule.article if rule else "",
        factor=factor,
        gross_fen=(int(weighed.gross_low), int(weighed.gross_high)),
        net_fen=(int(weighed.low), int(weighed.high)),
    )
