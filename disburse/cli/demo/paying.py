"""The story's payments: batches built, released, confirmed, some returned by the bank, some taken back."""

from typing import Any

from disburse import clock
from disburse.cli.demo import cast
from disburse.cli.demo.fates import Fate
from disburse.cli.demo.telling import Case, Teller
from disburse.queries import claims
from reports.figures import plain_yuan

BATCH = 50
PAYABLE = ("approved", "pledged")


def pay(teller: Teller, cases: list[Case], fund: str) -> None:
    """Pay every approved award but those meant to wait; what the bank returns is paid in another batch."""
    waiting = [c for c in cases if c.state in PAYABLE and c.fate is not Fate.APPROVED]
    for start in range(0, len(waiting), BATCH):
        _batch(teller, waiting[start : start + BATCH], fund, bounce=True)
    again = [c for c in waiting if c.state in PAYABLE]
    if again:
        _batch(teller, again, fund, bounce=False)


def recover(teller: Teller, cases: list[Case]) -> None:
    """Some paid awards are taken back, in one sum or by instalments."""
    chosen = [c for c in cases if c.state == "paid" and c.fate in (Fate.RECOVERED, Fate.RECOVERING)]
    for n, case in enumerate(chosen, 1):
        owed = case.claim.paid_fen
        decision = {
            "claim_id": case.claim.id,
            "amount_yuan": plain_yuan(owed),
            "grounds": "审计发现同一设备已获其他资金支持",
            "decision_number": f"演示追缴〔{clock.today().year}〕{n}号",
        }
        recovery = teller.do("decide_recovery", cast.CITY_APPROVER, decision)
        instalments = (owed // 2, owed - owed // 2) if case.fate is Fate.RECOVERED else (owed // 2,)
        for version, amount_fen in enumerate(instalments, 1):
            repayment = {
                "number": recovery.id,
                "version": version,
                "amount_yuan": plain_yuan(amount_fen),
                "receipt_number": f"演示缴款{recovery.id}-{version}",
                "received_on": clock.today().isoformat(),
            }
            teller.do("record_repayment", cast.FINANCE_CLERK, repayment)
        _see(case)


def _batch(teller: Teller, cases: list[Case], fund: str, *, bounce: bool) -> None:
    batch = teller.do("build_batch", cast.FINANCE_CLERK, _lines(cases, fund))
    teller.do("release_batch", cast.FINANCE_PAYER, {"number": batch.id, "version": batch.version})
    teller.next_day()
    for case in cases:
        _see(case)
        receipt = _receipt(case)
        if bounce and case.fate is Fate.BOUNCED:
            receipt |= {"returned_on": receipt.pop("paid_on"), "reason": "收款账户状态异常"}
            del receipt["account_number"]
            teller.do("return_payment", cast.FINANCE_CLERK, receipt)
        else:
            teller.do("confirm_payment", cast.FINANCE_PAYER, receipt)
        _see(case)
    settled = {"number": batch.id, "version": batch.version + 1, "document": f"演示对账单{batch.id}"}
    teller.do("settle_batch", cast.FINANCE_CLERK, settled)


def _lines(cases: list[Case], fund: str) -> dict[str, Any]:
    sums = {case.claim.id: case.claim.payable_fen or 0 for case in cases}
    return {
        "fund_id": fund,
        "payment_count": len(cases),
        "total_yuan": plain_yuan(sum(sums.values())),
        "lines": [{"claim_id": number, "amount_yuan": plain_yuan(fen)} for number, fen in sums.items()],
    }


def _receipt(case: Case) -> dict[str, Any]:
    return {
        "payment_id": case.claim.payment_id,
        "amount_yuan": plain_yuan(case.claim.payable_fen or 0),
        "account_number": case.account_number,
        "receipt_number": f"演示回单{case.claim.payment_id}",
        "paid_on": clock.today().isoformat(),
    }


def _see(case: Case) -> None:
    """Look at the claim as it now is: acts on batches and payments have moved it."""
    case.claim = claims.one(case.claim.id, cast.FINANCE_CLERK)
