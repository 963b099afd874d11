"""What holds for every sum: case, column and exact fraction agree, caps hold, more base is never less."""

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.policy.arithmetic import LIMIT_FEN, MISSING, half_up, in_lowest_terms
from disburse.policy.case import OUTCOMES
from disburse.policy.columns import assess_many
from disburse.policy.engine import assess
from disburse.policy.facts import encode
from disburse.policy.figures import decimals
from disburse.policy.kinds import Bands, Cost, Fixed, Increase, Rate, Tiers
from disburse.policy.model import RATINGS
from disburse.policy.past import Past, review
from tests.policy.world import CATALOGUE, COMPUTABLE, DAYS, FEN, cases, eligible

BASES = {"rate", "cost", "increase", "bands"}


def column(case, item):
    """The case as columns of one row."""
    names = (*item.facts, "rating")
    encoded = {name: encode(CATALOGUE.facts[name], case.facts.get(name)) for name in item.facts}
    encoded["rating"] = RATINGS.index(case.rating) if case.rating else MISSING
    return {name: np.array([encoded[name]], dtype=np.int64) for name in names}


def as_columns(case):
    item = CATALOGUE.items[case.item]
    past, _ = review(CATALOGUE, item, case)
    row = Past(*(np.array([part], dtype=np.int64) for part in vars(past).values()))
    return assess_many(CATALOGUE, case.item, case.on, column(case, item), row)


def rounded(part):
    """Half up, in exact fractions."""
    return math.floor(part + Fraction(1, 2))


def reference(item, facts):
    """The formula and cap of an item in exact fractions, written apart from the engine."""
    cap = Fraction(item.cap.fen) if item.cap else Fraction(LIMIT_FEN)
    match item.formula:
        case Fixed(amount):
            return amount
        case Rate(base, rate):
            return min(cap, rounded(facts[base] * rate))
        case Cost(base):
            return min(cap, facts[base])
        case Increase(base, before, rate):
            return min(cap, rounded(max(0, facts[base] - facts[before]) * rate))
        case Bands(bands):
            days = max(0, min(facts["interest_days"], 1095 - facts["subsidised_days_before"]))
            lpr = Fraction(CATALOGUE.lpr.get(facts["contract_month"], 0), 10_000)
            sums = (
                max(0, min(facts["loan_principal"], band.upto_fen) - band.above_fen) * band.share
                for band in bands
            )
            return rounded(sum(sums, Fraction(0)) * lpr * days / 360)
    raise AssertionError(item)


@settings(max_examples=400)
@given(cases())
def test_a_case_and_a_column_agree(case):
    one, many = assess(CATALOGUE, case), as_columns(case)
    assert OUTCOMES[many.outcome[0]] == one.outcome
    assert many.payable_fen[0] == (MISSING if one.payable_fen is None else one.payable_fen)
    if one.range_fen:
        assert (many.low_fen[0], many.high_fen[0]) == one.range_fen


@settings(max_examples=400)
@given(cases([item for item in COMPUTABLE if not isinstance(item.formula, Tiers)], complete=True))
def test_a_sum_is_the_exact_fraction_half_up(case):
    case = replace(case, history=())
    made = assess(CATALOGUE, case)
    if made.payable_fen is None:
        return
    item = CATALOGUE.items[case.item]
    gross = reference(item, case.facts)
    rule = CATALOGUE.document(item).rating
    factor = rule.factors[case.rating] if item.rating_factor == "yes" else Fraction(1)
    assert made.gross_fen == gross
    assert made.payable_fen == rounded(gross * factor)


@settings(max_examples=300)
@given(cases(complete=True))
def test_no_sum_is_ever_above_the_cap(case):
    item = CATALOGUE.items[case.item]
    made = assess(CATALOGUE, case)
    highest = made.payable_fen if made.payable_fen is not None else (made.range_fen or (0, 0))[1]
    if item.cap:
        assert highest <= item.cap.fen


