"""The funds held against the claims that they pay for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from disburse.actors import Actor
from disburse.db import db
from disburse.models import Claim, Fund, Recovery
from disburse.scope import visible
from reports.figures import yuan

RESERVED = ("approved", "pledged", "paying")


@dataclass(frozen=True)
class Difference:
    """A fund whose figures are not the sum of its claims, in yuan."""

    fund: str
    what: str
    fund_says: str
    claims_say: str


def listed(by: Actor) -> Sequence[Fund]:
    """The funds that ``by`` may see, the newest year first."""
    return db.session.scalars(select(Fund).where(visible(Fund, by)).order_by(Fund.year.desc(), Fund.id)).all()


def reconcile(session: Session) -> Iterator[Difference]:
    """Compare each fund's reserved, paid and recovered sums with its claims and what was paid back on them.

    What was set off against an award counts as paid. Nothing is found when all is well.
    """
    sums: dict[tuple[str | None, str], int] = {}
    query = select(
        Claim.fund_id, Claim.state, func.sum(Claim.payable_fen), func.sum(Claim.paid_fen)
    ).group_by(Claim.fund_id, Claim.state)
    for number, state, payable_fen, paid_fen in session.execute(query):
        amounts = {"paid": int(paid_fen or 0)}
        if state in RESERVED:
            amounts["reserved"] = int(payable_fen or 0) - amounts["paid"]
        for what, amount in amounts.items():
            sums[number, what] = sums.get((number, what), 0) + amount
    repaid = select(Claim.fund_id, func.sum(Recovery.repaid_fen)).join(Recovery).group_by(Claim.fund_id)
    sums |= {(number, "recovered"): int(fen) for number, fen in session.execute(repaid)}
    for fund in session.scalars(select(Fund).order_by(Fund.id)):
        held = {"reserved": fund.reserved_fen, "paid": fund.paid_fen, "recovered": fund.recovered_fen}
        for what, has in held.items():
            owed = sums.get((fund.id, what), 0)
            if has != owed:
                yield Difference(fund.id, what, yuan(has), yuan(owed))
