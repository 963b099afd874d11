"""The product's own clock: UTC in storage, +08:00 to people, and a demo time that only moves forward."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "+08:00")


class DemoTime:
    """The time of a demo story. It stands still until it is moved, and moves forward only.

    ``seed`` makes the story the same each time, down to the salts of its (invented) personal data.
    """

    def __init__(self, start: datetime, seed: int) -> None:
        self.moment = start.astimezone(UTC)
        self._salts = random.Random(seed)

    def salt(self) -> str:
        """The next salt of the story, 128 bits in hexadecimal."""
        return f"{self._salts.getrandbits(128):032x}"

    def move_to(self, moment: datetime) -> None:
        """Set the time to ``moment``; raises ``ValueError`` when that lies before the present one."""
        if moment < self.moment:
            raise ValueError(f"demo time moves forward only: {moment} is before {self.moment}")
        self.moment = moment.astimezone(UTC)


_demo: ContextVar[DemoTime | None] = ContextVar("demo_time", default=None)


@contextmanager
def demo_time(start: datetime, seed: int = 0) -> Iterator[DemoTime]:
    """Run a demo story at its own time. Each event written meanwhile says that it is demo time."""
    story = DemoTime(start, seed)
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


def salt() -> str:
    """A random salt of 128 bits for a piece of personal data; the story's own in demo time."""
    story = _demo.get()
    return story.salt() if story else secrets.token_hex(16)
