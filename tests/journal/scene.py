"""The stage of the attacks: a small city in which everything that the journal follows happened once."""

from contextlib import suppress
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Engine, NullPool, create_engine

from disburse import clock
from disburse.acts import act
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.errors import Refusal
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof
from tests.conftest import FIRST_DAY
from tests.make import APPROVER, CITY_CLERK, CLERK, a_claim, a_fund

RECORDS = (
    "enterprise",
    "claim",
    "objection",
    "fund",
    "batch",
    "payment",
    "recovery",
    "adoption",
    "rating_list",
    "refusal",
)
"""The kinds of the spine. Every later kind has the same guards, which ``tests/database`` sees to."""


@dataclass(frozen=True)
class Scene:
    """A database with a finished story in it."""

    app: Flask
    config: Config
    engine: Engine
    owner: Engine

    @property
    def path(self) -> str:
        """The file of an SQLite database."""
        return self.engine.url.database or ""

    def findings(self) -> list[str]:
        """What ``trail verify`` says: the record and the code of each finding."""
        with self.app.app_context(), trail.snapshot() as view:
            return [f"{finding.record} {finding.code}" for finding in verify(view, proof.Tally())]


def open_scene(config: Config) -> Scene:
    """A scene over a database that is there."""
    engine = create_engine(config.database, poolclass=NullPool)
    return Scene(create_app(config), config, engine, create_engine(config.owner_database, poolclass=NullPool))


def play(scene: Scene) -> Scene:
    """Make every kind of record through the one door, in demo time."""
    with scene.app.app_context(), clock.demo_time(FIRST_DAY):
        paid = a_claim("paid")
        recovery = {
            "claim_id": paid.id,
            "amount_yuan": "100.00",
            "grounds": "测试追缴理由",
            "decision_number": "测试追缴1号",
        }
        act("decide_recovery", recovery, APPROVER)
        noticed = a_claim("public_notice")
        contact = {"name": "测试联系人", "phone": "13900000000"}
        act(
            "raise_objection",
            {"claim_id": noticed.id, "grounds": "测试异议理由", "contact": contact},
            CITY_CLERK,
        )
        a_claim("draft")
        a_fund()
        with suppress(Refusal):  # it is written down, and that record is what the stage needs
            act("accept_claim", {"number": paid.id, "version": paid.version}, CLERK)
        db.session.remove()
    close(scene)
    return scene


def close(scene: Scene) -> None:
    """Let go of the database; on SQLite everything is then in the one file."""
    with scene.app.app_context():
        db.engine.dispose()
