"""Acts that ask for no claim in a certain state: each is one role's alone."""

from datetime import date
from typing import Any

from disburse import clock
from disburse.actors import Actor
from disburse.acts import ACTS, act
from disburse.db import db
from disburse.models import Batch, Claim, Pledge, ReviewTask
from disburse.services.recognising import import_recognitions
from schemas.recognitions import RecognitionRow
from tests.acts.test_every_role_and_state import ON_A_CLAIM
from tests.acts.world import DECIDED, Trial
from tests.make import (
    BANK_CHECKER,
    BANK_CODE,
    CHAMPION,
    CITY_CLERK,
    CLERK,
    CODES,
    SECURITY,
    SYSTEM,
    UNIT,
    a_batch,
    a_claim,
    a_freeze,
    a_fund,
    a_lock,
    a_person,
    a_pledge,
    a_proposal,
    a_rating_list,
    a_unit,
    an_account,
    an_adoption,
    an_enterprise,
    an_objection,
    here,
    payment_of,
    received,
)
from tests.office.asked import of_office
from tests.payouts.asked import of_payouts
from workflows.roles import ROLES

Asked = dict[str, tuple[str, dict[str, Any]]]
"""By act: the role that may, and a body that would do."""
SOMEONE = Actor("someone", "city_clerk", "city")
ELSEWHERE = {"retry_job", "drop_job", "start_job", "close_endpoint", "replay_notices"}
ELSEWHERE |= {"query_award", "expire_pledge", "register_signing_key", "revoke_signing_key"}
ELSEWHERE |= {"remove_attachment", "record_scan", "redate_claim"}
ELSEWHERE |= {"delegate_role", "end_delegation", "end_sessions", "revoke_token"}
"""Acts of several roles, of the clock, or on one's own: tried where access, jobs, pledges, files are."""
NOTE = {"note": "测试原因"}


def of_enterprises() -> Asked:
    owner = an_enterprise()
    account = {"name": owner.name, "number": "900000001", "bank_code": "313452060150", "bank_name": "银行"}
    other = an_enterprise()
    own = {**account, "name": other.name}
    waiting = act("change_account", {**here(other), "account": own, "document": "变更2号"}, CLERK)
    firm = {"name": owner.name, "uscc": "9144030071526726XG", "nature": "enterprise", "unit": UNIT}
    firm |= {"above_scale": True, "manufacturing": True, "account": account}
    draft = {"enterprise": owner.id, "item": "QD24-2.1", "on": "2025-01-15", "facts": CHAMPION}
    return {
        "register_enterprise": ("district_clerk", firm),
        "change_account": ("district_clerk", {**here(owner), "account": account, "document": "变更1号"}),
        "confirm_account": ("district_head", here(waiting)),
        "refuse_account": ("district_head", {**here(waiting), **NOTE}),
        "draft_claim": ("enterprise_agent", draft),
    }


def of_rules() -> Asked:
    adoption = {"document": "QD24", "number": "测试1号", "published_on": "2024-01-01"}
    adoption |= {"effective_from": "2024-01-01", "effective_to": "2024-12-31"}
    reading = {"question": "investment:QD24-18.3", "reading": "yes", "number": "测试函1号"}
    reading |= {"holds_from": "2025-01-01", "grounds": "平台建设属于投资"}
    adopted, decided = act("enter_adoption", adoption, SOMEONE), act("enter_decision", reading, SOMEONE)
    other = act("enter_decision", {**reading, "question": "investment:QD24-13.2"}, SOMEONE)
    approver = Actor("another", "city_approver", "city")
    confirmed = act("confirm_decision", {**here(other), "document": "确认1号"}, approver)
    return {
        "enter_adoption": ("city_clerk", adoption),
        "confirm_adoption": ("city_approver", {**here(adopted), "document": "确认1号"}),
        "reject_adoption": ("city_approver", {**here(adopted), **NOTE}),
        "repeal_adoption": ("city_approver", {**here(an_adoption()), **DECIDED}),
        "enter_decision": ("city_clerk", {**reading, "question": "investment:QD24-20.1"}),
        "confirm_decision": ("city_approver", {**here(decided), "document": "确认1号"}),
        "reject_decision": ("city_approver", {**here(decided), **NOTE}),
        "repeal_decision": ("city_approver", {**here(confirmed), **DECIDED}),
    }


