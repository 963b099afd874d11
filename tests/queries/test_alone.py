"""Who did, or could have done, two duties on one claim: found from the journal, and nothing else is."""

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from disburse import apart, cli
from disburse.actors import Actor
from disburse.acts import act
from disburse.queries.alone import DUTY_OF_ROLE, Alone, alone
from disburse.queries.trail import snapshot
from tests.make import CHECKS, HEAD, UNIT, a_claim, a_delegation, a_person, a_unit, borrowing, here
from workflows.claim import CLAIM


def found():
    with snapshot() as view:
        return list(alone(view))


@pytest.fixture
def blind(monkeypatch):
    """A desk that keeps nobody apart: what the report is for."""
    monkeypatch.setattr(apart, "require", lambda *_, **__: None)


def test_a_role_has_steps_of_one_duty_only():
    assert len({(step.role, step.duty) for step in CLAIM.steps if step.duty}) == len(DUTY_OF_ROLE)


def test_a_whole_story_of_many_people_has_no_findings(time):
    a_claim("paid")
    assert found() == []


def test_one_person_in_two_duties_is_found(time, blind):
    claim = a_claim("submitted")
    person = f"agent-{claim.enterprise_id}"
    act("accept_claim", here(claim), Actor(person, "district_clerk", claim.unit))
    assert found() == [Alone(claim.id, person, "did", ("submission", "district review"))]


def test_a_lender_counts_for_what_the_borrower_did(time, blind):
    a_unit("city", "city")
    clerk, other = a_person("city_clerk", unit="city"), a_person("city_clerk", unit="city")
    lent = a_delegation(clerk, "city_clerk", other)
    claim = act(
        "recommend_claim",
        {**here(a_claim("district_review")), "checks": CHECKS},
        Actor(clerk.id, "district_head", UNIT),
    )
    decided = {"note": "测试", "document": "测试1号", "recognised_yuan": "100.00"}
    act("decide_claim", {**here(claim), **decided}, borrowing(lent))
    assert Alone(claim.id, clerk.id, "did", ("district review", "rating")) in found()


def test_who_held_two_roles_while_a_claim_was_under_way_could_have(time):
    a_unit("city", "city")
    both = a_person("city_clerk", "city_approver", unit="city")
    claim = a_claim("district_review")
    assert found() == [Alone(claim.id, both.id, "could", ("rating", "approval"))]


def test_a_borrowed_role_counts_on_its_days_only(time):
    a_unit("city", "city")
    approver, clerk = a_person("city_approver", unit="city"), a_person("city_clerk", unit="city")
    over = a_claim("submitted")
    act("refuse_claim", {**here(over), "note": "不符合"}, HEAD)
    time.move_to(time.moment.replace(day=10))
    lent = a_delegation(approver, "city_approver", clerk, days=2)
    claim = a_claim("draft")
    assert [(one.claim, one.person) for one in found()] == [(claim.id, lent.delegate)]


def test_the_command_tells_and_ends_with_status_1(app, time, blind):
    claim = a_claim("submitted")
    act("accept_claim", here(claim), Actor(f"agent-{claim.enterprise_id}", "district_clerk", claim.unit))
    told = CliRunner().invoke(
        cli.disburse, ["who-could-have-acted-alone"], obj=ScriptInfo(create_app=lambda: app)
    )
    assert told.exit_code == 1
    assert f"{claim.id} agent-{claim.enterprise_id} did: 申报、区市初审" in told.output
