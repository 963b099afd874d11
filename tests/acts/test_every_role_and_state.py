"""Every role, every state of a claim, every act: allowed exactly as the workflows' tables say."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from disburse.actors import ADMINISTRATORS, BANK, CITY_WIDE, CLOCK, Actor
from reports.figures import plain_yuan
from tests.acts.world import DECIDED, Scene, Trial, scenes
from tests.make import (
    CHAMPION,
    CHECKS,
    a_receipt,
    a_returned_payment,
    here,
)
from workflows.claim import CLAIM
from workflows.engine import NoSuchStep, Workflow
from workflows.payout import BATCH, PAYMENT
from workflows.recovery import RECOVERY
from workflows.table import NEW

Steps = list[tuple[Workflow, str, str]]


class OnAClaim(NamedTuple):
    """An act on a claim: its body, the steps it takes one after the other, and whether it shows a fund."""

    body: Callable[[Scene], dict[str, Any]]
    steps: Callable[[Scene], Steps]
    shows_a_fund: bool = False
    there: Callable[[Scene], Any] = lambda _scene: True


def one(action: str, **given: Any) -> OnAClaim:
    """An act that is one step of the claim."""
    return OnAClaim(lambda s: {**here(s.claim), **given}, lambda s: [(CLAIM, action, s.claim.state)])


def submission(scene: Scene) -> Steps:
    state = scene.claim.state
    return [(CLAIM, "submit" if state == "draft" else "resubmit", state)]


def approval(scene: Scene) -> dict[str, Any]:
    return {**here(scene.claim), "fund": scene.fund.id, "approval_number": "测试指标1号"}


def batch(scene: Scene) -> dict[str, Any]:
    sums = plain_yuan(scene.claim.payable_fen)
    line = {"claim_id": scene.claim.id, "amount_yuan": sums}
    return {"fund_id": scene.fund.id, "payment_count": 1, "total_yuan": sums, "lines": [line]}


def recovery(scene: Scene) -> dict[str, Any]:
    body = {"claim_id": scene.claim.id, "amount_yuan": "1.00", "grounds": "审计发现不实"}
    return {**body, "decision_number": "测试追缴1号"}


def instalment(scene: Scene) -> dict[str, Any]:
    body = {**here(scene.recovery), "amount_yuan": "1.00", "receipt_number": "测试缴款1号"}
    return {**body, "received_on": "2025-03-03"}


ON_A_CLAIM = {
    "amend_claim": one("amend", facts=CHAMPION),
    "submit_claim": OnAClaim(lambda s: {**here(s.claim), "commitment": True}, submission),
    "withdraw_claim": one("withdraw"),
    "accept_claim": one("accept"),
    "return_claim": one("return_for_correction", note="缺发票"),
    "establish_facts": one("establish", facts=CHAMPION, note="核定"),
    "recommend_claim": one("recommend", checks=CHECKS),
    "refuse_claim": one("refuse", note="不符合"),
    "send_back": one("send_back", note="复核"),
    "decide_claim": one("decide", **DECIDED),
    "rate_claim": one("rate"),
    "publish_claim": one("publish", minutes_number="测试会议1号"),
    "reconsider_claim": one("reconsider", note="复核"),
    "approve_claim": OnAClaim(approval, lambda s: [(CLAIM, "approve", s.claim.state)], shows_a_fund=True),
    "revoke_claim": one("revoke", **DECIDED),
    "build_batch": OnAClaim(
        batch,
        lambda s: [(BATCH, "build", NEW), (CLAIM, "schedule", s.claim.state)],
        shows_a_fund=True,
        there=lambda s: s.claim.fund_id,
    ),
    "confirm_payment": OnAClaim(
        lambda s: a_receipt(s.claim),
        lambda s: [(PAYMENT, "confirm", s.payment.state), (CLAIM, "confirm_payment", s.claim.state)],
        shows_a_fund=True,
        there=lambda s: s.payment,
    ),
    "return_payment": OnAClaim(
        lambda s: a_returned_payment(s.claim),
        lambda s: [(PAYMENT, "return", s.payment.state), (CLAIM, "return_payment", s.claim.state)],
        shows_a_fund=True,
        there=lambda s: s.payment,
    ),
    "decide_recovery": OnAClaim(
        recovery, lambda s: [(CLAIM, "recover", s.claim.state), (RECOVERY, "decide", NEW)]
    ),
    "record_repayment": OnAClaim(
        instalment,
        lambda s: [(RECOVERY, "record_instalment", s.recovery.state)],
        there=lambda s: s.recovery,
    ),
    "annul_recovery": OnAClaim(
        lambda s: {**here(s.recovery), **DECIDED},
        lambda s: [(RECOVERY, "annul", s.recovery.state), (CLAIM, "annul_recovery", s.claim.state)],
        there=lambda s: s.recovery,
    ),
}


def expected(asked: OnAClaim, scene: Scene, by: Actor) -> str:
    """The refusal that the tables call for; empty where the act is allowed."""
    if by.role in BANK | ADMINISTRATORS | {CLOCK.role} or (asked.shows_a_fund and by.role not in CITY_WIDE):
        return "NotFound"
    for workflow, action, state in asked.steps(scene):
        try:
            step = workflow.step(action, state)
        except NoSuchStep:
            return "OutOfOrder"
        if step.role != by.role:
            return "NotYours"
    return ""


def surprises(trial: Trial, scene: Scene) -> Iterator[str]:
    """Where what happens is not what the tables say, or something else was written."""
    for name, asked in ON_A_CLAIM.items():
        for by in scene.persons() if asked.there(scene) else ():
            code, written = trial.of(name, asked.body(scene), by)
            right = expected(asked, scene, by)
            if code != right or bool(written) is bool(code):
                yield f"{scene.claim.state}: {by.role} {name}: {code or written}, not {right or 'allowed'}"


def test_every_role_may_take_in_every_state_what_the_tables_say_and_nothing_else(time, monkeypatch):
    found = scenes()
    assert found.keys() == {state.name for state in CLAIM.states}
    trial = Trial(monkeypatch)
    assert [surprise for scene in found.values() for surprise in surprises(trial, scene)] == []
