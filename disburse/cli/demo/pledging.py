"""The story's pledges 补贴贷: banks authorised, accounts confirmed and locked, locks let go after payment."""

from datetime import timedelta
from typing import Any

from disburse import clock
from disburse.cli.demo import cast
from disburse.cli.demo.fates import Fate
from disburse.cli.demo.telling import Case, Teller
from disburse.queries import claims
from reports.figures import plain_yuan

EVERY = 30
"""One in so many awards that will be paid is pledged before."""
HALFWAY = ("authorised", "proposed", "active", "refused", "withdrawn")
"""Where the pledges of the awards that wait for payment are left, one after another."""


def pledge(teller: Teller, cases: list[Case]) -> None:
    """Some awards are pledged before they are paid; those that go on waiting are left on every stage."""
    approved = [case for case in cases if case.state == "approved"]
    waiting = [case for case in approved if case.fate is Fate.APPROVED]
    for n, case in enumerate(waiting):
        _as_far_as(HALFWAY[n % len(HALFWAY)], teller, case)
    for case in [case for case in approved if case.fate is not Fate.APPROVED][::EVERY]:
        _as_far_as("active", teller, case)


def let_go(teller: Teller, cases: list[Case]) -> None:
    """The banks let go of what has been paid into their accounts; the first loan was not covered."""
    paid = [case for case in cases if case.pledge is not None and case.state == "paid"]
    for n, case in enumerate(paid):
        seen = {**_seen(case), "receipt_number": case.pledge.receipt_number}
        if n == 0:
            body = {**seen, "shortfall_yuan": "1000.00", "note": "贷款利息未足额收回"}
            case.pledge = teller.do("close_short", cast.BANK_CHECKER, body)
        else:
            body = {**seen, "document": f"演示解除函〔{clock.today().year}〕{n}号"}
            case.pledge = teller.do("release_lock", cast.BANK_CHECKER, body)


def _as_far_as(state: str, teller: Teller, case: Case) -> None:
    """One award's pledge up to ``state``; what the rules refuse, such as earmarked money, ends it at once."""
    claim, agent = case.claim, cast.agent(case.claim.enterprise_id)
    until = (clock.today() + timedelta(days=180)).isoformat()
    body = {"number": claim.id, "version": claim.version, "bank": cast.BANK, "expires_on": until}
    case.pledge = teller.attempt("authorise_bank", agent, body)
    if case.pledge is None or state == "authorised":
        return
    if state == "withdrawn":
        case.pledge = teller.do("withdraw_authorisation", agent, {**_seen(case), "note": "改用自有资金"})
        return
    teller.do("query_award", cast.BANK_CLERK, {"number": claim.id, "purpose": "补贴贷贷前查询"})
    case.pledge = teller.do("propose_lock", cast.BANK_CLERK, {**_seen(case), **_proposal(case)})
    if state != "proposed":
        _confirm(state, teller, case)


def _confirm(state: str, teller: Teller, case: Case) -> None:
    """The district's two: one holds the account against the register, the other confirms it or does not."""
    unit = case.claim.unit
    case.pledge = teller.do("confirm_lock", cast.clerk(unit), _seen(case))
    if state == "refused":
        note = {"note": "借款合同编号与所附合同不一致"}
        case.pledge = teller.do("refuse_lock", cast.head(unit), {**_seen(case), **note})
        return
    case.pledge = teller.do("activate_lock", cast.head(unit), _seen(case))
    case.claim = claims.one(case.claim.id, cast.FINANCE_CLERK)
    case.account_number = _account_number(case)


def _proposal(case: Case) -> dict[str, Any]:
    payable_fen = case.claim.payable_fen or 0
    return {
        "account": {
            "name": case.name,
            "number": _account_number(case),
            "bank_code": cast.BANK,
            "bank_name": cast.UNITS[cast.BANK][1],
        },
        "loan_number": f"演示借款{case.claim.id}",
        "secured_yuan": plain_yuan(payable_fen // 2),
        "registration_number": f"0658{case.claim.id.replace('-', '')}",
        "registered_on": clock.today().isoformat(),
        "query_certificate": f"0659{case.claim.id.replace('-', '')}",
    }


def _account_number(case: Case) -> str:
    """The account that the bank opens for an award, invented."""
    return f"8{case.claim.id[-6:]:0>15}"


def _seen(case: Case) -> dict[str, Any]:
    """The pledge as it was seen last; whoever read the award meanwhile has changed nothing of it."""
    return {"number": case.pledge.id, "version": case.pledge.version}
