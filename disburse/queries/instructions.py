"""What a payment file says of a released batch, with every account looked at again before it leaves."""

import re
from collections.abc import Iterator

from sqlalchemy import func, select
from stdnum.iso7064 import mod_11_10

from disburse.db import db
from disburse.errors import Finding, OutOfOrder, Refusal
from disburse.models import Batch, Claim, Disclosure, Enterprise, Event, Payment, Pledge
from disburse.queries.digests import lines_digest
from reports.banking import Instruction, Order, Payer
from schemas.names import normalise_name

_ACCOUNT = re.compile(r"[0-9]{9,32}")
_BANK = re.compile(r"[0-9]{12}")
CODES = ("functional", "departmental", "government")


class NoPayer(Refusal):
    """付款账户未设置或不正确，不能生成支付文件。
    The account that pays is not set, or wrong: no payment file can be written.
    """

    status = 422
    mend = (
        "请设置 DISBURSE_PAYER_NAME、DISBURSE_PAYER_ACCOUNT、DISBURSE_PAYER_BANK。",
        "Set DISBURSE_PAYER_NAME, DISBURSE_PAYER_ACCOUNT and DISBURSE_PAYER_BANK.",
    )


class UnfitAccounts(Refusal):
    """批次 {number} 有 {count} 处收款账户不符，支付文件没有生成。
    Batch {number} has {count} faults in its payees' accounts: no payment file was written.
    """

    status = 422
    mend = (
        "请逐笔核对；已下达的，登记退汇后重新列入批次。",
        "Look at each; return those payments and put their awards into another batch.",
    )


def order(batch: Batch, payer: Payer) -> Order:
    """The order of a batch that was released. Raises OutOfOrder, NoPayer, or UnfitAccounts (all faults)."""
    released_at = db.session.scalar(
        select(Event.at).where(Event.record == batch.id, Event.action == "release")
    )
    if released_at is None or batch.released_on is None:
        zh, en = "尚未下达，不能生成支付文件。", "it has not been released, so there is no file."
        raise OutOfOrder(number=batch.id, why_zh=zh, why_en=en)
    if not (payer.name and _ACCOUNT.fullmatch(payer.account) and _is_bank(payer.bank_code)):
        raise NoPayer
    lines = _lines(batch)
    faults = [*_totals(batch, lines), *(f for line in lines for f in _faults(*line))]
    if faults:
        raise UnfitAccounts(faults, number=batch.id, count=len(faults))
    instructions = tuple(_instruction(payment, number or "") for payment, number, _ in lines)
    return Order(
        batch.id, payer, released_at, batch.released_on, batch.total_fen, batch.total_capitals, instructions
    )


_Line = tuple[Payment, str | None, str]
"""A payment, the account number behind its digest unless it was erased, the name that its account must have:
the enterprise's as registered; of a locked award the lock's, which a renamed enterprise keeps.
"""


def _lines(batch: Batch) -> list[_Line]:
    query = (
        select(Payment, Disclosure.value, func.coalesce(Pledge.account_name, Enterprise.name))
        .join(Claim, Claim.id == Payment.claim_id)
        .join(Enterprise, Enterprise.id == Claim.enterprise_id)
        .outerjoin(Pledge, Pledge.id == Claim.lock_id)
        .outerjoin(Disclosure, Disclosure.digest == Payment.account_number_digest)
        .where(Payment.batch_id == batch.id)
        .order_by(Payment.id)
    )
    return [(payment, number, name) for payment, number, name in db.session.execute(query)]


def _totals(batch: Batch, lines: list[_Line]) -> Iterator[Finding]:
    """The lines must be those that were built, and add up to the control totals."""
    payments = [payment for payment, _, _ in lines]
    have = (len(payments), sum(p.amount_fen for p in payments), lines_digest(payments))
    if have != (batch.payment_count, batch.total_fen, batch.lines_digest):
        yield Finding(batch.id, "明细与控制总数不一致", "its lines do not agree with its control totals")


def _faults(payment: Payment, number: str | None, name: str) -> Iterator[Finding]:
    if number is None:
        zh, en = "收款账号原值已删除，无法支付", "the account number was erased, so it can't be paid"
        yield Finding(payment.id, zh, en)
    elif not _ACCOUNT.fullmatch(number):
        yield Finding(payment.id, "账号须为 9 至 32 位数字", "an account number has 9 to 32 digits")
    if not _is_bank(payment.bank_code):
        yield Finding(payment.id, "联行号位数或校验位不符", "the bank code's check digit does not fit")
    if normalise_name(payment.account_name) != normalise_name(name):
        zh = f"账户名称“{payment.account_name}”与登记名称“{name}”不一致"
        en = f"the account name {payment.account_name} is not the registered name {name}"
        yield Finding(payment.id, zh, en)


def _is_bank(code: str) -> bool:
    return bool(_BANK.fullmatch(code)) and bool(mod_11_10.is_valid(code))


def _instruction(payment: Payment, account_number: str) -> Instruction:
    functional, departmental, government = (payment.budget_codes[kind]["code"] for kind in CODES)
    return Instruction(
        end_to_end=payment.id,
        account_number=account_number,
        account_name=payment.account_name,
        bank_code=payment.bank_code,
        bank_name=payment.bank_name,
        amount_fen=payment.amount_fen,
        purpose=f"产业政策奖补资金 {payment.claim_id}",
        codes=(functional, departmental, government),
        approval_number=payment.approval_number,
        voucher_number=payment.voucher_number or "",
    )
