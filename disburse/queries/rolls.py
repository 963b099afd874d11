"""Lists that papers state: what a district recommended in some days, what went on public notice on a day.

No list is kept: it is read from the events, so that it can be read again as it stood. Its number says which
list it is: ``TJ-370211-20250301-20250331`` (推荐: unit, first and last day), ``GS-20250310`` (公示: the day).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, text, true

from disburse import clock
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import Claim, Event
from reports import proof

MOST = 1_000
"""Lines of a list at most: one that nobody can read is asked for in parts."""
OF_CLAIMS = text("event.kind = 'claim'")
"""Said as the index ``ix_event_pace`` says it, which answers from itself who was put on a list when."""
_UNIT = r"[0-9A-Za-z\u4e00-\u9fff（）-]{2,40}"
_DAY = r"20[0-9]{6}"
RECOMMENDATION = re.compile(rf"TJ-({_UNIT})-({_DAY})-({_DAY})")
PUBLICATION = re.compile(rf"GS-({_DAY})")
ENDS: Mapping[str, tuple[str, ...]] = {
    "recommend": ("send_back", "withdraw"),
    "publish": ("reconsider", "withdraw", "refuse"),
}
"""By the action that puts a claim on a list: those that take it off again."""
Lines = Mapping[str, Event]
"""A list: claims by number, each with the event that put it there."""


class TooManyLines(Refusal):
    """{number} 超过 {most} 件。
    {number} has more than {most} lines.
    """

    mend = ("请缩短起止日期。", "Choose fewer days.")


@dataclass(frozen=True)
class Roll:
    """Which list: the action that puts claims on it, the unit (empty for all), the first and last day."""

    action: str
    unit: str
    first: date
    last: date

    @property
    def number(self) -> str:
        """Its number, from which ``read`` makes it again."""
        if self.action == "publish":
            return f"GS-{self.first:%Y%m%d}"
        return f"TJ-{self.unit}-{self.first:%Y%m%d}-{self.last:%Y%m%d}"


def read(number: str) -> Roll | None:
    """The list that a number names; None where it names none."""
    if found := RECOMMENDATION.fullmatch(number):
        roll = _roll("recommend", *found.groups())
    elif found := PUBLICATION.fullmatch(number):
        roll = _roll("publish", "", found[1], found[1])
    else:
        roll = None
    return roll


def _roll(action: str, unit: str, first: str, last: str) -> Roll | None:
    since, until = _day(first), _day(last)
    return Roll(action, unit, since, until) if since and until and since <= until else None


def lines(roll: Roll, seen: ColumnElement[bool] | None = None) -> Lines:
    """The list as it stands, by number; of claims that fit ``seen``. Raises TooManyLines."""
    present: Lines = {}
    for _, stood in versions(roll, seen):
        present = stood
    return dict(sorted(present.items()))


def versions(roll: Roll, seen: ColumnElement[bool] | None = None) -> Iterator[tuple[Event, Lines]]:
    """The list after each event that changed it, in the order of time. Raises TooManyLines."""
    since, until = _moment(roll.first), _moment(roll.last + timedelta(days=1))
    within = (OF_CLAIMS, Event.action == roll.action, Event.at >= since, Event.at < until)
    query = select(Event.record).join(Claim, Claim.id == Event.record).where(*within)
    query = query.where(Claim.unit == roll.unit if roll.unit else true(), true() if seen is None else seen)
    claims = db.session.scalars(query.distinct().limit(MOST + 1)).all()
    if len(claims) > MOST:
        raise TooManyLines(number=roll.number, most=MOST)
    actions = (roll.action, *ENDS[roll.action])
    query_events = select(Event).where(Event.record.in_(claims), Event.action.in_(actions))
    present: dict[str, Event] = {}
    for event in db.session.scalars(query_events.order_by(Event.id)):
        if event.action == roll.action and since <= event.at < until:
            present[event.record] = event
        elif event.action == roll.action or present.pop(event.record, None) is None:
            continue
        yield event, dict(present)


def digest(roll: Roll, present: Lines) -> str:
    """The SHA-256 of a list: its number, and each claim with the hash of its event."""
    whole = [roll.number, *(f"{claim} {present[claim].hash}" for claim in sorted(present))]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()


def states(present: Iterable[Event]) -> dict[str, dict[str, Any]]:
    """The whole state of each claim just after its event, folded from the journal in one query."""
    last = {event.record: event.seq for event in present}
    query = select(Event.record, Event.seq, Event.body).where(Event.record.in_(last))
    found: dict[str, dict[str, Any]] = {}
    for record, seq, body in db.session.execute(query.order_by(Event.record, Event.seq)):
        if seq <= last[record]:
            found[record] = proof.fold(found.get(record, {}), proof.read_event(body.encode()))
    return found


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), clock.BEIJING)
