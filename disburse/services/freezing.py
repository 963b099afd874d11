"""Freezes by court order 司法冻结: one enters what the court ordered, another records that it was lifted."""

from sqlalchemy import select

from disburse import desk, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, OutOfOrder
from disburse.models import Claim, Freeze
from workflows.freeze import FREEZABLE, FREEZE
from workflows.table import NEW


@desk.use_case
def enter_freeze(claim_id: str, *, court: str, order_number: str, by: Actor) -> Freeze:
    """Freeze an award whose money has not arrived: from now on it is neither pledged nor paid out."""
    claim = desk.hold(Claim, claim_id, by=by)
    freeze = Freeze(
        id=numbering.next_id("freeze_order"),
        workflow_version=FREEZE.version,
        state=NEW,
        claim_id=claim.id,
        court=court,
        order_number=order_number,
    )
    _require_first(claim, order_number)
    desk.open_record(freeze, "enter", by=by, document=order_number, about=claim.id)
    if claim.state not in FREEZABLE:
        raise OutOfOrder(
            number=claim.id, why_zh="没有待拨付的资金可以冻结。", why_en="it has no money to be frozen."
        )
    return freeze


@desk.use_case
def lift_freeze(number: str, *, document: str, version: int | None = None, by: Actor) -> Freeze:
    """Record that the court lifted a freeze; another freeze of the same award stays."""
    freeze = desk.hold(Freeze, number, by=by, version=version)
    desk.move(freeze, "lift", by=by, document=document, about=freeze.claim_id)
    return freeze


def _require_first(claim: Claim, order_number: str) -> None:
    same = (Freeze.claim_id == claim.id, Freeze.order_number == order_number, Freeze.state == "in_force")
    known = db.session.scalar(select(Freeze.id).where(*same))
    if known:
        raise AlreadyThere(what=f"{claim.id} · {order_number}", number=known)
