"""Funds: opening one for a budget year, and appropriating money to it."""

from sqlalchemy import select

from disburse import desk, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Finding
from disburse.models import Fund
from disburse.queries import budgets

KEEPERS = ("finance_clerk",)


@desk.use_case
def open_fund(
    *,
    year: int,
    name: str,
    appropriated_fen: int,
    budget_codes: dict[str, dict[str, str]],
    document: str,
    by: Actor,
) -> Fund:
    """Open a special fund with its first appropriation and its three budget codes."""
    known = db.session.scalar(select(Fund.id).where(Fund.year == year, Fund.name == name))
    if known:
        raise AlreadyThere(what=f"{year} {name}", number=known)
    _require_positive("appropriated_yuan", appropriated_fen)
    budgets.require_known(year, budget_codes)
    fund = Fund(
        id=numbering.next_id("fund"),
        year=year,
        name=name,
        appropriated_fen=appropriated_fen,
        reserved_fen=0,
        paid_fen=0,
        recovered_fen=0,
        budget_codes=budget_codes,
    )
    return desk.open_record(
        fund, "open", by=by, roles=KEEPERS, document=document, amount_fen=appropriated_fen
    )


@desk.use_case
def appropriate(
    number: str, *, amount_fen: int, document: str, version: int | None = None, by: Actor
) -> Fund:
    """Add an appropriation 追加预算 to a fund."""
    fund = desk.hold(Fund, number, by=by, version=version)
    _require_positive("amount_yuan", amount_fen)
    desk.change(
        fund, "appropriate", by=by, roles=KEEPERS, document=document, amount_fen=amount_fen,
        appropriated_fen=fund.appropriated_fen + amount_fen,
    )  # fmt: skip
    return fund


def _require_positive(name: str, amount_fen: int) -> None:
    if amount_fen <= 0:
        raise BadRecord([Finding(name, "金额须大于零", "the sum must be above zero")])
