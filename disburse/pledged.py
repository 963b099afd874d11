"""What a step on a frozen or pledged award brings with it: it is refused, or the bank is told the same day.

The desk asks here at every step and after every event, so that no service can forget either. What one use
case did to an award is told in one notice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from disburse import audit, clock, notices
from disburse.db import db
from disburse.errors import Both, Refusal
from disburse.models import Audited, Batch, Claim, Enterprise, Freeze, Payment, Pledge
from reports.figures import plain_yuan
from workflows.attachment import ATTACHMENT
from workflows.freeze import HALTED

TYPES = {
    ("pledge", "annul"): "cn.disburse.award.revoked",
    ("claim", "return_pledged_payment"): "cn.disburse.award.returned",
    ("claim", "confirm_payment"): "cn.disburse.award.paid",
}
"""What a notice is of, by the kind and action that say it, the strongest first; else it is of a change."""
CHANGED = "cn.disburse.award.changed"
UNSAID = frozenset(
    {"query", "change_account", "confirm_account", "refuse_account", *ATTACHMENT.actions},
)
"""Actions that change nothing of the award: a bank's question, another account, attached files."""


class Frozen(Refusal):
    """{number} 已被司法冻结（{freeze}），不能“{action}”。
    {number} is frozen by court order ({freeze}): "{action}" is not possible.
    """

    mend = ("解冻后再办。", "Wait until the freeze is lifted.")


@dataclass(frozen=True)
class Deed:
    """An event on an award, to be told to a bank."""

    bank: str
    claim: str
    record: str
    kind: str
    action: str


def require_unfrozen(record: Audited, action: str, label: Both) -> None:
    """Refuse a step that a frozen award does not take. Raises Frozen. The award's claim is held meanwhile."""
    if action not in HALTED.get(record.kind, ()):
        return
    query = select(Freeze).where(Freeze.claim_id.in_(_claims(record)), Freeze.state == "in_force")
    freeze = db.session.scalars(query.order_by(Freeze.id).limit(1)).first()
    if freeze:
        raise Frozen(number=freeze.claim_id, freeze=freeze.id, action=label)


def frozen(claims: Sequence[str]) -> dict[str, str]:
    """The first freeze in force of each claim that has one."""
    if not claims:
        return {}
    query = select(Freeze.claim_id, func.min(Freeze.id).label("first")).where(Freeze.state == "in_force")
    rows = db.session.execute(query.where(Freeze.claim_id.in_(claims)).group_by(Freeze.claim_id))
    return {row.claim_id: row.first for row in rows}


def _claims(record: Any) -> Sequence[str]:
    """The claims that a step concerns. Those of a batch are locked, as its payments are."""
    if isinstance(record, Batch):
        payments = select(Payment).where(Payment.batch_id == record.id).order_by(Payment.claim_id)
        numbers = [payment.claim_id for payment in db.session.scalars(payments.with_for_update())]
        claims = select(Claim).where(Claim.id.in_(numbers)).order_by(Claim.id)
        return [claim.id for claim in db.session.scalars(claims.with_for_update())]
    return [record.id if isinstance(record, Claim) else record.claim_id]


def append(record: Audited, action: str, **given: Any) -> None:
    """Write an event as ``audit.append`` does, and keep in mind who is to be told of it."""
    audit.append(record, action, **given)
    if action not in UNSAID:
        db.session.info.setdefault("deeds", []).extend(_deeds(record, action))


def forget() -> None:
    """Begin a transaction with nothing in mind."""
    db.session.info["deeds"] = []


def _deeds(record: Any, action: str) -> Iterable[Deed]:
    about = (record.id, record.kind, action)
    if isinstance(record, Pledge):
        return [Deed(record.bank, record.claim_id, *about)]
    if isinstance(record, Enterprise):
        locked = select(Pledge.bank, Claim.id).join(Claim, Claim.lock_id == Pledge.id)
        rows = db.session.execute(locked.where(Claim.enterprise_id == record.id).order_by(Claim.id))
        return [Deed(bank, claim, *about) for bank, claim in rows]
    claim = record if isinstance(record, Claim) else _claim_of(record)
    pledge = db.session.get(Pledge, claim.lock_id) if claim and claim.lock_id else None
    return [Deed(pledge.bank, pledge.claim_id, *about)] if pledge else []


def _claim_of(record: Audited) -> Claim | None:
    number = getattr(record, "claim_id", None)
    return db.session.get(Claim, number) if number else None


def tell() -> None:
    """Tell each bank, in the transaction under way, what was done to each award pledged to it."""
    told: dict[tuple[str, str], list[Deed]] = {}
    for deed in db.session.info.pop("deeds", ()):
        told.setdefault((deed.bank, deed.claim), []).append(deed)
    for (bank, claim), deeds in sorted(told.items()):
        done = [(deed.kind, deed.action) for deed in deeds]
        type_ = next((TYPES[one] for one in TYPES if one in done), CHANGED)
        notices.notify(bank, type_, claim, _said(db.session.get_one(Claim, claim), deeds))


def _said(claim: Claim, deeds: Sequence[Deed]) -> dict[str, Any]:
    """Where the award now stands, and what was done; nobody's name, no account."""
    frozen = select(Freeze.id).where(Freeze.claim_id == claim.id, Freeze.state == "in_force")
    sums = {"payable": claim.payable_fen, "paid": claim.paid_fen, "recovered": claim.recovered_fen}
    return {
        "award": claim.id,
        "version": claim.version,
        "state": claim.state,
        "lock": claim.lock_id,
        "frozen": db.session.scalar(frozen.limit(1)) is not None,
        **{f"{what}_yuan": plain_yuan(fen or 0) for what, fen in sums.items()},
        "at": clock.now().astimezone(clock.BEIJING).isoformat(),
        "done": [{"record": d.record, "kind": d.kind, "action": d.action} for d in deeds],
    }
