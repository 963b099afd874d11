"""The city's side: send back, decide, rate, publish, reconsider, approve, revoke."""

from datetime import timedelta

import pytest

from disburse.acts import act
from disburse.errors import BadRecord, NotFound, NotGranted, OpenObjection, OutOfOrder, TooEarly
from disburse.recognition import SumTooHigh
from tests.make import (
    APPROVER,
    CHECKS,
    CITY_CLERK,
    HEAD,
    RATER,
    a_claim,
    a_fund,
    a_rating_list,
    advance,
    again,
    an_objection,
    here,
    wait_for_the_notice,
)
from tests.services.watching import differences, last_event, refused, where

PARK = {"recognised_on": "2025-01-15"}
"""Facts of QD24-20.1, up to 200万 as decided."""
DECISION = {"note": "局长办公会认定", "document": "测试认定1号"}


def decide(claim, **given):
    return act("decide_claim", {**here(claim), **DECISION, **given}, CITY_CLERK)


def approve(claim, fund):
    body = {**here(claim), "fund": fund.id, "approval_number": "测试指标1号"}
    return act("approve_claim", body, APPROVER)


def test_a_claim_is_sent_back_to_its_district_and_recommended_anew(time):
    claim = a_claim("recommended")
    back = act("send_back", {**here(claim), "note": "请复核发票"}, CITY_CLERK)
    assert (back.state, last_event(back)["reason"]) == ("district_review", "请复核发票")
    assert act("recommend_claim", {**here(back), "checks": CHECKS}, HEAD).state == "recommended"


def test_a_decided_sum_within_the_ceiling_is_recognised_with_its_number(time):
    claim = a_claim("recommended", item="QD24-20.1", facts=PARK)
    facts = {"decided_amount": "1800000.00", "decision_no": "测试会议2号"}
    decided = decide(claim, facts=facts)
    assert (decided.state, decided.recognised_fen) == ("recommended", 180_000_000)
    assert decided.established == facts
    assert advance(decided, "rated").payable_fen == 180_000_000


def test_a_decided_sum_above_the_ceiling_waits(time):
    claim = a_claim("recommended", item="QD24-20.1", facts=PARK)
    facts = {"decided_amount": "2000000.01", "decision_no": "测试会议2号"}
    with refused(NotGranted) as no:
        decide(claim, facts=facts)
    assert "above_ceiling" in where(no)


def test_a_decided_item_is_not_rated_before_it_was_decided(time):
    claim = a_claim("recommended", item="QD24-20.1", facts=PARK)
    a_rating_list()
    with refused(NotGranted):
        act("rate_claim", here(claim), RATER)
    with refused(NotGranted):
        decide(claim)


def test_the_city_may_recognise_less_but_never_more(time):
    claim = a_claim("recommended")
    with refused(SumTooHigh):
        decide(claim, recognised_yuan="2000000.01")
    cut = decide(claim, recognised_yuan="1000000.00")
    assert (cut.recognised_fen, cut.difference_document) == (100_000_000, "测试认定1号")


def test_the_city_decides_on_facts_of_the_item_only(time):
    claim = a_claim("recommended")
    with refused(BadRecord) as no:
        decide(claim, facts={"booth_fee": "1.00"})
    assert where(no) == ["facts.booth_fee"]


def test_a_public_notice_runs_five_working_days_until_seventeen_oclock(time):
    claim = a_claim("public_notice")
    assert (claim.minutes_number, claim.notice_until.isoformat()) == ("测试会议1号", "2025-03-10")
    fund = a_fund()
    time.move_to(time.moment + timedelta(days=7, hours=8))
    with refused(TooEarly) as no:
        approve(claim, fund)
    assert "2025-03-10" in no.value.zh
    time.move_to(time.moment + timedelta(seconds=1))
    assert approve(claim, fund).state == "approved"


