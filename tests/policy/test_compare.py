"""What-if: two sets of rules over the same claims, in columns, added up exactly."""

import shutil
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.policy.arithmetic import LIMIT_FEN, MISSING
from disburse.policy.case import Decision
from disburse.policy.catalogue import SHIPPED, load
from disburse.policy.compare import (
    VERDICTS,
    Claims,
    Rows,
    Side,
    Total,
    by_district,
    by_item,
    compare,
    exact_sum,
)
from disburse.policy.engine import assess
from disburse.policy.gather import gather
from disburse.policy.model import RATINGS
from disburse.policy.readings import questions
from tests.policy.world import CATALOGUE, cases, eligible

HERE = Side(CATALOGUE)
NODE, EQUIPMENT = "QD24-18.3", "QD24-5.1"
SINCE = date(2024, 1, 1)


def reading(chosen, question="investment:QD24-18.3"):
    return Side(CATALOGUE, (Decision(question, chosen, "某函1号", SINCE),))


def claim(number, item, rating="A", district="370202", **facts):
    case = eligible(CATALOGUE.items[item], **facts)
    return replace(case, id=f"c{number}", rating=rating, district=district, enterprise=f"e{number}")


def compared(claims, a=HERE, b=HERE, ratings_b=None):
    gathered = gather(claims, a, b, ratings_b or {})
    return gathered, list(compare((group for _, group in gathered.groups), a, b))


def verdicts(claims, *sides, **given):
    gathered, made = compared(claims, *sides, **given)
    names = [case.id for of, _ in gathered.groups for case in of]
    codes = [VERDICTS[code] for part in made for code in part.verdict]
    return dict(zip(names, codes, strict=True))


def test_two_readings_tell_who_gains_and_who_loses():
    claims = [claim(n, NODE, rating, construction_cost=10**9) for n, rating in enumerate("ACD")]
    assert verdicts(claims, reading("yes"), reading("no")) == {"c0": "same", "c1": "loses", "c2": "loses"}
    assert verdicts(claims, reading("no"), reading("yes")) == {"c0": "same", "c1": "gains", "c2": "gains"}
    assert verdicts(claims, HERE, reading("no")) == {"c0": "same", "c1": "open", "c2": "open"}


def test_other_ratings_change_the_sum_of_those_they_name_only():
    claims = [claim(n, "QD24-2.1") for n in range(3)]
    _, (part,) = compared(claims, ratings_b={"e0": "C", "e1": "D"})
    assert [int(fen) for fen in part.difference_fen] == [-40_0000_00, -200_0000_00, 0]


def test_another_catalogue_is_another_side(tmp_path):
    copy = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    page = copy / "QD24" / "2023-draft" / "2-traditional.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("600万元", "700万元", 1), encoding="utf-8")
    claims = [claim(n, EQUIPMENT, equipment_investment=fen) for n, fen in enumerate((10**9, 10**11))]
    assert verdicts(claims, HERE, Side(load(copy))) == {"c0": "same", "c1": "gains"}


def test_an_item_that_one_side_lacks_is_lost():
    without = replace(CATALOGUE, items={k: v for k, v in CATALOGUE.items.items() if k != EQUIPMENT})
    assert verdicts([claim(1, EQUIPMENT)], HERE, Side(without)) == {"c1": "loses"}


def test_totals_are_by_item_and_by_district():
    claims = [
        claim(1, NODE, "C", "370202", construction_cost=10**9),
        claim(2, NODE, "C", "370211", construction_cost=10**9),
        claim(3, EQUIPMENT, "C", "370211", equipment_investment=10**9),
    ]
    gathered, made = compared(claims, reading("yes"), reading("no"))
    items, places = by_item(made), by_district(made)
    assert items[NODE].lost_fen == 2 * 400_000_00
    assert items[EQUIPMENT].a == items[EQUIPMENT].b
    named = {gathered.districts[number]: total for number, total in places.items()}
    assert {name: (total.rows, total.loses) for name, total in named.items()} == {
        "370202": (1, 1),
        "370211": (2, 1),
    }
    assert sum(items.values(), Total()) == sum(places.values(), Total())


@given(st.lists(st.integers(0, LIMIT_FEN), max_size=50))
def test_a_sum_is_exact(values):
    assert exact_sum(np.array(values, dtype=np.int64)) == sum(values)


def test_a_sum_beyond_64_bits_is_exact():
    assert exact_sum(np.full(100_000, LIMIT_FEN)) == 100_000 * LIMIT_FEN


DECISIONS = st.lists(
    st.sampled_from(
        [
            Decision(question.name, chosen, "某函1号", SINCE)
            for question in questions(CATALOGUE).values()
            for chosen in question.readings
        ]
    ),
    max_size=20,
)


@settings(max_examples=150)
@given(st.lists(cases(), max_size=8), DECISIONS, DECISIONS)
def test_columns_say_what_assessing_each_case_says(claims, one, other):
    claims = [replace(case, id=f"c{n}") for n, case in enumerate(claims)]
    a, b = Side(CATALOGUE, tuple(one)), Side(CATALOGUE, tuple(other))
    gathered, made = compared(claims, a, b)
    for (rows, _), part in zip(gathered.groups, made, strict=True):
        for place, case in enumerate(rows):
            for side, columns in ((a, part.a), (b, part.b)):
                alone = assess(CATALOGUE, case, decisions=side.decisions)
                paid = MISSING if alone.payable_fen is None else alone.payable_fen
                assert columns.payable_fen[place] == paid


def test_a_million_claims_are_compared_in_columns():
    rows = 1_000_000
    facts = {
        "construction_cost": np.arange(rows, dtype=np.int64) * 1_000,
        "newly_connected": np.ones(rows, dtype=np.int64),
        "rating": np.full(rows, RATINGS.index("C")),
    }
    claims = Claims(NODE, date(2025, 6, 30), np.arange(rows) % 10, Rows(facts), Rows(facts))
    (part,) = compare([claims], reading("yes"), reading("no"))
    (total,) = by_item([part]).values()
    gross = np.minimum(facts["construction_cost"] // 5, 300_0000_00)
    assert total.a.payable_fen == exact_sum(gross)
    assert total.lost_fen == exact_sum(gross) - exact_sum((gross * 8 + 5) // 10)
    assert sum(by_district([part]).values(), Total()) == total


@pytest.mark.parametrize("missing", ["construction_cost", "newly_connected"])
def test_missing_facts_leave_a_row_open_and_the_highest_sum_unknown(missing):
    case = claim(1, NODE)
    case = replace(case, facts={name: v for name, v in case.facts.items() if name != missing})
    _, made = compared([case])
    (total,) = by_item(made).values()
    assert (total.open, total.a.payable_fen, total.a.open_high_fen) == (1, 0, None)
