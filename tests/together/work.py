"""What another process does in these tests: a list of acts, or acts without end until it is killed."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from disburse import clock
from disburse.actors import Actor
from disburse.acts import act
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import Claim
from disburse.turns import turn
from tests.make import CHECKS, CLERK, HEAD, agent

Job = tuple[str, dict[str, Any], Actor]


@contextmanager
def service(config: Config, moment: datetime) -> Iterator[None]:
    """A service of this process's own, at the test's time."""
    with create_app(config).app_context(), clock.demo_time(moment):
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def do(config: Config, moment: datetime, jobs: list[Job], start: Any, answers: Any) -> None:
    """Do every job when all are ready; answer with what became of each."""
    said: list[str] = []
    with service(config, moment):
        start.wait()
        said += [_said(job) for job in jobs]
    answers.put(said)


def persist(config: Config, moment: datetime, jobs: list[Job], start: Any, answers: Any) -> None:
    """Do every job, each again while the database is away, as a patient person would."""
    said: list[str] = []
    with service(config, moment):
        start.wait()
        for job in jobs:
            while (word := _said(job)) in AWAY:
                said.append(word)
                time.sleep(0.05)
            said.append(word)
    answers.put(said)


def have_a_turn(database: str, name: str, log: Path) -> None:
    """Have one turn, and write down its beginning and its end."""
    with turn(database):
        for sign in "+-":
            with log.open("a") as file:
                file.write(f"{sign}{name}\n")
            time.sleep(0.005)


def keep_the_turn(database: str, held: Path) -> None:
    """Have a turn until killed."""
    with turn(database):
        held.touch()
        time.sleep(600)


AWAY = ("DatabaseGone", "StorageFull")


def _said(job: Job) -> str:
    name, body, by = job
    try:
        act(name, body, by)
    except Refusal as refusal:
        return refusal.code
    return "done"


def go_on_until_killed(config: Config, moment: datetime, seed: int, began: Any) -> None:
    """Draft, submit, accept and recommend claims without end."""
    chance = random.Random(seed)
    with service(config, moment):
        while True:
            newest = db.session.scalars(select(Claim).order_by(Claim.id.desc()).limit(20)).all()
            _next(chance, chance.choice(newest))
            began.set()


def _next(chance: random.Random, claim: Claim) -> None:
    here = {"number": claim.id, "version": claim.version}
    steps: dict[str, Job] = {
        "draft": ("submit_claim", {**here, "commitment": True}, agent(claim.enterprise_id)),
        "submitted": ("accept_claim", here, CLERK),
        "district_review": ("recommend_claim", {**here, "checks": CHECKS}, HEAD),
    }
    name, body, by = steps.get(claim.state, (None, {}, CLERK))
    if name is None or chance.random() * 4 < 1:
        body = {
            "enterprise": claim.enterprise_id,
            "item": claim.item,
            "on": "2025-01-15",
            "facts": claim.facts,
        }
        name, by = "draft_claim", agent(claim.enterprise_id)
    act(name, body, by)
