"""The demo story with sudden ends: at seeded acts a twin of its process goes on in a copy of the database.

The twin is killed with SIGKILL at a seeded statement of one of its next acts: in the middle of a transaction,
just before a commit or just after one. What it leaves behind is verified; then the story itself goes on.
"""

import os
import random
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event, func, select

from disburse.actors import Actor
from disburse.app import create_app
from disburse.cli.demo import START, play
from disburse.cli.demo.telling import Teller
from disburse.clock import DemoTime, demo_time
from disburse.config import Config
from disburse.db import db
from disburse.models import Event
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof

ENTERPRISES, CLAIMS = 12, 20
SIGNS = 40
"""Signs of life that a twin gives, at most: before and after each statement, and at each commit."""


@dataclass
class Ends:
    """What the ends of the twins left behind."""

    acts: list[int] = field(default_factory=list)
    moments: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    events: int = 0


class Doomed(Teller):
    """Tells the story, and at seeded acts sends a twin to its end."""

    def __init__(self, time: DemoTime, seed: int, stride: int, config: Config) -> None:
        super().__init__(time, lambda _done: None)
        self.stride = stride
        self.chance, self.ends = random.Random(seed), Ends()
        self.twin, self.asked, self.next = False, 0, 1
        self.here, self.there = config, elsewhere(config)
        self.app = create_app(self.there)

    def do(self, name: str, by: Actor, body: dict[str, Any]) -> Any:
        """Do one act, after a twin of this process has come to its end where one is due."""
        self.asked += 1
        if self.asked == self.next and not self.twin:
            self.next += self.chance.randint(1, self.stride)
            self._split()
        return super().do(name, by, body)

    def _split(self) -> None:
        life = self.chance.randint(1, SIGNS)
        db.session.remove()
        db.engine.dispose()
        copy(self.here, self.there)
        before = self._verified(self._count)
        twin = os.fork()
        if not twin:
            self.twin = True
            self.app.app_context().push()
            _doom(life)
            return
        _, status = os.waitpid(twin, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            self.ends.acts.append(self.asked)
            gained = self._verified(self._verify) - before
            self.ends.moments["lost" if gained < 0 else "gained" if gained else "nothing"] += 1

    def _verified(self, how: Callable[[], int]) -> int:
        """Look into the copy."""
        with self.app.app_context():
            try:
                return how()
            finally:
                db.session.remove()
                db.engine.dispose()

    def _count(self) -> int:
        return db.session.scalar(select(func.count()).select_from(Event)) or 0

    def _verify(self) -> int:
        """What ``trail verify`` finds is kept; gives the number of events."""
        tally = proof.Tally()
        with trail.snapshot() as view:
            self.ends.faults += [f"act {self.asked}: {finding}" for finding in verify(view, tally)]
        return sum(tally.counts.values())

    def end(self) -> None:
        """The story is over: verify it too. A twin whose time had not come just goes."""
        if self.twin:
            os._exit(0)
        db.session.remove()
        db.engine.dispose()
        copy(self.here, self.there)
        self.ends.events = self._verified(self._verify)


def _doom(life: int) -> None:
    """End this process at its ``life``-th sign of life from here."""
    left = iter(range(life - 1, -1, -1))

    def live(*_: Any, **__: Any) -> None:
        if not next(left):
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(db.engine, moment, live)


def elsewhere(config: Config) -> Config:
    """Settings of a service on the copy."""
    if config.owner_database_url:
        return replace(config, **{url: _other(getattr(config, url), COPY) for url in URLS})
    return replace(config, database_url=f"sqlite:///{_file(config).with_name(COPY)}")


def copy(config: Config, to: Config) -> None:
    """The database as it stands, once more, in place of the last copy. Nobody is connected to it."""
    if config.owner_database_url:
        url = _other(config.owner_database_url, "postgres").replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {COPY} TEMPLATE {_name(config.database_url)}")
        return
    for left in _file(to).parent.glob(f"{COPY}*"):
        left.unlink()
    shutil.copy(_file(config), _file(to))


COPY = "twin"
URLS = ("database_url", "owner_database_url")


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _other(url: str, name: str) -> str:
    return url.replace(f"/{_name(url)}?", f"/{name}?", 1)


def _file(config: Config) -> Path:
    return Path(config.database_url.removeprefix("sqlite:///"))


def tell(config: Config, seed: int, stride: int, answers: Any) -> None:
    """Play the whole story, with an end every ``stride`` acts at least.

    Answers with what the ends left behind, and how many acts there were.
    """
    with create_app(config).app_context(), demo_time(START, seed) as now:
        teller = Doomed(now, seed, stride, config)
        play(teller, random.Random(seed), ENTERPRISES, CLAIMS, Path(config.home))
        teller.end()
    answers.put((teller.ends, teller.asked))
