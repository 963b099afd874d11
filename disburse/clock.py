"""The product's own clock: UTC in storage, +08:00 to people, and a demo time that only moves forward."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "+08:00")


class DemoTime:
    """The time of a demo story. It stands still until it is moved, and moves forward only."""

    def __init__(self, start: datetime) -> None:
        self.moment = start.astimezone(UTC)

    def move_to(self, moment: datetime) -> None:
        """Set the time to ``moment``; raises ``ValueError`` when that lies before the present one."""
        if moment < self.moment:
            raise ValueError(f"demo time moves forward only: {moment} is before {self.moment}")
        self.moment = moment.astimezone(UTC)


_demo: ContextVar[DemoTime | None] = ContextVar("demo_time", default=None)


@contextmanager
def demo_time(start: datetime) -> Iterator[DemoTime]:
    """Run a demo story at its own time. Each event written meanwhile says that it is demo time."""
    story = DemoTime(start)
    token = _demo.set(story)
    try:
        yield story
    finally:
        _demo.reset(token)


def is_demo() -> bool:
    """Whether a demo story is being played."""
    return _demo.get() is not None


def now() -> datetime:
    """The present moment, in UTC."""
    story = _demo.get()
    return story.moment if story else datetime.now(UTC)


def today() -> date:
    """The present day in Beijing."""
    return now().astimezone(BEIJING).date()
