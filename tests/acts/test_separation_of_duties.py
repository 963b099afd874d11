"""Over a claim's whole history, who did one thing may not do the other."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import SamePerson
from disburse.models import Event
from reports.figures import plain_yuan
from tests.make import (
    CHAMPION,
    CHECKS,
    CLERK,
    HEAD,
    UNIT,
    a_claim,
    a_fund,
    a_rating_list,
    a_receipt,
    advance,
    agent,
    here,
    wait_for_the_notice,
)
from tests.services.watching import refused
from workflows.claim import CLAIM
from workflows.roles import ROLES

Attempt = Callable[[Any, Actor], Any]


def earlier(claim: Any, apart_from: tuple[str, ...]) -> dict[str, str]:
    """Who took each of the steps that the one in question is kept apart from."""
    query = select(Event.action, Event.actor).where(Event.record == claim.id, Event.action.in_(apart_from))
    return {event.action: event.actor for event in db.session.execute(query)}


def everyone_before_is_refused(claim: Any, action: str, attempt: Attempt) -> None:
    """Each person named in the table comes back in the step's own role, and is refused."""
    step = CLAIM.step(action, claim.state)
    before = earlier(claim, step.apart_from)
    assert before.keys() == set(step.apart_from)
    office = ROLES[step.role].office
    for person in set(before.values()):
        by = Actor(person, step.role, UNIT if office == "district" else office)
        with refused(SamePerson):
            attempt(claim, by)


def a_corrected_claim() -> Any:
    """A claim that was returned, resubmitted and had its facts established: every step that can be taken."""
    claim = a_claim("submitted")
    claim = act("return_claim", {**here(claim), "note": "缺发票"}, CLERK)
    claim = act("submit_claim", {**here(claim), "commitment": True}, agent(claim.enterprise_id))
    claim = act("accept_claim", here(claim), CLERK)
    return act("establish_facts", {**here(claim), "facts": CHAMPION, "note": "核定"}, CLERK)


def recommend(claim: Any, by: Actor) -> Any:
    return act("recommend_claim", {**here(claim), "checks": CHECKS}, by)


def rate(claim: Any, by: Actor) -> Any:
    return act("rate_claim", here(claim), by)


def approve(claim: Any, by: Actor, fund: Any) -> Any:
    body = {**here(claim), "fund": fund.id, "approval_number": "测试指标1号"}
    return act("approve_claim", body, by)


def schedule(claim: Any, by: Actor) -> Any:
    sums = plain_yuan(claim.payable_fen)
    lines = [{"claim_id": claim.id, "amount_yuan": sums}]
    body = {"fund_id": claim.fund_id, "payment_count": 1, "total_yuan": sums, "lines": lines}
    return act("build_batch", body, by)


def confirm(claim: Any, by: Actor) -> Any:
    return act("confirm_payment", a_receipt(claim), by)


def recover(claim: Any, by: Actor) -> Any:
    body = {"claim_id": claim.id, "amount_yuan": "1.00", "grounds": "审计发现不实"}
    return act("decide_recovery", {**body, "decision_number": "测试追缴1号"}, by)


def test_nobody_judges_pays_or_takes_back_what_the_same_person_prepared(time):
    claim, fund = a_corrected_claim(), a_fund()
    a_rating_list()
    everyone_before_is_refused(claim, "recommend", recommend)
    claim = recommend(claim, HEAD)
    everyone_before_is_refused(claim, "rate", rate)
    claim = advance(advance(claim, "rated"), "public_notice")
    wait_for_the_notice(claim)
    everyone_before_is_refused(claim, "approve", lambda claim, by: approve(claim, by, fund))
    claim = advance(claim, "approved", fund=fund)
    everyone_before_is_refused(claim, "schedule", schedule)
    claim = advance(claim, "paying")
    everyone_before_is_refused(claim, "confirm_payment", confirm)
    claim = advance(claim, "paid")
    everyone_before_is_refused(claim, "recover", recover)


def test_every_step_kept_apart_is_tried_here():
    tried = {"recommend", "rate", "approve", "schedule", "confirm_payment", "recover"}
    elsewhere = {"pledge", "offset", "offset_in_full"}  # tests/pledges, tests/payouts
    assert tried | elsewhere == {step.action for step in CLAIM.steps if step.apart_from}
