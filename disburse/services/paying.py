"""Paying out: batches with control totals, each payment's arrival or return."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from disburse import apart, audit, clock, desk, numbering, payouts
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import BadRecord, Both, Finding, NotFound, Refusal, UnfinishedBatch
from disburse.models import Batch, Claim, Enterprise, Fund, Payment
from disburse.queries import budgets, instructions
from disburse.queries.digests import lines_digest
from reports import proof
from reports.banking import FORMS, Payer
from reports.figures import capitals, yuan
from workflows.claim import CLAIM
from workflows.engine import NoSuchStep
from workflows.payout import BATCH, PAYMENT
from workflows.table import NEW

LARGEST_BATCH = 500
"""Payments in one batch at most."""


class AnotherFile(Refusal):
    """批次 {number} 的支付文件（{form}）与此不同。
    The payment file of batch {number} ({form}) is not this one.
    """

    mend = (
        "送达银行的只能是最后生成的那一份；已送达的，只能原样再取。",
        "Only the file written last is sent to the bank; once sent, only that file is written again.",
    )


class PaymentFile(NamedTuple):
    """A payment file as it was written: its batch, what it is called, its bytes and their SHA-256."""

    batch: Batch
    name: str
    data: bytes
    sha256: str


@desk.use_case
def build_batch(
    *, fund_id: str, lines: Sequence[dict[str, Any]], payment_count: int, total_fen: int, by: Actor
) -> Batch:
    """Build a batch of approved awards of one fund, with count, sum and the sum in capitals.

    Each line has claim_id and amount_fen; the builder states count and sum apart, and both must agree.
    """
    asked = {line["claim_id"]: line["amount_fen"] for line in lines}
    claims, findings = _held(asked, by)
    findings += _disagreements(fund_id, claims, asked, len(lines), (payment_count, total_fen))
    if findings:
        raise BadRecord(findings)
    owners = {o: desk.hold(Enterprise, o, by=by) for o in sorted({c.enterprise_id for c in claims})}
    codes = budgets.named(desk.hold(Fund, fund_id, by=by))
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
    paid_for = [payment.claim_id for payment in _payments(batch)]
    desk.move(batch, "release", by=by, amount_fen=batch.total_fen, released_on=clock.today())
    apart.require(paid_for, CLAIM.outside("payment"), Both("下达", "Release"), by=by)
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
def write_file(number: str, *, form: str, payer: Payer, by: Actor) -> PaymentFile:
    """Write the payment file of a released batch, one of ``reports.banking.FORMS``, for who hands it over.

    Every writing is an event, for it shows the account numbers. Once a file was sent, only that same file is
    written again. Raises UnfitAccounts with every fault, or AnotherFile.
    """
    batch = desk.hold(Batch, number, by=by)
    if form not in FORMS:
        known = "、".join(FORMS)
        raise BadRecord([Finding("form", f"应为 {known} 之一", f"must be one of {known}")])
    data = FORMS[form].write(instructions.order(batch, payer))
    sha256 = proof.digest(data)
    written = _file_written(batch)
    if batch.state == "sent" and sha256 != written:
        raise AnotherFile(number=number, form=batch.file_form)
    kept = batch.file_sha256 if sha256 == written else None
    digest = kept or audit.disclose(batch.id, "file_sha256", sha256)
    desk.move(batch, "write_file", by=by, document=digest, file_form=form, file_sha256=digest)
    return PaymentFile(batch, f"{batch.id}{FORMS[form].suffix}", data, sha256)


@desk.use_case
def send_batch(
    number: str, *, file_sha256: str, document: str, version: int | None = None, by: Actor
) -> Batch:
    """Record that the file written last was handed to the bank; ``document`` is the bank's word for it."""
    batch = desk.hold(Batch, number, by=by, version=version)
    if batch.state == "released" and file_sha256 != _file_written(batch):
        raise AnotherFile(number=number, form=batch.file_form or "–")
    desk.move(batch, "send", by=by, document=document, sent_on=clock.today())
    return batch


@desk.use_case
def confirm_payment(
    payment_id: str,
    *,
    amount_fen: int,
    account_number: str,
    receipt_number: str,
    paid_on: date,
    version: int | None = None,
    by: Actor,
) -> Payment:
    """Record that a payment arrived 到账; posts it in the fund and gives the notice its number."""
    held = payouts.hold(payment_id, version=version, by=by)
    payouts.require_plausible(held, amount_fen, paid_on=paid_on)
    if account_number != audit.disclosed(held.payment.account_number_digest):
        raise BadRecord([Finding("account_number", "不是指令中的收款账号", "is not the account instructed")])
    return payouts.arrive(held, receipt_number=receipt_number, paid_on=paid_on, by=by)


