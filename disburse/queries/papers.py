"""The facts of each paper, gathered from the records: what ``reports.paper`` sets in type."""

from datetime import date
from fractions import Fraction
from typing import Any

import cn2an
from sqlalchemy import select

from disburse import clock
from disburse.actors import Actor
from disburse.audit import disclosed
from disburse.config import Config
from disburse.db import db
from disburse.errors import OutOfOrder
from disburse.models import Claim, Payment, Pledge, Unit
from disburse.policy import catalogue as policy
from disburse.policy.model import Item
from disburse.queries import claims
from disburse.queries.rules import adoptions
from disburse.queries.standing import code, stated
from reports import proof
from reports.explain import grouped, sentence
from reports.facts import BudgetCode, Calculation, CalculationStep, Notice, RatingSource, Receipt
from reports.figures import masked_account

BUDGET_KINDS = (
    ("functional", "支出功能分类"),
    ("departmental", "部门预算支出经济分类"),
    ("government", "政府预算支出经济分类"),
)
CONTACTS = ("咨询：负责审核的区（市）工业和信息化主管部门；拨付事宜请向财政部门查询。",)


def notice(number: str, by: Actor, config: Config) -> Notice:
    """Facts of the disbursement notice 拨付通知书 of a claim. Raises OutOfOrder before the money arrived."""
    claim = claims.one(number, by)
    payment = next((p for p in claims.payments_of(claim) if p.state == "paid"), None)
    if payment is None or payment.notice_on is None or payment.paid_on is None:
        raise OutOfOrder(number=number, why_zh="尚未到账，没有通知书。", why_en="it has not been paid yet.")
    item, enterprise = item_of(claim), claims.enterprise_of(claim)
    return Notice(
        **stating(payment, payment.notice_on, config.city_bureau, config),
        document_number=f"{config.notice_word}{payment.notice_number}",
        claim_number=claim.id,
        enterprise=enterprise.name,
        uscc=enterprise.uscc,
        **policy_of(item),
        minutes_number=claim.minutes_number or "",
        notice_from=_day(claim.notice_from),
        notice_to=_day(claim.notice_until),
        fund_number=payment.approval_number,
        budget_codes=tuple(BudgetCode(zh, **payment.budget_codes[kind]) for kind, zh in BUDGET_KINDS),
        recognised_fen=claim.recognised_fen or 0,
        factor=_factor(claim),
        payable_fen=payment.amount_fen,
        payee=payment.account_name,
        account_masked=masked_account(disclosed(payment.account_number_digest) or ""),
        bank_code=payment.bank_code,
        bank=payment.bank_name,
        voucher_number=payment.voucher_number or "",
        batch_number=payment.batch_id,
        paid_on=payment.paid_on,
        contacts=CONTACTS,
    )


def calculation(number: str, by: Actor, config: Config) -> Calculation:
    """Facts of the calculation sheet 算账单 of a rated claim. Raises OutOfOrder before."""
    claim = claims.one(number, by)
    if claim.calculation is None or claim.payable_fen is None:
        raise OutOfOrder(number=number, why_zh="尚未核定，没有算账单。", why_en="its sum is not settled yet.")
    item, enterprise = item_of(claim), claims.enterprise_of(claim)
    decision = claim.established.get("decision_no")
    given = [text for text in (decision, claim.difference_document) if text]
    about = policy_of(item)
    return Calculation(
        **stating(claim, clock.today(), config.city_bureau, config),
        claim_number=claim.id,
        enterprise=enterprise.name,
        uscc=enterprise.uscc,
        item_id=about["item_id"],
        item_title=about["item_title"],
        document_title=about["document_title"],
        on=claim.on,
        rating=_rating(claim),
        rating_source=_rating_source(claim),
        steps=tuple(_step(step) for step in claim.calculation["steps"]),
        recognised_fen=claim.recognised_fen or 0,
        factor=_factor(claim),
        payable_fen=claim.payable_fen,
        catalogue_digest=claim.calculation["catalogue"],
        decisions=tuple(given),
    )


