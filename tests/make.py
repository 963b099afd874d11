"""What tests need to exist, made through the same door as in life: ``a_claim(state="approved")``."""

from datetime import timedelta
from itertools import count
from typing import Any

from stdnum.cn import uscc

from disburse import clock
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.models import Claim, Enterprise, Payment
from disburse.queries import claims
from disburse.services.rating import import_ratings
from reports.figures import plain_yuan
from schemas.tables import RatingRow
from workflows.workdays import CALENDAR

UNIT = "370211"
CLERK = Actor("clerk", "district_clerk", UNIT)
HEAD = Actor("head", "district_head", UNIT)
CITY_CLERK = Actor("city-clerk", "city_clerk", "city")
RATER = Actor("rater", "city_clerk", "city")
APPROVER = Actor("approver", "city_approver", "city")
FINANCE = Actor("finance", "finance_clerk", "finance")
PAYER = Actor("payer", "finance_payer", "finance")
AUDITOR = Actor("auditor", "auditor", "audit")

PASS = {"result": "pass", "remark": ""}
CHECKS = dict.fromkeys(("authenticity", "completeness", "duplicates", "dishonesty", "green_threshold"), PASS)
CODES = {
    "functional": {"code": "2150805", "name": "中小企业发展专项"},
    "departmental": {"code": "31299", "name": "其他对企业补助"},
    "government": {"code": "50799", "name": "其他对企业补助"},
}
CHAMPION = {"recognised_on": "2025-01-15", "newly_recognised": True}
"""Facts of QD24-2.1, 200万 to a national manufacturing champion."""
PATH = (
    "draft",
    "submitted",
    "district_review",
    "recommended",
    "rated",
    "public_notice",
    "approved",
    "paying",
    "paid",
)
_numbers = count(1)


def agent(enterprise: str) -> Actor:
    """The person who acts for an enterprise."""
    return Actor(f"agent-{enterprise}", "enterprise_agent", enterprise)


def an_enterprise(**given: Any) -> Any:
    """A registered enterprise of UNIT."""
    n = next(_numbers)
    front = f"91370299MA{n:06d}0"
    name = given.get("name", f"青岛测试{n}号装备有限公司")
    body = {
        "uscc": front + uscc.calc_check_digit(front),
        "name": name,
        "nature": "enterprise",
        "district": UNIT,
        "unit": UNIT,
        "above_scale": True,
        "manufacturing": True,
        "account": {
            "name": name,
            "number": "9000000000001234",
            "bank_code": "313452060150",
            "bank_name": "测试银行青岛分行",
        },
        "contact": {"name": "测试联系人", "phone": "13900000000"},
        **given,
    }
    return act("register_enterprise", body, Actor("clerk", "district_clerk", body["unit"]))


def an_adoption(document: str = "QD24") -> Any:
    """A confirmed adoption of a document, in force 2024 to 2026."""
    body = {
        "document": document,
        "number": "测试〔2024〕1号",
        "published_on": "2024-01-01",
        "effective_from": "2024-01-01",
        "effective_to": "2026-12-31",
    }
    entered = act("enter_adoption", body, CITY_CLERK)
    return act("confirm_adoption", {"number": entered.id, "version": 1, "document": "测试确认1号"}, APPROVER)


def a_fund(yuan: str = "100000000.00") -> Any:
    """A fund of this year."""
    n = next(_numbers)
    body = {"year": clock.today().year, "name": f"测试专项{n}", "appropriated_yuan": yuan}
    return act("open_fund", {**body, "budget_codes": CODES, "document": "测试预算1号"}, FINANCE)


def a_rating_list(*rows: tuple[str, str, str], unit: str = UNIT, year: int = 2024, **given: Any) -> Any:
    """A published list; each row is name, code and class. Without rows it names someone else only."""
    rows = rows or (("青岛他人有限公司", "", "B"),)
    kept = [RatingRow(n, name, code or None, rating) for n, (name, code, rating) in enumerate(rows, 1)]
    return import_ratings(
        rows=kept,
        file_name="list.xlsx",
        file_sha256=f"{next(_numbers):064x}",
        year=year,
        unit=unit,
        notice="测试公告1号",
        by=CITY_CLERK,
        **given,
    )