@desk.use_case
def return_payment(
    payment_id: str,
    *,
    amount_fen: int,
    receipt_number: str,
    returned_on: date,
    reason: str,
    version: int | None = None,
    by: Actor,
) -> Payment:
    """Record that the bank returned a payment 退汇; the award waits for another batch."""
    held = payouts.hold(payment_id, version=version, by=by)
    payouts.require_plausible(held, amount_fen, returned_on=returned_on)
    return payouts.come_back(held, receipt_number=receipt_number, reason=reason, by=by)


@desk.use_case
def settle_batch(number: str, *, document: str, version: int | None = None, by: Actor) -> Batch:
    """Close a batch whose payments all arrived or came back."""
    batch = desk.hold(Batch, number, by=by, version=version)
    still_open = sum(1 for payment in _payments(batch) if payment.state == "instructed")
    if still_open and batch.state in ("released", "sent"):
        raise UnfinishedBatch(number=batch.id, count=still_open)
    desk.move(batch, "settle", by=by, document=document)
    return batch


def _file_written(batch: Batch) -> str | None:
    """The SHA-256 of the file written last; None if there is none, or what stands behind it was erased."""
    return audit.disclosed(batch.file_sha256) if batch.file_sha256 else None


def _payments(batch: Batch) -> Sequence[Payment]:
    query = select(Payment).where(Payment.batch_id == batch.id).order_by(Payment.claim_id)
    return db.session.scalars(query.with_for_update()).all()


def _payment(batch: str, claim: Claim, owner: Enterprise, codes: dict[str, Any]) -> Payment:
    """One line. The account is the locked one, else the one now registered."""
    source = claim if claim.lock_id else owner
    return Payment(
        id=numbering.next_id("payment"),
        workflow_version=PAYMENT.version,
        state=NEW,
        batch_id=batch,
        claim_id=claim.id,
        amount_fen=_due_fen(claim),
        account_name=source.account_name,
        bank_code=source.bank_code,
        bank_name=source.bank_name,
        account_number_digest=source.account_number_digest,
        budget_codes=codes,
        approval_number=claim.approval_number,
        voucher_number=numbering.next_id("voucher"),
    )


def _due_fen(claim: Claim) -> int:
    """What is to be paid of an award that waits: not what was set off against it."""
    set_off_fen = claim.paid_fen if claim.state in ("approved", "pledged") else 0
    return (claim.payable_fen or 0) - set_off_fen


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


def _held(numbers: Iterable[str], by: Actor) -> tuple[list[Claim], list[Finding]]:
    """The claims that are there, locked in the order of the house, and what speaks against single lines.

    A batch's only line is refused in its own words: NotFound here, a wrong state by the desk.
    """
    asked = sorted(numbers)
    if len(asked) == 1:
        return [desk.hold(Claim, asked[0], by=by)], []
    claims, findings = [], []
    for number in asked:
        try:
            claim = desk.hold(Claim, number, by=by)
            claims.append(claim)
            CLAIM.step("schedule", claim.state)
        except (NotFound, NoSuchStep) as no:
            findings.append(Finding(number, no.zh, no.en))
    return claims, findings


def _disagreements(
    fund: str, claims: Sequence[Claim], asked: dict[str, int], lines: int, totals: tuple[int, int]
) -> list[Finding]:
    """Every line is charged to the fund with the award's own sum, no award twice, and the totals right."""
    findings = []
    if not 0 < lines <= LARGEST_BATCH:
        findings.append(
            Finding("lines", f"应有 1 至 {LARGEST_BATCH} 笔", f"must be 1 to {LARGEST_BATCH} payments")
        )
    if lines != len(asked):
        findings.append(Finding("lines", "有申报重复列入", "a claim is listed twice"))
    for claim in claims:
        due_fen = _due_fen(claim)
        if claim.fund_id != fund:
            findings.append(Finding(claim.id, f"不由 {fund} 列支", f"is not charged to {fund}"))
        elif due_fen != asked[claim.id]:
            findings.append(
                Finding(claim.id, f"应付 {yuan(due_fen)} 元", f"{yuan(due_fen)} yuan are payable")
            )
    if totals != (lines, sum(asked.values())):
        findings.append(Finding("total_yuan", "控制总数与明细不符", "the totals are not those of the lines"))
    return findings
