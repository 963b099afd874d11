"""Telling the story: acts done one after another at the story's own time, refusals counted."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from disburse.actors import Actor
from disburse.acts import act
from disburse.cli.demo.fates import Fate
from disburse.clock import BEIJING, DemoTime
from disburse.errors import Refusal

BETWEEN_ACTS = timedelta(seconds=40)


@dataclass
class Case:
    """A claim on its way through the story: its row, where it is meant to go, whose it is, its account."""

    claim: Any
    fate: Fate
    facts: dict[str, Any]
    name: str
    account_number: str
    pledge: Any = None

    @property
    def state(self) -> str:
        """The claim's present state."""
        state: str = self.claim.state
        return state


class Teller:
    """Does acts at the story's time and counts them and their refusals."""

    def __init__(self, time: DemoTime, tell: Callable[[int], None]) -> None:
        self.time = time
        self.done = 0
        self.refused: Counter[str] = Counter()
        self.last_refusal: Refusal | None = None
        self._tell = tell

    def go_to(self, month: int, day: int) -> None:
        """Move to the morning of a day of the story's year, unless that has passed."""
        here = self.time.moment.astimezone(BEIJING)
        self.time.move_to(max(here, here.replace(month=month, day=day, hour=9, minute=0, second=0)))

    def next_day(self) -> None:
        """Move to the next morning."""
        morning = self.time.moment.astimezone(BEIJING).replace(hour=9, minute=0, second=0)
        self.time.move_to(morning + timedelta(days=1))

    def do(self, name: str, by: Actor, body: dict[str, Any]) -> Any:
        """Do one act; a refusal goes up to the caller."""
        return self.take(partial(act, name, body, by))

    def take(self, step: Callable[[], Any]) -> Any:
        """Take one step of the story at its own moment, and count it."""
        self.time.move_to(self.time.moment + BETWEEN_ACTS)
        row = step()
        self.done += 1
        self._tell(self.done)
        return row

    def attempt(self, name: str, by: Actor, body: dict[str, Any]) -> Any | None:
        """Do one act; when the rules refuse it, count the refusal and go on."""
        try:
            return self.do(name, by, body)
        except Refusal as refusal:
            self.refused[refusal.code] += 1
            self.last_refusal = refusal
            return None

    def step(self, case: Case, name: str, by: Actor, **body: Any) -> bool:
        """Do one act on a claim, with the version last seen; says whether it was done."""
        row = self.attempt(name, by, {"number": case.claim.id, "version": case.claim.version, **body})
        if row is not None:
            case.claim = row
        return row is not None
