"""Official readings: each question of the closed list, what its readings change, and what they never do."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.policy.case import Award, Decision
from disburse.policy.columns import assess_many
from disburse.policy.engine import assess
from disburse.policy.past import Past, review
from disburse.policy.readings import READINGS, holding, questions, settle
from reports.explain import sentence
from tests.policy.test_properties import column
from tests.policy.world import CATALOGUE, cases, eligible

SINCE = date(2024, 1, 1)
QUESTIONS = questions(CATALOGUE)
SINGLE = st.sampled_from(sorted(QUESTIONS)).flatmap(
    lambda name: st.sampled_from(QUESTIONS[name].readings).map(lambda reading: decided(name, reading))
)


def decided(question, reading, since=SINCE, number="某函〔2025〕1号"):
    return Decision(question, reading, number, since)


def answer(item, *decisions, rating="C", history=(), **facts):
    case = replace(eligible(CATALOGUE.items[item], **facts), rating=rating, history=tuple(history))
    return assess(CATALOGUE, case, decisions=decisions)


def codes(made):
    return [why.code for why in made.reasons]


def past(item, yuan, **given):
    return Award(item, date(2025, 1, 10), yuan * 100, **given)


def test_the_list_is_closed_and_made_of_the_catalogues_own_doubts():
    kinds = {name: [q.about for q in QUESTIONS.values() if q.kind == name] for name in READINGS}
    assert kinds["investment"] == ["QD24-13.2", "QD24-18.3", "QD24-20.1", "QD24-21.1"]
    assert kinds["tiers"] == ["QD24-1"]
    assert kinds["restates"] == ["XH24-I-9.1", "XH24-I-11.1"]
    assert kinds["ceiling"] == ["QC26-1.4"]
    assert len(kinds["object"]) == 7
    assert "G14" not in kinds["overlap"]


def test_one_aid_listed_twice_is_never_paid_twice_in_full():
    assert "full" not in QUESTIONS["overlap:G1"].readings
    assert "full" in QUESTIONS["overlap:G7"].readings


@pytest.mark.parametrize(
    ("reading", "rating", "outcome", "payable"),
    [
        ("yes", "C", "payable", 2_000_000_00),
        ("no", "C", "payable", 1_600_000_00),
        ("yes", "D", "payable", 2_000_000_00),
        ("no", "D", "not_eligible", None),
        ("yes", None, "payable", 2_000_000_00),
        ("no", None, "needs_facts", None),
    ],
)
def test_an_item_is_an_investment_or_not(reading, rating, outcome, payable):
    made = answer(
        "QD24-18.3", decided("investment:QD24-18.3", reading), rating=rating, construction_cost=10**9
    )
    assert (made.outcome, made.payable_fen) == (outcome, payable)


@pytest.mark.parametrize(("reading", "payable"), [("highest", 100_0000_00), ("each", 150_0000_00)])
def test_several_tiers_pay_the_highest_or_each(reading, payable):
    revenue = {"annual_revenue": 120 * 10**10, "highest_prior_annual_revenue": 40 * 10**10}
    made = answer("QD24-1", decided("tiers:QD24-1", reading), rating="A", **revenue)
    assert made.payable_fen == payable
    assert "several_tiers" not in codes(made)
    shown = [sentence(vars(step) | {"inputs": [vars(i) for i in step.inputs]}) for step in made.steps]
    assert any(words.startswith(("取最高一档", "逐档累加")) for words in shown)


@pytest.mark.parametrize(
    ("reading", "outcome"), [("per_object", "payable"), ("per_enterprise", "not_eligible")]
)
def test_one_off_goes_by_object_or_by_enterprise(reading, outcome):
    made = answer(
        "QD24-16.1",
        decided("object:QD24-16.1", reading),
        rating="A",
        history=[past("QD24-16.1", 1_000_000, object="甲")],
        object="乙",
        product_sales=10**9,
    )
    assert made.outcome == outcome


@pytest.mark.parametrize(("reading", "outcome"), [("restated", "not_eligible"), ("own", "payable")])
def test_a_doubtful_restatement_is_closed_or_has_money_of_its_own(reading, outcome):
    made = answer("XH24-I-9.1", decided("restates:XH24-I-9.1", reading), decided_amount=10**7)
    assert made.outcome == outcome


@pytest.mark.parametrize(("reading", "outcome"), [("covered", "payable"), ("not_covered", "not_eligible")])
def test_a_doubtful_ceiling_covers_the_item_or_leaves_it_without_money(reading, outcome):
    made = answer("QC26-1.4", decided("ceiling:QC26-1.4", reading), decided_amount=10**7)
    assert made.outcome == outcome


@pytest.mark.parametrize(
    ("reading", "outcome", "payable", "code"),
    [
        ("full", "payable", 500_0000_00, "overlap_full:G7"),
        ("difference", "payable", 400_0000_00, "overlap_deducted:G7"),
        ("higher_only", "not_eligible", None, "overlap_stands:G7"),
    ],
)
def test_items_that_meet_are_paid_as_decided(reading, outcome, payable, code):
    award = past("QC26-1.1", 1_000_000)
    made = answer("QD24-13.1", decided("overlap:G7", reading), rating="A", history=[award])
    assert (made.outcome, made.payable_fen) == (outcome, payable)
    assert code in codes(made)


def test_the_difference_is_taken_before_the_rating_and_shown():
    award = past("QC26-1.1", 1_000_000)
    made = answer("QD24-13.1", decided("overlap:G7", "difference"), rating="C", history=[award])
    assert made.payable_fen == 320_0000_00
    assert [step.result for step in made.steps if step.kind == "difference"] == ["4000000.00"]


def test_a_past_award_that_is_higher_leaves_no_difference():
    award = past("QD24-13.1", 5_000_000)
    made = answer("QC26-1.1", decided("overlap:G7", "difference"), history=[award])
    assert made.outcome == "not_eligible"
    assert "overlap_covered" in codes(made)


def test_without_a_decision_nothing_is_chosen():
    award = past("QC26-1.1", 1_000_000)
    made = answer("QD24-13.1", decided("overlap:G3", "full"), rating="A", history=[award])
    assert (made.outcome, made.range_fen) == ("needs_decision", (0, 500_0000_00))
    assert made.decisions == ""


def test_a_decision_holds_from_its_day_until_a_later_one():
    first = decided("investment:QD24-18.3", "yes", date(2024, 1, 1))
    second = decided("investment:QD24-18.3", "no", date(2025, 1, 1))
    assert holding([second, first], date(2023, 12, 31)) == {}
    assert holding([second, first], date(2024, 12, 31))["investment:QD24-18.3"] == first
    assert holding([second, first], date(2025, 1, 1))["investment:QD24-18.3"] == second


def test_of_two_from_one_day_the_later_confirmed_stands():
    first, second = (decided("investment:QD24-18.3", reading) for reading in ("yes", "no"))
    assert holding([first, second], SINCE)["investment:QD24-18.3"] == second


def test_an_answer_says_which_reading_it_used_by_which_document():
    made = answer("QD24-18.3", decided("investment:QD24-18.3", "yes"), construction_cost=10**9)
    (why,) = [why for why in made.reasons if why.code == "reading:investment:QD24-18.3"]
    assert "某函〔2025〕1号" in why.zh
    assert "某函〔2025〕1号" in why.en
    assert len(made.decisions) == 64


def test_another_document_number_is_another_digest():
    one, other = (
        answer("QD24-18.3", decided("investment:QD24-18.3", "yes", number=number), construction_cost=10**9)
        for number in ("甲1号", "甲2号")
    )
    assert one.decisions != other.decisions


@settings(max_examples=300)
@given(cases(), st.lists(SINGLE, max_size=40))
def test_a_decision_never_pays_outside_the_range_that_was_open(case, decisions):
    before, after = assess(CATALOGUE, case), assess(CATALOGUE, case, decisions=decisions)
    if before.range_fen and after.outcome == "payable":
        assert before.range_fen[0] <= after.payable_fen <= before.range_fen[1]
    if before.outcome in ("payable", "not_eligible") and not after.decisions:
        assert after == before


@settings(max_examples=300)
@given(cases(), SINGLE)
def test_a_decision_that_bears_on_nothing_here_changes_nothing(case, decision):
    about = decision.question.partition(":")[2]
    meets = any(overlap.group == about for overlap in CATALOGUE.overlaps if case.item in overlap.items)
    if about != case.item and not meets:
        assert assess(CATALOGUE, case, decisions=[decision]) == assess(CATALOGUE, case)


@settings(max_examples=300)
@given(cases(), st.lists(SINGLE, max_size=40))
def test_a_case_and_a_column_agree_under_decisions(case, decisions):
    readings = holding(decisions, case.on)
    item = settle(CATALOGUE.items[case.item], readings)
    seen, _ = review(CATALOGUE, item, case, readings)
    row = Past(*(np.array([part]) for part in vars(seen).values()))
    many = assess_many(CATALOGUE, case.item, case.on, column(case, item), row, decisions=decisions)
    one = assess(CATALOGUE, case, decisions=decisions)
    assert many.payable_fen[0] == (-1 if one.payable_fen is None else one.payable_fen)
    if one.range_fen:
        assert (many.low_fen[0], many.high_fen[0]) == one.range_fen
