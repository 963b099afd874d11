"""The pledge 补贴贷: an enterprise lets a bank see an award; the bank asks, and that is written down."""

from datetime import date

from sqlalchemy import select

from disburse import clock, desk, numbering
from disburse.actors import BANK, Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Finding, NotFound, Refusal
from disburse.models import Claim, Enterprise, Pledge, Unit
from disburse.queries import claims, locks
from disburse.scope import shows_the_award, visible
from workflows.pledge import PLEDGE
from workflows.table import NEW

LONGEST_DAYS = 366
"""An authorisation ends within a year and a day [choice]; the enterprise may give another."""


class NotPledgeable(Refusal):
    """{number} 不能用于补贴贷。
    {number} can't be pledged to a bank.
    """

    status = 422
    mend = ("原因见所列（QD24 第二十五条）。", "The reasons are listed (QD24, article 25).")


class NotExpired(Refusal):
    """{number} 的授权至 {expires_on} 有效，尚未到期。
    The authorisation of {number} holds until {expires_on}.
    """

    mend = ("到期后由系统办理。", "The system ends it afterwards.")


@desk.use_case
def authorise_bank(
    number: str, *, bank: str, expires_on: date, version: int | None = None, by: Actor
) -> Pledge:
    """Let a bank see an approved award until ``expires_on``; the beginning of a pledge, not yet a lock."""
    claim = desk.hold(Claim, number, by=by, version=version)
    owner = desk.hold(Enterprise, claim.enterprise_id, by=by)
    if findings := list(locks.unpledgeable(claim, owner)):
        raise NotPledgeable(findings, number=claim.id)
    _require_bank(bank, expires_on)
    _require_first(claim, bank)
    pledge = Pledge(
        id=numbering.next_id("pledge"),
        workflow_version=PLEDGE.version,
        state=NEW,
        claim_id=claim.id,
        bank=bank,
        expires_on=expires_on,
    )
    return desk.open_record(pledge, "authorise", by=by, about=claim.id)


@desk.use_case
def withdraw_authorisation(
    number: str, *, note: str | None = None, version: int | None = None, by: Actor
) -> Pledge:
    """Take the authorisation back before the award is locked; the bank sees nothing of it from now on."""
    pledge = desk.hold(Pledge, number, by=by, version=version)
    desk.move(pledge, "withdraw", by=by, note=note, about=pledge.claim_id)
    return pledge


@desk.use_case
def query_award(number: str, *, purpose: str, by: Actor) -> Claim:
    """Show a bank an award that it is authorised to see; that it asked, and what for, is an event.

    Raises NotFound without an authorisation in force, whether or not there is such an award.
    """
    mine = (visible(Pledge, by), Pledge.claim_id == number, shows_the_award())
    query = select(Pledge).where(*mine).order_by(Pledge.id.desc()).limit(1)
    pledge = db.session.scalar(query.with_for_update())
    if pledge is None:
        raise NotFound(number=number)
    desk.change(pledge, "query", by=by, roles=tuple(sorted(BANK)), note=purpose)
    return claims.one(number, by)


@desk.use_case
def expire_pledge(number: str, *, version: int | None = None, by: Actor) -> Pledge:
    """End an authorisation after its day, with the lock that was asked for under it; the clock's step."""
    pledge = desk.hold(Pledge, number, by=by, version=version)
    desk.move(pledge, "expire", by=by, about=pledge.claim_id)
    if pledge.expires_on >= clock.today():
        raise NotExpired(number=number, expires_on=pledge.expires_on)
    return pledge


def _require_bank(bank: str, expires_on: date) -> None:
    findings = []
    known = db.session.scalar(select(Unit.id).where(Unit.id == bank, Unit.office == "bank"))
    if known is None:
        findings.append(Finding("bank", f"没有登记的银行 {bank}", f"there is no bank {bank} on record"))
    days = (expires_on - clock.today()).days
    if not 0 <= days <= LONGEST_DAYS:
        zh, en = f"应在今天起 {LONGEST_DAYS} 天内", f"must lie within {LONGEST_DAYS} days from today"
        findings.append(Finding("expires_on", zh, en))
    if findings:
        raise BadRecord(findings)


def _require_first(claim: Claim, bank: str) -> None:
    """One authorisation in force for one bank."""
    query = select(Pledge.id).where(Pledge.claim_id == claim.id, Pledge.bank == bank, shows_the_award())
    known = db.session.scalar(query)
    if known:
        raise AlreadyThere(what=f"{claim.id} · {bank}", number=known)
