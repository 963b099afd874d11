"""The city bureau's side: decide what is open, apply the rating, public notice, approval, revocation."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from disburse import clock, desk, ledger, office
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import BadRecord, NotGranted, OpenObjection, OpenReview, OutOfOrder, Refusal, TooEarly
from disburse.models import Adoption, Claim, Enterprise, Fund, Pledge
from disburse.policy import catalogue as policy
from disburse.policy.case import Assessment
from disburse.queries import claims, quotas, ratings, reviews, rules
from disburse.recognition import factored, recognise
from workflows.claim import CLAIM
from workflows.pledge import LOCKED, SOUGHT
from workflows.workdays import Deadline


class QuotaFull(Refusal):
    """{number} 不能批准：{item} 在 {year} 年的 {quota} 个名额已用完。
    {number} can't be approved: all {quota} places of {item} in {year} are taken.
    """

    mend = ("名额空出前不予支持。", "Refuse it, unless an award is revoked or paid back in full first.")


@desk.use_case
def send_back(number: str, *, note: str, version: int | None = None, by: Actor) -> Claim:
    """Send a recommended claim back to its district, with what is to be looked at again."""
    claim = desk.hold(Claim, number, by=by, version=version)
    desk.move(claim, "send_back", by=by, note=note)
    return claim


@desk.use_case
def decide_claim(
    number: str,
    *,
    facts: dict[str, Any] | None = None,
    recognised_fen: int | None = None,
    note: str,
    document: str,
    version: int | None = None,
    by: Actor,
) -> Claim:
    """Enter what the city decided on a claim: facts such as ``decided_amount``, or a lower sum."""
    claim = desk.hold(Claim, number, by=by, version=version)
    enterprise = desk.hold(Enterprise, claim.enterprise_id, by=by)
    strange = rules.strange(claim.item, facts or {}, by_decision=True)
    if strange:
        raise BadRecord(strange)
    established = {**claim.established, **(facts or {})}
    result = rules.assessment(claim, enterprise, "unrated", established)
    chosen = result.outcome == "needs_decision" and result.range_fen and recognised_fen is not None
    if result.outcome != "payable" and not chosen:
        raise NotGranted(rules.findings(result), number=claim.id, outcome=result.outcome)
    sums = recognise(claim, result, recognised_fen, note, document)
    desk.move(
        claim, "decide", by=by, note=note, document=document,
        established=established, calculation=rules.frozen(result), **sums.columns(),
    )  # fmt: skip
    return claim


@desk.use_case
def rate_claim(number: str, *, version: int | None = None, by: Actor) -> Claim:
    """Apply the published 亩产效益 rating; the list, row, file and day used are frozen on the claim."""
    claim = desk.hold(Claim, number, by=by, version=version)
    enterprise = desk.hold(Enterprise, claim.enterprise_id, by=by)
    found = _rating(claim, enterprise)
    rating = found.rating if found else None
    result = rules.assessment(claim, enterprise, rating)
    if claim.state == "recommended":
        _require_settled(claim, result)
    desk.move(
        claim,
        "rate",
        by=by,
        payable_fen=factored(claim.recognised_fen or 0, result),
        calculation=rules.frozen(result),
        rating=rating,
        rating_list_id=found.source.id if found else None,
        rating_row=found.row.row if found and found.row else None,
        rating_file=found.source.file_sha256 if found else None,
        rating_on=clock.today() if found else None,
        rating_finding=_finding(found),
    )
    return claim


@desk.use_case
def publish_claim(number: str, *, minutes_number: str, version: int | None = None, by: Actor) -> Claim:
    """Put a decided claim to public notice 公示, on the minutes of the collective decision."""
    claim = desk.hold(Claim, number, by=by, version=version)
    term = _notice_term()
    desk.move(
        claim,
        "publish",
        by=by,
        document=minutes_number,
        minutes_number=minutes_number,
        notice_from=clock.today(),
        notice_until=term.day,
    )
    return claim


@desk.use_case
def reconsider_claim(number: str, *, note: str, version: int | None = None, by: Actor) -> Claim:
    """Take a claim back to the city's review, as after an objection was upheld; its rating is undone."""
    claim = desk.hold(Claim, number, by=by, version=version)
    desk.move(claim, "reconsider", by=by, note=note, payable_fen=None)
    return claim


