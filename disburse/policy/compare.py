"""``compare``: the same claims under two sets of rules: who gains, who loses, totals by item and district.

A side is a catalogue with the decisions read into it; the rating and past awards of each row are given for
each side. Works on columns, and adds up exactly.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

import numpy as np

from disburse.policy.arithmetic import MISSING, Column
from disburse.policy.catalogue import Catalogue
from disburse.policy.columns import Columns, assess_many
from disburse.policy.engine import Adoptions
from disburse.policy.kinds import NO_CEILING
from disburse.policy.past import Past
from disburse.policy.readings import NO_DECISIONS, Decisions
from disburse.policy.weighing import NEEDS_DECISION, NEEDS_FACTS, NOT_ELIGIBLE

VERDICTS = ("same", "gains", "loses", "open")
"""In the order of the codes that a comparison uses; ``open``: a side wants facts or a decision."""
SAME, GAINS, LOSES, OPEN = range(len(VERDICTS))
UNSETTLED = (NEEDS_FACTS, NEEDS_DECISION)
LOW_BITS = 31


@dataclass(frozen=True)
class Side:
    """One set of rules."""

    catalogue: Catalogue
    decisions: Decisions = NO_DECISIONS
    adoptions: Adoptions = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """What one side knows of the rows: encoded facts with the rating, and past awards as it counts them."""

    facts: Mapping[str, Column]
    past: Past = field(default_factory=Past)


@dataclass(frozen=True)
class Claims:
    """Claims for one item on one day, as each side sees them; ``district`` is a number for each."""

    item: str
    on: date
    district: Column
    a: Rows
    b: Rows


@dataclass(frozen=True)
class Compared:
    """Claims and what each side grants them; ``verdict`` by row, a place in ``VERDICTS``."""

    claims: Claims
    a: Columns
    b: Columns
    verdict: Column

    @property
    def difference_fen(self) -> Column:
        """What each row gains (or loses), nothing while it is open."""
        return np.where(self.verdict == OPEN, 0, _granted(self.b) - _granted(self.a))


@dataclass(frozen=True)
class Sums:
    """What one side grants in fen: settled, and lowest and highest of what is open.

    The highest is ``None`` where the text names none, or facts are missing.
    """

    payable_fen: int = 0
    open_low_fen: int = 0
    open_high_fen: int | None = 0

    def __add__(self, other: "Sums") -> "Sums":
        high = None
        if self.open_high_fen is not None and other.open_high_fen is not None:
            high = self.open_high_fen + other.open_high_fen
        return Sums(self.payable_fen + other.payable_fen, self.open_low_fen + other.open_low_fen, high)


@dataclass(frozen=True)
class Total:
    """Rows of each verdict, both sides' sums, and what is gained and lost where both have settled."""

    same: int = 0
    gains: int = 0
    loses: int = 0
    open: int = 0
    gained_fen: int = 0
    lost_fen: int = 0
    a: Sums = Sums()
    b: Sums = Sums()

    @property
    def rows(self) -> int:
        """All of them."""
        return self.same + self.gains + self.loses + self.open

    def __add__(self, other: "Total") -> "Total":
        names = (part.name for part in fields(self))
        return Total(**{name: getattr(self, name) + getattr(other, name) for name in names})


def compare(claims: Iterable[Claims], a: Side, b: Side) -> Iterator[Compared]:
    """Assess all claims on both sides."""
    for group in claims:
        made_a, made_b = _assess(a, group, group.a), _assess(b, group, group.b)
        yield Compared(group, made_a, made_b, _verdict(made_a, made_b))


def _assess(side: Side, claims: Claims, rows: Rows) -> Columns:
    """One side's answer; an item that its catalogue lacks grants nothing."""
    if claims.item not in side.catalogue.items:
        nothing = np.full(len(claims.district), MISSING)
        return Columns(np.full(len(claims.district), NOT_ELIGIBLE), nothing, nothing, nothing)
    decisions, adoptions = side.decisions, side.adoptions
    return assess_many(side.catalogue, claims.item, claims.on, rows.facts, rows.past, adoptions, decisions)


def _verdict(a: Columns, b: Columns) -> Column:
    difference = _granted(b) - _granted(a)
    verdict = np.where(difference > 0, GAINS, np.where(difference < 0, LOSES, SAME))
    wanting = np.isin(a.outcome, UNSETTLED) | np.isin(b.outcome, UNSETTLED)
    return np.where(wanting, OPEN, verdict)


def _granted(side: Columns) -> Column:
    """The settled sum of each row; what is refused is granted nothing."""
    return np.maximum(side.payable_fen, 0)


def by_item(compared: Iterable[Compared]) -> dict[str, Total]:
    """Totals by item."""
    found: dict[str, Total] = {}
    for part in compared:
        found[part.claims.item] = found.get(part.claims.item, Total()) + total(part)
    return found


def by_district(compared: Iterable[Compared]) -> dict[int, Total]:
    """Totals by the number that stands for a district."""
    found: dict[int, Total] = {}
    for part in compared:
        for district in np.unique(part.claims.district):
            rows = part.claims.district == district
            found[int(district)] = found.get(int(district), Total()) + total(part, rows)
    return found


def total(part: Compared, rows: Column | slice = slice(None)) -> Total:
    """Totals of the rows that are picked out, all by default."""
    verdict, difference = part.verdict[rows], part.difference_fen[rows]
    counts = {name: int(np.count_nonzero(verdict == code)) for code, name in enumerate(VERDICTS)}
    return Total(
        **counts,
        gained_fen=exact_sum(np.maximum(difference, 0)),
        lost_fen=exact_sum(np.maximum(-difference, 0)),
        a=_sums(part.a, rows),
        b=_sums(part.b, rows),
    )


def _sums(side: Columns, rows: Column | slice) -> Sums:
    outcome, high = side.outcome[rows], side.high_fen[rows]
    unbounded = bool(np.any(outcome == NEEDS_FACTS)) or bool(np.any(high == NO_CEILING))
    return Sums(
        payable_fen=exact_sum(np.maximum(side.payable_fen[rows], 0)),
        open_low_fen=exact_sum(np.maximum(side.low_fen[rows], 0)),
        open_high_fen=None if unbounded else exact_sum(np.maximum(high, 0)),
    )


def exact_sum(column: Column) -> int:
    """The sum of non-negative int64: each half is added by itself, so that no number of rows overflows."""
    low = int((column & ((1 << LOW_BITS) - 1)).sum())
    return (int((column >> LOW_BITS).sum()) << LOW_BITS) + low
