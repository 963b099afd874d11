"""The formula of an item, read from its page."""

import itertools
from collections.abc import Callable
from fractions import Fraction

from disburse.policy import figures
from disburse.policy.arithmetic import LARGEST_NUMERATOR, LIMIT_FEN
from disburse.policy.entry import MARKED, Entry
from disburse.policy.kinds import (
    Band,
    Bands,
    Ceiling,
    Cost,
    Decided,
    Elsewhere,
    Fixed,
    Formula,
    Increase,
    Rate,
    Rule,
    Service,
    Tier,
    Tiers,
)

LARGEST_PRINCIPAL_FEN = 10**11
"""10 亿元: principal, LPR and days multiply within 64 bits."""
DAYS_PER_YEAR_OF_TERM = 365
"""Three years of subsidy are 1095 days."""


def rate(literal: str) -> Fraction:
    """A share whose products stay within 64 bits."""
    part = figures.rate(literal)
    if part.numerator > LARGEST_NUMERATOR:
        raise ValueError(literal)
    return part


def bare(entry: Entry, key: str) -> str:
    """A literal without its mark; empty when absent."""
    found = MARKED.fullmatch(str(entry.raw.get(key, "")))
    return found[1] if found else ""


def _fixed(entry: Entry) -> Formula:
    return Fixed(entry.literal("amount", figures.money, 0))


def _tiers(entry: Entry) -> Formula:
    entry.literal("edge", figures.comparison, "")
    tiers = tuple(
        Tier(
            over_fen=tier.literal("over", figures.money, 0),
            amount_fen=tier.literal("amount", figures.money, 0),
            over=bare(tier, "over"),
            amount=bare(tier, "amount"),
        )
        for tier in entry.tables("tiers")
    )
    if list(tiers) != sorted(tiers, key=lambda tier: (tier.over_fen, tier.amount_fen)):
        entry.fault(
            "tiers", "台阶没有由低到高排列", "tiers do not rise", "由低到高排列", "write the lowest first"
        )
    return Tiers(tiers, entry.text("base"), entry.text("before"))


def _rate(entry: Entry) -> Formula:
    discretionary = entry.has("discretion") and entry.literal("discretion", bool, False)
    return Rate(
        entry.text("base"), entry.literal("rate", rate, Fraction(0)), bare(entry, "rate"), discretionary
    )


def _cost(entry: Entry) -> Formula:
    return Cost(entry.text("base"))


def _increase(entry: Entry) -> Formula:
    part = entry.literal("rate", rate, Fraction(0))
    return Increase(entry.text("base"), entry.text("before"), part, bare(entry, "rate"))


def _bands(entry: Entry) -> Formula:
    bands = tuple(
        Band(
            above_fen=band.literal("above", figures.money, 0) if band.has("above") else 0,
            upto_fen=band.literal("upto", figures.money, 0) if band.has("upto") else LIMIT_FEN,
            share=band.literal("share", rate, Fraction(0)) if band.has("share") else Fraction(1),
            literal=bare(band, "share") or "100%",
        )
        for band in entry.tables("bands")
    )
    if any(lower.upto_fen != upper.above_fen for lower, upper in itertools.pairwise(bands)):
        entry.fault("bands", "分段不衔接", "bands do not meet", "核对上下限", "compare the edges")
    if any(band.share and band.upto_fen > LARGEST_PRINCIPAL_FEN for band in bands):
        entry.fault(
            "bands", "补贴本金没有上限或过大", "no edge, or too large", "写明上限", "write the upper edge"
        )
    years = entry.literal("term", lambda literal: int(figures.number(literal)), 0)
    entry.literal("term_edge", figures.comparison, "")
    return Bands(bands, years * DAYS_PER_YEAR_OF_TERM, bare(entry, "term"))


READERS: dict[str, Callable[[Entry], Formula]] = {
    "fixed": _fixed,
    "tiers": _tiers,
    "rate": _rate,
    "cost": _cost,
    "increase": _increase,
    "bands": _bands,
    "ceiling": lambda _: Ceiling(),
    "decided": lambda _: Decided(),
    "elsewhere": lambda _: Elsewhere(),
    "service": lambda _: Service(),
    "rule": lambda _: Rule(),
}


def formula(entry: Entry) -> Formula:
    """What the entry's kind and figures grant."""
    kind = entry.text("kind", among=tuple(READERS))
    return READERS[kind](entry) if kind in READERS else Service()


def bases(of: Formula) -> tuple[str, ...]:
    """Facts the formula reckons with."""
    match of:
        case Tiers() | Increase():
            return of.base, of.before
        case Rate():
            return (of.base, "decided_amount", "decision_no") if of.discretionary else (of.base,)
        case Cost():
            return (of.base,)
        case Bands():
            return "loan_principal", "contract_month", "interest_days", "subsidised_days_before"
        case Ceiling():
            return "decided_amount", "decision_no"
        case _:
            return ()