def a_claim(
    state: str = "draft",
    *,
    enterprise: Any = None,
    item: str = "QD24-2.1",
    on: str = "2025-01-15",
    facts: dict[str, Any] | None = None,
    rating: str | None = None,
    fund: Any = None,
    **given: Any,
) -> Any:
    """A claim in ``state`` of PATH, with all that it rests on: adoption, rating list, fund, enterprise."""
    owner = enterprise or an_enterprise()
    if PATH.index(state) >= PATH.index("submitted") and enterprise is None:
        an_adoption()
    body = {"enterprise": owner.id, "item": item, "on": on, "facts": CHAMPION if facts is None else facts}
    claim = act("draft_claim", {**body, **given}, agent(owner.id))
    for target in PATH[1 : PATH.index(state) + 1]:
        claim = advance(claim, target, owner=owner, rating=rating, fund=fund)
    return claim


def advance(
    claim: Any, target: str, *, owner: Any = None, rating: str | None = None, fund: Any = None
) -> Any:
    """Take a claim one step along PATH."""
    here = {"number": claim.id, "version": claim.version}
    match target:
        case "submitted":
            return act("submit_claim", {**here, "commitment": True}, agent(claim.enterprise_id))
        case "district_review":
            return act("accept_claim", here, CLERK)
        case "recommended":
            return act("recommend_claim", {**here, "checks": CHECKS}, HEAD)
        case "rated":
            a_rating_list(*([(owner.name, owner.uscc, rating)] if rating else []))
            return act("rate_claim", here, RATER)
        case "public_notice":
            return act("publish_claim", {**here, "minutes_number": "测试会议1号"}, CITY_CLERK)
        case "approved":
            wait_for_the_notice(claim)
            number = (fund or a_fund()).id
            return act("approve_claim", {**here, "fund": number, "approval_number": "测试指标1号"}, APPROVER)
        case "paying":
            batch = a_batch(claim)
            act("release_batch", {"number": batch.id, "version": batch.version}, PAYER)
        case "paid":
            act("confirm_payment", a_receipt(claim), PAYER)
    return claims.one(claim.id, AUDITOR)


def wait_for_the_notice(claim: Any) -> None:
    """Move the test's time past the end of a public notice."""
    story = clock._demo.get()
    assert story, "a test that waits needs the fixture ``time``"
    end = CALENDAR.add_workdays(claim.notice_from, 5).at
    if story.moment <= end:
        story.move_to(end.replace(hour=18))


def a_batch(*approved: Any) -> Any:
    """A batch of approved claims of one fund, built and not yet released."""
    lines = [{"claim_id": c.id, "amount_yuan": plain_yuan(c.payable_fen)} for c in approved]
    body = {
        "fund_id": approved[0].fund_id,
        "payment_count": len(lines),
        "total_yuan": plain_yuan(sum(c.payable_fen for c in approved)),
        "lines": lines,
    }
    return act("build_batch", body, FINANCE)


def a_receipt(claim: Any, **given: Any) -> dict[str, Any]:
    """The bank's receipt for the payment of a claim that is being paid."""
    return {
        "payment_id": claim.payment_id,
        "amount_yuan": plain_yuan(claim.payable_fen),
        "account_number": "9000000000001234",
        "receipt_number": f"回单{claim.payment_id}",
        "paid_on": clock.today().isoformat(),
        **given,
    }


def here(record: Any) -> dict[str, Any]:
    """The number of a record and the version last seen of it, as every act on it names them."""
    return {"number": record.id, "version": record.version}


def again(record: Any) -> Any:
    """The record as it now stands."""
    return db.session.get_one(type(record), record.id, populate_existing=True)


def payment_of(claim: Any) -> Any:
    """The payment under way or made for a claim."""
    return db.session.get_one(Payment, claim.payment_id, populate_existing=True)


def a_returned_payment(claim: Any, **given: Any) -> dict[str, Any]:
    """The bank's word that the payment of a claim came back."""
    return {
        "payment_id": claim.payment_id,
        "amount_yuan": plain_yuan(claim.payable_fen),
        "receipt_number": f"退汇{claim.payment_id}",
        "returned_on": clock.today().isoformat(),
        "reason": "收款账户状态异常",
        **given,
    }


def an_objection(claim: Any) -> Any:
    """An objection against a claim on public notice."""
    return act("raise_objection", {"claim_id": claim.id, "grounds": "该项目已获其他资金支持"}, CITY_CLERK)