def of_money() -> Asked:
    fund = {"year": 2025, "name": "新专项", "appropriated_yuan": "1.00", "budget_codes": CODES}
    built, paid = a_batch(a_claim("approved")), payment_of(a_claim("paid"))
    released = db.session.get_one(Batch, paid.batch_id)
    return {
        "open_fund": ("finance_clerk", {**fund, "document": "预算1号"}),
        "appropriate": ("finance_clerk", {**here(a_fund()), "amount_yuan": "1.00", "document": "追加1号"}),
        "release_batch": ("finance_payer", here(built)),
        "cancel_batch": ("finance_clerk", {**here(built), **NOTE}),
        "settle_batch": ("finance_clerk", {**here(released), "document": "对账单1号"}),
    }


def of_objections() -> Asked:
    claim = a_claim("public_notice")
    objection = an_objection(claim)
    return {
        "raise_objection": ("city_clerk", {"claim_id": claim.id, "grounds": "已获其他资金"}),
        "uphold_objection": ("city_approver", {**here(objection), **DECIDED}),
        "dismiss_objection": ("city_approver", {**here(objection), **DECIDED}),
        "withdraw_objection": ("city_clerk", {**here(objection), **NOTE}),
    }


def of_lists() -> Asked:
    owner, line = an_enterprise(name="青岛海示装备有限公司"), {"row": 1, "note": "经电话核实"}
    near = a_rating_list(("青岛海市装备有限公司", "", "C"))
    match = {"number": near.id, "enterprise": owner.id, **line}
    listed = [RecognitionRow(1, owner.name, owner.uscc, date(2025, 1, 15), None)]
    told = {"file_name": "list.xlsx", "file_sha256": "0" * 64, "item": "QD24-2.1", "unit": UNIT}
    told |= {"notice": "测试认定1号", "facts": {"newly_recognised": True}}
    source = import_recognitions(rows=listed, **told, by=CITY_CLERK)
    return {
        "confirm_match": ("city_clerk", match),
        "reject_match": ("city_clerk", match),
        "draft_recognised": ("city_clerk", {"number": source.id, "row": 1}),
    }


def of_reviews() -> Asked:
    claim = a_claim("rated", rating="C")
    a_rating_list(corrects=claim.rating_list_id)
    review = db.session.query(ReviewTask).one()
    act("reconsider_claim", {**here(claim), **NOTE}, SOMEONE)
    return {
        "settle_review": ("city_approver", {**here(review), **DECIDED}),
        "dismiss_review": ("city_approver", {**here(review), **DECIDED}),
    }


