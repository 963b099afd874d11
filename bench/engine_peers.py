"""The three items of the engine's comparison, written by hand: in numpy, and in a loop over Decimal.

Each peer takes encoded facts and gives the four columns of ``disburse.policy.columns.Columns``. The sums,
rates and days stand in the code, as one writes them for a single item; nothing is explained.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import numpy as np

PAYABLE, NOT_ELIGIBLE, NEEDS_FACTS, NEEDS_DECISION = range(4)
MISSING = -1
FIRST, LAST = date(2024, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
FIFTHS = np.array([5, 5, 4, 0, 5, 5, MISSING])
"""A, B, C, D, T, unrated, and not known, in fifths of the award."""
CAP_FEN = 150_000_000
TIERS = (
    (500_000_000_000, 50_000_000),
    (1_000_000_000_000, 100_000_000),
    (2_000_000_000_000, 200_000_000),
    (5_000_000_000_000, 300_000_000),
    (10_000_000_000_000, 500_000_000),
)
FULL_FEN, HALF_FEN, TERM_DAYS = 500_000_000, 1_000_000_000, 1095

Columns = Mapping[str, np.ndarray]
Four = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _answer(refused, lacking, low, high) -> Four:
    outcome = np.where(low == high, PAYABLE, NEEDS_DECISION)
    outcome[high == 0] = NOT_ELIGIBLE
    outcome[lacking] = NEEDS_FACTS
    outcome[refused] = NOT_ELIGIBLE
    open_rows = outcome == NEEDS_DECISION
    return (
        outcome,
        np.where(outcome == PAYABLE, low, MISSING),
        np.where(open_rows, low, MISSING),
        np.where(open_rows, high, MISSING),
    )


def rate(c: Columns) -> Four:
    """QD24-16.1: 5 % of the sales, at most 150万元, recognised within the dates, by rating."""
    sales, day, fifths = c["product_sales"], c["recognised_on"], FIFTHS[c["rating"]]
    gross = np.minimum((sales + 10) // 20, CAP_FEN)
    net = (gross * fifths + 2) // 5
    refused = (fifths == 0) | ((day != MISSING) & ((day < FIRST) | (day > LAST)))
    lacking = (sales == MISSING) | (day == MISSING) | (fifths == MISSING)
    return _answer(refused, lacking, net, net)


def tiers(c: Columns) -> Four:
    """QD24-1: a sum for each threshold passed for the first time; highest or each is open; by rating."""
    now, before, fifths = c["annual_revenue"], c["highest_prior_annual_revenue"], FIFTHS[c["rating"]]
    top = np.zeros(len(now), dtype=np.int64)
    each = np.zeros(len(now), dtype=np.int64)
    for over, amount in TIERS:
        award = ((now > over) & (before <= over)) * amount
        top, each = np.maximum(top, award), each + award
    flags = [c[name] for name in ("above_scale", "manufacturing", "on_statistics_list")]
    refused = (fifths == 0) | (flags[0] == 0) | (flags[1] == 0) | (flags[2] == 0)
    lacking = (fifths == MISSING) | (now == MISSING) | (before == MISSING)
    for flag in flags:
        lacking |= flag == MISSING
    return _answer(refused, lacking, (top * fifths + 2) // 5, (each * fifths + 2) // 5)


def bands_with(lpr: Mapping[int, int]):
    """XH24-I-5.1: interest on a loan, the first 500万元 at the LPR, the next at half of it, 3 years."""
    first = min(lpr)
    series = np.array([lpr[month] for month in sorted(lpr)])

    def bands(c: Columns) -> Four:
        principal, month, days = c["loan_principal"], c["contract_month"], c["interest_days"]
        had, repaid = c["subsidised_days_before"], c["repaid_normally"]
        place = month - first
        published = (place >= 0) & (place < len(series))
        percent = np.where(published, series[np.clip(place, 0, len(series) - 1)], MISSING)
        weighted = np.clip(principal, 0, FULL_FEN) * 2 + np.clip(principal - FULL_FEN, 0, HALF_FEN - FULL_FEN)
        yearly = weighted * percent * np.minimum(days, np.maximum(TERM_DAYS - had, 0))
        net = (yearly + 3_600_000) // 7_200_000
        lacking = (principal == MISSING) | (month == MISSING) | (days == MISSING) | (percent == MISSING)
        lacking |= (had == MISSING) | (repaid == MISSING)
        return _answer(repaid == 0, lacking, net, net)

    return bands


def rate_in_decimals(c: Columns) -> Four:
    """``rate``, one row after another in Decimal of yuan, as a script in an office does it."""
    cent, rows = Decimal("0.01"), []
    shares = [Decimal(1), Decimal(1), Decimal("0.8"), Decimal(0), Decimal(1), Decimal(1), None]
    cap, part = Decimal(1_500_000), Decimal("0.05")
    for sales, day, rating in zip(
        *(c[n].tolist() for n in ("product_sales", "recognised_on", "rating")), strict=True
    ):
        share = shares[rating]
        if share == 0 or (day != MISSING and not FIRST <= day <= LAST):
            rows.append((NOT_ELIGIBLE, MISSING))
        elif MISSING in (sales, day) or share is None:
            rows.append((NEEDS_FACTS, MISSING))
        else:
            gross = min((Decimal(sales).scaleb(-2) * part).quantize(cent, ROUND_HALF_UP), cap)
            net = (gross * share).quantize(cent, ROUND_HALF_UP)
            rows.append((PAYABLE, int(net.scaleb(2))) if net else (NOT_ELIGIBLE, MISSING))
    return _columns(rows)


def tiers_in_decimals(c: Columns) -> Four:
    """``tiers``, row by row."""
    names = ("annual_revenue", "highest_prior_annual_revenue", "rating", "above_scale", "manufacturing",
             "on_statistics_list")  # fmt: skip
    steps = [(Decimal(over).scaleb(-2), Decimal(amount).scaleb(-2)) for over, amount in TIERS]
    shares = [Decimal(1), Decimal(1), Decimal("0.8"), Decimal(0), Decimal(1), Decimal(1), None]
    cent, rows = Decimal("0.01"), []
    for now, before, rating, *flags in zip(*(c[name].tolist() for name in names), strict=True):
        share = shares[rating]
        if share == 0 or 0 in flags:
            rows.append((NOT_ELIGIBLE, MISSING, MISSING, MISSING))
            continue
        if share is None or MISSING in (now, before, *flags):
            rows.append((NEEDS_FACTS, MISSING, MISSING, MISSING))
            continue
        revenue, highest = Decimal(now).scaleb(-2), Decimal(before).scaleb(-2)
        passed = [amount for over, amount in steps if highest <= over < revenue]
        sums = [
            (total * share).quantize(cent, ROUND_HALF_UP) for total in (max(passed, default=0), sum(passed))
        ]
        low, high = (int(total.scaleb(2)) for total in sums) if passed else (0, 0)
        if high == 0:
            rows.append((NOT_ELIGIBLE, MISSING, MISSING, MISSING))
        elif low == high:
            rows.append((PAYABLE, low, MISSING, MISSING))
        else:
            rows.append((NEEDS_DECISION, MISSING, low, high))
    return _columns(rows)


def bands_in_decimals_with(lpr: Mapping[int, int]):
    """``bands``, row by row."""
    percents = {month: Decimal(value).scaleb(-4) for month, value in lpr.items()}

    def bands(c: Columns) -> Four:
        names = (
            "loan_principal",
            "contract_month",
            "interest_days",
            "subsidised_days_before",
            "repaid_normally",
        )
        full, half, two, year, rows = Decimal(5_000_000), Decimal(10_000_000), Decimal(2), Decimal(360), []
        for principal, month, days, had, repaid in zip(*(c[n].tolist() for n in names), strict=True):
            if repaid == 0:
                rows.append((NOT_ELIGIBLE, MISSING))
            elif MISSING in (principal, month, days, had, repaid) or month not in percents:
                rows.append((NEEDS_FACTS, MISSING))
            else:
                loan, term = Decimal(principal).scaleb(-2), min(days, max(TERM_DAYS - had, 0))
                base = min(loan, full) + max(min(loan, half) - full, 0) / two
                numerator = base * percents[month] * term * 200 + year
                net = int((numerator / (2 * year)).to_integral_value(ROUND_FLOOR))
                rows.append((PAYABLE, net) if net else (NOT_ELIGIBLE, MISSING))
        return _columns(rows)

    return bands


def _columns(rows: list[tuple[int, ...]]) -> Four:
    table = np.full((4, len(rows)), MISSING)
    filled = np.array(rows).T
    table[: len(filled)] = filled
    return tuple(table)
