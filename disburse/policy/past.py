"""What past awards of the same beneficiary mean for a new one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from disburse.policy.arithmetic import Number, share
from disburse.policy.case import Award, Case, yuan
from disburse.policy.catalogue import Catalogue
from disburse.policy.kinds import Tiers
from disburse.policy.model import Item
from disburse.policy.readings import Readings, meetings
from disburse.policy.reasons import Reason, reason

YEARS_OF_A_TERM = 3


@dataclass(frozen=True)
class Past:
    """Past awards as the arithmetic needs them: one beneficiary, or a column of them.

    ``counted_fen`` counts towards the cap; ``barred`` (0 or 1): an award was given beside which this one is
    not; ``open`` (0 or 1): an award whose effect nothing decides; ``tiers_paid``: bit n stands for tier n,
    the lowest first; ``deducted_fen``: what a decision takes off the sum.
    """

    counted_fen: Number = 0
    barred: Number = 0
    open: Number = 0
    tiers_paid: Number = 0
    deducted_fen: Number = 0


NO_AWARDS = Past()
NO_READINGS: Readings = {}


def review(
    catalogue: Catalogue, item: Item, case: Case, readings: Readings = NO_READINGS
) -> tuple[Past, tuple[Reason, ...]]:
    """What the history of a case does to it, and the sentences that say so."""
    if not case.history:
        return NO_AWARDS, ()
    same = [award for award in case.history if award.item == item.id]
    tiers_paid, reasons = _tiers(catalogue, item, same)
    reasons += [] if isinstance(item.formula, Tiers) else list(_repeats(item, case, same))
    overlaps, deducted_fen = _overlaps(catalogue, item, case.history, readings)
    reasons += overlaps
    codes = {why.code.partition(":")[0] for why in reasons}
    past = Past(
        counted_fen=sum(award.amount_fen for award in case.history if _counts(item, award, case.on)),
        barred=int(bool(codes & {"already_awarded", "overlap_stands"})),
        open=int(bool(codes & {"overlap", "object_undecided", "tier_unclear"})),
        tiers_paid=tiers_paid,
        deducted_fen=deducted_fen,
    )
    return past, tuple(reasons)


def _counts(item: Item, award: Award, on: date) -> bool:
    """The award counts towards the item's cap: same items, same window."""
    if item.cap is None or award.item not in item.cap.items:
        return False
    match item.cap.window:
        case "year":
            return award.on.year == on.year
        case "3 years":
            last_year = award.on.year + YEARS_OF_A_TERM
            return (last_year, award.on.month, award.on.day) > (on.year, on.month, on.day)
        case window:
            return window == "ever"


def _repeats(item: Item, case: Case, same: Sequence[Award]) -> Iterator[Reason]:
    """一次性 refuses a second award; another object is another award where the item goes by objects."""
    if not item.one_off:
        return
    mine = str(case.facts.get("object") or "")
    for award in same:
        apart = bool(mine and award.object) and mine != award.object
        if not apart or item.per_object == "no":
            yield reason("already_awarded", on=award.on, amount=yuan(award.amount_fen))
        else:
            code = "another_object" if item.per_object == "yes" else "object_undecided"
            yield reason(code, object_zh=item.object_zh, object_en=item.object_en)


def _tiers(catalogue: Catalogue, item: Item, same: Sequence[Award]) -> tuple[int, list[Reason]]:
    """Tiers are one-off each: a past award is told by its sum (or the object it names)."""
    paid, reasons = 0, []
    for award in same if isinstance(item.formula, Tiers) else ():
        place = _tier_of(catalogue, item, award)
        if place is None:
            reasons.append(reason("tier_unclear", amount=yuan(award.amount_fen)))
        elif isinstance(item.formula, Tiers):
            paid |= 1 << place
            reasons.append(reason("tier_paid", tier=item.formula.tiers[place].over, on=award.on))
    return paid, reasons


def _tier_of(catalogue: Catalogue, item: Item, award: Award) -> int | None:
    rule = catalogue.document(item).rating
    factors = {factor for factor in rule.factors.values() if factor} if rule else {Fraction(1)}
    for place, tier in enumerate(item.formula.tiers if isinstance(item.formula, Tiers) else ()):
        if award.object == tier.over or award.amount_fen in {share(tier.amount_fen, f) for f in factors}:
            return place
    return None


def _overlaps(
    catalogue: Catalogue, item: Item, history: Sequence[Award], readings: Readings
) -> tuple[list[Reason], int]:
    """Awards of items that meet this one: what a decision makes of each, and how much it takes off.

    Unless the text lets them add up or a decision says how they combine, all is open.
    """
    found, deducted_fen = [], 0
    for overlap, award in meetings(catalogue, item, history):
        decision = readings.get(f"overlap:{overlap.group}")
        code = OVERLAP_CODES[decision.reading if decision else ""]
        found.append(
            reason(
                code, overlap.group, other=award.item, on=award.on, amount=yuan(award.amount_fen),
                zh=overlap.zh, en=overlap.en, basis_zh=overlap.basis_zh, basis_en=overlap.basis_en,
            )
        )  # fmt: skip
        deducted_fen += award.amount_fen if code == "overlap_deducted" else 0
    return found, deducted_fen


OVERLAP_CODES = {
    "": "overlap",
    "higher_only": "overlap_stands",
    "full": "overlap_full",
    "difference": "overlap_deducted",
}
"""Code of the reason for each reading of an overlap; the empty one while nothing is decided."""
