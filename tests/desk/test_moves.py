"""One step: is there such a step, may this person, is what it needs there, and until when is the next."""

from datetime import date

import pytest

from disburse import desk
from disburse.actors import Actor
from disburse.acts import act
from disburse.errors import NeedsDocument, NeedsNote, NotYours, OutOfOrder, SamePerson
from disburse.models import Claim, Enterprise
from tests.make import APPROVER, CHECKS, CITY_CLERK, CLERK, HEAD, UNIT, a_claim, agent, an_enterprise


@desk.use_case
def step(number, action, *, by, **given):
    """Any step of a claim, through the desk alone."""
    claim = desk.hold(Claim, number, by=by)
    desk.move(claim, action, by=by, **given)
    return claim


def test_a_step_out_of_order_says_which_are_possible(time):
    claim = a_claim("draft")
    with pytest.raises(OutOfOrder) as no:
        step(claim.id, "approve", by=APPROVER, document="测试1号")
    assert "提交" in no.value.zh
    assert "Submit" in no.value.en


def test_a_step_is_for_one_role(time):
    with pytest.raises(NotYours) as no:
        step(a_claim("district_review").id, "recommend", by=CLERK)
    assert "“推荐”不由区市经办人" in no.value.zh
    assert '"Recommend"' in no.value.en
    assert "is not for district clerk of 370211. It is for district head" in no.value.en


def test_who_prepared_a_claim_does_not_recommend_it(time):
    claim = a_claim("submitted")
    both = Actor("both", "district_clerk", UNIT), Actor("both", "district_head", UNIT)
    accepted = act("accept_claim", {"number": claim.id, "version": claim.version}, both[0])
    with pytest.raises(SamePerson) as no:
        act("recommend_claim", {"number": claim.id, "version": accepted.version, "checks": CHECKS}, both[1])
    assert "本人已办理过“受理”" in no.value.zh
    assert 'you took "Accept" yourself' in no.value.en


def test_separation_looks_at_the_whole_history_of_the_record(time):
    claim = a_claim("public_notice")
    for earlier in ("rater", "city-clerk", "head", "clerk"):
        with pytest.raises(SamePerson):
            step(claim.id, "approve", by=Actor(earlier, "city_approver", "city"), document="测试1号")


def test_separation_is_within_one_record(time):
    a_claim("recommended")
    claim = a_claim("district_review")
    assert step(claim.id, "recommend", by=HEAD).state == "recommended"


def test_a_step_that_needs_reasons_gets_them(time):
    claim = a_claim("submitted")
    for empty in (None, ""):
        with pytest.raises(NeedsNote):
            step(claim.id, "return_for_correction", by=CLERK, note=empty)


def test_a_step_that_needs_a_document_gets_it(time):
    with pytest.raises(NeedsDocument):
        step(a_claim("rated").id, "publish", by=CITY_CLERK)


@pytest.mark.parametrize(
    ("day", "due"), [("2026-02-11", "2026-02-25"), ("2026-04-30", "2026-05-11"), ("2026-09-28", "2026-10-10")]
)
def test_a_deadline_runs_in_working_days_over_holidays(time, day, due):
    claim = a_claim("draft")
    time.move_to(time.moment.replace(year=2026, month=int(day[5:7]), day=int(day[8:])))
    submitted = step(claim.id, "submit", by=agent(claim.enterprise_id), commitment=True)
    assert submitted.due_on == date.fromisoformat(due)
    assert not submitted.due_provisional


def test_a_deadline_in_a_year_without_calendar_is_provisional(time):
    claim = a_claim("draft")
    time.move_to(time.moment.replace(year=2031))
    assert step(claim.id, "submit", by=agent(claim.enterprise_id)).due_provisional


def test_a_step_that_stays_leaves_the_deadline_as_it_is(time):
    claim = a_claim("district_review")
    time.move_to(time.moment.replace(month=3, day=7))
    assert step(claim.id, "establish", by=CLERK, established={}).due_on == claim.due_on


def test_what_has_no_workflow_takes_no_step(app):
    firm = an_enterprise()

    @desk.use_case
    def walk(*, by):
        desk.move(desk.hold(Enterprise, firm.id, by=by), "accept", by=by)

    with pytest.raises(TypeError, match="enterprise has no workflow"):
        walk(by=CLERK)
