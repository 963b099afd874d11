"""Paying out: batches with control totals, each payment's arrival or return."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from disburse import audit, clock, desk, ledger, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AmountMismatch, BadRecord, Finding, NotFound, OutOfOrder, UnfinishedBatch
from disburse.models import Batch, Claim, Enterprise, Fund, Payment
from disburse.queries.digests import lines_digest
from reports.figures import capitals, yuan
from workflows.claim import CLAIM
from workflows.payout import BATCH, PAYMENT
from workflows.table import NEW

LARGEST_BATCH = 500
"""Payments in one batch at most."""


@desk.use_case
def build_batch(
    *, fund_id: str, lines: Sequence[dict[str, Any]], payment_count: int, total_fen: int, by: Actor
) -> Batch:
    """Build a batch of approved awards of one fund, with count, sum and the sum in capitals.

    Each line has claim_id and amount_fen; the builder states count and sum apart, and both must agree.
    """
    asked = {line["claim_id"]: line["amount_fen"] for line in lines}
    claims = [desk.hold(Claim, number, by=by) for number in sorted(asked)]
    _require_agreement(fund_id, claims, asked, len(lines), (payment_count, total_fen))
    owners = {o: desk.hold(Enterprise, o, by=by) for o in sorted({c.enterprise_id for c in claims})}
    codes = desk.hold(Fund, fund_id, by=by).budget_codes
    number = numbering.next_id("batch")
    payments = [_payment(number, claim, owners[claim.enterprise_id], codes) for claim in claims]
    batch = Batch(
        id=number,
        workflow_version=BATCH.version,
        state=NEW,
        fund_id=fund_id,
        payment_count=payment_count,
        total_fen=total_fen,
        total_capitals=capitals(total_fen),
        lines_digest=lines_digest(payments),
    )
    desk.open_record(batch, "build", by=by, about=fund_id, amount_fen=total_fen)
    for claim, payment in zip(claims, payments, strict=True):
        _schedule(claim, payment, by)
    return batch


@desk.use_case
def release_batch(number: str, *, version: int | None = None, by: Actor) -> Batch:
    """Release a batch to the bank; never who built it, or had another duty for one of its awards."""
    batch = desk.hold(Batch, number, by=by, version=version)
    desk.move(batch, "release", by=by, amount_fen=batch.total_fen, released_on=clock.today())
    paid_for = [payment.claim_id for payment in _payments(batch)]
    desk.keep_apart(paid_for, CLAIM.outside("payment"), "下达", by=by)
    return batch


@desk.use_case
def cancel_batch(number: str, *, note: str, version: int | None = None, by: Actor) -> Batch:
    """Cancel a batch that was not released; its awards wait for another."""
    batch = desk.hold(Batch, number, by=by, version=version)
    desk.move(batch, "cancel", by=by, note=note)
    for payment in _payments(batch):
        claim = desk.hold(Claim, payment.claim_id, by=by)
        desk.move(payment, "cancel", by=by, note=note, about=batch.id)
        back = "unschedule_pledged" if claim.lock_id else "unschedule"
        desk.move(claim, back, by=by, note=note, about=payment.id, payment_id=None)
    return batch


@desk.use_case
def confirm_payment(
    payment_id: str, *, amount_fen: int, account_number: str, receipt_number: str, paid_on: date, by: Actor
) -> Payment:
    """Record that a payment arrived 到账; posts it in the fund and gives the notice its number."""
    batch = desk.hold(Batch, _batch_of(payment_id), by=by)
    payment = desk.hold(Payment, payment_id, by=by)
    claim = desk.hold(Claim, payment.claim_id, by=by)
    _require_plausible(payment, batch, amount_fen, paid_on)
    if account_number != audit.disclosed(payment.account_number_digest):
        raise BadRecord([Finding("account_number", "不是指令中的收款账号", "is not the account instructed")])
    desk.move(
        payment,
        "confirm",
        by=by,
        document=receipt_number,
        amount_fen=amount_fen,
        about=claim.id,
        receipt_number=receipt_number,
        paid_on=paid_on,
        notice_number=numbering.next_id("notice"),
        notice_on=clock.today(),
    )
    desk.move(claim, "confirm_payment", by=by, document=receipt_number, about=payment.id, paid_fen=amount_fen)
    fund = desk.hold(Fund, batch.fund_id, by=by)
    ledger.pay(fund, amount_fen, about=payment.id, by=by, document=receipt_number)
    return payment


@desk.use_case
def return_payment(
    payment_id: str, *, amount_fen: int, receipt_number: str, returned_on: date, reason: str, by: Actor
) -> Payment:
    """Record that the bank returned a payment 退汇; the award waits for another batch."""
    batch = desk.hold(Batch, _batch_of(payment_id), by=by)
    payment = desk.hold(Payment, payment_id, by=by)
    claim = desk.hold(Claim, payment.claim_id, by=by)
    _require_plausible(payment, batch, amount_fen, returned_on)
    arrived = payment.state == "paid"
    desk.move(
        payment, "return", by=by, note=reason, document=receipt_number, about=claim.id,
        returned_reason=reason,
    )  # fmt: skip
    back = "return_pledged_payment" if claim.lock_id else "return_payment"
    desk.move(claim, back, by=by, note=reason, about=payment.id, payment_id=None, paid_fen=0)
    if arrived:
        fund = desk.hold(Fund, batch.fund_id, by=by)
        ledger.take_back(fund, payment.amount_fen, about=payment.id, by=by, reason=reason)
    return payment


@desk.use_case
def settle_batch(number: str, *, document: str, version: int | None = None, by: Actor) -> Batch:
    """Close a batch whose payments all arrived or came back."""
    batch = desk.hold(Batch, number, by=by, version=version)
    still_open = sum(1 for payment in _payments(batch) if payment.state == "instructed")
    if still_open and batch.state == "released":
        raise UnfinishedBatch(number=batch.id, count=still_open)
    desk.move(batch, "settle", by=by, document=document)
    return batch


def _payments(batch: Batch) -> Sequence[Payment]:
    query = select(Payment).where(Payment.batch_id == batch.id).order_by(Payment.claim_id)
    return db.session.scalars(query.with_for_update()).all()


def _batch_of(payment: str) -> str:
    """The batch is held before its payments, so that no two use cases wait for each other."""
    batch = db.session.scalar(select(Payment.batch_id).where(Payment.id == payment))
    if batch is None:
        raise NotFound(number=payment)
    return batch


def _payment(batch: str, claim: Claim, owner: Enterprise, codes: dict[str, Any]) -> Payment:
    """One line. The account is the locked one, else the one now registered."""
    source = claim if claim.lock_id else owner
    return Payment(
        id=numbering.next_id("payment"),
        workflow_version=PAYMENT.version,
        state=NEW,
        batch_id=batch,
        claim_id=claim.id,
        amount_fen=claim.payable_fen,
        account_name=source.account_name,
        bank_code=source.bank_code,
        bank_name=source.bank_name,
        account_number_digest=source.account_number_digest,
        budget_codes=codes,
        approval_number=claim.approval_number,
        voucher_number=numbering.next_id("voucher"),
    )


def _schedule(claim: Claim, payment: Payment, by: Actor) -> None:
    desk.move(
        claim,
        "schedule",
        by=by,
        about=payment.id,
        payment_id=payment.id,
        account_name=payment.account_name,
        bank_code=payment.bank_code,
        bank_name=payment.bank_name,
        account_number_digest=payment.account_number_digest,
    )
    desk.open_record(payment, "instruct", by=by, about=claim.id, amount_fen=payment.amount_fen)


def _require_agreement(
    fund: str, claims: Sequence[Claim], asked: dict[str, int], lines: int, totals: tuple[int, int]
) -> None:
    """Every line charged to the fund with the award's own sum, no award twice, and the totals right."""
    findings = []
    if not 0 < lines <= LARGEST_BATCH:
        findings.append(
            Finding("lines", f"应有 1 至 {LARGEST_BATCH} 笔", f"must be 1 to {LARGEST_BATCH} payments")
        )
    if lines != len(asked):
        findings.append(Finding("lines", "有申报重复列入", "a claim is listed twice"))
    for claim in claims:
        payable = yuan(claim.payable_fen or 0)
        if claim.fund_id != fund:
            findings.append(Finding(claim.id, f"不由 {fund} 列支", f"is not charged to {fund}"))
        elif claim.payable_fen != asked[claim.id]:
            findings.append(Finding(claim.id, f"应付 {payable} 元", f"{payable} yuan are payable"))
    if totals != (lines, sum(asked.values())):
        findings.append(Finding("total", "控制总数与明细不符", "the totals are not those of the lines"))
    if findings:
        raise BadRecord(findings)


def _require_plausible(payment: Payment, batch: Batch, amount_fen: int, on: date) -> None:
    if batch.state == "built":
        raise _not_released(payment)
    if amount_fen != payment.amount_fen:
        raise AmountMismatch(expected=yuan(payment.amount_fen), given=yuan(amount_fen))
    if on > clock.today() or (batch.released_on and on < batch.released_on):
        span = f"{batch.released_on} – {clock.today()}"
        raise BadRecord([Finding("on", f"应在 {span} 之间", f"must lie within {span}")])


def _not_released(payment: Payment) -> OutOfOrder:
    return OutOfOrder(
        number=payment.id, why_zh="所在批次尚未下达。", why_en="its batch has not been released."
    )
