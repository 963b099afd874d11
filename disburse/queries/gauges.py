"""How work stands, as numbers for monitoring: whoever reads them sees no record, so no actor is asked for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select

from disburse import clock
from disburse.db import db
from disburse.models import Attempt, Claim, Event, Fund, SignedIn
from workflows.claim import CLAIM

AGES_DAYS = (7, 30, 90)
"""Bounds of a claim's age: up to a week, a month, a quarter; beyond, it is older."""
OLDER = "older"
OPEN = tuple(state.name for state in CLAIM.states if not state.rest)
TIMED = frozenset(state.name for state in CLAIM.states if state.deadline_workdays)


@dataclass
class Waiting:
    """Claims of one state that wait for somebody; ages in days and seconds since their last step."""

    state: str
    by_days: dict[str, int] = field(default_factory=lambda: dict.fromkeys([*map(str, AGES_DAYS), OLDER], 0))
    oldest_s: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Last:
    """The newest event: its number in the journal and its age in seconds; both 0 where there is none."""

    number: int = 0
    ago_s: int = 0


def claims_by_state() -> dict[str, int]:
    """How many claims are in each state of the workflow."""
    query = select(Claim.state, func.count()).group_by(Claim.state)
    return {state.name: 0 for state in CLAIM.states} | dict(db.session.execute(query).all())


def claims_waiting() -> list[Waiting]:
    """Age and lateness of the claims in each state that is not one of rest; the others are not read."""
    days = _days(clock.now())
    late = func.sum(case((Claim.due_on < clock.today(), 1), else_=0))
    query = (
        select(Claim.state, days, func.count(), func.min(Event.at), late)
        .join(Event, and_(Event.record == Claim.id, Event.seq == Claim.version))
        .where(Claim.state.in_(OPEN))
        .group_by(Claim.state, days)
    )
    lines = {state: Waiting(state) for state in OPEN}
    for state, age, claims, since, overdue in db.session.execute(query):
        line = lines[state]
        line.by_days[age] = claims
        line.oldest_s = max(line.oldest_s, _seconds_since(since))
        line.overdue += int(overdue) if state in TIMED else 0
    return list(lines.values())


def _days(now: datetime) -> ColumnElement[str]:
    """The bound within which the last step of a claim falls."""
    bounds = [(Event.at > now - timedelta(days=days), str(days)) for days in AGES_DAYS]
    return case(*bounds, else_=OLDER).label("days")


def left_fen_by_fund() -> dict[str, int]:
    """What may still be reserved in each fund, in fen."""
    left = Fund.appropriated_fen - Fund.reserved_fen - Fund.paid_fen
    return dict(db.session.execute(select(Fund.id, left).order_by(Fund.id)).all())


def last_event() -> Last:
    """The newest event. On PostgreSQL a number may have been skipped: it is no count."""
    found = db.session.execute(select(Event.id, Event.at).order_by(Event.id.desc()).limit(1)).first()
    return Last(found.id, _seconds_since(found.at)) if found else Last()


def sessions_open() -> int:
    """Sessions that were neither ended nor have come to their end; one left idle counts until then."""
    query = select(func.count()).where(SignedIn.ended_at.is_(None), SignedIn.ends_at > clock.now())
    return db.session.scalar(query) or 0


def attempts_locked() -> int:
    """Names and addresses that may not try to sign in for a while."""
    query = select(func.count()).select_from(Attempt).where(Attempt.locked_until > clock.now())
    return db.session.scalar(query) or 0


def _seconds_since(moment: datetime) -> int:
    return (clock.now() - moment) // timedelta(seconds=1)
