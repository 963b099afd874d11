"""Every act by name: which service it calls, and the schema its body must fit.

Command line and demo come through ``act``, and so will JSON and pages, so that what one door refuses, all do.
Published lists come as files through ``disburse.importing``, to services of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.models import Audited
from disburse.queries.rules import FACTS
from disburse.records import read
from disburse.services import (
    adopting,
    claiming,
    deciding,
    funding,
    interpreting,
    objecting,
    paying,
    rating,
    recognising,
    recovering,
    registering,
    reviewing,
    revisiting,
)
from schemas import acts as bodies
from schemas.decisions import DECISION_IN
from schemas.enterprises import ENTERPRISE_IN
from schemas.funds import FUND_IN
from schemas.objections import OBJECTION_IN
from schemas.payouts import BATCH_IN, RECEIPT_LINE, RETURNED_PAYMENT
from schemas.policies import ADOPTION_IN
from schemas.recoveries import RECOVERY_IN

PLAIN = bodies.PlainAct()
NOTED = bodies.NotedAct()
DOCUMENTED = bodies.DocumentedAct()
DECIDED = bodies.DecidedAct()


@dataclass(frozen=True)
class Act:
    """A service and the schema of its body. ``key`` names the record acted on; None where one is made."""

    service: Callable[..., Audited]
    body: Schema
    key: str | None = "number"


ACTS: dict[str, Act] = {
    "register_enterprise": Act(registering.register_enterprise, ENTERPRISE_IN, None),
    "change_account": Act(registering.change_account, bodies.AccountAct()),
    "enter_adoption": Act(adopting.enter_adoption, ADOPTION_IN, None),
    "confirm_adoption": Act(adopting.confirm_adoption, DOCUMENTED),
    "reject_adoption": Act(adopting.reject_adoption, NOTED),
    "repeal_adoption": Act(adopting.repeal_adoption, DECIDED),
    "enter_decision": Act(interpreting.enter_decision, DECISION_IN, None),
    "confirm_decision": Act(interpreting.confirm_decision, DOCUMENTED),
    "reject_decision": Act(interpreting.reject_decision, NOTED),
    "repeal_decision": Act(interpreting.repeal_decision, DECIDED),
    "open_fund": Act(funding.open_fund, FUND_IN, None),
    "appropriate": Act(funding.appropriate, bodies.AppropriateAct()),
    "draft_claim": Act(claiming.draft_claim, bodies.draft_act(FACTS), None),
    "amend_claim": Act(claiming.amend_claim, bodies.amend_act(FACTS)),
    "submit_claim": Act(claiming.submit_claim, bodies.SubmitAct()),
    "withdraw_claim": Act(claiming.withdraw_claim, bodies.WithdrawAct()),
    "accept_claim": Act(reviewing.accept_claim, PLAIN),
    "return_claim": Act(reviewing.return_claim, NOTED),
    "establish_facts": Act(reviewing.establish_facts, bodies.establish_act(FACTS)),
    "recommend_claim": Act(reviewing.recommend_claim, bodies.RecommendAct()),
    "refuse_claim": Act(reviewing.refuse_claim, NOTED),
    "send_back": Act(deciding.send_back, NOTED),
    "decide_claim": Act(deciding.decide_claim, bodies.decide_act(FACTS)),
    "rate_claim": Act(deciding.rate_claim, PLAIN),
    "publish_claim": Act(deciding.publish_claim, bodies.PublishAct()),
    "reconsider_claim": Act(deciding.reconsider_claim, NOTED),
    "approve_claim": Act(deciding.approve_claim, bodies.ApproveAct()),
    "revoke_claim": Act(deciding.revoke_claim, DECIDED),
    "raise_objection": Act(objecting.raise_objection, OBJECTION_IN, "claim_id"),
    "uphold_objection": Act(objecting.uphold_objection, DECIDED),
    "dismiss_objection": Act(objecting.dismiss_objection, DECIDED),
    "withdraw_objection": Act(objecting.withdraw_objection, NOTED),
    "build_batch": Act(paying.build_batch, BATCH_IN, None),
    "release_batch": Act(paying.release_batch, PLAIN),
    "cancel_batch": Act(paying.cancel_batch, NOTED),
    "confirm_payment": Act(paying.confirm_payment, RECEIPT_LINE, "payment_id"),
    "return_payment": Act(paying.return_payment, RETURNED_PAYMENT, "payment_id"),
    "settle_batch": Act(paying.settle_batch, DOCUMENTED),
    "decide_recovery": Act(recovering.decide_recovery, RECOVERY_IN, "claim_id"),
    "record_repayment": Act(recovering.record_repayment, bodies.RepayAct()),
    "annul_recovery": Act(recovering.annul_recovery, DECIDED),
    "confirm_match": Act(rating.confirm_match, bodies.MatchAct()),
    "reject_match": Act(rating.reject_match, bodies.MatchAct()),
    "settle_review": Act(revisiting.settle_review, DECIDED),
    "dismiss_review": Act(revisiting.dismiss_review, DECIDED),
    "draft_recognised": Act(recognising.draft_recognised, bodies.DraftRecognisedAct()),
}


def act(name: str, body: Mapping[str, Any], by: Actor) -> Audited:
    """Do ``name`` with a JSON ``body``. Raises BadRecord with every fault, or the service's refusal."""
    if name not in ACTS:
        raise BadRecord([Finding("act", f"没有“{name}”这项办理", f"there is no act {name}")])
    known = ACTS[name]
    given = read(known.body, body)
    if given.get("facts") is not None:
        given["facts"] = FACTS.dump(given["facts"])
    subject = [given.pop(known.key)] if known.key else []
    return known.service(*subject, **given, by=by)
