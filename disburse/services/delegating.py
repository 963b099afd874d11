"""Delegations 委托: lending one's role to a colleague for some days; it never widens what either may do."""

from datetime import date

from sqlalchemy import or_, select

from disburse import clock, desk, numbering
from disburse.actors import ADMINISTRATORS, Actor
from disburse.db import db
from disburse.errors import BadRecord, Finding, Refusal
from disburse.models import Delegation, Person
from disburse.scope import visible
from workflows.roles import HELD

LONGEST_DAYS = 90
"""A delegation lasts at most so many days [choice]; it can be given again."""
LENDABLE = tuple(role for role in HELD if role not in ADMINISTRATORS)
"""Roles that can be lent; an administrator's never, for the three must stay three persons."""
ENDERS = (*LENDABLE, "security_admin")


class NotLent(Refusal):
    """借来的“{role}”不能再委托他人。
    The role {role} is lent to you and can't be lent on.
    """

    status = 403
    mend = ("请由本人委托。", "Its holder may lend it.")


@desk.use_case
def delegate_role(*, delegate: str, from_day: date, until_day: date, grounds: str, by: Actor) -> Delegation:
    """Lend the role in which one acts to a colleague of the same unit, both days included.

    Who acts under it is still kept apart from what either of the two did on a claim.
    """
    if by.delegation:
        raise NotLent(role=by.role)
    _require_sensible(delegate, from_day, until_day, by)
    lent = Delegation(
        id=numbering.next_id("delegation"),
        principal=by.id,
        delegate=delegate,
        role=by.role,
        unit=by.unit,
        from_day=from_day,
        until_day=until_day,
        grounds=grounds,
    )
    return desk.open_record(lent, "delegate", by=by, roles=LENDABLE, about=delegate, note=grounds)


@desk.use_case
def end_delegation(number: str, *, note: str, version: int | None = None, by: Actor) -> Delegation:
    """End a delegation before its last day: who lent or borrowed it may, and the security administrator."""
    lent = desk.hold(Delegation, number, by=by, version=version)
    if lent.ended_on is not None:
        raise BadRecord([Finding("number", f"已于 {lent.ended_on} 结束", f"it ended on {lent.ended_on}")])
    theirs = by.role == "security_admin" or by.id in (lent.principal, lent.delegate)
    desk.change(
        lent, "end", by=by, roles=ENDERS if theirs else ("security_admin",), note=note, ended_on=clock.today()
    )
    return lent


def _require_sensible(delegate: str, from_day: date, until_day: date, by: Actor) -> None:
    query = select(Person).where(Person.id == delegate, visible(Person, by), Person.unit == by.unit)
    colleague = db.session.scalar(query.with_for_update())
    findings = []
    if colleague is None or colleague.state != "active":
        findings.append(
            Finding("delegate", "须为本单位在用人员", "must be an active person of the same unit")
        )
    if delegate == by.id:
        findings.append(Finding("delegate", "不能委托给自己", "one does not lend to oneself"))
    if from_day < clock.today():
        findings.append(Finding("from_day", "不能早于今天", "must not lie in the past"))
    if not 0 <= (until_day - from_day).days < LONGEST_DAYS:
        zh, en = f"须在 {LONGEST_DAYS} 天以内", f"at most {LONGEST_DAYS} days, in order"
        findings.append(Finding("until_day", zh, en))
    if not findings and _overlaps(delegate, from_day, until_day, by):
        findings.append(
            Finding("from_day", "这些天已有同样的委托", "it is lent already on some of these days")
        )
    if findings:
        raise BadRecord(findings)


def _overlaps(delegate: str, from_day: date, until_day: date, by: Actor) -> bool:
    query = select(Delegation.id).where(
        Delegation.principal == by.id,
        Delegation.delegate == delegate,
        Delegation.role == by.role,
        Delegation.from_day <= until_day,
        Delegation.until_day >= from_day,
        or_(Delegation.ended_on.is_(None), Delegation.ended_on > from_day),
    )
    return db.session.scalar(query.limit(1)) is not None
