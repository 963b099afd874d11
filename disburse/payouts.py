"""A payment's arrival and its return: the one path of a person's act and of a line of the bank's file.

The caller is a use case. Locks are taken in the order of the house: batch, payment, claim, fund.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from disburse import clock, desk, ledger, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AmountMismatch, BadRecord, Finding, NotFound, OutOfOrder, Refusal
from disburse.models import Batch, Claim, Fund, Payment
from reports.figures import yuan


class PartlyRecovered(Refusal):
    """{number} 的奖补已追回 {recovered} 元，不能再整笔登记退汇。
    {recovered} yuan of the award of {number} were taken back: the whole payment can't come back too.
    """

    mend = (
        "请向银行核实：资金确已整笔退回的，多收部分先退还企业，差错线下更正并存档。",
        "Ask the bank; if all of it came back, the enterprise paid that part twice: give it back first.",
    )


class Held(NamedTuple):
    """A payment with the batch it was released in and the claim it pays, all locked."""

    batch: Batch
    payment: Payment
    claim: Claim


def hold(payment_id: str, *, version: int | None = None, by: Actor) -> Held:
    """Lock a payment and what it belongs to; the batch first, so that no two use cases wait for each other.

    ``version`` is the payment's that the caller saw. Raises NotFound or Stale.
    """
    number = db.session.scalar(select(Payment.batch_id).where(Payment.id == payment_id))
    if number is None:
        raise NotFound(number=payment_id)
    batch = desk.hold(Batch, number, by=by)
    payment = desk.hold(Payment, payment_id, by=by, version=version)
    return Held(batch, payment, desk.hold(Claim, payment.claim_id, by=by))


def require_plausible(held: Held, amount_fen: int, **day: date) -> None:
    """The bank can only speak of what was released, in full, since the release; ``day`` names the field.

    Raises OutOfOrder, BadRecord or AmountMismatch.
    """
    batch, payment, _ = held
    if batch.state == "built":
        zh, en = "所在批次尚未下达。", "its batch has not been released."
        raise OutOfOrder(number=payment.id, why_zh=zh, why_en=en)
    if amount_fen != payment.amount_fen:
        raise AmountMismatch(expected=yuan(payment.amount_fen), given=yuan(amount_fen))
    for name, on in day.items():
        if on > clock.today() or (batch.released_on and on < batch.released_on):
            span = f"{batch.released_on} – {clock.today()}"
            raise BadRecord([Finding(name, f"应在 {span} 之间", f"must lie within {span}")])


def arrive(held: Held, *, receipt_number: str, paid_on: date, by: Actor) -> Payment:
    """Post a payment that arrived 到账 in the fund, and give the notice its number."""
    batch, payment, claim = held
    desk.move(
        payment,
        "confirm",
        by=by,
        document=receipt_number,
        amount_fen=payment.amount_fen,
        about=claim.id,
        receipt_number=receipt_number,
        paid_on=paid_on,
        notice_number=numbering.next_id("notice"),
        notice_on=clock.today(),
    )
    paid_fen = claim.paid_fen + payment.amount_fen
    desk.move(claim, "confirm_payment", by=by, document=receipt_number, about=payment.id, paid_fen=paid_fen)
    fund = desk.hold(Fund, batch.fund_id, by=by)
    ledger.pay(fund, payment.amount_fen, about=payment.id, by=by, document=receipt_number)
    return payment


def come_back(held: Held, *, receipt_number: str, reason: str, by: Actor) -> Payment:
    """Take a payment back that the bank returned 退汇; its award waits for another batch.

    Raises PartlyRecovered.
    """
    batch, payment, claim = held
    arrived = payment.state == "paid"
    paid_fen = claim.paid_fen - (payment.amount_fen if arrived else 0)
    desk.move(
        payment, "return", by=by, note=reason, document=receipt_number, about=claim.id,
        returned_reason=reason,
    )  # fmt: skip
    _require_whole(payment, claim, paid_fen)
    back = "return_pledged_payment" if claim.lock_id else "return_payment"
    desk.move(claim, back, by=by, note=reason, about=payment.id, payment_id=None, paid_fen=paid_fen)
    if arrived:
        fund = desk.hold(Fund, batch.fund_id, by=by)
        ledger.take_back(fund, payment.amount_fen, about=payment.id, by=by, reason=reason)
    return payment


def _require_whole(payment: Payment, claim: Claim, left_fen: int) -> None:
    """What the enterprise paid back can't come back a second time from the bank."""
    if claim.state == "paid" and claim.recovered_fen > left_fen:
        raise PartlyRecovered(number=payment.id, recovered=yuan(claim.recovered_fen))
