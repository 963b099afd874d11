"""The lock 锁定: a bank proposes the payee account of an award, the district confirms it, the bank ends it.

A pledge's claim is held before the pledge, and moves with it in the same transaction. While the lock is on,
its account is the only one that the award may be paid to, and only the bank lets go of it or names another.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from disburse import audit, clock, desk, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import BadRecord, Finding, NotFound, OutOfOrder, Refusal
from disburse.models import Claim, Enterprise, Pledge
from disburse.queries import locks, signing
from disburse.scope import visible
from reports.figures import yuan
from reports.signatures import Signed

ACCOUNT = ("account_name", "bank_code", "bank_name", "account_number_digest")
"""Columns of an account, on a claim, a pledge and an enterprise alike."""
SETTLED = ("paid", "recovering", "recovered")
"""States of a claim whose money arrived: its lock ends without moving it."""


class AlreadyLocked(Refusal):
    """{number} 已有锁定或待确认的锁定 {lock}，不能再锁定。
    {number} has a lock, or one asked for, already: {lock}.
    """

    mend = ("须待原锁定解除或未获确认。", "Wait until that lock is released or refused.")


class StaleReceipt(Refusal):
    """回执 {given} 不是 {number} 现行有效的回执。
    Receipt {given} is not the one in force of {number}.
    """

    mend = ("请按现行回执办理，并核验其二维码。", "Use the receipt in force: verify it by its QR code.")


@desk.use_case
def propose_lock(
    number: str,
    *,
    account: dict[str, str],
    loan_number: str,
    secured_fen: int,
    registration_number: str,
    registered_on: date,
    query_certificate: str,
    signed: Signed | None = None,
    version: int | None = None,
    by: Actor,
) -> Pledge:
    """Ask for a lock: the account, the loan, the sum it secures, and the registration at 中登网.

    ``query_certificate`` is the number of the certificate that no earlier registration was found.
    """
    claim, pledge, owner = _held(number, version, by)
    if pledge.state == "authorised":
        _require_free(claim)
    lock: dict[str, Any] = {"secured_fen": secured_fen, "registered_on": registered_on}
    lock |= {"registration_number": registration_number, "query_certificate": query_certificate}
    desk.move(
        pledge, "propose", by=by, about=claim.id, amount_fen=secured_fen, loan_number=loan_number,
        bank_signature=signing.evidence(signed, by), **lock, **_account(pledge, account),
    )  # fmt: skip
    _require_sound(claim, pledge, owner)
    return pledge


@desk.use_case
def confirm_lock(number: str, *, version: int | None = None, by: Actor) -> Pledge:
    """Confirm the account information of a lock asked for, as the district's maker."""
    claim, pledge, owner = _held(number, version, by)
    desk.move(pledge, "confirm", by=by, about=claim.id)
    _require_sound(claim, pledge, owner)
    return pledge


@desk.use_case
def refuse_lock(number: str, *, note: str, version: int | None = None, by: Actor) -> Pledge:
    """Refuse a lock that was asked for, with the reasons."""
    claim, pledge, _ = _held(number, version, by)
    desk.move(pledge, "refuse", by=by, note=note, about=claim.id)
    return pledge


@desk.use_case
def activate_lock(number: str, *, version: int | None = None, by: Actor) -> Pledge:
    """Put a lock in force, as the district's checker: the award moves to it, and a receipt is numbered."""
    claim, pledge, owner = _held(number, version, by)
    receipt = numbering.next_id("receipt")
    desk.move(pledge, "activate", by=by, about=claim.id, **_receipt(receipt))
    _require_sound(claim, pledge, owner)
    own = {column: getattr(pledge, column) for column in ACCOUNT}
    desk.move(claim, "pledge", by=by, document=receipt, about=pledge.id, lock_id=pledge.id, **own)
    return pledge


@desk.use_case
def consent_to_change(
    number: str,
    *,
    account: dict[str, str],
    receipt_number: str,
    document: str,
    signed: Signed | None = None,
    version: int | None = None,
    by: Actor,
) -> Pledge:
    """Consent to another account of a lock, on the bank's letter; the old one holds until it is confirmed."""
    claim, pledge, owner = _held(number, version, by)
    new = _account(pledge, account)
    desk.move(
        pledge, "consent", by=by, document=document, about=claim.id, new_account=new,
        bank_signature=signing.evidence(signed, by),
    )  # fmt: skip
    _require_receipt(pledge, receipt_number)
    _require_unpaid(claim)
    if findings := list(locks.misfits(pledge, owner, new)):
        raise BadRecord(findings)
    return pledge


@desk.use_case
def confirm_change(number: str, *, version: int | None = None, by: Actor) -> Pledge:
    """Confirm the account that a bank consented to, as the district's maker."""
    claim, pledge, _ = _held(number, version, by)
    desk.move(pledge, "confirm_change", by=by, about=claim.id)
    return pledge


@desk.use_case
def refuse_change(number: str, *, note: str, version: int | None = None, by: Actor) -> Pledge:
    """Refuse the account that a bank consented to; the one locked stays."""
    claim, pledge, _ = _held(number, version, by)
    desk.move(pledge, "refuse_change", by=by, note=note, about=claim.id, new_account=None)
    return pledge


