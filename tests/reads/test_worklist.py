"""What waits for somebody: whose it is, in which order, how much; and what was done."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.models import Claim
from disburse.queries import claims, worklist
from disburse.queries.worklist import WAITING, Chosen
from tests.make import (
    APPROVER,
    AUDITOR,
    CITY_CLERK,
    CLERK,
    HEAD,
    PAYER,
    UNIT,
    a_batch,
    a_claim,
    a_delegation,
    a_person,
    a_unit,
    agent,
    an_account,
    an_adoption,
    an_enterprise,
    borrowing,
    here,
)
from tests.reads.counting import plan, questions
from workflows.claim import CLAIM

ELSEWHERE = Actor("other", "district_clerk", "370202")


def numbers(by, **chosen):
    return [due.claim.id for due in worklist.page(by, Chosen(**chosen))]


def test_every_state_that_must_move_on_waits_for_somebody():
    assert {s for states in WAITING.values() for s in states} == {s.name for s in CLAIM.states if not s.rest}
    assert WAITING["district_head"] == ("district_review",)
    assert WAITING["auditor"] == ()


def test_each_person_sees_what_waits_for_the_role_in_the_unit(time):
    draft, submitted, review, recommended, notice = (
        a_claim(s) for s in ("draft", "submitted", "district_review", "recommended", "public_notice")
    )
    assert numbers(CLERK) == [submitted.id, review.id]
    assert numbers(HEAD) == [review.id]
    assert numbers(ELSEWHERE) == numbers(AUDITOR) == []
    assert numbers(agent(draft.enterprise_id)) == [draft.id]
    assert numbers(CITY_CLERK) == [recommended.id]
    assert numbers(APPROVER) == [notice.id]


def test_what_is_due_first_comes_first_and_what_is_over_says_so(time):
    review = a_claim("district_review")
    time.move_to(time.moment + timedelta(days=17))
    late = worklist.page(CLERK)
    fresh = a_claim("submitted")
    assert [due.claim.id for due in worklist.page(CLERK)] == [review.id, fresh.id]
    assert (late[0].term.over, late[0].term.left_workdays) == (False, 2)
    time.move_to(time.moment + timedelta(days=5))
    assert numbers(CLERK, overdue=True) == [review.id]
    assert [(c.state, c.count, c.overdue) for c in worklist.counts(CLERK)] == [
        ("submitted", 1, 0),
        ("district_review", 1, 1),
    ]


def test_a_day_is_over_at_five_in_the_afternoon(time):
    claim = a_claim("submitted")
    time.move_to(time.moment.replace(day=claim.due_on.day, hour=8, minute=59))
    assert numbers(CLERK, overdue=True) == []
    time.move_to(time.moment.replace(hour=9, minute=1))
    assert numbers(CLERK, overdue=True) == [claim.id]


def test_pages_follow_one_another_without_gap_or_repetition(time):
    an_adoption()
    owner = an_enterprise()
    drafts = [a_claim("draft", enterprise=owner) for _ in range(7)]
    for claim in drafts[:5]:
        act("submit_claim", {**here(claim), "commitment": True}, agent(owner.id))
    for claim in drafts[:2]:
        act("accept_claim", {"number": claim.id, "version": 2}, CLERK)
    whole = [due.claim.id for due in worklist.page(CLERK)]
    assert len(whole) == 5
    seen, after = [], ""
    while page := worklist.page(CLERK, after=after, size=2):
        seen += [due.claim.id for due in page]
        after = page[-1].key
    assert seen == whole
    first = worklist.page(agent(owner.id), size=1)
    assert [d.claim.id for d in worklist.page(agent(owner.id), after=first[0].key)] == [drafts[6].id]


def test_filters_narrow_the_list_and_the_counts_alike(time):
    name = "青岛长乐海蓝重工有限公司"
    one = a_claim("draft", enterprise=an_enterprise(name=name, account=an_account(name)))
    an_adoption()
    act("submit_claim", {**here(one), "commitment": True}, agent(one.enterprise_id))
    other = a_claim("district_review")
    for chosen in ({"state": "submitted"}, {"words": "hailan"}, {"words": "海蓝"}, {"words": one.id}):
        assert numbers(CLERK, **chosen) == [one.id], chosen
        assert [(c.state, c.count) for c in worklist.counts(CLERK, Chosen(**chosen))] == [("submitted", 1)]
    assert numbers(CLERK, item="QD24-2.1", unit=UNIT) == [one.id, other.id]
    assert (
        numbers(CLERK, item="QD24-5.1") == numbers(CLERK, unit="370202") == numbers(CLERK, state="paid") == []
    )


def test_who_did_another_duty_on_a_claim_is_told_that_it_is_not_for_them(time):
    claim = a_claim("submitted")
    same = Actor(f"agent-{claim.enterprise_id}", "district_clerk", UNIT)
    assert [due.barred_by for due in worklist.page(same)] == ["submit"]
    assert [due.barred_by for due in worklist.page(CLERK)] == [None]


def test_a_lent_role_brings_its_work_and_the_lenders_bars(time):
    a_unit()
    head, clerk = a_person("district_head"), a_person("district_clerk")
    claim = a_claim("submitted")
    act("accept_claim", here(claim), Actor(clerk.id, "district_clerk", UNIT))
    lent = a_delegation(head, "district_head", clerk)
    (due,) = worklist.page(borrowing(lent))
    assert (due.claim.id, due.barred_by) == (claim.id, "accept")


def test_other_records_that_wait_are_counted_too(time):
    a_batch(a_claim("approved"))
    assert [(c.kind, c.state, c.count) for c in worklist.beside(PAYER)] == [
        ("batch", "built", 1),
        ("payment", "instructed", 1),
    ]
    assert worklist.beside(AUDITOR) == []


def test_what_a_unit_has_done_is_listed_newest_first(time):
    claim = a_claim("recommended")
    a_claim("draft")
    done = worklist.done(CLERK)
    assert [(d.event.action, d.claim.id) for d in done] == [("recommend", claim.id), ("accept", claim.id)]
    assert [d.event.action for d in worklist.done(CLERK, before=done[0].id)] == ["accept"]
    assert worklist.done(ELSEWHERE) == []


def test_a_page_asks_as_much_for_many_claims_as_for_one(time):
    a_claim("submitted")
    with questions() as few:
        worklist.page(CLERK), worklist.counts(CLERK), worklist.beside(CLERK), worklist.done(CLERK)
    for _ in range(6):
        a_claim("submitted")
    with questions() as many:
        worklist.page(CLERK), worklist.counts(CLERK), worklist.beside(CLERK), worklist.done(CLERK)
    assert len(many) == len(few) <= 7


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_lists_and_counts_are_read_from_indexes_in_their_order(time):
    branch = "SELECT id FROM claim WHERE state = ? {} ORDER BY due_on, id LIMIT 50"
    assert "COVERING INDEX ix_claim_work (state=? AND unit=?)" in plan(
        branch.format("AND unit = ?"), "x", "y"
    )
    assert "COVERING INDEX ix_claim_due (state=?)" in plan(branch.format(""), "x")
    sums = "SELECT unit, state, count(*), sum(payable_fen), sum(paid_fen) FROM claim {} GROUP BY unit, state"
    for where, given in (("", ()), ("WHERE unit = ?", ("x",))):
        told = plan(sums.format(where), *given)
        assert "COVERING INDEX ix_claim_sums" in told
        assert "TEMP B-TREE" not in told


def test_totals_by_state_are_those_of_the_claims(time):
    a_claim("paid")
    a_claim("draft", claimed_yuan="5.00")
    query = select(Claim.state, Claim.payable_fen)
    rows = db.session.execute(query).all()
    assert {t.state: t.payable_fen for t in claims.totals(AUDITOR)} == {s: fen or 0 for s, fen in rows}
    assert claims.tally(AUDITOR, words="测试") == (2, 200_000_000)