@settings(max_examples=300)
@given(
    st.sampled_from([i for i in COMPUTABLE if i.kind in BASES and not i.restates]),
    FEN,
    FEN,
    st.sampled_from("ABC"),
)
def test_more_base_never_grants_less(item, one, other, rating):
    base = getattr(item.formula, "base", "loan_principal")
    less, more = (
        assess(CATALOGUE, replace(eligible(item, **{base: fen}), rating=rating))
        for fen in sorted((one, other))
    )
    highest = [made.payable_fen or (made.range_fen or (0, 0))[1] for made in (less, more)]
    assert highest[0] <= highest[1]


@pytest.mark.parametrize("item", [item for item in COMPUTABLE if not item.restates], ids=lambda item: item.id)
def test_class_d_refuses_non_investment_items_only(item):
    in_full, none = (assess(CATALOGUE, replace(eligible(item), rating=rating)) for rating in "AD")
    match item.rating_factor:
        case "yes":
            assert none.outcome == "not_eligible"
        case "undecided":
            assert none.range_fen == (0, in_full.payable_fen)
        case _:
            assert (none.outcome, none.payable_fen) == (in_full.outcome, in_full.payable_fen)


@given(cases(complete=True))
def test_an_assessment_is_the_same_twice(case):
    assert assess(CATALOGUE, case) == assess(CATALOGUE, case)


@given(st.integers(0, LIMIT_FEN), st.fractions(0, 10, max_denominator=1000))
def test_half_up_is_exact_and_the_same_for_a_column(base, rate):
    exact = rounded(base * rate)
    assert half_up(base * rate.numerator, rate.denominator) == exact
    if base * rate.numerator * 2 < 2**62:
        assert half_up(np.array([base]) * rate.numerator, rate.denominator)[0] == exact


def test_the_largest_sums_do_not_overflow_a_column():
    facts = {name: np.array([LIMIT_FEN]) for name in ("equipment_investment",)}
    true = {name: np.array([1]) for name in ("above_scale", "manufacturing", "meets_upgrade_standard")}
    made = assess_many(CATALOGUE, "QD24-5.1", DAYS["QD24"], facts | true)
    assert made.payable_fen[0] == 600_0000_00


@pytest.mark.parametrize(
    "wrong", [np.array(["1"]), np.array([[1]]), np.array([LIMIT_FEN + 1]), np.array([-2])]
)
def test_a_column_that_is_not_of_sums_is_refused(wrong):
    with pytest.raises(ValueError, match="equipment_investment"):
        assess_many(CATALOGUE, "QD24-5.1", DAYS["QD24"], {"equipment_investment": wrong})


def test_a_hundred_thousand_rows_are_assessed_at_once():
    rows = 100_000
    columns = {
        name: np.ones(rows, dtype=np.int64)
        for name in ("above_scale", "manufacturing", "meets_upgrade_standard")
    }
    columns["equipment_investment"] = np.arange(rows, dtype=np.int64) * 100_000
    made = assess_many(CATALOGUE, "QD24-5.1", DAYS["QD24"], columns)
    assert np.array_equal(made.payable_fen[1:], np.minimum(np.arange(1, rows) * 12_000, 600_0000_00))
    assert OUTCOMES[made.outcome[0]] == "not_eligible"


@given(st.integers(-LIMIT_FEN, LIMIT_FEN), st.sampled_from([2, 3]))
def test_figures_are_written_as_exact_decimals(units, places):
    assert decimals(units, places) == f"{Decimal(units).scaleb(-places):.{places}f}"


@given(st.integers(MISSING, 1000), st.integers(1, 1000))
def test_a_share_in_lowest_terms_is_the_share(part, whole):
    assert in_lowest_terms(part, whole) == Fraction(part, whole).as_integer_ratio()


def test_an_explained_sum_is_reckoned_once_within_its_cap_and_once_without_one(monkeypatch):
    item, rooms, reckon = CATALOGUE.items["QD24-16.1"], [], Rate.bounds

    def noted(formula, facts, room):
        rooms.append(room)
        return reckon(formula, facts, room)

    monkeypatch.setattr(Rate, "bounds", noted)
    assert assess(CATALOGUE, eligible(item)).outcome == "payable"
    assert rooms == [item.cap.fen, LIMIT_FEN]