def a_recovery(claim: Any, yuan: str) -> Any:
    """A decision to take ``yuan`` of a paid award back."""
    body = {"claim_id": claim.id, "amount_yuan": yuan, "grounds": "审计发现发票被冲红"}
    return act("decide_recovery", {**body, "decision_number": "测试追缴1号"}, APPROVER)


def repay(recovery: Any, yuan: str, **given: Any) -> Any:
    """An instalment that the enterprise paid back."""
    body = {**here(recovery), "amount_yuan": yuan, "received_on": clock.today().isoformat()}
    receipt = f"测试缴款{recovery.version}号"
    return act("record_repayment", {**body, "receipt_number": receipt, **given}, FINANCE)


SYSTEM = Actor("system", "system_admin", "administration")
SECURITY = Actor("security", "security_admin", "administration")
BANK_CODE = "313452060150"


def a_unit(code: str = UNIT, office: str = "district") -> Any:
    """A unit on record."""
    return act("register_unit", {"code": code, "office": office, "name": f"测试单位{code}"}, SYSTEM)


def a_person(*roles: str, unit: str = UNIT) -> Any:
    """A person who holds ``roles`` in a unit that is on record."""
    n = next(_numbers)
    registered = act("register_person", {"login": f"person.{n}", "unit": unit, "name": "测试人员"}, SYSTEM)
    granted = {**here(registered), "roles": list(roles), "document": "测试任命1号"}
    return act("grant_roles", granted, SECURITY)


def acting(person: Any, role: str) -> Actor:
    """A person on record, acting in an own role."""
    return Actor(person.id, role, person.unit)


def a_delegation(principal: Any, role: str, delegate: Any, *, days: int = 30) -> Any:
    """``role`` of one person, lent to another from today."""
    last = clock.today() + timedelta(days=days - 1)
    body = {"delegate": delegate.id, "from_day": clock.today().isoformat(), "until_day": last.isoformat()}
    return act("delegate_role", {**body, "grounds": "出差"}, acting(principal, role))


def borrowing(lent: Any) -> Actor:
    """The borrower of a role, acting under its delegation."""
    return Actor(lent.delegate, lent.role, lent.unit, lent.id, lent.principal)


def a_pledge(claim: Any, *, bank: str = BANK_CODE, days: int = 30) -> Any:
    """An approved award that a bank on record is authorised to see."""
    last = clock.today() + timedelta(days=days)
    body = {**here(claim), "bank": bank, "expires_on": last.isoformat()}
    return act("authorise_bank", body, agent(claim.enterprise_id))


BANK_CLERK = Actor("bank-clerk", "bank_clerk", BANK_CODE)
BANK_CHECKER = Actor("bank-checker", "bank_checker", BANK_CODE)
LOCKED_NUMBER = "8000000000005678"


def a_proposal(pledge: Any, **given: Any) -> dict[str, Any]:
    """What a bank asks for: a lock of an account of the enterprise with the bank itself."""
    claim = db.session.get_one(Claim, pledge.claim_id)
    owner = db.session.get_one(Enterprise, claim.enterprise_id)
    return {
        **here(pledge),
        "account": an_account(owner.name),
        "loan_number": "测试借款2025-1号",
        "secured_yuan": "1000000.00",
        "registration_number": "06589124001234567890",
        "registered_on": clock.today().isoformat(),
        "query_certificate": "06589124001234567891",
        **given,
    }


def an_account(name: str, number: str = LOCKED_NUMBER, code: str = BANK_CODE) -> dict[str, str]:
    """An account with the bank."""
    return {"name": name, "number": number, "bank_code": code, "bank_name": "测试银行质押支行"}


def a_lock(state: str = "active", *, claim: Any = None, **given: Any) -> Any:
    """A pledge that came as far as ``state``: proposed, confirmed or active."""
    pledge = a_pledge(claim or a_claim("approved"))
    pledge = act("propose_lock", a_proposal(pledge, **given), BANK_CLERK)
    for name, by in (("confirm_lock", CLERK), ("activate_lock", HEAD)):
        if pledge.state != state:
            pledge = act(name, here(pledge), by)
    return pledge


def received(pledge: Any) -> dict[str, Any]:
    """A pledge as the bank names it that has its receipt."""
    return {**here(pledge), "receipt_number": pledge.receipt_number}


def a_freeze(claim: Any, order: str = "（2025）测试执1号") -> Any:
    """A court's order against an award."""
    return act("enter_freeze", {"claim_id": claim.id, "court": "测试法院", "order_number": order}, CITY_CLERK)
