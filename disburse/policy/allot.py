"""``allot``: many claims at once, within quotas, yearly limits and a budget; it breaks no tie.

First the places: each quota of a year goes by rank, and those who share the place at its edge are all left
out until someone decides. Then the sums, in order of submission: each claim is assessed with what the same
enterprise was allotted before it among its past awards, so that caps, one-off awards and overlaps hold across
the round. A claim that the budget cannot bear in full gets nothing, and no later one is put before it; one
that is open takes nothing and keeps nobody waiting.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from disburse.policy.case import Assessment, Award, Case, yuan
from disburse.policy.catalogue import Catalogue
from disburse.policy.engine import NO_ADOPTIONS, Adoptions, assess
from disburse.policy.model import Overlap
from disburse.policy.readings import NO_DECISIONS, Decisions, holding
from disburse.policy.reasons import Reason, reason

Standing = Literal["allotted", "tied", "open", "out"]
"""``open``: facts or a decision are wanting; it may ask for money later."""
Quota = tuple[str, int]
"""An item and the year its places are counted in."""
NO_PLACES_USED: Mapping[Quota, int] = {}


@dataclass(frozen=True)
class Share:
    """What became of one claim, and why; ``assessment`` is that of the round."""

    case: Case
    standing: Standing
    amount_fen: int
    reasons: tuple[Reason, ...]
    assessment: Assessment


@dataclass(frozen=True)
class Allotment:
    """What became of every claim, in order of submission, and what is left; no budget has nothing left."""

    shares: tuple[Share, ...]
    allotted_fen: int
    left_fen: int | None
    places_left: Mapping[Quota, int]


@dataclass
class _Round:
    """A round under way: what each enterprise was allotted, the places taken, and what is left."""

    left_fen: int | None
    awards: dict[str, list[Award]] = field(default_factory=lambda: defaultdict(list))
    places: dict[Quota, int] = field(default_factory=dict)
    seats: set[tuple[Quota, str, str]] = field(default_factory=set)
    waiting: str = ""


def allot(
    catalogue: Catalogue,
    cases: Sequence[Case],
    budget_fen: int | None = None,
    adoptions: Adoptions = NO_ADOPTIONS,
    decisions: Decisions = NO_DECISIONS,
    places_used: Mapping[Quota, int] = NO_PLACES_USED,
) -> Allotment:
    """Share out among ``cases``, in order of submission; each names its enterprise.

    ``budget_fen`` is what there is to give (``None``: no limit), ``places_used`` how many of each quota
    earlier rounds of the year have used. Raises ``ValueError`` for a case without enterprise or an id given
    twice.
    """
    _require_told_apart(cases)
    alone = [assess(catalogue, case, adoptions, decisions) for case in cases]
    quotas = _quotas(catalogue, cases)
    left = {key: max(quota - places_used.get(key, 0), 0) for key, quota in quotas.items()}
    ranked = _ranked(catalogue, cases, alone)
    barred = dict((*_barred(ranked, quotas, left), *_lower(catalogue, cases, alone, decisions)))
    state = _Round(budget_fen, places=left)
    shares = []
    for case in cases:
        later = replace(case, history=(*case.history, *state.awards[case.enterprise]))
        made = assess(catalogue, later, adoptions, decisions)
        shares.append(_share(state, case, made, barred.get(case.id)))
    allotted_fen = sum(share.amount_fen for share in shares)
    return Allotment(tuple(shares), allotted_fen, state.left_fen, state.places)


def _require_told_apart(cases: Sequence[Case]) -> None:
    if not all(case.enterprise for case in cases):
        raise ValueError("每件申报须写明 enterprise / every claim names its enterprise")
    if len({case.id for case in cases}) != len(cases):
        raise ValueError("申报编号重复 / an id is given twice")


def _quotas(catalogue: Catalogue, cases: Sequence[Case]) -> dict[Quota, int]:
    """The quotas that the claims meet."""
    found = {}
    for case in cases:
        quota = catalogue.governing(case.item, case.on).quota
        if quota is not None:
            found[case.item, case.on.year] = quota
    return found


def _ranked(
    catalogue: Catalogue, cases: Sequence[Case], alone: Sequence[Assessment]
) -> list[tuple[Quota, int, Case]]:
    """Claims that stand for a place, by quota and rank; one that is still open keeps its place."""
    found = []
    for case, made in zip(cases, alone, strict=True):
        conditions = catalogue.governing(case.item, case.on).conditions
        places = (case.facts.get(of.fact) for of in conditions if of.comparison == "place")
        rank = next(places, None)
        if isinstance(rank, int) and made.outcome != "not_eligible":
            found.append(((case.item, case.on.year), rank, case))
    return sorted(found, key=lambda claim: claim[:2])


def _seat(case: Case) -> tuple[Quota, str, str]:
    """The place a claim stands for: two claims of one enterprise for one object stand for one."""
    return (case.item, case.on.year), case.enterprise, str(case.facts.get("object") or "")


def _barred(
    ranked: Sequence[tuple[Quota, int, Case]], quotas: Mapping[Quota, int], left: Mapping[Quota, int]
) -> Iterator[tuple[str, tuple[Standing, Reason]]]:
    """Claims beyond a quota or tied at its edge, by id."""
    for quota, claims in groupby(ranked, key=lambda claim: claim[0]):
        free = left[quota]
        for rank, sharing in groupby(claims, key=lambda claim: claim[1]):
            group = [case for _, _, case in sharing]
            count = len({_seat(case) for case in group})
            if count > free:
                why = _edge(quotas[quota], rank, count, free)
                yield from ((case.id, why) for case in group)
            free = max(free - count, 0)


def _edge(quota: int, rank: int, count: int, free: int) -> tuple[Standing, Reason]:
    if free == 0:
        return "out", reason("beyond_quota", quota=quota)
    return "tied", reason("tie_at_quota", rank=rank, count=count, left=free)


def _lower(
    catalogue: Catalogue, cases: Sequence[Case], alone: Sequence[Assessment], decisions: Decisions
) -> Iterator[tuple[str, tuple[Standing, Reason]]]:
    """Where only the higher of two items that meet is kept, an enterprise's claims for the lower."""
    claims: dict[tuple[str, str], list[tuple[Case, int]]] = defaultdict(list)
    for case, made in zip(cases, alone, strict=True):
        if made.payable_fen:
            claims[case.enterprise, case.item].append((case, made.payable_fen))
    for overlap in catalogue.overlaps:
        for enterprise in dict.fromkeys(case.enterprise for case in cases):
            pair = [claims.get((enterprise, item), []) for item in overlap.items]
            if all(pair) and _keeps_the_higher(overlap, pair, decisions):
                lower, higher = sorted(pair, key=lambda side: max(fen for _, fen in side))
                why = reason(
                    "lower_of_two", overlap.group, other=higher[0][0].item, zh=overlap.zh, en=overlap.en
                )
                yield from ((case.id, ("out", why)) for case, _ in lower)


