"""Paying out: a batch with its control totals, a bank's receipt, a returned payment."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.choices import Choice
from schemas.enterprises import Account
from schemas.faults import say
from schemas.fields import AccountNumber, Count, Day, Fen, PlainText, Version, grouped_yuan
from schemas.funds import BudgetCodes
from schemas.identifiers import RecordNumber
from schemas.record import Part, Record, Rows
from workflows.payout import BATCH, PAYMENT


class _Totalled(Record):
    """Lines whose number and sum must agree with the control totals beside them."""

    payment_count = Count(1)
    total_fen = Fen(min_fen=1)

    @validates_schema
    def _totals_agree(self, batch: dict[str, Any], **_: Any) -> None:
        count, total_fen = len(batch["lines"]), sum(line["amount_fen"] for line in batch["lines"])
        wrong = {}
        if batch["payment_count"] != count:
            wrong["payment_count"] = [
                say(f"明细共 {count} 笔，请核对笔数。", f"There are {count} lines: check the count.")
            ]
        if batch["total_fen"] != total_fen:
            wrong["total_yuan"] = [
                say(
                    f"明细合计 {grouped_yuan(total_fen)} 元，请核对总额。",
                    f"The lines add up to {grouped_yuan(total_fen)} yuan: check the total.",
                )
            ]
        if wrong:
            raise ValidationError(wrong)


class FileIn(Record):
    """In which form a batch's payment file is wanted."""

    form = Choice(("csv", "csv-gb18030", "xlsx", "pain001"))


class BatchLineIn(Record):
    """One award to be paid in the batch."""

    claim_id = RecordNumber()
    amount_fen = Fen(min_fen=1)


class BatchIn(_Totalled):
    """A batch as finance builds it; whoever builds it states count and sum by itself."""

    fund_id = RecordNumber()
    lines = Rows(Part(BatchLineIn), low=1, high=10_000)

    @validates_schema
    def _no_claim_twice(self, batch: dict[str, Any], **_: Any) -> None:
        claims = [line["claim_id"] for line in batch["lines"]]
        again = say(
            "同一申报在批次中重复，请删除一行。", "This claim is in the batch twice: remove one line."
        )
        twice = {n: {"claim_id": [again]} for n, claim in enumerate(claims) if claim in claims[:n]}
        if twice:
            raise ValidationError({"lines": twice})


class PaymentOut(Record):
    """One payment as finance and the paying bank see it."""

    id = RecordNumber()
    claim_id = RecordNumber()
    state = Choice(tuple(state.name for state in PAYMENT.states))
    amount_fen = Fen(min_fen=1)
    account = Part(Account)
    budget_codes = Part(BudgetCodes)
    approval_number = PlainText(80)
    voucher_number = PlainText(40, optional=True)
    receipt_number = PlainText(80, optional=True)
    paid_on = Day(optional=True)
    returned_reason = PlainText(optional=True)
    version = Version()


class BatchOut(_Totalled):
    """A batch with its payments and control totals: count, sum, sum in capitals."""

    id = RecordNumber()
    fund_id = RecordNumber()
    state = Choice(tuple(state.name for state in BATCH.states))
    total_capitals = PlainText()
    released_on = Day(optional=True)
    lines = Rows(Part(PaymentOut), low=1, high=10_000)
    version = Version()


class ReceiptLine(Record):
    """One line of the bank's receipt: this payment arrived in this account on this day."""

    payment_id = RecordNumber()
    amount_fen = Fen(min_fen=1)
    account_number = AccountNumber()
    receipt_number = PlainText(80)
    paid_on = Day()


class ReturnedPayment(Record):
    """A returned payment 退汇: which, how much, when and why."""

    payment_id = RecordNumber()
    amount_fen = Fen(min_fen=1)
    receipt_number = PlainText(80)
    returned_on = Day()
    reason = PlainText()


BATCH_IN = BatchIn()
FILE_IN = FileIn()
BATCH_OUT = BatchOut()
PAYMENT_OUT = PaymentOut()
RECEIPT_LINE = ReceiptLine()
RETURNED_PAYMENT = ReturnedPayment()
