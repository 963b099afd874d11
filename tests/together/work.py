"""What another process does in these tests: a list of acts, or acts without end until it is killed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
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
    said = []
    with service(config, moment):
        start.wait()
        for name, body, by in jobs:
            try:
                act(name, body, by)
                said.append("done")
            except Refusal as refusal:
                said.append(refusal.code)
    answers.put(said)


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
