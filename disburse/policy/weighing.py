"""The pipeline, for ints and columns alike: formula, caps over past awards, overlap, factor, outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from disburse.policy.arithmetic import Number, Truth, half_up, known, most, pick, wanting
from disburse.policy.case import OUTCOMES
from disburse.policy.kinds import NO_CEILING, Bands
from disburse.policy.model import RATINGS, Document, Item
from disburse.policy.past import Past

PAYABLE, NOT_ELIGIBLE, NEEDS_FACTS, NEEDS_DECISION = range(len(OUTCOMES))
UNRATED = (1,) * len(RATINGS), 1
"""The factors of a document that has no rule on ratings."""


@dataclass(frozen=True)
class Weighed:
    """Outcome code, and lowest and highest sum before (``gross``) and after the rating factor, in fen."""

    outcome: Number
    gross_low: Number
    gross_high: Number
    low: Number
    high: Number


def room(item: Item, past: Past) -> Number:
    """What the cap still leaves."""
    return NO_CEILING if item.cap is None else most(item.cap.fen - past.counted_fen, 0)


def numerators(document: Document) -> tuple[tuple[int, ...], int]:
    """The rating factors over one denominator, in the order of ``RATINGS``."""
    return document.rating.numerators if document.rating else UNRATED


def weigh(
    item: Item, facts: Mapping[str, Number], factor: tuple[Number, int], past: Past, dates: tuple[date, date]
) -> Weighed:
    """Assess encoded facts.

    ``factor`` is the rating's share, ``MISSING`` where there is no rating, over its denominator; ``dates``
    are the first and last day on which a recognition is governed by the document.
    """
    share, whole = factor
    bounds = item.formula.bounds({**facts, "tiers_paid": past.tiers_paid}, room(item, past))
    settled = bounds[0] is bounds[1] and not item.doubt and _is_nothing(past.open)
    gross_low = pick(past.open == 1, 0, 0 if item.doubt else _less(bounds[0], past))
    gross_high = gross_low if settled else _less(bounds[1], past)
    low, high = gross_low, gross_high
    if item.rating_factor != "no":
        low = half_up(gross_low * share, whole)
    if item.rating_factor == "yes":
        high = low if gross_high is gross_low else half_up(gross_high * share, whole)
    refused = is_refused(item, facts, share, past, dates)
    lacking = _is_lacking(item, facts, share)
    outcome = PAYABLE if low is high else pick(low == high, PAYABLE, NEEDS_DECISION)
    outcome = pick(high == 0, NOT_ELIGIBLE, outcome)
    outcome = pick(lacking, NEEDS_FACTS, outcome)
    return Weighed(pick(refused, NOT_ELIGIBLE, outcome), gross_low, gross_high, low, high)


def _less(sum_fen: Number, past: Past) -> Number:
    """What a decision to pay only the difference leaves; "no ceiling" stays what it is."""
    if _is_nothing(past.deducted_fen):
        return sum_fen
    return pick(sum_fen == NO_CEILING, NO_CEILING, most(sum_fen - past.deducted_fen, 0))


def _is_nothing(past: Number) -> bool:
    """No row has it: a million rows are then not copied, nor reckoned twice, for nothing."""
    return isinstance(past, int) and past == 0


def is_refused(
    item: Item, facts: Mapping[str, Number], share: Number, past: Past, dates: tuple[date, date]
) -> Truth:
    """A known fact, a past award or the rating rules the award out, whatever else is missing."""
    refused: Truth = past.barred == 1
    for condition in item.conditions:
        refused = refused | condition.fails(facts)
    if "recognised_on" in facts:
        refused = refused | out_of_dates(facts["recognised_on"], dates)
    if item.rating_factor == "yes":
        refused = refused | (share == 0)
    return refused


def out_of_dates(day: Number, dates: tuple[date, date]) -> Truth:
    """A known day before the first or after the last."""
    first, last = dates
    return known(day) & ((day < first.toordinal()) | (day > last.toordinal()))


def _is_lacking(item: Item, facts: Mapping[str, Number], share: Number) -> Truth:
    lacking: Truth = False
    for name in item.required:
        lacking = lacking | wanting(facts[name])
    if item.needs_official:
        lacking = lacking | (known(facts["decided_amount"]) ^ known(facts["decision_no"]))
    if item.rating_factor != "no":
        lacking = lacking | (wanting(share))
    if isinstance(item.formula, Bands):
        lacking = lacking | wanting(facts["lpr"])
    return lacking
