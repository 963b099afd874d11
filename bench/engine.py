"""The engine at 1 and at 1,000,000 assessments, beside hand-written numpy, Decimal and OpenFisca-core."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from bench import engine_openfisca as openfisca
from bench import engine_peers as peers
from bench.table import Line, faster
from bench.timing import calls_for, in_turn
from disburse.policy.arithmetic import MISSING
from disburse.policy.case import Case
from disburse.policy.catalogue import Catalogue, load
from disburse.policy.columns import assess_many
from disburse.policy.engine import assess
from disburse.policy.model import RATINGS

ON = date(2024, 6, 30)
MONEY_FEN = 10**13
FEW = 2_000
"""Rows for the sides that go claim by claim. OpenFisca looks each claim of a situation up in a list: its cost
per claim grows with their number, so that more would be to its disadvantage."""


@dataclass(frozen=True)
class Subject:
    """An item, its facts as columns and as one case, and its hand-written peers."""

    name: str
    item: str
    columns: Mapping[str, np.ndarray]
    case: Case
    numpy: Callable
    decimals: Callable

    def rows(self, count: int) -> dict[str, np.ndarray]:
        """The first rows."""
        return {name: column[:count] for name, column in self.columns.items()}

    def one(self) -> dict[str, int]:
        """The case as OpenFisca takes it."""
        return {name: int(column[0]) for name, column in self.columns.items()}


def measure(*, quick: bool) -> Iterator[Line]:
    """Every line of the engine."""
    catalogue, rows = load(), 1_000_000
    subjects = list(_subjects(catalogue, rows))
    names = tuple(dict.fromkeys(name for subject in subjects for name in subject.columns))
    rules = openfisca.system(catalogue.lpr_by_number, names)
    for subject in subjects:
        _require_equal(catalogue, rules, subject)
        yield from _many(catalogue, rules, subject, rows, quick)
        yield from _one(catalogue, rules, subject, quick)


def _subjects(catalogue: Catalogue, rows: int) -> Iterator[Subject]:
    """Rows of every outcome: a few facts missing, a few conditions not met, sums on both sides of each edge.

    The first row is payable, and is the one case.
    """
    chance = np.random.default_rng(2024)

    def some(low: int, high: int, first: int, missing: float = 0.01) -> np.ndarray:
        column = chance.integers(low, high, rows)
        column[chance.random(rows) < missing] = MISSING
        column[0] = first
        return column

    def mostly() -> np.ndarray:
        column = (chance.random(rows) < 0.97).astype(np.int64)
        column[0] = 1
        return column

    def case(item: str, rating: str | None, facts: dict) -> Case:
        return Case("one", item, ON, rating, facts)

    def rating() -> np.ndarray:
        return some(0, len(RATINGS), RATINGS.index("C"))

    day, lpr = date(2024, 5, 1), catalogue.lpr_by_number
    yield Subject(
        "rate, cap, rating", "QD24-16.1",
        {"product_sales": some(0, 6 * 10**9, 2_345_678_911), "rating": rating(),
         "recognised_on": some(day.toordinal() - 300, day.toordinal() + 1200, day.toordinal())},
        case("QD24-16.1", "C", {"product_sales": 2_345_678_911, "recognised_on": day}),
        peers.rate, peers.rate_in_decimals,
    )  # fmt: skip
    flags = ("above_scale", "manufacturing", "on_statistics_list")
    sums = {"annual_revenue": 812_345_678_900, "highest_prior_annual_revenue": 400_000_000_000}
    yield Subject(
        "five tiers, rating", "QD24-1",
        {name: some(0, MONEY_FEN, first) for name, first in sums.items()}
        | {name: mostly() for name in flags} | {"rating": rating()},
        case("QD24-1", "C", sums | dict.fromkeys(flags, True)),
        peers.tiers, peers.tiers_in_decimals,
    )  # fmt: skip
    month = min(lpr) + 50
    yield Subject(
        "interest in bands", "XH24-I-5.1",
        {"loan_principal": some(0, 15 * 10**8, 765_432_100), "interest_days": some(0, 366, 300),
         "contract_month": some(min(lpr) - 2, max(lpr) + 3, month),
         "subsidised_days_before": some(0, 1200, 0), "repaid_normally": mostly()},
        case("XH24-I-5.1", None, {"loan_principal": 765_432_100, "interest_days": 300,
             "repaid_normally": True, "contract_month": f"{month // 12}-{month % 12 + 1:02d}",
             "subsidised_days_before": 0}),
        peers.bands_with(lpr), peers.bands_in_decimals_with(lpr),
    )  # fmt: skip


def _ours(catalogue: Catalogue, subject: Subject, columns: Mapping[str, np.ndarray]):
    made = assess_many(catalogue, subject.item, ON, columns)
    return made.outcome, made.payable_fen, made.low_fen, made.high_fen


def _short(subject: Subject) -> str:
    return {"QD24-16.1": "rate", "QD24-1": "tiers", "XH24-I-5.1": "bands"}[subject.item]


def _require_equal(catalogue: Catalogue, rules, subject: Subject) -> None:
    """Every side must give the same answers to the fen before any is timed."""
    columns, few = subject.columns, subject.rows(FEW)
    ours, some = _ours(catalogue, subject, columns), _ours(catalogue, subject, few)
    item = _short(subject)
    for side, found, expected in (
        ("numpy", subject.numpy(columns), ours),
        ("openfisca", openfisca.by_arrays(rules, item, columns), ours),
        ("decimal", subject.decimals(few), some),
        ("openfisca by situations", openfisca.by_situations(rules, item, few), some),
    ):
        for mine, theirs in zip(expected, found, strict=True):
            if not np.array_equal(mine, theirs):
                raise AssertionError(f"{subject.item}: {side} answers otherwise")
    one = assess(catalogue, subject.case)
    (_, payable, *_), _trace = openfisca.explained(rules, item, subject.one())
    if one.payable_fen is None or one.payable_fen != ours[1][0] or one.payable_fen != payable[0]:
        raise AssertionError(f"{subject.item}: one case is answered otherwise")


def _many(catalogue: Catalogue, rules, subject: Subject, rows: int, quick: bool) -> Iterator[Line]:
    item, few = _short(subject), subject.rows(FEW)
    what = f"{subject.name} ({subject.item}), {rows:,} rows"
    ours = functools.partial(_ours, catalogue, subject, subject.columns)
    vectors = {
        "ours": ours,
        "numpy": functools.partial(subject.numpy, subject.columns),
        "openfisca": functools.partial(openfisca.by_arrays, rules, item, subject.columns),
    }
    took = in_turn(vectors, rounds=5 if quick else 15, units=rows)
    yield faster("engine", what, took["ours"], "numpy by hand", took["numpy"], 0.9)
    yield faster("engine", what, took["ours"], "OpenFisca-core, arrays", took["openfisca"], 40)
    loops = {
        "ours": ours,
        "decimal": functools.partial(subject.decimals, few),
        "situations": functools.partial(openfisca.by_situations, rules, item, few),
    }
    units = {"ours": rows, "decimal": FEW, "situations": FEW}
    took = in_turn(loops, rounds=3 if quick else 5, units=units)
    yield faster("engine", what, took["ours"], f"OpenFisca-core, JSON, {FEW:,} rows", took["situations"])
    yield faster("engine", what, took["ours"], f"Decimal loop, {FEW:,} rows", took["decimal"])


def _one(catalogue: Catalogue, rules, subject: Subject, quick: bool) -> Iterator[Line]:
    """One explained assessment; the two by hand explain nothing."""
    one, item = subject.rows(1), _short(subject)
    sides = {
        "ours": functools.partial(assess, catalogue, subject.case),
        "numpy": functools.partial(subject.numpy, one),
        "decimal": functools.partial(subject.decimals, one),
        "openfisca": functools.partial(openfisca.explained, rules, item, subject.one()),
    }
    repeat = {name: calls_for(side, 0.05 if quick else 0.2) for name, side in sides.items()}
    took = in_turn(sides, rounds=5 if quick else 11, repeat=repeat)
    what = f"{subject.name} ({subject.item}), one, explained"
    yield faster("engine", what, took["ours"], "OpenFisca-core, traced", took["openfisca"], 200)
    yield faster("engine", what, took["ours"], "numpy by hand, not explained", took["numpy"])
    yield faster("engine", what, took["ours"], "Decimal, not explained", took["decimal"])
