"""What everybody may read without signing in: the claims on public notice 公示, as the notice names them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from disburse import naming
from disburse.db import db
from disburse.models import Claim, Enterprise, Event
from disburse.policy import catalogue as policy
from disburse.policy.model import Item
from disburse.queries.rolls import Roll
from disburse.scope import published

PAGE = 50


@dataclass(frozen=True)
class Published:
    """One line of the notice: who is to get how much for what; no account, no telephone, no person."""

    number: str
    enterprise: str
    item: Item
    payable_fen: int
    notice_from: date
    notice_until: date
    demo: bool


def page(*, words: str = "", after: str = "", size: int = PAGE) -> list[Published]:
    """The next claims on public notice, by number; ``words`` are of number or enterprise."""
    demo = select(Event.demo).where(Event.record == Claim.id, Event.seq == 1).scalar_subquery()
    query = select(Claim, Enterprise.name, Enterprise.nature, demo).join(Enterprise)
    query = query.where(*_chosen(words), Claim.id > after).order_by(Claim.id).limit(size)
    known = policy.load()
    return [
        Published(
            number=claim.id,
            enterprise=f"{name[0]}**" if nature == naming.PERSON else name,
            item=known.governing(claim.item, claim.on),
            payable_fen=claim.payable_fen or 0,
            notice_from=claim.notice_from or claim.on,
            notice_until=claim.notice_until or claim.on,
            demo=bool(invented),
        )
        for claim, name, nature, invented in db.session.execute(query)
    ]


def tally(*, words: str = "") -> tuple[int, int]:
    """How many claims ``page`` gives in all, and what they are due in fen."""
    query = select(func.count(), func.sum(Claim.payable_fen)).join(Enterprise).where(*_chosen(words))
    count, fen = db.session.execute(query).one()
    return int(count), int(fen or 0)


def posted() -> list[tuple[str, date, date]]:
    """The notices that stand now, by the number of their list, each with its first and last day."""
    days = select(Claim.notice_from, func.max(Claim.notice_until)).where(published())
    found = db.session.execute(days.group_by(Claim.notice_from).order_by(Claim.notice_from)).all()
    return [
        (Roll("publish", "", first, first).number, first, last) for first, last in found if first and last
    ]


def _chosen(words: str) -> list[ColumnElement[bool]]:
    """A person's name is never looked for: it would tell what the list does not."""
    conditions = [published()]
    if words:
        firm = (Enterprise.nature != naming.PERSON) & Enterprise.name.icontains(words, autoescape=True)
        conditions.append(or_(Claim.id.icontains(words, autoescape=True), firm))
    return conditions
