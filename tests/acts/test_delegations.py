"""A role may be lent for some days; whoever borrows it can do no more than the two could apart."""

from datetime import timedelta

import pytest

from disburse import clock
from disburse.acts import act
from disburse.errors import BadRecord, NotYours, SamePerson
from disburse.queries.trail import snapshot
from disburse.queries.verification import verify
from disburse.services.delegating import NotLent
from reports import proof
from tests.make import (
    CHECKS,
    CLERK,
    HEAD,
    SECURITY,
    UNIT,
    a_batch,
    a_claim,
    a_delegation,
    a_person,
    a_unit,
    acting,
    again,
    borrowing,
    here,
)
from tests.services.watching import refused


@pytest.fixture
def district(time):
    """A head and two clerks of one district."""
    a_unit()
    return a_person("district_head"), a_person("district_clerk"), a_person("district_clerk")


def recommend(claim, by):
    return act("recommend_claim", {**here(claim), "checks": CHECKS}, by)


def test_the_borrower_acts_and_the_journal_names_the_delegation(district):
    head, clerk, _ = district
    claim, lent = a_claim("district_review"), a_delegation(head, "district_head", clerk)
    recommended = recommend(claim, borrowing(lent))
    with snapshot() as view:
        last = list(view.events(recommended.id))[-1]
        assert list(verify(view, proof.Tally())) == []
    assert (last.actor, last.role, last.delegation) == (clerk.id, "district_head", lent.id)
    assert proof.read_event(last.body.encode())["by"] == {
        "for": lent.id,
        "id": clerk.id,
        "role": "district_head",
        "unit": UNIT,
    }


def test_who_accepted_a_claim_does_not_recommend_it_with_a_borrowed_role(district):
    head, clerk, _ = district
    claim = act("accept_claim", here(a_claim("submitted")), acting(clerk, "district_clerk"))
    lent = a_delegation(head, "district_head", clerk)
    with refused(SamePerson):
        recommend(claim, borrowing(lent))


def test_who_lent_a_role_does_not_do_what_its_borrower_must_not(district):
    head, clerk, other = district
    lent = a_delegation(clerk, "district_clerk", other)
    claim = act("accept_claim", here(a_claim("submitted")), borrowing(lent))
    with refused(SamePerson):
        recommend(claim, acting(clerk, "district_head"))
    recommend(claim, acting(head, "district_head"))


def test_a_borrower_stands_in_for_the_lender_who_must_not(district):
    head, _, other = district
    claim = act("accept_claim", here(a_claim("submitted")), acting(head, "district_clerk"))
    lent = a_delegation(head, "district_head", other)
    with refused(SamePerson):
        recommend(claim, borrowing(lent))
    assert recommend(claim, HEAD).state == "recommended"


def test_nobody_releases_money_for_an_award_that_the_same_person_judged(time):
    approved = a_claim("approved")
    batch = a_batch(approved)
    judge = acting_as("approver")
    with refused(SamePerson):
        act("release_batch", here(batch), judge)
    assert again(batch).state == "built"


def acting_as(person):
    """Somebody known from the claim's history, now in finance."""
    return type(CLERK)(person, "finance_payer", "finance")


def test_a_role_is_lent_within_the_unit_for_days_in_order_and_not_to_oneself(district):
    head, clerk, _ = district
    today = clock.today()
    a_unit("370202")
    stranger = a_person("district_clerk", unit="370202")

    def lend(delegate, begin, days):
        until = begin + timedelta(days=days)
        body = {"delegate": delegate.id, "from_day": begin.isoformat(), "until_day": until.isoformat()}
        return act("delegate_role", {**body, "grounds": "出差"}, acting(head, "district_head"))

    for wrong in (
        (head, today, 1),
        (stranger, today, 1),
        (clerk, today - timedelta(days=1), 3),
        (clerk, today, -1),
        (clerk, today, 90),
    ):
        with refused(BadRecord):
            lend(*wrong)
    assert lend(clerk, today, 89).until_day == today + timedelta(days=89)
    with refused(BadRecord):
        lend(clerk, today + timedelta(days=5), 1)


def test_a_borrowed_role_is_not_lent_on(district):
    head, clerk, other = district
    lent = a_delegation(head, "district_head", clerk)
    body = {"delegate": other.id, "from_day": clock.today().isoformat(), "grounds": "出差"}
    with refused(NotLent):
        act("delegate_role", {**body, "until_day": body["from_day"]}, borrowing(lent))


def test_an_administrator_lends_nothing(district):
    body = {"delegate": district[0].id, "from_day": clock.today().isoformat(), "grounds": "出差"}
    body["until_day"] = body["from_day"]
    with refused(BadRecord):
        act("delegate_role", body, SECURITY)


def test_a_delegation_is_ended_by_the_two_or_the_security_administrator(district):
    head, clerk, other = district
    for by in (acting(head, "district_head"), acting(clerk, "district_clerk"), SECURITY):
        lent = a_delegation(head, "district_head", clerk)
        with refused(NotYours):
            act("end_delegation", {**here(lent), "note": "不再需要"}, acting(other, "district_clerk"))
        ended = act("end_delegation", {**here(lent), "note": "已返回"}, by)
        assert ended.ended_on == clock.today()
        with refused(BadRecord):
            act("end_delegation", {**here(ended), "note": "已返回"}, by)