def test_approval_reserves_the_sum_and_freezes_the_account(time):
    fund = a_fund("2000000.00")
    claim = a_claim("approved", fund=fund)
    assert (again(fund).reserved_fen, claim.fund_id) == (200_000_000, fund.id)
    assert (claim.approval_number, claim.approved_on.isoformat()) == ("测试指标1号", "2025-03-10")
    assert claim.account_number_digest
    assert (last_event(fund)["action"], last_event(fund)["about"]) == ("reserve", claim.id)
    assert differences() == []


def test_an_award_is_charged_to_a_fund_that_is_there(time):
    claim = a_claim("public_notice")
    wait_for_the_notice(claim)
    body = {**here(claim), "fund": "F-2025-999", "approval_number": "测试指标1号"}
    with refused(NotFound):
        act("approve_claim", body, APPROVER)


def test_a_revoked_award_gives_its_sum_back(time):
    fund = a_fund()
    claim = a_claim("approved", fund=fund)
    revoked = act("revoke_claim", {**here(claim), "note": "弄虚作假", "document": "测试撤销1号"}, APPROVER)
    assert (revoked.state, again(fund).reserved_fen) == ("revoked", 0)
    assert last_event(fund)["amount"] == "-2000000.00"
    assert differences() == []


@pytest.mark.parametrize("state", ["recommended", "rated", "public_notice"])
def test_the_city_refuses_with_its_reason(time, state):
    claim = act("refuse_claim", {**here(a_claim(state)), "note": "经查不实"}, APPROVER)
    assert claim.state == "refused"


def test_a_reconsidered_claim_may_be_cut_and_is_rated_and_published_anew(time):
    claim = a_claim("public_notice")
    back = act("reconsider_claim", {**here(claim), "note": "异议部分成立"}, CITY_CLERK)
    assert (back.state, back.payable_fen) == ("recommended", None)
    cut = decide(back, recognised_yuan="1500000.00")
    assert advance(cut, "rated").payable_fen == 150_000_000


def test_an_open_objection_holds_up_the_approval(time):
    claim = a_claim("public_notice")
    objection, fund = an_objection(claim), a_fund()
    wait_for_the_notice(claim)
    with refused(OpenObjection) as no:
        approve(claim, fund)
    assert objection.id in no.value.zh
    act("dismiss_objection", {**here(objection), **DECISION}, APPROVER)
    assert approve(claim, fund).state == "approved"


def test_an_upheld_objection_holds_up_the_approval_until_the_claim_was_reconsidered(time):
    claim = a_claim("public_notice")
    objection, fund = an_objection(claim), a_fund()
    act("uphold_objection", {**here(objection), **DECISION}, APPROVER)
    wait_for_the_notice(claim)
    with refused(OpenObjection):
        approve(claim, fund)
    claim = act("reconsider_claim", {**here(claim), "note": "复核"}, CITY_CLERK)
    for state in ("rated", "public_notice"):
        claim = advance(claim, state)
    wait_for_the_notice(claim)
    assert approve(claim, fund).state == "approved"


def test_an_objection_is_recorded_during_the_notice_and_closed_with_its_outcome(time):
    claim = a_claim("rated")
    with refused(OutOfOrder):
        an_objection(claim)
    objection = an_objection(advance(claim, "public_notice"))
    assert (objection.state, objection.raised_on.isoformat()) == ("raised", "2025-03-03")
    gone = act("withdraw_objection", {**here(objection), "note": "异议人撤回"}, CITY_CLERK)
    assert (gone.state, gone.outcome) == ("withdrawn", "异议人撤回")
    with refused(OutOfOrder):
        act("dismiss_objection", {**here(gone), **DECISION}, APPROVER)


def test_an_objectors_name_never_enters_the_journal(time):
    claim = a_claim("public_notice")
    body = {"claim_id": claim.id, "grounds": "该项目已获其他资金支持"}
    contact = {"name": "测试异议人", "phone": "13900000001"}
    objection = act("raise_objection", {**body, "contact": contact}, CITY_CLERK)
    assert objection.contact_name_digest
    assert "测试异议人" not in str(last_event(objection))
