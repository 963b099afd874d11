"""Paying out as the finance bureau looks at it: batches by state, awards that can be paid, payments."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from disburse.actors import Actor
from disburse.db import db
from disburse.models import Batch, Claim, Disclosure, Enterprise, Payment
from disburse.queries.claims import PERSON
from disburse.queries.digests import lines_digest
from disburse.scope import visible
from reports.figures import masked_account
from workflows.payout import BATCH
from workflows.table import State

PAGE = 50
PAYABLE = ("approved", "pledged")
"""States of an award that can be put into a batch."""


@dataclass(frozen=True)
class Total:
    """How many batches are in a state, of how many payments, and their sum in fen."""

    state: State
    count: int
    payments: int
    total_fen: int


@dataclass(frozen=True)
class Due:
    """An award that can be paid: what is left of it to pay, in fen, and to whom. ``lock`` is its pledge's."""

    claim: Claim
    enterprise: str
    due_fen: int


@dataclass(frozen=True)
class Paying:
    """A payment with its payee as a page may show it: the account number masked, empty once erased."""

    payment: Payment
    enterprise: str
    account: str
    claim_state: str


@dataclass(frozen=True)
class Checked:
    """A batch's control totals beside what its lines now come to."""

    count: int
    total_fen: int
    agrees: bool


def totals(by: Actor) -> list[Total]:
    """Count and sum of the batches in each state, in the workflow's order, those without any included."""
    sums = (func.count(), func.sum(Batch.payment_count), func.sum(Batch.total_fen))
    rows = db.session.execute(select(Batch.state, *sums).where(visible(Batch, by)).group_by(Batch.state))
    found = {state: [int(number or 0) for number in numbers] for state, *numbers in rows}
    return [Total(state, *found.get(state.name, [0, 0, 0])) for state in BATCH.states]


def batches(by: Actor, *, state: str | None = None, after: str = "", size: int = PAGE) -> Sequence[Batch]:
    """The next ``size`` batches below number ``after``, the newest first."""
    narrowed = [*([Batch.state == state] if state else []), *([Batch.id < after] if after else [])]
    query = select(Batch).where(visible(Batch, by), *narrowed)
    return db.session.scalars(query.order_by(Batch.id.desc()).limit(size)).all()


def due(by: Actor, fund: str, *, after: str = "", size: int = PAGE) -> list[Due]:
    """The next awards charged to a fund that can be paid, by number. What was set off is paid already."""
    query = (
        select(Claim, Enterprise.name, Enterprise.nature)
        .join(Enterprise, Enterprise.id == Claim.enterprise_id)
        .where(*_due(by), Claim.fund_id == fund, Claim.id > after)
    )
    rows = db.session.execute(query.order_by(Claim.id).limit(size))
    return [Due(claim, _shown(name, nature), _left(claim)) for claim, name, nature in rows]


def due_of(by: Actor, numbers: Sequence[str]) -> dict[str, int]:
    """What is to be paid, in fen, of those awards that can be."""
    query = select(Claim).where(*_due(by), Claim.id.in_(numbers)).order_by(Claim.id)
    return {claim.id: _left(claim) for claim in db.session.scalars(query)}


def due_by_fund(by: Actor) -> dict[str, tuple[int, int]]:
    """How many awards of each fund can be paid, and their sum in fen."""
    left = func.sum(Claim.payable_fen - Claim.paid_fen)
    query = select(Claim.fund_id, func.count(), left).where(*_due(by)).group_by(Claim.fund_id)
    return {fund: (int(count), int(fen or 0)) for fund, count, fen in db.session.execute(query) if fund}


def of_batch(batch: Batch, by: Actor) -> list[Paying]:
    """The payments of a batch, by number: 500 at most."""
    return _paying(_payments(by).where(Payment.batch_id == batch.id).order_by(Payment.id))


def returned(by: Actor, *, before: str = "", size: int = PAGE) -> list[Paying]:
    """The next payments that the bank returned 退汇, the newest first; and where their awards are now."""
    query = _payments(by).where(Payment.state == "returned", *([Payment.id < before] if before else []))
    return _paying(query.order_by(Payment.id.desc()).limit(size))


def returned_tally(by: Actor) -> tuple[int, int, int]:
    """How many payments were returned, their sum in fen, and how many of their awards wait again."""
    waits = func.count().filter(Claim.state.in_(PAYABLE), Claim.payment_id.is_(None))
    query = select(func.count(), func.sum(Payment.amount_fen), waits).select_from(Payment)
    query = query.join(Claim, Claim.id == Payment.claim_id)
    count, fen, waiting = db.session.execute(
        query.where(Payment.state == "returned", visible(Payment, by))
    ).one()
    return int(count), int(fen or 0), int(waiting)


def checked(batch: Batch, lines: Sequence[Paying]) -> Checked:
    """The control totals of a batch against the lines it has."""
    payments = [line.payment for line in lines]
    count, total_fen = len(payments), sum(payment.amount_fen for payment in payments)
    have = (count, total_fen, lines_digest(payments))
    return Checked(count, total_fen, have == (batch.payment_count, batch.total_fen, batch.lines_digest))


def can_be_paid() -> list[ColumnElement[bool]]:
    """Awards that can be put into a batch, for there is something left to pay."""
    return [Claim.state.in_(PAYABLE), Claim.payable_fen > Claim.paid_fen]


def _due(by: Actor) -> list[ColumnElement[bool]]:
    return [visible(Claim, by), *can_be_paid()]


def _left(claim: Claim) -> int:
    return (claim.payable_fen or 0) - claim.paid_fen


def _payments(by: Actor) -> Select[Payment, str, str, str, str]:
    return (
        select(Payment, Enterprise.name, Enterprise.nature, Claim.state, Disclosure.value)
        .join(Claim, Claim.id == Payment.claim_id)
        .join(Enterprise, Enterprise.id == Claim.enterprise_id)
        .outerjoin(Disclosure, Disclosure.digest == Payment.account_number_digest)
        .where(visible(Payment, by))
    )


def _paying(query: Select[Payment, str, str, str, str]) -> list[Paying]:
    return [
        Paying(payment, _shown(name, nature), masked_account(number or "") if number else "", state)
        for payment, name, nature, state, number in db.session.execute(query)
    ]


def _shown(name: str, nature: str) -> str:
    return f"{name[0]}**" if nature == PERSON else name
