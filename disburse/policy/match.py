"""``match``: what a firm may claim, from what is known of it; the unknown is neither false nor zero."""

from dataclasses import dataclass, replace

from disburse.policy.case import Assessment, Case
from disburse.policy.catalogue import Catalogue
from disburse.policy.engine import NO_ADOPTIONS, Adoptions, assess
from disburse.policy.kinds import NO_CEILING, Fixed, Tiers
from disburse.policy.model import Item
from disburse.policy.readings import NO_DECISIONS, Decisions, holding, settle

ORDER = ("payable", "needs_decision", "needs_facts", "not_eligible")
"""What can be claimed comes first."""


@dataclass(frozen=True)
class Match:
    """An item and what it would grant the firm.

    ``range_fen`` is lowest and highest sum: equal where it is settled, ``None`` where the text names no
    highest or the firm is not eligible. While facts are missing, it reaches from nothing to the most the
    item grants.
    """

    item: Item
    assessment: Assessment
    range_fen: tuple[int, int] | None


def match(
    catalogue: Catalogue,
    firm: Case,
    adoptions: Adoptions = NO_ADOPTIONS,
    decisions: Decisions = NO_DECISIONS,
) -> tuple[Match, ...]:
    """Every item that grants money: what can be claimed first, then by how few facts are missing.

    ``firm`` holds what is known, whatever its item. Among equals the higher sum comes first, then the
    catalogue's order.
    """
    readings = holding(decisions, firm.on)
    found = []
    for name in catalogue.items:
        item = settle(catalogue.governing(name, firm.on), readings)
        if item.grants_money:
            made = assess(catalogue, replace(firm, item=name), adoptions, decisions)
            found.append(Match(item, made, _range(item, made)))
    return tuple(sorted(found, key=_place))


def _place(found: Match) -> tuple[int, int, int]:
    made = found.assessment
    highest = found.range_fen[1] if found.range_fen else 0
    return ORDER.index(made.outcome), len(made.missing), -highest


def _range(item: Item, made: Assessment) -> tuple[int, int] | None:
    if made.payable_fen is not None:
        return made.payable_fen, made.payable_fen
    highest = most_fen(item)
    if made.outcome == "needs_facts" and highest != NO_CEILING:
        return 0, highest
    return made.range_fen


def most_fen(item: Item) -> int:
    """The most that an item can ever grant at once, whatever the facts; ``NO_CEILING`` if none is stated."""
    cap = item.cap.fen if item.cap else NO_CEILING
    match item.formula:
        case Fixed(amount):
            return min(amount, cap)
        case Tiers(tiers, reading=reading):
            sums = [tier.amount_fen for tier in tiers]
            return min(max(sums) if reading == "highest" else sum(sums), cap)
    return cap
