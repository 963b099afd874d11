"""The fund's ledger: reserve, release, pay, take back a payment, count a recovery. Never beyond the fund."""

from disburse import audit
from disburse.actors import Actor
from disburse.errors import Refusal
from disburse.models import Fund
from reports.figures import yuan


class FundExhausted(Refusal):
    """{fund} 可用余额 {left} 元，不足 {asked} 元。
    {fund} has {left} yuan left, less than {asked} yuan.
    """

    mend = ("请追加预算或另选资金。", "Raise the appropriation or choose another fund.")


def left_fen(fund: Fund) -> int:
    """What may still be reserved, in fen."""
    return fund.appropriated_fen - fund.reserved_fen - fund.paid_fen


def reserve(fund: Fund, amount_fen: int, *, about: str, by: Actor, document: str) -> None:
    """Set money aside for an approved award. Raises FundExhausted. The fund's row is held by the caller."""
    if amount_fen > left_fen(fund):
        raise FundExhausted(fund=fund.id, left=yuan(left_fen(fund)), asked=yuan(amount_fen))
    fund.reserved_fen += amount_fen
    audit.append(fund, "reserve", by=by, amount_fen=amount_fen, about=about, document=document)


def release(fund: Fund, amount_fen: int, *, about: str, by: Actor, document: str) -> None:
    """Give back what was reserved for an award that will not be paid."""
    fund.reserved_fen -= amount_fen
    audit.append(fund, "release", by=by, amount_fen=-amount_fen, about=about, document=document)


def pay(fund: Fund, amount_fen: int, *, about: str, by: Actor, document: str) -> None:
    """Post a payment that arrived: what was reserved is now paid."""
    fund.reserved_fen -= amount_fen
    fund.paid_fen += amount_fen
    audit.append(fund, "pay", by=by, amount_fen=amount_fen, about=about, document=document)


def take_back(fund: Fund, amount_fen: int, *, about: str, by: Actor, reason: str) -> None:
    """A posted payment came back 退汇: the money is reserved again for the same award."""
    fund.paid_fen -= amount_fen
    fund.reserved_fen += amount_fen
    audit.append(fund, "take_back", by=by, amount_fen=-amount_fen, about=about, reason=reason)


def recover(fund: Fund, amount_fen: int, *, about: str, by: Actor, document: str) -> None:
    """Count money that an enterprise paid back 追回. It goes to the treasury, not to new awards."""
    fund.recovered_fen += amount_fen
    audit.append(fund, "recover", by=by, amount_fen=-amount_fen, about=about, document=document)
