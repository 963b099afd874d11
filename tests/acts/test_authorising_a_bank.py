"""A bank sees an award only while its enterprise lets it, and each look is written down."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from disburse import clock
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, NotFound, NotYours
from disburse.models import Claim, Enterprise, Event
from disburse.scope import visible
from disburse.services.pledging import NotPledgeable
from tests.make import (
    BANK_CODE,
    CLERK,
    a_claim,
    a_pledge,
    a_unit,
    agent,
    an_adoption,
    an_enterprise,
    here,
)
from tests.services.watching import refused, where

BANKER = Actor("banker", "bank_clerk", BANK_CODE)
OTHER_BANK = "102452000012"


@pytest.fixture
def bank(time):
    """A bank on record."""
    return a_unit(BANK_CODE, "bank")


def ask(claim, by=BANKER):
    return act("query_award", {"number": claim.id, "purpose": "补贴贷审查"}, by)


def seen_by(actor):
    return db.session.scalars(select(Claim.id).where(visible(Claim, actor))).all()


def test_an_authorised_bank_sees_the_award_and_its_question_is_an_event(bank):
    claim, other = a_claim("approved"), a_claim("approved")
    pledge = a_pledge(claim)
    assert seen_by(BANKER) == [claim.id]
    assert ask(claim).id == claim.id
    asked = db.session.scalars(select(Event).where(Event.record == pledge.id).order_by(Event.seq)).all()
    assert [(event.action, event.unit) for event in asked][-1] == ("query", BANK_CODE)
    with refused(NotFound):
        ask(other)


def test_another_bank_sees_nothing(bank):
    a_pledge(a_claim("approved"))
    stranger = Actor("stranger", "bank_clerk", OTHER_BANK)
    assert seen_by(stranger) == []


def test_the_authorisation_ends_on_its_day(bank, time):
    claim = a_claim("approved")
    a_pledge(claim, days=2)
    time.move_to(clock.now() + timedelta(days=2))
    assert ask(claim)
    time.move_to(clock.now() + timedelta(days=1))
    assert seen_by(BANKER) == []
    with refused(NotFound):
        ask(claim)


def test_the_enterprise_takes_it_back(bank):
    claim = a_claim("approved")
    pledge = a_pledge(claim)
    with refused(NotYours):
        act("withdraw_authorisation", {**here(pledge)}, CLERK)
    act("withdraw_authorisation", here(pledge), agent(claim.enterprise_id))
    assert seen_by(BANKER) == []
    with refused(NotFound):
        ask(claim)
    assert a_pledge(claim).state == "authorised"


def test_one_authorisation_at_a_time_for_one_bank(bank):
    claim = a_claim("approved")
    a_pledge(claim)
    with refused(AlreadyThere):
        a_pledge(claim)


@pytest.mark.parametrize(
    ("given", "place"),
    [({"bank": OTHER_BANK}, "bank"), ({"days": -1}, "expires_on"), ({"days": 367}, "expires_on")],
)
def test_an_unknown_bank_and_a_day_out_of_range_are_refused(bank, given, place):
    claim = a_claim("approved")
    with refused(BadRecord) as no:
        a_pledge(claim, **given)
    assert where(no) == [place]


def test_only_an_approved_unpaid_award_of_a_manufacturer_is_pledged(bank):
    an_adoption()
    services = a_claim("public_notice", enterprise=an_enterprise(manufacturing=False))
    with refused(NotPledgeable) as no:
        a_pledge(services)
    assert where(no) == ["state", "enterprise"]


def test_another_enterprise_can_not_authorise(bank):
    claim = a_claim("approved")
    body = {**here(claim), "bank": BANK_CODE, "expires_on": clock.today().isoformat()}
    stranger = agent(an_enterprise().id)
    with refused(NotFound):
        act("authorise_bank", body, stranger)
    assert db.session.scalars(select(Enterprise.id).where(visible(Enterprise, BANKER))).all() == []
