"""A later list raises a review per claim and changes no sum; a person closes it, in writing."""

import pytest

from disburse.acts import act
from disburse.errors import NeedsDocument, NotYours, OpenReview
from disburse.queries import reviews
from disburse.services.revisiting import NothingDone, dismiss_review
from tests.make import (
    APPROVER,
    CITY_CLERK,
    RATER,
    a_claim,
    a_fund,
    a_rating_list,
    again,
    an_adoption,
    an_enterprise,
    here,
    wait_for_the_notice,
)
from tests.services.watching import refused

CLOSING = {"note": "评价年度不同，维持不变", "document": "测试纪要1号"}


def rated(letter, state="rated"):
    an_adoption()
    owner = an_enterprise()
    return owner, a_claim(state, enterprise=owner, rating=letter)


def relisted(owner, claim, letter, **given):
    rows = [(owner.name, owner.uscc, letter)] if letter else []
    return a_rating_list(*rows, **{"corrects": claim.rating_list_id, **given})


def tasks():
    return [(task.claim_id, task.rating_was, task.rating_now) for task in reviews.to_do(APPROVER)]


@pytest.mark.parametrize("state", ["rated", "public_notice", "approved", "paying", "paid"])
def test_a_correction_calls_every_rated_claim_in_question_and_touches_none(time, state):
    owner, claim = rated("C", state)
    claim = again(claim)
    relisted(owner, claim, "A")
    assert tasks() == [(claim.id, "C", "A")]
    same = again(claim)
    assert (same.version, same.rating, same.payable_fen) == (claim.version, "C", 160_000_000)


def test_a_list_that_gives_the_same_class_raises_nothing(time):
    owner, claim = rated("B")
    relisted(owner, claim, "B")
    assert tasks() == []


def test_each_claim_of_the_enterprise_has_its_own_review(time):
    owner, claim = rated("C")
    other = a_claim(
        "rated", enterprise=owner, item="QD24-14.1", facts={"recognised_on": "2025-01-15"}, rating="C"
    )
    a_rating_list((owner.name, owner.uscc, "B"), year=2025)
    assert tasks() == [(claim.id, "C", "B"), (other.id, "C", "B")]


def test_who_is_gone_from_the_list_is_unrated_and_neither_a_nor_d(time):
    owner, claim = rated("C")
    relisted(owner, claim, None)
    assert tasks() == [(claim.id, "C", "unrated")]


def test_who_comes_into_the_list_is_reviewed(time):
    owner, claim = rated(None)
    relisted(owner, claim, "D")
    assert tasks() == [(claim.id, "unrated", "D")]


def test_lists_that_contradict_one_another_are_reviewed_without_a_class(time):
    owner, claim = rated("C")
    relisted(owner, claim, "A", corrects=None)
    assert tasks() == [(claim.id, "C", None)]


@pytest.mark.parametrize(("state", "raised"), [("approved", 1), ("paid", 0)])
def test_a_list_of_a_later_year_concerns_what_was_not_paid_yet(time, state, raised):
    owner, _ = rated("C", state)
    a_rating_list((owner.name, owner.uscc, "A"), year=2025)
    assert len(tasks()) == raised


def test_a_near_row_raises_nothing_until_a_person_confirms_it(time):
    owner, claim = rated(None)
    late = a_rating_list((owner.name.replace("装备", "装务"), "", "D"))
    assert tasks() == []
    body = {"number": late.id, "row": 1, "enterprise": owner.id, "note": "经核实为同一企业"}
    act("confirm_match", body, RATER)
    assert tasks() == [(claim.id, "unrated", "D")]


def test_the_same_change_is_told_once(time):
    owner, claim = rated("C")
    first = relisted(owner, claim, "A")
    relisted(owner, claim, "A", corrects=first.id)
    assert len(tasks()) == 1


def test_a_review_is_dismissed_with_reasons_and_a_document_and_not_raised_again(time):
    owner, claim = rated("C")
    kept = relisted(owner, claim, "A")
    (task,) = reviews.to_do(APPROVER)
    with refused(NotYours):
        act("dismiss_review", {**here(task), **CLOSING}, CITY_CLERK)
    with refused(NeedsDocument):
        dismiss_review(task.id, note="维持不变", document="", by=APPROVER)
    closed = act("dismiss_review", {**here(task), **CLOSING}, APPROVER)
    assert (closed.state, closed.outcome, closed.outcome_document) == ("dismissed", *CLOSING.values())
    relisted(owner, claim, "A", corrects=kept.id)
    assert tasks() == []


def test_a_review_is_settled_once_the_claim_was_taken_up_again(time):
    owner, claim = rated("C")
    relisted(owner, claim, "A")
    (task,) = reviews.to_do(APPROVER)
    settled = {**here(task), "note": "已按更正名单重新核定", "document": "测试纪要2号"}
    with refused(NothingDone):
        act("settle_review", settled, APPROVER)
    back = act("reconsider_claim", {**here(again(claim)), "note": "名单已更正"}, CITY_CLERK)
    assert act("rate_claim", here(back), RATER).payable_fen == 200_000_000
    assert act("settle_review", settled, APPROVER).state == "settled"
    assert tasks() == []


def test_a_claim_rated_anew_is_reviewed_anew(time):
    owner, claim = rated("C")
    kept = relisted(owner, claim, "A")
    back = act("reconsider_claim", {**here(again(claim)), "note": "名单已更正"}, CITY_CLERK)
    claim = act("rate_claim", here(back), RATER)
    relisted(owner, claim, "C", corrects=kept.id)
    assert (claim.id, "A", "C") in tasks()


def test_an_award_is_not_approved_while_its_review_is_open(time):
    owner, claim = rated("C", "public_notice")
    relisted(owner, claim, "A")
    wait_for_the_notice(claim)
    body = {**here(again(claim)), "fund": a_fund().id, "approval_number": "测试指标1号"}
    with refused(OpenReview):
        act("approve_claim", body, APPROVER)
