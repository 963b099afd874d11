"""Who holds a claim now, and until when: what everybody asks first."""

from dataclasses import dataclass
from datetime import date

from disburse import clock, office
from disburse.models import Claim
from workflows.claim import CLAIM
from workflows.roles import ROLES, Role
from workflows.workdays import Calendar, Deadline


@dataclass(frozen=True)
class Term:
    """A term that runs until 17:00 of ``day``. ``left_workdays`` is negative once days have passed since.

    ``waits``: a term that must be waited for, as a public notice is; ``provisional``: the year's holidays
    were not known when it was set.
    """

    day: date
    left_workdays: int
    over: bool
    waits: bool
    provisional: bool


@dataclass(frozen=True)
class Holding:
    """The role and unit that is expected to move a claim on, and its term; None where it is at rest."""

    role: Role | None
    unit: str
    term: Term | None


def holding(claim: Claim, days: Calendar | None = None) -> Holding:
    """Who holds ``claim`` now, and until when; ``days`` is given where many are asked for at once."""
    state = CLAIM.state(claim.state)
    role = ROLES[state.holder] if state.holder else None
    unit = claim.unit if role and role.office == "district" else ""
    return Holding(role, unit, _term(claim, days, waits=state.minimum_workdays is not None))


def _term(claim: Claim, days: Calendar | None, *, waits: bool) -> Term | None:
    if claim.due_on is None:
        return None
    return until(Deadline(claim.due_on, claim.due_provisional), days or office.calendar(), waits=waits)


def until(deadline: Deadline, days: Calendar, *, waits: bool = False) -> Term:
    """A term that ends with a deadline, as of now."""
    left_workdays = days.workdays_between(clock.today(), deadline.day)
    return Term(deadline.day, left_workdays, clock.now() > deadline.at, waits, deadline.provisional)
