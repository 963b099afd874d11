"""How long a step takes while eight processes write to one SQLite file: ``python -m tests.together.measure``.

Everyone always wants the next turn, so this is the worst of eight; the first three steps of each process,
with cold caches, are shown apart. Besides the whole step: the wait, the turn, its processor time.
"""

import multiprocessing
import os
import sys
import tempfile
import time as wall
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from disburse import clock, desk, schema
from disburse.acts import act
from disburse.config import Config
from disburse.db import db
from disburse.turns import turn
from tests.conftest import FIRST_DAY
from tests.make import CLERK, a_claim, an_adoption, an_enterprise, here
from tests.together.work import Job, service

EIGHT, COLD = 8, 3
PARTS = ("step", "wait", "turn", "cpu of turn")
Times = tuple[float, ...]


def main(steps: int) -> None:
    """Measure ``steps`` steps by eight."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(home=folder, database_url=f"sqlite:///{Path(folder) / 'disburse.sqlite'}")
        engine = create_engine(config.database_url)
        schema.upgrade(engine)
        engine.dispose()
        with service(config, FIRST_DAY):
            an_adoption()
            owner = an_enterprise()
            submitted = [a_claim("submitted", enterprise=owner) for _ in range(steps)]
            jobs, moment = [("accept_claim", here(claim), CLERK) for claim in submitted], clock.now()
        spawn = multiprocessing.get_context("spawn")
        ready, answers = spawn.Barrier(EIGHT), spawn.Queue()
        workers = [
            spawn.Process(target=_timed, args=(config, moment, jobs[n::EIGHT], ready, answers))
            for n in range(EIGHT)
        ]
        print("load before", os.getloadavg()[0])
        for worker in workers:
            worker.start()
        times = [answers.get() for _ in workers]
        _show("first three of each", [one for mine in times for one in mine[:COLD]])
        _show("all after", [one for mine in times for one in mine[COLD:]])
        _show("all", [one for mine in times for one in mine])


def _timed(config: Config, moment: Any, jobs: list[Job], ready: Any, answers: Any) -> None:
    times: list[Times] = []
    with service(config, moment), _watched() as turns:
        db.engine.connect().close()
        ready.wait()
        for name, body, by in jobs:
            began = wall.perf_counter()
            act(name, body, by)
            times.append((wall.perf_counter() - began, *turns.pop()))
    answers.put(times)


@contextmanager
def _watched() -> Iterator[list[Times]]:
    """The wait, the turn and its processor time of each turn had meanwhile."""
    seen: list[Times] = []

    @contextmanager
    def watched(database: str | None) -> Iterator[None]:
        asked = wall.perf_counter()
        with turn(database):
            began, busy = wall.perf_counter(), wall.process_time()
            yield
            seen.append((began - asked, wall.perf_counter() - began, wall.process_time() - busy))

    desk.turn = watched
    try:
        yield seen
    finally:
        desk.turn = turn


def _show(what: str, times: list[Times]) -> None:
    print(f"{what}: {len(times)} steps; ms at p50, p90, p99, most")
    for part, name in enumerate(PARTS):
        inorder = sorted(1000 * one[part] for one in times)
        marks = [inorder[min(len(inorder) - 1, len(inorder) * p // 100)] for p in (50, 90, 99, 100)]
        print(f"  {name:12}", *(f"{mark:8.1f}" for mark in marks))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 800)
