"""What enterprises still owe back, by age since the decision: the ledger of recoveries 应收未收."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, select

from disburse import clock, office
from disburse.actors import Actor
from disburse.clock import BEIJING
from disburse.db import db
from disburse.models import Claim, Enterprise, Event, Recovery
from disburse.queries.claims import shown_name
from disburse.scope import visible

OPEN = ("decided", "partly_repaid")
BANDS = ((30, "0–30"), (90, "31–90"), (180, "91–180"), (365, "181–365"))
"""Last day of each band since the decision, and its name; the rest is older."""
OLDEST = "> 365"
NAMES = (*(name for _, name in BANDS), OLDEST)


@dataclass(frozen=True)
class Owed:
    """A recovery that is not paid back: by whom, how much is left, how long since it was decided.

    ``enterprise`` is the name as a list may show it: a natural person's is masked.
    """

    recovery: str
    claim: str
    enterprise: str
    decided_on: date
    owed_fen: int
    days: int
    workdays: int

    @property
    def band(self) -> str:
        """The band of its age, in days."""
        return next((name for last, name in BANDS if self.days <= last), OLDEST)


def owed(by: Actor) -> list[Owed]:
    """Every open recovery that ``by`` may see, the oldest first; its age as of today."""
    query = (
        select(Recovery, Enterprise, Event.at)
        .join(Claim, Claim.id == Recovery.claim_id)
        .join(Enterprise, Enterprise.id == Claim.enterprise_id)
        .join(Event, (Event.record == Recovery.id) & (Event.seq == 1))
        .where(Recovery.state.in_(OPEN), visible(Recovery, by))
        .order_by(Event.at, Recovery.id)
    )
    today, calendar = clock.today(), office.calendar()
    return [
        Owed(
            recovery=recovery.id,
            claim=recovery.claim_id,
            enterprise=shown_name(firm),
            decided_on=(decided := at.astimezone(BEIJING).date()),
            owed_fen=recovery.amount_fen - recovery.repaid_fen,
            days=(today - decided).days,
            workdays=calendar.workdays_between(decided, today),
        )
        for recovery, firm, at in db.session.execute(query)
    ]


def has_receipt(recovery: Recovery, receipt_number: str) -> bool:
    """Whether a repayment of a recovery was booked by that receipt already.

    A repayment is about the recovery's claim; an offset, whose document is no receipt, about another award.
    """
    query = select(Event.body).where(
        Event.record == recovery.id, Event.action.in_(("record_instalment", "settle"))
    )
    booked = (json.loads(body) for body in db.session.scalars(query))
    repayments = (said.get("document") for said in booked if said.get("about") == recovery.claim_id)
    return receipt_number in repayments


def by_band(rows: Sequence[Owed]) -> dict[str, tuple[int, int]]:
    """How many recoveries each band has, and their sum in fen; every band is there, the youngest first."""
    each = {name: [row.owed_fen for row in rows if row.band == name] for name in NAMES}
    return {name: (len(sums), sum(sums)) for name, sums in each.items()}


def of_band(band: str) -> ColumnElement[bool]:
    """Open recoveries of one band of ``NAMES``, as of today."""
    place, last = NAMES.index(band), [days for days, _ in BANDS]
    since = [_begin(last[place])] if place < len(last) else []
    until = [_begin(last[place - 1])] if place else []
    decided = [*(Event.at >= at for at in since), *(Event.at < at for at in until)]
    recent = select(Event.record).where(Event.kind == Recovery.kind, Event.seq == 1, *decided)
    return and_(Recovery.state.in_(OPEN), Recovery.id.in_(recent))


def _begin(days: int) -> datetime:
    """When the day so many days ago began in Beijing."""
    return datetime.combine(clock.today() - timedelta(days=days), time(), BEIJING)