def _keeps_the_higher(
    overlap: Overlap, pair: Sequence[Sequence[tuple[Case, int]]], decisions: Decisions
) -> bool:
    """Whether a decision says so for every claim of the pair."""
    held = (holding(decisions, case.on).get(f"overlap:{overlap.group}") for side in pair for case, _ in side)
    return all(decision and decision.reading == "higher_only" for decision in held)


def _share(state: _Round, case: Case, made: Assessment, barred: tuple[Standing, Reason] | None) -> Share:
    """One claim's share; what it is allotted is booked at once."""
    if made.outcome == "not_eligible":
        return Share(case, "out", 0, made.reasons, made)
    if barred:
        return Share(case, barred[0], 0, (barred[1],), made)
    if made.payable_fen is None:
        return Share(case, "open", 0, made.reasons, made)
    refused = _refused(state, case, made.payable_fen)
    if refused:
        return Share(case, "out", 0, (refused,), made)
    _book(state, case, made.payable_fen)
    left = "…" if state.left_fen is None else yuan(state.left_fen)
    why = reason("allotted", amount=yuan(made.payable_fen), left=left)
    return Share(case, "allotted", made.payable_fen, (why,), made)


def _refused(state: _Round, case: Case, amount_fen: int) -> Reason | None:
    if _seat(case) in state.seats:
        return reason("place_used")
    if state.waiting:
        return reason("budget_waits", before=state.waiting)
    if state.left_fen is not None and amount_fen > state.left_fen:
        state.waiting = case.id
        return reason("budget_short", left=yuan(state.left_fen), amount=yuan(amount_fen))
    return None


def _book(state: _Round, case: Case, amount_fen: int) -> None:
    thing = str(case.facts.get("object") or "")
    state.awards[case.enterprise].append(Award(case.item, case.on, amount_fen, thing))
    quota = (case.item, case.on.year)
    if quota in state.places:
        state.places[quota] -= 1
        state.seats.add(_seat(case))
    if state.left_fen is not None:
        state.left_fen -= amount_fen
