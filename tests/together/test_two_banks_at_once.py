"""Two at once on one award: it is locked to one bank, and what a court froze first does not go out."""

from collections import Counter

import pytest
from sqlalchemy import select

from disburse import clock
from disburse.actors import Actor
from disburse.db import db
from disburse.models import Claim, Event, Pledge
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof
from tests.make import (
    BANK_CLERK,
    BANK_CODE,
    CITY_CLERK,
    PAYER,
    a_batch,
    a_claim,
    a_pledge,
    a_proposal,
    a_unit,
    an_account,
    here,
)
from tests.together import work

OTHER = "102452000012"


@pytest.fixture
def at_once(processes, config):
    """Do each job in a process of its own; gives what became of each."""

    def run(*jobs):
        db.session.remove()
        db.engine.dispose()
        start, answers, moment = processes.Event(), processes.Queue(), clock.now()
        workers = [
            processes.Process(target=work.do, args=(config, moment, [job], start, answers)) for job in jobs
        ]
        for worker in workers:
            worker.start()
        start.set()
        said = [answers.get(timeout=120)[0] for _ in workers]
        for worker in workers:
            worker.join(timeout=60)
        with trail.snapshot() as view:
            assert list(verify(view, proof.Tally())) == []
        return said

    return run


def test_two_banks_ask_for_one_award_and_one_gets_it(time, at_once):
    claim = a_claim("approved")
    for code in (BANK_CODE, OTHER):
        a_unit(code, "bank")
    first, other = a_pledge(claim), a_pledge(claim, bank=OTHER)
    theirs = an_account(a_proposal(other)["account"]["name"], code=OTHER)
    said = at_once(
        ("propose_lock", a_proposal(first), BANK_CLERK),
        ("propose_lock", a_proposal(other, account=theirs), Actor("x", "bank_clerk", OTHER)),
    )
    assert Counter(said) == {"done": 1, "AlreadyLocked": 1}
    states = db.session.scalars(select(Pledge.state).where(Pledge.claim_id == claim.id)).all()
    assert sorted(states) == ["authorised", "proposed"]


def test_a_list_and_a_court_at_once(time, at_once):
    claim = a_claim("approved")
    batch = a_batch(claim)
    order = {"claim_id": claim.id, "court": "测试法院", "order_number": "（2025）测试执1号"}
    said = at_once(
        ("enter_freeze", order, CITY_CLERK),
        ("release_batch", here(batch), PAYER),
    )
    happened = select(Event.action).where(Event.action.in_(("enter", "release")), Event.kind != "adoption")
    actions = db.session.scalars(happened.order_by(Event.id)).all()
    assert (Counter(said), actions) in (
        ({"done": 2}, ["release", "enter"]),
        ({"done": 1, "Frozen": 1}, ["enter"]),
    )
    assert db.session.get_one(Claim, claim.id).state == "paying"
