"""The claim's table against what the procedure asks."""

import pytest

from workflows.claim import CLAIM
from workflows.engine import NoSuchStep
from workflows.table import NEW

HAPPY_ROAD = {
    "draft": "draft",
    "submit": "submitted",
    "accept": "district_review",
    "establish": "district_review",
    "recommend": "recommended",
    "decide": "recommended",
    "rate": "rated",
    "publish": "public_notice",
    "approve": "approved",
    "pledge": "pledged",
    "schedule": "paying",
    "confirm_payment": "paid",
}


class Row:
    def __init__(self, state):
        self.state = state


def steps(action):
    return [step for step in CLAIM.steps if step.action == action]


def test_a_claim_travels_from_new_to_paid():
    row = Row(NEW)
    for action, state in HAPPY_ROAD.items():
        CLAIM.walk(row, action)
        assert row.state == state


def test_a_returned_payment_goes_back_to_approved_or_to_its_lock():
    for state in ("paying", "paid"):
        assert CLAIM.step("return_payment", state).target == "approved"
        assert CLAIM.step("return_pledged_payment", state).target == "pledged"


@pytest.mark.parametrize(
    ("state", "workdays"),
    [
        ("draft", None),
        ("submitted", 5),
        ("district_review", 15),
        ("returned", 10),
        ("recommended", 20),
        ("rated", 10),
        ("public_notice", None),
        ("approved", 10),
        ("pledged", 10),
        ("paying", 20),
        ("recovering", 30),
    ],
)
def test_the_holder_of_a_claim_has_so_many_working_days(state, workdays):
    assert CLAIM.state(state).deadline_workdays == workdays


def test_a_public_notice_lasts_at_least_five_working_days():
    assert CLAIM.state("public_notice").minimum_workdays == 5


def test_a_claim_may_rest_only_where_it_is_over():
    resting = {state.name for state in CLAIM.states if state.rest}
    assert resting == {"paid", "refused", "withdrawn", "revoked", "recovered"}


@pytest.mark.parametrize(
    ("action", "others"),
    [
        ("recommend", {"submit", "resubmit", "accept", "establish"}),
        ("rate", {"submit", "resubmit", "accept", "recommend"}),
        ("approve", {"submit", "resubmit", "accept", "recommend", "rate", "publish"}),
        ("pledge", {"approve"}),
        ("schedule", {"submit", "recommend", "rate", "approve"}),
        ("confirm_payment", {"submit", "recommend", "rate", "approve", "schedule"}),
        ("recover", {"confirm_payment", "schedule"}),
    ],
)
def test_who_did_one_thing_may_not_do_the_other(action, others):
    assert all(set(step.apart_from) == others for step in steps(action))


def test_a_refusal_gives_its_reason_and_an_approval_its_document():
    assert all(step.note_required for step in steps("refuse") + steps("revoke") + steps("recover"))
    assert all(step.document_required for step in steps("approve") + steps("publish") + steps("recover"))
    assert not CLAIM.step("submit", "draft").note_required


def test_the_district_refuses_before_it_recommends_and_the_city_after():
    refusers = {step.source: step.role for step in steps("refuse")}
    assert refusers == {
        "submitted": "district_head",
        "returned": "district_head",
        "district_review": "district_head",
        "recommended": "city_approver",
        "rated": "city_approver",
        "public_notice": "city_approver",
    }


def test_a_step_out_of_order_is_refused_in_both_languages_with_the_way_on():
    with pytest.raises(NoSuchStep) as refused:
        CLAIM.step("approve", "submitted")
    assert refused.value.zh == "“已提交”状态下不能“批准”；可办理：撤回、退回补正、受理、不予支持。"
    assert refused.value.en == str(refused.value)
    assert "possible: Withdraw, Return, Accept, Refuse" in refused.value.en


def test_an_unknown_action_and_an_unknown_state_are_refused_too():
    with pytest.raises(NoSuchStep, match=r"'fly' is not possible in state 'draft'"):
        CLAIM.step("fly", "draft")
    with pytest.raises(NoSuchStep, match=r"'limbo'; possible: nothing"):
        CLAIM.step("submit", "limbo")