@desk.use_case
def activate_change(number: str, *, version: int | None = None, by: Actor) -> Pledge:
    """Change the account of a lock, as the district's checker; a new receipt replaces the old one.

    Not while a payment is under way: it would arrive where it was not looked for.
    """
    claim, pledge, owner = _held(number, version, by)
    new, receipt = dict(pledge.new_account or {}), numbering.next_id("receipt")
    desk.move(pledge, "activate_change", by=by, about=claim.id, new_account=None, **_receipt(receipt), **new)
    desk.move(claim, "change_lock", by=by, document=receipt, about=pledge.id, **new)
    if findings := list(locks.misfits(pledge, owner, new)):
        raise BadRecord(findings)
    return pledge


@desk.use_case
def release_lock(
    number: str,
    *,
    receipt_number: str,
    document: str,
    signed: Signed | None = None,
    version: int | None = None,
    by: Actor,
) -> Pledge:
    """Let an award go, on the bank's letter: the loan was repaid, or the money arrived."""
    claim, pledge, owner = _held(number, version, by)
    desk.move(
        pledge, "release", by=by, document=document, about=claim.id,
        bank_signature=signing.evidence(signed, by),
    )  # fmt: skip
    _require_receipt(pledge, receipt_number)
    _unlock(claim, owner, document, by)
    return pledge


@desk.use_case
def close_short(
    number: str,
    *,
    receipt_number: str,
    shortfall_fen: int,
    note: str,
    signed: Signed | None = None,
    version: int | None = None,
    by: Actor,
) -> Pledge:
    """Let an award go that did not cover the loan: what was short, and why."""
    claim, pledge, owner = _held(number, version, by)
    desk.move(
        pledge, "close_short", by=by, note=note, about=claim.id, amount_fen=shortfall_fen,
        shortfall_fen=shortfall_fen, bank_signature=signing.evidence(signed, by),
    )  # fmt: skip
    _require_receipt(pledge, receipt_number)
    if shortfall_fen > (pledge.secured_fen or 0):
        zh, en = f"不超过 {yuan(pledge.secured_fen or 0)} 元", f"at most {yuan(pledge.secured_fen or 0)} yuan"
        raise BadRecord([Finding("shortfall_yuan", zh, en)])
    _unlock(claim, owner, receipt_number, by)
    return pledge


def _held(number: str, version: int | None, by: Actor) -> tuple[Claim, Pledge, Enterprise]:
    """The claim of a pledge, the pledge and the enterprise, held in this order. Raises NotFound or Stale."""
    claim_id = db.session.scalar(select(Pledge.claim_id).where(Pledge.id == number, visible(Pledge, by)))
    if claim_id is None:
        raise NotFound(number=number)
    claim = db.session.get_one(Claim, claim_id, with_for_update=True)
    pledge = desk.hold(Pledge, number, by=by, version=version)
    return claim, pledge, db.session.get_one(Enterprise, claim.enterprise_id, with_for_update=True)


def _account(pledge: Pledge, account: dict[str, str]) -> dict[str, str]:
    return {
        "account_name": account["name"],
        "bank_code": account["bank_code"],
        "bank_name": account["bank_name"],
        "account_number_digest": audit.disclose(pledge.id, "account_number", account["number"]),
    }


def _receipt(number: str) -> dict[str, Any]:
    return {"document": number, "receipt_number": number, "receipt_on": clock.today()}


def _require_free(claim: Claim) -> None:
    lock = locks.standing(claim.id)
    if lock:
        raise AlreadyLocked(number=claim.id, lock=lock)


def _require_sound(claim: Claim, pledge: Pledge, owner: Enterprise) -> None:
    """Everything that is wrong with a lock asked for, at each of the three steps to it: things change."""
    lock = {column: getattr(pledge, column) for column in ACCOUNT}
    findings = [
        *locks.unpledgeable(claim, owner),
        *locks.misfits(pledge, owner, lock),
        *locks.excesses(pledge, claim),
    ]
    if findings:
        raise BadRecord(findings)


def _require_receipt(pledge: Pledge, given: str) -> None:
    if given != pledge.receipt_number:
        raise StaleReceipt(number=pledge.id, given=given)


def _require_unpaid(claim: Claim) -> None:
    if claim.state in SETTLED:
        why_zh, why_en = "已经到账，不必变更账户。", "it has been paid: there is no account to change."
        raise OutOfOrder(number=claim.id, why_zh=why_zh, why_en=why_en)


def _unlock(claim: Claim, owner: Enterprise, document: str, by: Actor) -> None:
    """Give the award back its enterprise's own account; paid, it stays where it was paid to."""
    if claim.state in SETTLED:
        desk.move(claim, "unlock", by=by, document=document, lock_id=None)
        return
    own = {column: getattr(owner, column) for column in ACCOUNT}
    desk.move(claim, "release_pledge", by=by, document=document, lock_id=None, **own)
