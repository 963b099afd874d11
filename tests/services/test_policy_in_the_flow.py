"""What the policy says, at the step where it bites: caps, one-off awards, overlaps, open readings."""

import pytest

from disburse.acts import act
from disburse.errors import BadRecord, NotAdopted, NotGranted
from tests.make import (
    APPROVER,
    CHECKS,
    HEAD,
    RATER,
    a_claim,
    a_fund,
    a_rating_list,
    again,
    agent,
    an_adoption,
    an_enterprise,
    here,
    wait_for_the_notice,
)
from tests.services.watching import refused, where

SIXTY_MILLION = {"equipment_investment": "60000000.00", "meets_upgrade_standard": True}
"""12 % is 720万, above the yearly cap of 600万."""


def recommend(claim):
    return act("recommend_claim", {**here(claim), "checks": CHECKS}, HEAD)


def approve(claim, fund):
    wait_for_the_notice(claim)
    body = {**here(claim), "fund": fund.id, "approval_number": "测试指标1号"}
    return act("approve_claim", body, APPROVER)


@pytest.fixture
def owner(time):
    """An enterprise, with the document it claims from adopted."""
    an_adoption()
    return an_enterprise()


def test_a_cap_used_up_meanwhile_stops_the_approval(owner):
    one, two = (
        a_claim("public_notice", enterprise=owner, item="QD24-5.1", facts=SIXTY_MILLION) for _ in range(2)
    )
    fund = a_fund()
    assert approve(one, fund).payable_fen == 600_000_000
    with refused(NotGranted) as no:
        approve(two, fund)
    assert "cap_used_up" in where(no)
    assert again(fund).reserved_fen == 600_000_000


def test_what_a_cap_still_leaves_is_granted(owner):
    part = {**SIXTY_MILLION, "equipment_investment": "40000000.00"}
    first = a_claim("approved", enterprise=owner, item="QD24-5.1", facts=part)
    assert first.payable_fen == 480_000_000
    second = a_claim("district_review", enterprise=owner, item="QD24-5.1", facts=part)
    assert recommend(second).recognised_fen == 120_000_000


def test_a_new_year_has_a_new_cap(owner):
    a_claim("approved", enterprise=owner, item="QD24-5.1", facts=SIXTY_MILLION, on="2024-12-31")
    second = a_claim("district_review", enterprise=owner, item="QD24-5.1", facts=SIXTY_MILLION)
    assert recommend(second).recognised_fen == 600_000_000


def test_a_one_off_award_is_not_given_twice(owner):
    a_claim("approved", enterprise=owner)
    second = a_claim("district_review", enterprise=owner)
    with refused(NotGranted) as no:
        recommend(second)
    assert "already_awarded" in where(no)


def test_of_two_one_off_claims_on_notice_only_one_is_approved(owner):
    one, two = (a_claim("public_notice", enterprise=owner) for _ in range(2))
    fund = a_fund()
    approve(one, fund)
    with refused(NotGranted) as no:
        approve(two, fund)
    assert "already_awarded" in where(no)


def test_a_revoked_award_no_longer_stands_in_the_way(owner):
    first = a_claim("approved", enterprise=owner)
    act("revoke_claim", {**here(first), "note": "放弃", "document": "测试撤销1号"}, APPROVER)
    second = a_claim("district_review", enterprise=owner)
    assert recommend(second).recognised_fen == 200_000_000


def test_an_overlap_goes_up_without_a_sum_and_waits_for_a_decision(owner):
    a_claim("approved", enterprise=owner, item="QD24-2.2")
    claim = recommend(a_claim("district_review", enterprise=owner, item="QD24-2.1"))
    assert claim.recognised_fen is None
    assert any(why["code"].startswith("overlap") for why in claim.calculation["reasons"])
    a_rating_list()
    with refused(NotGranted) as no:
        act("rate_claim", here(claim), RATER)
    assert any(place.startswith("overlap") for place in where(no))


def test_two_thresholds_in_one_year_go_up_without_a_sum(owner):
    facts = {"annual_revenue": "12000000000.00", "highest_prior_annual_revenue": "4800000000.00"}
    facts |= {"on_statistics_list": True}
    claim = recommend(a_claim("district_review", enterprise=owner, item="QD24-1", facts=facts))
    assert (claim.recognised_fen, claim.calculation["outcome"]) == (None, "needs_decision")


@pytest.mark.parametrize(("revenue", "granted"), [("5000000000.00", False), ("5000000000.01", True)])
def test_above_the_threshold_means_strictly_more(owner, revenue, granted):
    facts = {"annual_revenue": revenue, "highest_prior_annual_revenue": "4800000000.00"}
    claim = a_claim(
        "district_review", enterprise=owner, item="QD24-1", facts={**facts, "on_statistics_list": True}
    )
    if granted:
        assert recommend(claim).recognised_fen == 50_000_000
    else:
        with refused(NotGranted) as no:
            recommend(claim)
        assert "no_tier" in where(no)


def test_the_register_says_whether_a_firm_is_a_manufacturer_above_scale(owner):
    small = an_enterprise(above_scale=False)
    facts = {**SIXTY_MILLION, "above_scale": True}
    claim = a_claim("district_review", enterprise=small, item="QD24-5.1", facts=facts)
    with refused(NotGranted) as no:
        recommend(claim)
    assert any("above_scale" in place or "not_met" in place for place in where(no))


def test_an_item_that_restates_another_is_claimed_at_the_original(time):
    an_adoption("XH24")
    owner = an_enterprise()
    claim = a_claim("district_review", enterprise=owner, item="XH24-I-3.1", facts=SIXTY_MILLION)
    with refused(NotGranted) as no:
        recommend(claim)
    assert "restates" in where(no)


def test_a_repeal_stops_what_was_not_yet_approved(time):
    adoption = an_adoption()
    claim = a_claim("public_notice", enterprise=an_enterprise())
    act("repeal_adoption", {**here(adoption), "note": "废止", "document": "测试废止1号"}, APPROVER)
    fund = a_fund()
    wait_for_the_notice(claim)
    with refused(NotGranted) as no:
        approve(claim, fund)
    assert "draft_not_adopted" in where(no)


@pytest.mark.parametrize("item", ["QD24-25.s", "QD24-26.r"])
def test_a_service_and_a_rule_grant_no_money(owner, item):
    with refused(BadRecord) as no:
        a_claim("draft", enterprise=owner, item=item, facts={})
    assert where(no) == ["item"]


def test_the_draft_of_another_document_needs_its_own_adoption(owner):
    body = {"enterprise": owner.id, "item": "XH24-I-2.1", "on": "2025-01-15"}
    facts = {"construction_cost": "100.00", "selected_by_province": True}
    draft = act("draft_claim", {**body, "facts": facts}, agent(owner.id))
    with refused(NotAdopted) as no:
        act("submit_claim", {**here(draft), "commitment": True}, agent(owner.id))
    assert "XH24" in no.value.zh
