"""What a lock on an award may be: how much it may secure, and everything that is wrong with one proposed."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from disburse import clock
from disburse.db import db
from disburse.errors import Finding
from disburse.models import Claim, Enterprise, Pledge, Recovery
from disburse.policy import catalogue as policy
from disburse.queries import reviews
from reports.figures import yuan
from schemas.names import normalise_name
from workflows.pledge import SOUGHT, STANDING

OWING = ("decided", "partly_repaid")
"""States of a recovery in which the enterprise still owes it."""


def pledgeable_fen(claim: Claim) -> int:
    """What a loan on the award may be secured by it, in fen.

    The ratio of what is payable after the rating, less what of it was paid or set off already and what the
    enterprise owes from other awards, which may be set off against this one; rounded down to the fen.
    """
    owed = select(func.sum(Recovery.amount_fen - Recovery.repaid_fen)).join(Claim).where(
        Claim.enterprise_id == claim.enterprise_id, Recovery.state.in_(OWING)
    )  # fmt: skip
    owed_fen = int(db.session.scalar(owed) or 0)
    net_fen = (claim.payable_fen or 0) - claim.paid_fen - owed_fen
    percent: int = current_app.extensions["disburse"].pledge_percent
    return max(0, net_fen) * percent // 100


def unpledgeable(claim: Claim, owner: Enterprise) -> Iterator[Finding]:
    """Why an award can't be pledged: it must be decided and unpaid, a manufacturer's, and not earmarked."""
    if claim.state != "approved":
        yield Finding("state", "只有已批准、未拨付的奖补可以质押", "it is not approved and unpaid")
    if not owner.manufacturing:
        yield Finding("enterprise", "只限制造业企业", "only manufacturing enterprises may")
    if claim.rating == "D":
        yield Finding("rating", "D 类企业的奖补不能质押", "the enterprise is of class D")
    review = reviews.open_of(claim)
    if review:
        yield Finding("rating", f"评价待复核 {review}", f"its rating is under review, {review}")
    if not policy.load().governing(claim.item, claim.on).pledgeable:
        yield Finding("item", f"{claim.item} 专款专用", f"the money of {claim.item} is earmarked")


def standing(claim: str) -> str | None:
    """The lock that an award has, or that was proposed for it."""
    query = select(Pledge.id).where(Pledge.claim_id == claim, Pledge.state.in_(STANDING))
    return db.session.scalar(query)


def overdue() -> list[tuple[str, int]]:
    """Number and version of each authorisation whose last day is over."""
    query = select(Pledge.id, Pledge.version).where(
        Pledge.state.in_(SOUGHT), Pledge.expires_on < clock.today()
    )
    return [(number, version) for number, version in db.session.execute(query.order_by(Pledge.id))]


def misfits(pledge: Pledge, owner: Enterprise, account: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with a lock's account: it is the enterprise's own, and with the bank of the pledge."""
    if normalise_name(account["account_name"]) != normalise_name(owner.name):
        zh, en = f"与登记名称“{owner.name}”不一致", f"is not the registered name, {owner.name}"
        yield Finding("account.name", zh, en)
    if account["bank_code"] != pledge.bank:
        zh, en = f"不是获授权银行 {pledge.bank} 的联行号", f"is not the bank authorised, {pledge.bank}"
        yield Finding("account.bank_code", zh, en)


def excesses(pledge: Pledge, claim: Claim) -> Iterator[Finding]:
    """What is wrong with a lock's loan, its registration, and the day until which it may be asked for."""
    limit_fen = pledgeable_fen(claim)
    if (pledge.secured_fen or 0) > limit_fen:
        yield Finding("secured_yuan", f"最高 {yuan(limit_fen)} 元", f"at most {yuan(limit_fen)} yuan")
    if pledge.registered_on and pledge.registered_on > clock.today():
        yield Finding("registered_on", "在今天之后", "lies in the future")
    if pledge.expires_on < clock.today():
        zh, en = f"授权已于 {pledge.expires_on} 到期", f"the authorisation ended on {pledge.expires_on}"
        yield Finding("number", zh, en)
