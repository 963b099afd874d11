"""The enterprise's side: draft, amend, submit, resubmit, withdraw."""

import pytest

from disburse.acts import act
from disburse.errors import BadRecord, NotAdopted, NotFound, OutOfOrder, Stale
from tests.make import (
    APPROVER,
    CHAMPION,
    CLERK,
    PATH,
    a_claim,
    agent,
    an_adoption,
    an_enterprise,
    here,
)
from tests.services.watching import last_event, refused

INVESTMENT = {"equipment_investment": "1000000.00", "meets_upgrade_standard": True}


def test_a_draft_belongs_to_its_enterprise_and_the_unit_that_reviews_it(time):
    claim = a_claim("draft", claimed_yuan="1500000.00", object="一号产品")
    assert (claim.state, claim.unit, claim.object) == ("draft", "370211", "一号产品")
    assert (claim.claimed_fen, claim.paid_fen, claim.due_on) == (150_000_000, 0, None)
    assert last_event(claim)["to"] == "draft"


def test_a_draft_is_amended_until_it_is_submitted(time):
    claim = a_claim("draft", facts={"newly_recognised": True})
    body = {**here(claim), "facts": CHAMPION, "claimed_yuan": "10.00"}
    amended = act("amend_claim", body, agent(claim.enterprise_id))
    assert (amended.facts, amended.claimed_fen) == (CHAMPION, 1_000)
    submitted = a_claim("submitted")
    with refused(OutOfOrder):
        act("amend_claim", {**body, **here(submitted)}, agent(submitted.enterprise_id))


def test_submission_starts_the_districts_clock(time):
    claim = a_claim("submitted")
    assert (claim.commitment, claim.submitted_at) == (True, time.moment)
    assert claim.due_on.isoformat() == "2025-03-10"


def test_nothing_is_claimed_from_a_document_that_was_not_adopted(time):
    claim = a_claim("draft")
    body = {**here(claim), "commitment": True}
    with refused(NotAdopted):
        act("submit_claim", body, agent(claim.enterprise_id))
    an_adoption()
    assert act("submit_claim", body, agent(claim.enterprise_id)).state == "submitted"


@pytest.mark.parametrize(("on", "refuses"), [("2023-12-31", True), ("2024-01-01", False)])
def test_the_adoptions_first_day_counts(time, on, refuses):
    an_adoption()
    claim = a_claim("draft", on=on)
    body = {**here(claim), "commitment": True}
    if refuses:
        with refused(NotAdopted):
            act("submit_claim", body, agent(claim.enterprise_id))
    else:
        assert act("submit_claim", body, agent(claim.enterprise_id)).state == "submitted"


def test_a_repealed_adoption_carries_no_claim(time):
    adoption = an_adoption()
    from_then = {**here(adoption), "note": "已有新文件", "document": "测试废止1号"}
    act("repeal_adoption", from_then, APPROVER)
    claim = a_claim("draft")
    with refused(NotAdopted):
        act("submit_claim", {**here(claim), "commitment": True}, agent(claim.enterprise_id))


def test_a_returned_claim_is_amended_and_comes_back_once(time):
    claim = a_claim("submitted")
    returned = act("return_claim", {**here(claim), "note": "缺合同；缺发票"}, CLERK)
    owner = agent(claim.enterprise_id)
    amended = act("amend_claim", {**here(returned), "facts": CHAMPION}, owner)
    back = act("submit_claim", {**here(amended), "commitment": True}, owner)
    assert (back.state, last_event(back)["action"]) == ("submitted", "resubmit")
    with refused(BadRecord) as no:
        act("return_claim", {**here(back), "note": "还缺回单"}, CLERK)
    assert "once" in no.value.findings[0].en


@pytest.mark.parametrize("state", PATH[: PATH.index("approved")])
def test_a_claim_may_be_withdrawn_until_it_is_approved(time, state):
    claim = a_claim(state)
    gone = act("withdraw_claim", here(claim), agent(claim.enterprise_id))
    assert (gone.state, gone.due_on) == ("withdrawn", None)


def test_an_approved_award_is_not_withdrawn(time):
    claim = a_claim("approved")
    with refused(OutOfOrder) as no:
        act("withdraw_claim", here(claim), agent(claim.enterprise_id))
    assert "撤销批准" in no.value.zh


def test_an_enterprise_claims_for_itself_only(time):
    mine, other = an_enterprise(), an_enterprise()
    body = {"enterprise": other.id, "item": "QD24-2.1", "on": "2025-01-15", "facts": CHAMPION}
    with refused(NotFound):
        act("draft_claim", body, agent(mine.id))


def test_a_page_left_open_does_not_overwrite_what_came_since(time):
    claim = a_claim("draft", item="QD24-5.1", facts=INVESTMENT)
    body = {**here(claim), "facts": INVESTMENT}
    act("amend_claim", body, agent(claim.enterprise_id))
    with refused(Stale) as no:
        act("amend_claim", body, agent(claim.enterprise_id))
    assert "version 1, it is now version 2" in no.value.en
