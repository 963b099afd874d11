"""Claims whose term ends soon or is over: what to remind their holders of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from disburse import clock, office
from disburse.db import db
from disburse.models import Claim
from disburse.queries.holding import Term, holding
from workflows.roles import Role
from workflows.workdays import Calendar

SOON_WORKDAYS = 2
LONGEST_HOLIDAY_DAYS = 14
"""More days than two working days ever take, the longest holiday between them included."""


@dataclass(frozen=True)
class Reminder:
    """A claim and its term, for the unit and role that hold it."""

    claim: Claim
    unit: str
    role: Role
    term: Term

    @property
    def what(self) -> str:
        """``over`` once the term has passed, else ``near``."""
        return "over" if self.term.over else "near"


def reminders() -> Iterator[Reminder]:
    """Every claim that somebody must move on within SOON_WORKDAYS working days, or should have."""
    horizon = clock.today() + timedelta(days=LONGEST_HOLIDAY_DAYS)
    query = select(Claim).where(Claim.due_on <= horizon).order_by(Claim.due_on, Claim.id)
    days = office.calendar()
    for claim in db.session.scalars(query):
        held = holding(claim, days)
        if held.role is None or held.term is None or held.term.waits:
            continue
        if held.term.left_workdays <= SOON_WORKDAYS:
            yield Reminder(claim, _unit(claim, held.role), held.role, held.term)


def provisional(days: Calendar) -> list[tuple[str, int]]:
    """Claims whose deadline was set before its year was known, and their versions, as far as it is now."""
    query = select(Claim).where(Claim.due_provisional, Claim.due_on.is_not(None)).order_by(Claim.id)
    found = db.session.scalars(query)
    return [(claim.id, claim.version) for claim in found if claim.due_on and claim.due_on.year in days.years]


def _unit(claim: Claim, role: Role) -> str:
    """The unit that holds a claim: the district's, the enterprise itself, or the one office of its kind."""
    return {"district": claim.unit, "enterprise": claim.enterprise_id}.get(role.office, role.office)
