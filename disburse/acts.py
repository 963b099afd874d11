"""Every act by name: which service it calls, and the schema its body must fit.

Command line and demo come through ``act``, and so will JSON and pages, so that what one door refuses, all do.
Published lists come as files through ``disburse.importing``, attachments through ``disburse.filing``, to
services of their own.
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
    attaching,
    claiming,
    credentials,
    deciding,
    delegating,
    endpoints,
    freezing,
    funding,
    interpreting,
    locking,
    objecting,
    paying,
    people,
    pledging,
    rating,
    receiving,
    recognising,
    recovering,
    redating,
    registering,
    reviewing,
    revisiting,
    signing_in,
    signing_keys,
    tabling,
    tokens,
    working,
)
from reports.signatures import Signed
from schemas import acts as bodies
from schemas import pledges
from schemas.attachments import REMOVE_ACT, SCAN_ACT
from schemas.decisions import DECISION_IN
from schemas.delegations import DELEGATION_IN
from schemas.endpoints import CLOSE_ACT, REPLAY_ACT
from schemas.enterprises import ENTERPRISE_IN
from schemas.funds import FUND_IN
from schemas.jobs import JOB_ACT, START_ACT
from schemas.office import BUDGET_TABLE_IN, CALENDAR_IN, LPR_IN
from schemas.payouts import BATCH_IN
from schemas.people import END_SESSIONS_ACT, GRANT_ACT, PERSON_IN, UNIT_IN
from schemas.policies import ADOPTION_IN
from schemas.receipt_acts import DISMISS_LINE_ACT, LINE_ACT, MATCH_LINE_ACT, OFFSET_ACT, SEND_ACT

PLAIN = bodies.PlainAct()
NOTED = bodies.NotedAct()
DOCUMENTED = bodies.DocumentedAct()
DECIDED = bodies.DecidedAct()


@dataclass(frozen=True)
class Act:
    """A service and the schema of its body. ``key`` names the record acted on; None where one is made.

    ``signable``: the message that asks for it may be signed, and the signature is kept.
    """

    service: Callable[..., Audited]
    body: Schema
    key: str | None = "number"
    signable: bool = False


ACTS: dict[str, Act] = {
    "register_enterprise": Act(registering.register_enterprise, ENTERPRISE_IN, None),
    "change_account": Act(registering.change_account, bodies.AccountAct()),
    "confirm_account": Act(registering.confirm_account, PLAIN),
    "refuse_account": Act(registering.refuse_account, NOTED),
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
    "remove_attachment": Act(attaching.remove_attachment, REMOVE_ACT),
    "record_scan": Act(attaching.record_scan, SCAN_ACT),
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
    "raise_objection": Act(objecting.raise_objection, bodies.ObjectAct(), "claim_id"),
    "uphold_objection": Act(objecting.uphold_objection, DECIDED),
    "dismiss_objection": Act(objecting.dismiss_objection, DECIDED),
    "withdraw_objection": Act(objecting.withdraw_objection, NOTED),
    "build_batch": Act(paying.build_batch, BATCH_IN, None),
    "release_batch": Act(paying.release_batch, PLAIN),
    "cancel_batch": Act(paying.cancel_batch, NOTED),
    "confirm_payment": Act(paying.confirm_payment, bodies.ReceiptAct(), "payment_id"),
    "return_payment": Act(paying.return_payment, bodies.ReturnAct(), "payment_id"),
    "settle_batch": Act(paying.settle_batch, DOCUMENTED),
    "send_batch": Act(paying.send_batch, SEND_ACT),
    "apply_line": Act(receiving.apply_line, LINE_ACT),
    "match_line": Act(receiving.match_line, MATCH_LINE_ACT),
    "dismiss_line": Act(receiving.dismiss_line, DISMISS_LINE_ACT),
    "decide_recovery": Act(recovering.decide_recovery, bodies.RecoverAct(), "claim_id"),
    "record_repayment": Act(recovering.record_repayment, bodies.RepayAct()),
    "offset_recovery": Act(recovering.offset_recovery, OFFSET_ACT),
    "annul_recovery": Act(recovering.annul_recovery, DECIDED),
    "confirm_match": Act(rating.confirm_match, bodies.MatchAct()),
    "reject_match": Act(rating.reject_match, bodies.MatchAct()),
    "settle_review": Act(revisiting.settle_review, DECIDED),
    "dismiss_review": Act(revisiting.dismiss_review, DECIDED),
    "draft_recognised": Act(recognising.draft_recognised, bodies.DraftRecognisedAct()),
    "rename_enterprise": Act(registering.rename_enterprise, pledges.RENAME_IN),
    "authorise_bank": Act(pledging.authorise_bank, pledges.AUTHORISE_IN),
    "withdraw_authorisation": Act(pledging.withdraw_authorisation, bodies.WithdrawAct()),
    "query_award": Act(pledging.query_award, pledges.QUERY_IN),
    "expire_pledge": Act(pledging.expire_pledge, PLAIN),
    "propose_lock": Act(locking.propose_lock, pledges.PROPOSE_IN, signable=True),
    "confirm_lock": Act(locking.confirm_lock, PLAIN),
    "refuse_lock": Act(locking.refuse_lock, NOTED),
    "activate_lock": Act(locking.activate_lock, PLAIN),
    "consent_to_change": Act(locking.consent_to_change, pledges.CONSENT_IN, signable=True),
    "confirm_change": Act(locking.confirm_change, PLAIN),
    "refuse_change": Act(locking.refuse_change, NOTED),
    "activate_change": Act(locking.activate_change, PLAIN),
    "release_lock": Act(locking.release_lock, pledges.RELEASE_IN, signable=True),
    "close_short": Act(locking.close_short, pledges.CLOSE_SHORT_IN, signable=True),
    "enter_freeze": Act(freezing.enter_freeze, pledges.FREEZE_IN, "claim_id"),
    "lift_freeze": Act(freezing.lift_freeze, DOCUMENTED),
    "register_signing_key": Act(signing_keys.register_signing_key, pledges.KEY_IN, None),
    "revoke_signing_key": Act(signing_keys.revoke_signing_key, NOTED),
    "delegate_role": Act(delegating.delegate_role, DELEGATION_IN, None),
    "end_delegation": Act(delegating.end_delegation, NOTED),
    "close_endpoint": Act(endpoints.close_endpoint, CLOSE_ACT),
    "replay_notices": Act(endpoints.replay_notices, REPLAY_ACT),
    "retry_job": Act(working.retry_job, JOB_ACT),
    "drop_job": Act(working.drop_job, JOB_ACT),
    "start_job": Act(working.start_job, START_ACT, None),
    "register_unit": Act(people.register_unit, UNIT_IN, None),
    "register_person": Act(people.register_person, PERSON_IN, None),
    "grant_roles": Act(people.grant_roles, GRANT_ACT),
    "suspend_person": Act(people.suspend_person, NOTED),
    "restore_person": Act(people.restore_person, NOTED),
    "close_person": Act(people.close_person, NOTED),
    "unlock_person": Act(signing_in.unlock_person, NOTED),
    "reset_totp": Act(credentials.reset_totp, NOTED),
    "end_sessions": Act(credentials.end_sessions, END_SESSIONS_ACT),
    "enter_calendar": Act(tabling.enter_calendar, CALENDAR_IN, None),
    "enter_lpr": Act(tabling.enter_lpr, LPR_IN, None),
    "confirm_city_table": Act(tabling.confirm_city_table, DOCUMENTED),
    "reject_city_table": Act(tabling.reject_city_table, NOTED),
    "repeal_city_table": Act(tabling.repeal_city_table, DECIDED),
    "enter_budget_codes": Act(tabling.enter_budget_codes, BUDGET_TABLE_IN, None),
    "confirm_budget_table": Act(tabling.confirm_budget_table, DOCUMENTED),
    "reject_budget_table": Act(tabling.reject_budget_table, NOTED),
    "repeal_budget_table": Act(tabling.repeal_budget_table, DECIDED),
    "redate_claim": Act(redating.redate_claim, PLAIN),
    "revoke_token": Act(tokens.revoke_token, PLAIN),
}


def act(name: str, body: Mapping[str, Any], by: Actor, signed: Signed | None = None) -> Audited:
    """Do ``name`` with a JSON ``body``. Raises BadRecord with every fault, or the service's refusal.

    ``signed`` is the signature that the door read from the message, where it had one.
    """
    if name not in ACTS:
        raise BadRecord([Finding("act", f"没有“{name}”这项办理", f"there is no act {name}")])
    known = ACTS[name]
    given = read(known.body, body)
    if given.get("facts") is not None:
        given["facts"] = FACTS.dump(given["facts"])
    if signed and not known.signable:
        raise BadRecord([Finding("signature", "此项办理不接受签名", "this act takes no signature")])
    if signed:
        given["signed"] = signed
    subject = [given.pop(known.key)] if known.key else []
    return known.service(*subject, **given, by=by)