@desk.use_case
def approve_claim(
    number: str, *, fund: str, approval_number: str, version: int | None = None, by: Actor
) -> Claim:
    """Approve an award after its public notice, and reserve the sum in the fund.

    The enterprise's row is held meanwhile, so that two awards under one yearly cap are told apart; and the
    adoption's where an item has a number of places, so that two claims for the last one are.
    """
    claim = desk.hold(Claim, number, by=by, version=version)
    enterprise = desk.hold(Enterprise, claim.enterprise_id, by=by)
    if quotas.limits(claim):
        desk.hold(Adoption, quotas.gate(claim), by=by)
    held = desk.hold(Fund, fund, by=by)
    if claim.state == "public_notice":
        _require_undisputed(claim)
        _require_unchanged(claim, enterprise)
        _require_a_place(claim)
    desk.move(
        claim,
        "approve",
        by=by,
        document=approval_number,
        amount_fen=claim.payable_fen,
        about=fund,
        approval_number=approval_number,
        approved_on=clock.today(),
        fund_id=fund,
        account_name=enterprise.account_name,
        bank_code=enterprise.bank_code,
        bank_name=enterprise.bank_name,
        account_number_digest=enterprise.account_number_digest,
    )
    ledger.reserve(held, claim.payable_fen or 0, about=claim.id, by=by, document=approval_number)
    return claim


@desk.use_case
def revoke_claim(number: str, *, note: str, document: str, version: int | None = None, by: Actor) -> Claim:
    """Revoke an approved award that was not paid yet, and release its sum; what banks have of it ends."""
    claim = desk.hold(Claim, number, by=by, version=version)
    if claim.paid_fen and claim.state in ("approved", "pledged"):
        zh, en = "已抵扣追缴，请拨付后另行追缴。", "a recovery was set off: pay it and recover it."
        raise OutOfOrder(number=number, why_zh=zh, why_en=en)
    pledges = _pledges(claim)
    desk.move(claim, "revoke", by=by, note=note, document=document, about=claim.fund_id, lock_id=None)
    for pledge in pledges:
        desk.move(pledge, "annul", by=by, note=note, document=document, about=claim.id)
    held = desk.hold(Fund, claim.fund_id or "", by=by)
    ledger.release(held, claim.payable_fen or 0, about=claim.id, by=by, document=document)
    return claim


def _pledges(claim: Claim) -> Sequence[Pledge]:
    """Authorisations and locks of an award that are not over, held."""
    query = select(Pledge).where(Pledge.claim_id == claim.id, Pledge.state.in_((*SOUGHT, *LOCKED)))
    return db.session.scalars(query.order_by(Pledge.id).with_for_update()).all()


def _rating(claim: Claim, enterprise: Enterprise) -> ratings.Found | None:
    """The published rating, where the item's rules ask for one."""
    if policy.load().items[claim.item].rating_factor == "no":
        return None
    return ratings.published(enterprise)


def _finding(found: ratings.Found | None) -> str | None:
    if found is None:
        return None
    return {
        "uscc": "按统一社会信用代码匹配",
        "name": "按企业名称匹配",
        "confirmed": "经人工确认匹配",
        "none": "未列入已公布的评价名单",
    }[found.matched_by]


def _notice_term() -> Deadline:
    return office.calendar().add_workdays(clock.today(), CLAIM.state("public_notice").minimum_workdays or 5)


def _require_undisputed(claim: Claim) -> None:
    workdays = CLAIM.state("public_notice").minimum_workdays or 5
    if claim.notice_until is None or clock.now() <= Deadline(claim.notice_until, provisional=False).at:
        raise TooEarly(number=claim.id, workdays=workdays, until=claim.notice_until)
    objection = claims.standing_objection(claim)
    if objection:
        raise OpenObjection(number=claim.id, objection=objection)
    review = reviews.open_of(claim)
    if review:
        raise OpenReview(number=claim.id, review=review)


def _require_settled(claim: Claim, result: Assessment) -> None:
    if result.outcome != "payable" or claim.recognised_fen is None:
        raise NotGranted(rules.findings(result), number=claim.id, outcome=result.outcome)


def _require_unchanged(claim: Claim, enterprise: Enterprise) -> None:
    """Awards approved since the rating may have used up a cap: assess again under the frozen rating."""
    result = rules.assessment(claim, enterprise, claim.rating)
    if result.outcome != "payable" or (result.gross_fen or 0) < (claim.recognised_fen or 0):
        raise NotGranted(rules.findings(result), number=claim.id, outcome=result.outcome)


def _require_a_place(claim: Claim) -> None:
    """Where the text says 不超过十个: those approved this year must leave one."""
    places = quotas.places(claim)
    if places and places.taken >= places.quota:
        raise QuotaFull(number=claim.id, item=claim.item, year=places.year, quota=places.quota)
