"""One enterprise over the years, what another class would do, and what happened since somebody looked."""

import pytest

from disburse.actors import Actor
from disburse.acts import act
from disburse.errors import BadRecord, NotFound
from disburse.queries.dossier import Changed, dossier, what_if
from disburse.queries.meanwhile import meanwhile
from tests.make import (
    APPROVER,
    AUDITOR,
    CLERK,
    HEAD,
    a_claim,
    a_fund,
    a_rating_list,
    a_recovery,
    agent,
    an_adoption,
    an_enterprise,
    here,
    repay,
)
from tests.reads.counting import questions

ELSEWHERE = Actor("other", "district_clerk", "370202")
UPGRADE = {"equipment_investment": "1000000.00", "meets_upgrade_standard": True}


@pytest.fixture
def owner(time):
    an_adoption()
    return an_enterprise()


def test_a_dossier_has_years_ratings_claims_and_all_that_belongs_to_them(owner):
    paid = a_claim("paid", enterprise=owner, rating="C")
    recovery = a_recovery(paid, "100.00")
    repay(recovery, "100.00")
    old = {"recognised_on": "2024-05-01", "newly_recognised": True}
    draft = a_claim("draft", enterprise=owner, on="2024-05-01", facts=old)
    a_claim("draft")
    found = dossier(owner.id, AUDITOR)
    assert [(y.year, y.claims, y.awards, y.paid_fen, y.recovered_fen) for y in found.years] == [
        (2025, 1, 1, 160_000_000, 10_000),
        (2024, 1, 0, 0, 0),
    ]
    assert [(r.year, r.rating, r.list_id) for r in found.ratings] == [(2024, "C", paid.rating_list_id)]
    assert [claim.id for claim in found.claims] == [paid.id, draft.id]
    assert [r.id for r in found.beside["recoveries"]] == [recovery.id]
    assert [p.claim_id for p in found.beside["payments"]] == [paid.id]
    assert found.beside["pledges"] == found.beside["freezes"] == found.beside["objections"] == []


def test_a_dossier_asks_as_much_of_a_long_story_as_of_a_short_one(owner):
    a_claim("draft", enterprise=owner)
    with questions() as few:
        dossier(owner.id, AUDITOR)
    for _ in range(3):
        a_claim("submitted", enterprise=owner)
    with questions() as many:
        dossier(owner.id, AUDITOR)
    assert len(many) == len(few) <= 8


def test_a_dossier_is_for_those_who_may_see_the_enterprise(owner):
    assert dossier(owner.id, agent(owner.id)).enterprise.id == owner.id
    with pytest.raises(NotFound):
        dossier(owner.id, ELSEWHERE)
    with pytest.raises(NotFound):
        what_if(owner.id, "D", ELSEWHERE)


def test_another_class_changes_what_is_rated_and_nothing_else(owner):
    champion = a_claim("rated", enterprise=owner, rating="A")
    upgrade = a_claim("rated", enterprise=owner, item="QD24-5.1", facts=UPGRADE)
    assert what_if(owner.id, "D", AUDITOR) == [
        Changed(champion.id, "QD24-2.1", "A", 200_000_000, 0, "loses", settled=False),
        Changed(upgrade.id, "QD24-5.1", "A", 12_000_000, 12_000_000, "same", settled=False),
    ]
    assert [c.then_fen for c in what_if(owner.id, "C", AUDITOR)] == [160_000_000, 12_000_000]
    assert {c.verdict for c in what_if(owner.id, "A", AUDITOR)} == {"same"}


def test_what_is_approved_is_settled_and_what_lacks_facts_is_open(owner):
    a_rating_list((owner.name, owner.uscc, "B"))
    a_claim("approved", enterprise=owner, rating="B", fund=a_fund())
    a_claim("draft", enterprise=owner, item="QD24-5.1", facts={})
    gone = a_claim("submitted", enterprise=owner)
    act("refuse_claim", {**here(gone), "note": "不符合"}, HEAD)
    found = what_if(owner.id, "D", APPROVER)
    assert [(c.verdict, c.settled) for c in found] == [("loses", True), ("open", False)]
    with pytest.raises(BadRecord):
        what_if(owner.id, "E", AUDITOR)


def test_what_if_asks_once_for_all_claims(owner):
    a_claim("draft", enterprise=owner)
    with questions() as few:
        what_if(owner.id, "D", AUDITOR)
    for _ in range(3):
        a_claim("draft", enterprise=owner)
    with questions() as many:
        what_if(owner.id, "D", AUDITOR)
    assert len(many) == len(few)


def test_a_stale_page_is_told_who_changed_what_since(time):
    claim = a_claim("district_review")
    since = meanwhile(claim.id, 1, CLERK)
    assert [(c.version, c.zh, c.person) for c in since] == [
        (2, "提交", f"agent-{claim.enterprise_id}"),
        (3, "受理", "clerk"),
    ]
    assert "commitment" in since[0].fields
    assert meanwhile(claim.id, claim.version, CLERK) == []
    assert {c.person for c in meanwhile(claim.id, 1, agent(claim.enterprise_id))} == {None}
    with pytest.raises(NotFound):
        meanwhile(claim.id, 1, ELSEWHERE)


def test_a_record_without_workflow_tells_its_changes_by_their_names(owner):
    act(
        "rename_enterprise", {**here(owner), "name": "青岛改名测试有限公司", "document": "测试变更1号"}, CLERK
    )
    assert [(c.zh, c.fields) for c in meanwhile(owner.id, 1, CLERK)] == [("rename", ("match_name", "name"))]
