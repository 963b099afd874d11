"""The district's side: accept, return, establish, recommend, refuse, and the sum it may recognise."""

import pytest

from disburse.acts import act
from disburse.errors import BadRecord, NotGranted
from disburse.recognition import DifferenceUnexplained, SumTooHigh
from disburse.services.reviewing import CheckFailed
from tests.make import CHECKS, CLERK, HEAD, a_claim, here
from tests.services.watching import last_event, refused, where

INVESTMENT = {"equipment_investment": "1000000.00", "meets_upgrade_standard": True}
"""Facts of QD24-5.1 that grant 12 % = 120,000.00 yuan."""


def recommend(claim, **given):
    return act("recommend_claim", {**here(claim), "checks": CHECKS, **given}, HEAD)


def test_acceptance_gives_the_review_fifteen_working_days(time):
    claim = a_claim("district_review")
    assert (claim.state, claim.due_on.isoformat()) == ("district_review", "2025-03-24")


def test_a_claim_is_returned_with_all_its_defects(time):
    claim = a_claim("submitted")
    returned = act("return_claim", {**here(claim), "note": "一、缺合同\n二、缺发票"}, CLERK)
    assert (returned.state, returned.returned_count) == ("returned", 1)
    assert last_event(claim)["reason"] == "一、缺合同\n二、缺发票"


@pytest.mark.parametrize("state", ["submitted", "district_review"])
def test_a_refusal_ends_a_claim_with_its_reason(time, state):
    claim = act("refuse_claim", {**here(a_claim(state)), "note": "不符合第二条"}, HEAD)
    assert (claim.state, last_event(claim)["reason"]) == ("refused", "不符合第二条")


def test_what_the_reviewer_found_stands_before_what_was_stated(time):
    claim = a_claim("district_review", item="QD24-5.1", facts=INVESTMENT)
    body = {**here(claim), "facts": {"equipment_investment": "500000.00"}, "note": "发票金额不符"}
    established = act("establish_facts", body, CLERK)
    assert established.facts == INVESTMENT
    assert recommend(established).recognised_fen == 6_000_000


def test_a_fact_the_item_does_not_ask_for_is_not_established(time):
    claim = a_claim("district_review")
    body = {**here(claim), "facts": {"booth_fee": "1.00", "recognised_on": "2025-03-04"}, "note": "核定"}
    with refused(BadRecord) as no:
        act("establish_facts", body, CLERK)
    assert where(no) == ["facts.booth_fee", "facts.recognised_on"]


def test_the_computed_sum_is_recognised_with_its_calculation(time):
    claim = recommend(a_claim("district_review", item="QD24-5.1", facts=INVESTMENT))
    assert (claim.state, claim.recognised_fen, claim.payable_fen) == ("recommended", 12_000_000, None)
    assert (claim.calculation["gross"], claim.calculation["outcome"]) == ("120000.00", "payable")
    assert claim.checks == CHECKS


def test_one_failed_check_stops_a_recommendation(time):
    claim = a_claim("district_review")
    failed = {**CHECKS, "duplicates": {"result": "fail", "remark": "同一设备已申报"}}
    with refused(CheckFailed) as no:
        recommend(claim, checks=failed)
    assert "项目查重" in no.value.zh


def test_a_lower_sum_needs_its_reason_and_its_document(time):
    claim = a_claim("district_review")
    lower = {"recognised_yuan": "1500000.00", "difference_reason": "部分不实"}
    with refused(DifferenceUnexplained):
        recommend(claim, **lower)
    cut = recommend(claim, **lower, difference_document="初审〔2025〕1号")
    assert (cut.recognised_fen, cut.difference_reason) == (150_000_000, "部分不实")
    assert cut.difference_document == "初审〔2025〕1号"


def test_a_fen_above_the_computed_sum_is_refused(time):
    claim = a_claim("district_review")
    with refused(SumTooHigh) as no:
        recommend(claim, recognised_yuan="2000000.01")
    assert "2,000,000.01" in no.value.en
    assert recommend(claim, recognised_yuan="2000000.00").recognised_fen == 200_000_000


def test_nothing_recognised_is_a_refusal_and_not_a_recommendation(time):
    claim = a_claim("district_review")
    with refused(BadRecord) as no:
        recommend(claim, recognised_yuan="0.00")
    assert where(no) == ["recognised_yuan"]


def test_less_is_claimed_than_computed_and_no_more_is_given(time):
    claim = a_claim("district_review", claimed_yuan="1000000.00")
    with refused(SumTooHigh):
        recommend(claim, recognised_yuan="1000000.01")
    assert recommend(claim).recognised_fen == 100_000_000


def test_an_unmet_condition_and_a_missing_fact_are_told(time):
    unmet = a_claim("district_review", facts={"newly_recognised": False, "recognised_on": "2025-01-15"})
    with refused(NotGranted) as no:
        recommend(unmet)
    assert any("不符合条件" in finding.zh for finding in no.value.findings)
    lacking = a_claim("district_review", facts={"newly_recognised": True})
    with refused(NotGranted) as no:
        recommend(lacking)
    assert "facts.recognised_on" in where(no)


def test_what_only_the_city_decides_goes_up_without_a_sum(time):
    claim = a_claim("district_review", item="QD24-20.1", facts={"recognised_on": "2025-01-15"})
    assert recommend(claim).recognised_fen is None
