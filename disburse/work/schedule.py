"""What is done every day by itself: whoever works asks for it, under a key of the day, so it is done once."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flask import Flask

from disburse import clock, desk, jobs
from workflows.workdays import BEIJING, CALENDAR


@dataclass(frozen=True)
class Daily:
    """A kind of job and the hour, +08:00, from which it is due; on every day, or on working days alone."""

    kind: str
    at: time
    workdays: bool = False

    def is_due(self, now: datetime) -> bool:
        """Whether its hour has struck today."""
        here = now.astimezone(BEIJING)
        return here.time() >= self.at and (not self.workdays or CALENDAR.is_workday(here.date()))


SCHEDULE = (
    Daily("expiry", time(1)),
    Daily("nightly", time(2)),
    Daily("tidy", time(3)),
    Daily("rescan", time(4)),
    Daily("deadlines", time(8), workdays=True),
)
EXTENSION = "disburse.schedule"


def enqueue_due() -> list[int]:
    """Ask for everything whose hour has struck today and that nobody asked for yet; the jobs' numbers."""
    day, due = clock.today(), [daily for daily in SCHEDULE if daily.is_due(clock.now())]
    with desk.aside():
        numbers = [_asked(daily, day) for daily in due]
    return [number for number in numbers if number is not None]


def keep(app: Flask) -> bool:
    """Ask where an hour has struck since this process last asked; always False: there is time to wait."""
    asked: set[tuple[str, date]] = app.extensions.setdefault(EXTENSION, set())
    struck = {(daily.kind, clock.today()) for daily in SCHEDULE if daily.is_due(clock.now())}
    if not struck <= asked:
        with app.app_context():
            enqueue_due()
        app.extensions[EXTENSION] = struck
    return False


def _asked(daily: Daily, day: date) -> int | None:
    return jobs.enqueue(daily.kind, {"day": day.isoformat()}, f"{daily.kind}:{day}", once=True)
