"""The funds held against the claims that they pay for."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from disburse.models import Claim, Fund
from reports.figures import yuan

RESERVED = ("approved", "pledged", "paying")


@dataclass(frozen=True)
class Difference:
    """A fund whose figures are not the sum of its claims, in yuan."""

    fund: str
    what: str
    fund_says: str
    claims_say: str


def reconcile(session: Session) -> Iterator[Difference]:
    """Compare each fund's reserved and paid sums with its claims; nothing is found when all is well."""
    sums: dict[tuple[str | None, str], int] = {}
    query = select(
        Claim.fund_id, Claim.state, func.sum(Claim.payable_fen), func.sum(Claim.paid_fen)
    ).group_by(Claim.fund_id, Claim.state)
    for number, state, payable_fen, paid_fen in session.execute(query):
        if state in RESERVED:
            key, amount = (number, "reserved"), payable_fen
        else:
            key, amount = (number, "paid"), paid_fen
        sums[key] = sums.get(key, 0) + int(amount or 0)
    for fund in session.scalars(select(Fund).order_by(Fund.id)):
        for what, has in (("reserved", fund.reserved_fen), ("paid", fund.paid_fen)):
            owed = sums.get((fund.id, what), 0)
            if has != owed:
                yield Difference(fund.id, what, yuan(has), yuan(owed))
