"""Official readings on record: two persons, dated, applied once confirmed, and an old assessment replays."""

from datetime import timedelta

import pytest

from disburse import clock
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import BadRecord, NotYours, OutOfOrder, SamePerson, Stale
from disburse.models import Enterprise
from disburse.policy.case import Case
from disburse.policy.catalogue import load
from disburse.policy.engine import assess
from disburse.queries import rules, trail
from disburse.queries.verification import verify
from reports import proof
from schemas.decisions import DECISION_OUT
from tests.make import APPROVER, CITY_CLERK, CLERK, FINANCE, a_claim, again, an_adoption, here

NODE = "QD24-18.3"
FACTS = {"construction_cost": "10000000.00", "newly_connected": True}
BODY = {
    "question": f"investment:{NODE}",
    "reading": "yes",
    "number": "测试函〔2025〕1号",
    "holds_from": "2025-01-01",
    "grounds": "平台建设属于固定资产投资",
}


def entered(by=CITY_CLERK, **changes):
    return act("enter_decision", {**BODY, **changes}, by)


def confirm(decision, by=APPROVER):
    return act("confirm_decision", {**here(decision), "document": "测试确认2号"}, by)


def a_node():
    an_adoption()
    return a_claim(item=NODE, facts=FACTS)


def assessed(claim):
    return rules.assessment(claim, db.session.get_one(Enterprise, claim.enterprise_id), "C")


def codes(result):
    return [why.code for why in result.reasons]


def test_a_reading_changes_nothing_until_it_is_confirmed(time):
    claim = a_node()
    assert assessed(claim).outcome == "needs_decision"
    decision = entered()
    assert assessed(claim).outcome == "needs_decision"
    confirm(decision)
    made = assessed(claim)
    assert (made.outcome, made.payable_fen) == ("payable", 2_000_000_00)
    assert f"reading:investment:{NODE}" in codes(made)


def test_whoever_entered_it_does_not_confirm_it(time):
    decision = entered()
    with pytest.raises(SamePerson):
        confirm(decision, Actor(CITY_CLERK.id, "city_approver", "city"))


@pytest.mark.parametrize("by", [CLERK, APPROVER, FINANCE])
def test_only_the_city_clerk_enters_it(time, by):
    with pytest.raises(NotYours):
        entered(by)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", "investment:QD24-5.1"),
        ("question", "overlap:G14"),
        ("question", "x"),
        ("reading", "perhaps"),
        ("reading", "highest"),
        ("number", ""),
        ("grounds", ""),
        ("holds_from", "2025-02-30"),
    ],
)
def test_what_the_texts_do_not_leave_open_cannot_be_decided(time, field, value):
    with pytest.raises(BadRecord) as refused:
        entered(**{field: value})
    assert [finding.where for finding in refused.value.findings] == [field]


def test_a_decision_seen_in_another_version_is_not_confirmed(time):
    decision = entered()
    with pytest.raises(Stale):
        act("confirm_decision", {"number": decision.id, "version": 2, "document": "测试确认2号"}, APPROVER)


def test_a_rejected_reading_is_never_applied(time):
    decision = entered()
    act("reject_decision", {**here(decision), "note": "文号有误"}, APPROVER)
    assert rules.decisions() == ()
    with pytest.raises(OutOfOrder):
        confirm(again(decision))


def test_a_reading_holds_for_events_from_its_day_on(time):
    claim = a_node()
    confirm(entered(holds_from="2025-01-16"))
    assert assessed(claim).outcome == "needs_decision"


def test_a_repealed_reading_is_applied_no_more_but_what_was_assessed_replays(time):
    claim = a_node()
    before, at_first = clock.now(), assessed(claim)
    time.move_to(time.moment + timedelta(days=1))
    decision = confirm(entered())
    under, then = clock.now(), assessed(claim)
    time.move_to(time.moment + timedelta(days=1))
    act("repeal_decision", {**here(decision), "note": "另行规定", "document": "测试废止3号"}, APPROVER)
    assert assessed(claim) == at_first
    assert again_at(claim, before) == at_first
    assert again_at(claim, under) == then
    assert then.decisions
    assert then.decisions != at_first.decisions


def again_at(claim, moment):
    """The claim assessed with the readings of a moment."""
    enterprise = db.session.get_one(Enterprise, claim.enterprise_id)
    facts = rules.facts_of(claim, enterprise, claim.established)
    case = Case(claim.id, claim.item, claim.on, "C", facts, rules.past_awards(claim), "pay")
    return assess(load(), case, rules.adoptions(), rules.decisions(moment))


def test_a_later_reading_supersedes_an_earlier_one(time):
    claim = a_node()
    confirm(entered())
    time.move_to(time.moment + timedelta(days=1))
    confirm(entered(reading="no", number="测试函〔2025〕2号"))
    assert assessed(claim).payable_fen == 1_600_000_00


def test_a_frozen_calculation_names_edition_readings_and_day(time):
    claim = a_node()
    confirm(entered())
    result = assessed(claim)
    frozen = rules.frozen(result)
    assert frozen["decisions"] == result.decisions
    assert frozen["edition"] == "QD24/2023-draft"
    assert frozen["edition_digest"] == load().digests["QD24", "2023-draft"]
    assert frozen["assessed_on"] == clock.today().isoformat()


def test_a_claim_goes_through_once_the_reading_is_on_record(time):
    confirm(entered())
    claim = a_claim("rated", item=NODE, facts=FACTS, rating="C")
    assert claim.payable_fen == 2_000_000_00
    assert len(claim.calculation["decisions"]) == 64


def test_a_decision_goes_out_as_it_came_in(time):
    body = DECISION_OUT.dump(confirm(entered()))
    assert {name: body[name] for name in BODY} == BODY
    assert body["state"] == "confirmed"


def test_the_journal_agrees_with_the_decisions(time):
    confirm(entered())
    with trail.snapshot() as view:
        assert list(verify(view, proof.Tally())) == []