def of_pledges() -> Asked:
    """Locks in every state; each bank act by the bank of the pledge."""
    a_unit(BANK_CODE, "bank")
    claim, frozen, *rest = [a_claim("approved") for _ in range(8)]
    owner, held, known, last = an_enterprise(), a_freeze(frozen), a_pledge(claim), clock.today().isoformat()
    asked, checked = a_lock("proposed", claim=rest[0]), a_lock("confirmed", claim=rest[1])
    locked, changing = a_lock(claim=rest[2]), a_change(rest[3])
    changed = act("confirm_change", here(a_change(rest[4])), CLERK)
    over, of_bank = received(locked), {"document": "银行函1号"}
    other = an_account(locked.account_name, "7000000000001111")
    return {
        "rename_enterprise": (
            "district_clerk",
            {**here(owner), "name": "青岛新名有限公司", "document": "1号"},
        ),
        "authorise_bank": ("enterprise_agent", {**here(rest[5]), "bank": BANK_CODE, "expires_on": last}),
        "withdraw_authorisation": ("enterprise_agent", here(known)),
        "propose_lock": ("bank_clerk", a_proposal(known)),
        "confirm_lock": ("district_clerk", here(asked)),
        "refuse_lock": ("district_clerk", {**here(asked), **NOTE}),
        "activate_lock": ("district_head", here(checked)),
        "consent_to_change": ("bank_checker", {**over, **of_bank, "account": other}),
        "confirm_change": ("district_clerk", here(changing)),
        "refuse_change": ("district_clerk", {**here(changing), **NOTE}),
        "activate_change": ("district_head", here(changed)),
        "release_lock": ("bank_checker", {**over, **of_bank}),
        "close_short": ("bank_checker", {**over, **NOTE, "shortfall_yuan": "1.00"}),
        "enter_freeze": ("city_clerk", {"claim_id": claim.id, "court": "测试法院", "order_number": "执1号"}),
        "lift_freeze": ("city_approver", {**here(held), "document": "裁定1号"}),
    }


def of_people() -> Asked:
    """Registering is one administrator's, letting in another's."""
    a_unit("370202")
    active, suspended = a_person("district_clerk", unit="370202"), a_person("district_clerk", unit="370202")
    suspended = act("suspend_person", {**here(suspended), **NOTE}, SECURITY)
    new = {"login": "new.person", "unit": "370202", "name": "测试人员"}
    registered = act("register_person", {**new, "login": "other.person"}, SYSTEM)
    granted = {**here(registered), "roles": ["district_clerk"], "document": "任命1号"}
    return {
        "register_unit": ("system_admin", {"code": "370203", "office": "district", "name": "新单位"}),
        "register_person": ("system_admin", new),
        "close_person": ("system_admin", {**here(active), **NOTE}),
        "grant_roles": ("security_admin", granted),
        "suspend_person": ("security_admin", {**here(active), **NOTE}),
        "restore_person": ("security_admin", {**here(suspended), **NOTE}),
        "unlock_person": ("security_admin", {**here(active), **NOTE}),
        "reset_totp": ("security_admin", {**here(active), **NOTE}),
    }


def a_change(claim: Any) -> Any:
    """A lock whose bank consents to another account."""
    pledge = a_lock(claim=claim)
    body = {**received(pledge), "document": "银行函1号", "account": an_account(pledge.account_name)}
    return act("consent_to_change", body, BANK_CHECKER)


def units_of(body: dict[str, Any], enterprise: str) -> dict[str, str]:
    """The unit of each office that an act concerns."""
    claim = db.session.get(Claim, body.get("number", ""))
    pledge = db.session.get(Pledge, body.get("number", ""))
    if pledge:
        claim = db.session.get_one(Claim, pledge.claim_id)
    owner = claim.enterprise_id if claim else enterprise
    return {"enterprise": owner, "district": UNIT, "bank": BANK_CODE}


def test_every_other_act_is_one_roles_alone(time, monkeypatch):
    asked = of_enterprises() | of_rules() | of_money() | of_objections() | of_lists() | of_reviews()
    asked |= of_payouts() | of_people() | of_pledges() | of_office()
    assert asked.keys() | ON_A_CLAIM.keys() | ELSEWHERE == ACTS.keys()
    trial = Trial(monkeypatch)
    for name, (role, body) in asked.items():
        units = units_of(body, asked["draft_claim"][1]["enterprise"])
        for other in ROLES.values():
            by = Actor(f"new-{other.name}", other.name, units.get(other.office, other.office))
            code, written = trial.of(name, body, by)
            if other.name == role:
                assert (code, written != []) == ("", True), name
            else:
                assert code in {"NotYours", "NotFound"}, (name, other.name)
                assert written == []
