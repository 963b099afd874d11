"""Deadlines of a year whose working days were not known when they were set."""

from datetime import date
from typing import Any

from disburse import clock, desk, office
from disburse.actors import Actor
from disburse.errors import OutOfOrder
from disburse.models import Claim
from disburse.queries import records
from workflows.claim import CLAIM


@desk.use_case
def redate_claim(number: str, *, version: int | None = None, by: Actor) -> Claim:
    """Reckon a claim's provisional deadline again, from the day it came into its state.

    A public notice that was announced until some day is never shortened.
    """
    claim = desk.hold(Claim, number, by=by, version=version)
    entered = records.last_event(claim.id, moved=True)
    since = (entered.at if entered else clock.now()).astimezone(clock.BEIJING).date()
    due_on, provisional = office.deadline(claim.state, since)
    if not claim.due_provisional or due_on is None:
        raise OutOfOrder(number=number, why_zh="时限不是暂定的。", why_en="its deadline is not provisional.")
    notice: dict[str, date] = {}
    if CLAIM.state(claim.state).minimum_workdays and claim.notice_until:
        due_on = max(due_on, claim.notice_until)
        notice = {"notice_until": due_on}
    changes: dict[str, Any] = {"due_on": due_on, "due_provisional": provisional, **notice}
    desk.change(claim, "redate", by=by, roles=("clock",), **changes)
    return claim
