"""The pledge 补贴贷: an enterprise lets a bank see an award; the bank asks, and that is written down."""

from datetime import date

from sqlalchemy import select

from disburse import clock, desk, numbering
from disburse.actors import BANK, Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Finding, NotFound, Refusal
from disburse.models import Claim, Enterprise, Pledge, Unit
from disburse.policy import catalogue as policy
from disburse.scope import visible
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


@desk.use_case
def authorise_bank(
    number: str, *, bank: str, expires_on: date, version: int | None = None, by: Actor
) -> Pledge:
    """Let a bank see an approved award until ``expires_on``; the beginning of a pledge, not yet a lock."""
    claim = desk.hold(Claim, number, by=by, version=version)
    owner = desk.hold(Enterprise, claim.enterprise_id, by=by)
    _require_pledgeable(claim, owner)
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
    """Take the authorisation back; the bank sees nothing of the award from now on."""
    pledge = desk.hold(Pledge, number, by=by, version=version)
    desk.move(pledge, "withdraw", by=by, note=note, about=pledge.claim_id)
    return pledge


@desk.use_case
def query_award(number: str, *, purpose: str, by: Actor) -> Claim:
    """Show a bank an award that it is authorised to see; that it asked, and what for, is an event.

    Raises NotFound without an authorisation in force, whether or not there is such an award.
    """
    pledge = db.session.scalar(
        select(Pledge)
        .where(
            visible(Pledge, by),
            Pledge.claim_id == number,
            Pledge.state == "authorised",
            Pledge.expires_on >= clock.today(),
        )
        .with_for_update()
    )
    if pledge is None:
        raise NotFound(number=number)
    desk.change(pledge, "query", by=by, roles=tuple(sorted(BANK)), note=purpose)
    return desk.hold(Claim, number, by=by)


def _require_pledgeable(claim: Claim, owner: Enterprise) -> None:
    """Approved and unpaid, of a manufacturing enterprise, of an item whose money is not earmarked."""
    findings = []
    if claim.state != "approved":
        findings.append(Finding("state", "只有已批准、未拨付的奖补可以质押", "it is not approved and unpaid"))
    if not owner.manufacturing:
        findings.append(Finding("enterprise", "只限制造业企业", "only manufacturing enterprises may"))
    if policy.load().governing(claim.item, claim.on).pledgeable is False:
        findings.append(Finding("item", f"{claim.item} 专款专用", f"the money of {claim.item} is earmarked"))
    if findings:
        raise NotPledgeable(findings, number=claim.id)


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
    query = select(Pledge.id).where(
        Pledge.claim_id == claim.id,
        Pledge.bank == bank,
        Pledge.state == "authorised",
        Pledge.expires_on >= clock.today(),
    )
    known = db.session.scalar(query)
    if known:
        raise AlreadyThere(what=f"{claim.id} · {bank}", number=known)
