"""The closed set of formula kinds: how a text turns facts into a sum.

Each kind answers with the lowest and the highest sum in fen its words allow, equal where they leave nothing
open, never above ``room`` (what the cap still leaves). Each is written once, for ints and for int64 columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import ClassVar

from disburse.policy.arithmetic import LIMIT_FEN, Number, Truth, half_up, known, least, most, pick, share

Facts = Mapping[str, Number]
Bounds = tuple[Number, Number]

DAYS_PER_YEAR_OF_INTEREST = 360
"""Loan interest accrues actual/360."""
BASIS_POINTS = 10_000
"""The LPR is held in hundredths of a percent: 3.45 % is 345."""


def capped(sum_fen: Number, room: Number) -> Bounds:
    """A sum that nothing leaves open."""
    within = least(sum_fen, room)
    return within, within


def by_decision(facts: Facts, ceiling: Number) -> Bounds:
    """What an official decided, up to the ceiling; undecided, or above it, all up to the ceiling is open."""
    decided = facts["decided_amount"]
    settled = known(decided) & (decided <= ceiling)
    return pick(settled, decided, 0), pick(settled, decided, ceiling)


@dataclass(frozen=True)
class Fixed:
    """One stated sum."""

    name: ClassVar[str] = "fixed"
    amount_fen: int

    def bounds(self, facts: Facts, room: Number) -> Bounds:
        """The sum."""
        return capped(self.amount_fen, room)


@dataclass(frozen=True)
class Tier:
    """A threshold of yearly revenue and the sum for passing it."""

    over_fen: int
    amount_fen: int
    over: str
    amount: str


@dataclass(frozen=True)
class Tiers:
    """A sum for each threshold passed for the first time; of several the ``highest``, ``each``, or open.

    ``reading`` is an official decision's, empty while there is none.
    """

    name: ClassVar[str] = "tiers"
    tiers: tuple[Tier, ...]
    base: str
    before: str
    reading: str = ""

    def passed(self, facts: Facts, tier: int) -> Truth:
        """The tier is passed now (strictly over), was not before, and was not awarded before."""
        over = self.tiers[tier].over_fen
        unpaid = (facts["tiers_paid"] >> tier) & 1 == 0
        return (facts[self.base] > over) & (facts[self.before] <= over) & unpaid

    def bounds(self, facts: Facts, room: Number) -> Bounds:
        """The highest tier passed, and the sum of all tiers passed."""
        top: Number = 0
        each: Number = 0
        for place, tier in enumerate(self.tiers):
            award = pick(self.passed(facts, place), tier.amount_fen, 0)
            top, each = most(top, award), each + award
        low = each if self.reading == "each" else top
        high = top if self.reading == "highest" else each
        return least(low, room), least(high, room)


@dataclass(frozen=True)
class Rate:
    """A share of a base; ``discretionary``: the share is only the ceiling of what an official may decide."""

    name: ClassVar[str] = "rate"
    base: str
    rate: Fraction
    literal: str
    discretionary: bool = False

    def bounds(self, facts: Facts, room: Number) -> Bounds:
        """The share, half up to the fen."""
        part = least(share(facts[self.base], self.rate), room)
        return by_decision(facts, part) if self.discretionary else (part, part)


@dataclass(frozen=True)
class Cost:
    """A cost in full, up to the cap: the text states no rate."""

    name: ClassVar[str] = "cost"
    base: str

    def bounds(self, facts: Facts, room: Number) -> Bounds:
        """The cost."""
        return capped(facts[self.base], room)


@dataclass(frozen=True)
class Increase:
    """A share of the growth over last year."""

    name: ClassVar[str] = "increase"
    base: str
    before: str
    rate: Fraction
    literal: str

    def growth(self, facts: Facts) -> Number:
        """This year less last year, never below nothing."""
        return most(facts[self.base] - facts[self.before], 0)

    def bounds(self, facts: Facts, room: Number) -> Bounds:
        """The share, half up to the fen."""
        return capped(share(self.growth(facts), self.rate), room)


@dataclass(frozen=True)
class Band:
    """A slice of the principal and the share of the LPR it is subsidised with."""

    above_fen: int
    upto_fen: int
    share: Fraction
    literal: str

    def slice_fen(self, principal: Number) -> Number:
        """The part of the principal inside the band; the upper edge belongs to it (含)."""
        return most(least(principal, self.upto_fen) - self.above_fen, 0)


@dataclass(frozen=True)
class Bands:
    """Interest on a loan: each slice of the principal at its share of the LPR, actual/360."""

    name: ClassVar[str] = "bands"
    bands: tuple[Band, ...]
    term_days: int
    term: str

    @cached_property
    def _weights(self) -> tuple[tuple[int, ...], int]:
        """The bands' shares over one denominator."""
        whole = lcm(*(band.share.denominator for band in self.bands))
        return tuple(int(band.share * whole) for band in self.bands), whole

    def days(self, facts: Facts) -> Number:
        """Days of this claim that the enterprise's term still leaves."""
        return least(facts["interest_days"], most(self.term_days - facts["subsidised_days_before"], 0))

    def bounds(self, facts: Facts, room: Number) -> Bounds:
        """The interest, half up to the fen."""
        weights, whole = self._weights
        weighted: Number = 0
        for band, weight in zip(self.bands, weights, strict=True):
            weighted = weighted + band.slice_fen(facts["loan_principal"]) * weight
        yearly = weighted * facts["lpr"] * self.days(facts)
        return capped(half_up(yearly, whole * BASIS_POINTS * DAYS_PER_YEAR_OF_INTEREST), room)


@dataclass(frozen=True)
class Ceiling:
    """最高 without a formula: an official decides, up to the ceiling."""

    name: ClassVar[str] = "ceiling"

    def bounds(self, facts: Facts, room: Number) -> Bounds:
        """The decided sum, or all up to the ceiling."""
        return by_decision(facts, room)


@dataclass(frozen=True)
class Decided(Ceiling):
    """No figure at all: case by case."""

    name: ClassVar[str] = "decided"


@dataclass(frozen=True)
class Elsewhere(Ceiling):
    """The rate stands in another policy; here only the ceiling."""

    name: ClassVar[str] = "elsewhere"


@dataclass(frozen=True)
class Service:
    """A service, a register or a reference: grants no sum by itself."""

    name: ClassVar[str] = "service"

    def bounds(self, facts: Facts, room: Number) -> Bounds:
        """Nothing."""
        return 0, 0


@dataclass(frozen=True)
class Rule(Service):
    """A rule on how other items are paid."""

    name: ClassVar[str] = "rule"


Formula = Fixed | Tiers | Rate | Cost | Increase | Bands | Ceiling | Decided | Elsewhere | Service | Rule
KINDS: tuple[type[Formula], ...] = (
    Fixed, Tiers, Rate, Cost, Increase, Bands, Ceiling, Decided, Elsewhere, Service, Rule,
)  # fmt: skip
NO_CEILING = LIMIT_FEN


def is_decided(formula: Formula) -> bool:
    """An official enters the sum."""
    return isinstance(formula, Ceiling) or (isinstance(formula, Rate) and formula.discretionary)