def receipt(number: str, by: Actor, config: Config) -> Receipt:
    """Facts of the receipt for account information 账户信息确认回执 of a locked award. Raises OutOfOrder."""
    claim = claims.one(number, by)
    pledge = db.session.get(Pledge, claim.lock_id) if claim.lock_id else None
    if pledge is None or pledge.receipt_on is None or pledge.registered_on is None:
        raise OutOfOrder(number=number, why_zh="没有锁定，没有回执。", why_en="it is not locked to a bank.")
    item, enterprise = item_of(claim), claims.enterprise_of(claim)
    return Receipt(
        **stating(pledge, pledge.receipt_on, unit_name(claim.unit), config),
        document_number=pledge.receipt_number or "",
        bank_unit=unit_name(pledge.bank),
        claim_number=claim.id,
        enterprise=enterprise.name,
        uscc=enterprise.uscc,
        **policy_of(item),
        fund_number=claim.approval_number or "",
        payable_fen=claim.payable_fen or 0,
        payee=pledge.account_name or "",
        account_masked=masked_account(disclosed(pledge.account_number_digest or "") or ""),
        bank_code=pledge.bank_code or "",
        bank=pledge.bank_name or "",
        loan_number=pledge.loan_number or "",
        secured_fen=pledge.secured_fen or 0,
        registration_number=pledge.registration_number or "",
        registered_on=pledge.registered_on,
        contacts=CONTACTS[:1],
    )


def unit_name(unit: str) -> str:
    """The name of a unit on record; empty, and then no paper is issued, where it is not."""
    return db.session.scalar(select(Unit.name).where(Unit.id == unit)) or ""


def stating(
    record: Claim | Payment | Pledge, issued_on: date, issuer: str, config: Config, paper: str = ""
) -> dict[str, Any]:
    """What every paper states; the embedded record is what the digest of the event it states was made of.

    ``paper`` is its own name where its record is on several.
    """
    event = stated(paper or record.kind, record.id)
    if event is None:
        raise ValueError(f"{record.id} has nothing to be put on paper")
    whole = {
        "kind": record.kind,
        "record": record.id,
        "version": event.seq,
        "head": event.hash,
        "state": claims.state_at(record.id, event.seq),
    }
    return {
        "issuer": issuer,
        "issued_on": issued_on,
        "verify_url": f"{config.public_url}/verify/{code(record.id, event.hash, paper)}",
        "record": proof.canonical(whole),
        "demo": _is_demo(record),
    }


def _is_demo(record: Claim | Payment | Pledge) -> bool:
    claim = record if isinstance(record, Claim) else db.session.get_one(Claim, record.claim_id)
    return any(event["demo"] for event in claims.time_line(claim))


def item_of(claim: Claim) -> Item:
    """The edition of the item that governs a claim."""
    return policy.load().governing(claim.item, claim.on)


def policy_of(item: Item) -> dict[str, Any]:
    """Where an item stands, as papers cite it."""
    adoption = adoptions().get(item.document)
    return {
        "item_id": item.id,
        "item_title": item.title_zh,
        "document_title": policy.load().document(item).title_zh,
        "policy_number": adoption.number if adoption else "",
        "article": cited(item.article),
    }


def cited(article: str) -> str:
    """An article as official paper cites it: 5 is 第五条, (二) is 第二项, 一·3 is 第一部分第三项."""
    if article.isdigit():
        return f"第{cn2an.an2cn(article)}条"
    part, _, number = article.strip("()（）").rpartition("·")
    return f"第{part}部分第{cn2an.an2cn(number)}项" if part else f"第{number}项"


def _factor(claim: Claim) -> Fraction:
    factor = (claim.calculation or {}).get("factor")
    return Fraction(*factor) if factor else Fraction(1)


def _rating(claim: Claim) -> str:
    if claim.rating is None:
        return "不适用"
    return "未参评" if claim.rating == "unrated" else claim.rating


def _rating_source(claim: Claim) -> RatingSource | None:
    if claim.rating_list_id is None or claim.rating_file is None or claim.rating_on is None:
        return None
    return RatingSource(claim.rating_list_id, claim.rating_row, claim.rating_file, claim.rating_on)


def _step(step: dict[str, Any]) -> CalculationStep:
    return CalculationStep(
        sentence=sentence(step),
        inputs=tuple((given["zh"], grouped(given["value"])) for given in step["inputs"]),
        article=cited(step["article"]),
        result=grouped(step["result"]),
    )


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("a paid claim has the dates of its public notice")
    return day
