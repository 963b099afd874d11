"""Doubts about money: idle, sent to the wrong account, owed back, entered afterwards."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from disburse import clock
from disburse.actors import Actor
from disburse.clock import BEIJING
from disburse.models import Claim, Enterprise, Event, Payment
from disburse.queries.claims import shown_name
from disburse.queries.found import Found, streamed
from disburse.queries.recoveries import OPEN, owed
from disburse.queries.statistics import TO_PAY
from disburse.scope import visible
from reports.figures import yuan
from schemas.names import normalise_name
from workflows.recovery import RECOVERY
from workflows.workdays import CALENDAR

LATE_WORKDAYS = 3
"""[choice] So long may a bank's receipt take to be entered."""


def idle(by: Actor) -> Iterator[Found]:
    """Approved awards whose term is over, with their age in working days since."""
    today = clock.today()
    query = (
        select(Claim.id, Claim.state, Claim.due_on, Claim.payable_fen, Claim.paid_fen)
        .where(visible(Claim, by), Claim.state.in_(TO_PAY), Claim.due_on < today)
        .order_by(Claim.due_on, Claim.id)
    )
    for row in streamed(query):
        yield Found("idle", row.id, row.id, {
            "state": row.state, "due_on": str(row.due_on),
            "owed": yuan((row.payable_fen or 0) - row.paid_fen),
            "workdays_over": str(CALENDAR.workdays_between(row.due_on, today)),
        })  # fmt: skip


def accounts(by: Actor) -> Iterator[Found]:
    """Returned payments that no other has followed, and payees that are not the registered enterprise."""
    later = aliased(Payment)
    followed = exists().where(later.claim_id == Payment.claim_id, later.state.in_(("instructed", "paid")))
    returned = and_(Payment.state == "returned", ~followed, Claim.state.in_(TO_PAY))
    # a name is compared as people spell it, so by Python; most of them are the same to the letter
    differs = and_(Payment.state != "cancelled", Payment.account_name != Enterprise.name)
    query = (
        select(Payment, Enterprise, followed.label("followed"))
        .join(Claim, Claim.id == Payment.claim_id)
        .join(Enterprise, Enterprise.id == Claim.enterprise_id)
        .where(visible(Payment, by), or_(returned, differs))
        .order_by(Payment.id)
    )
    for payment, firm, has_follower in streamed(query):
        facts = {}
        if payment.state == "returned" and not has_follower:
            facts = {"returned": payment.returned_reason or "—", "sum": yuan(payment.amount_fen)}
        if normalise_name(payment.account_name) != normalise_name(firm.name) and not _former(payment, firm):
            facts["account_name"] = f"{_masked(payment.account_name, firm)} ≠ {shown_name(firm)}"
        if facts:
            yield Found("accounts", payment.id, payment.claim_id, facts)


def _former(payment: Payment, firm: Enterprise) -> bool:
    """Whether the account still has the name that the register has for the account, as after a renaming."""
    return normalise_name(payment.account_name) == normalise_name(firm.account_name)


def _masked(name: str, firm: Enterprise) -> str:
    return f"{name[:1]}**" if firm.nature == "person" else name


def owing(by: Actor) -> Iterator[Found]:
    """Recoveries that were not repaid within the term of the workflow."""
    limit = RECOVERY.state(OPEN[0]).deadline_workdays or 0
    for one in owed(by):
        if one.workdays > limit:
            facts = {"owed": yuan(one.owed_fen), "decided_on": str(one.decided_on), "days": str(one.days)}
            yield Found("owing", one.recovery, one.claim, {**facts, "band": one.band})


def late(by: Actor) -> Iterator[Found]:
    """Payments that are said to have arrived well before the journal heard of it."""
    query = (
        select(Payment.id, Payment.claim_id, Payment.paid_on, Event.at, Event.actor)
        .join(Event, and_(Event.record == Payment.id, Event.action == "confirm"))
        .where(visible(Payment, by), Payment.paid_on.is_not(None))
        .order_by(Payment.id)
    )
    for row in streamed(query):
        entered = row.at.astimezone(BEIJING).date()
        workdays = CALENDAR.workdays_between(row.paid_on, entered)
        if workdays > LATE_WORKDAYS:
            facts = {"paid_on": str(row.paid_on), "entered_on": str(entered), "entered_by": row.actor}
            yield Found("late", row.id, row.claim_id, {**facts, "workdays": str(workdays)})
