"""What a firm may claim: all that it may, with what is missing, and no guess."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from disburse.policy.case import Case, Decision
from disburse.policy.engine import assess
from disburse.policy.kinds import NO_CEILING
from disburse.policy.match import ORDER, match, most_fen
from tests.policy.world import CATALOGUE, MONEY, cases, value

ON = date(2025, 3, 1)
FACTS = st.fixed_dictionaries(
    {},
    optional={name: value(fact) for name, fact in CATALOGUE.facts.items() if name != "rating"},
)


def firm(rating="A", on=ON, **facts):
    return Case("firm", "", on, rating, facts)


def found(item, **facts):
    (one,) = [of for of in match(CATALOGUE, firm(**facts)) if of.item.id == item]
    return one


def test_every_item_with_money_is_answered_once():
    assert sorted(of.item.id for of in match(CATALOGUE, firm())) == sorted(item.id for item in MONEY)


def test_what_can_be_claimed_comes_first_then_by_how_few_facts_are_missing():
    made = match(CATALOGUE, firm(recognised_on=ON, above_scale=True, manufacturing=True))
    places = [(ORDER.index(of.assessment.outcome), len(of.assessment.missing)) for of in made]
    assert places == sorted(places)
    assert made[0].assessment.outcome == "payable"


def test_a_missing_fact_is_named_and_neither_false_nor_zero():
    one = found("QD24-5.1", above_scale=True, manufacturing=True, meets_upgrade_standard=True)
    assert one.assessment.missing == ("equipment_investment",)
    assert one.range_fen == (0, 600_0000_00)


def test_a_known_fact_that_refuses_is_not_waited_for():
    assert found("QD24-5.1", above_scale=False).assessment.outcome == "not_eligible"


def test_what_is_settled_has_its_sum():
    assert found("QD24-4.1", recognised_on=ON).range_fen == (500_0000_00, 500_0000_00)


def test_where_the_text_names_no_highest_there_is_no_range():
    assert found("QD24-13.2").range_fen is None


def test_a_decision_is_heeded():
    facts = {"construction_cost": 10**9, "newly_connected": True}
    decision = Decision("investment:QD24-18.3", "yes", "某函1号", date(2024, 1, 1))
    made = match(CATALOGUE, firm(rating=None, **facts), decisions=[decision])
    (one,) = [of for of in made if of.item.id == "QD24-18.3"]
    assert one.assessment.outcome == "payable"


@given(FACTS, st.sampled_from(["A", "C", "D", None]))
def test_learning_more_never_leaves_the_range_that_was_told(facts, rating):
    """With half of what is known, no item promises less than it grants when all is known."""
    half = {name: facts[name] for name in sorted(facts)[::2]}
    more = {of.item.id: of for of in match(CATALOGUE, firm(rating, **facts))}
    for of in match(CATALOGUE, firm(rating, **half)):
        settled = more[of.item.id].assessment
        if of.assessment.outcome == "not_eligible":
            assert settled.outcome == "not_eligible"
        elif of.range_fen and settled.payable_fen is not None:
            assert of.range_fen[0] <= settled.payable_fen <= of.range_fen[1]


@given(cases(complete=True))
def test_no_case_is_granted_more_than_the_most(case):
    made = assess(CATALOGUE, case)
    highest = most_fen(CATALOGUE.items[case.item])
    if made.payable_fen is not None and highest != NO_CEILING:
        assert made.payable_fen <= highest


def test_a_decimal_fact_is_taken_as_it_is():
    assert found("QD24-19.1", dcmm_level=2, first_time=True, assessment_fee=10**6, studio_years=Decimal(3))
