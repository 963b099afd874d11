"""Very many claims in a database with all its guards on, faster than people could make them.

A few claims are taken through the services; their events are the pattern. Each further claim gets its own
number, enterprise and unit, its own canonical events from ``reports.proof`` and its own row, in the order
that the guards ask for: state first, event second, one version at a time. SQLite only.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bench.scene import CLERK, FACTS, UNIT, adopt, enterprise
from disburse import clock
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.models import Claim, Event
from disburse.models.types import iso
from reports import proof
from reports.canonical import apply

BATCH = 1_000
SUBMITTED_EVERY = 20
"""One claim in so many is left submitted, for steps to be measured on; all of them are the first unit's."""
UNITS = (UNIT, "370202", "370203", "370212", "370213", "370214", "370215", "370281", "370283", "370285")
PASS = {"result": "pass", "remark": ""}
CHECKS = dict.fromkeys(("authenticity", "completeness", "duplicates", "dishonesty", "green_threshold"), PASS)
EVENT_COLUMNS = (
    "record",
    "seq",
    "kind",
    "hash",
    "prev",
    "action",
    "actor",
    "role",
    "unit",
    "at",
    "demo",
    "body",
)


@dataclass(frozen=True)
class Stage:
    """One event of the pattern: its body as it was written, and the columns that the claim's row then has."""

    body: dict[str, Any]
    row: dict[str, Any]


@dataclass
class Made:
    """A claim under way: its number, whose it is, and where its chain stands."""

    number: str
    enterprise: str
    unit: str
    head: str
    state: dict[str, Any]


class Bulk:
    """Adds claims to the database of the application whose context is pushed."""

    def __init__(self, enterprises: int) -> None:
        adopt()
        self.owners = [(e.id, e.unit) for e in (enterprise(n + 1, UNITS[n % 10]) for n in range(enterprises))]
        self.pattern = _pattern(self.owners[0][0])
        self.count = 0

    def grow(self, count: int) -> list[str]:
        """Add claims until there are ``count``; gives the numbers of the new ones that are left submitted."""
        db.session.remove()
        connection = db.engine.raw_connection()
        submitted: list[str] = []
        try:
            while self.count < count:
                numbers = range(self.count, min(self.count + BATCH, count))
                submitted += self._batch(connection.driver_connection, numbers)
                self.count = numbers.stop
        finally:
            connection.close()
        return submitted

    def _batch(self, connection: Any, numbers: Sequence[int]) -> list[str]:
        claims = [self._begin(n) for n in numbers]
        on = [claim for n, claim in zip(numbers, claims, strict=True) if n % SUBMITTED_EVERY]
        connection.execute("BEGIN IMMEDIATE")
        for place, stage in enumerate(self.pattern):
            _write(connection, stage, claims if place < 2 else on)
        connection.execute("COMMIT")
        return [claim.number for n, claim in zip(numbers, claims, strict=True) if n % SUBMITTED_EVERY == 0]

    def _begin(self, n: int) -> Made:
        owner, unit = self.owners[n % len(self.owners)]
        return Made(f"QD-2024-{n:07d}", owner, unit, proof.GENESIS, {})


def _pattern(owner: str) -> list[Stage]:
    """The stages of one claim that went through the services: drafted, submitted, accepted, recommended."""
    agent, head = Actor("agent", "enterprise_agent", owner), Actor("head", "district_head", CLERK.unit)
    body = {"enterprise": owner, "item": "QD24-2.1", "on": "2025-01-15", "facts": FACTS}
    claim = act("draft_claim", body, agent)
    rows = [_row(claim.id)]
    for name, more, by in (
        ("submit_claim", {"commitment": True}, agent),
        ("accept_claim", {}, CLERK),
        ("recommend_claim", {"checks": CHECKS}, head),
    ):
        act(name, {"number": claim.id, "version": len(rows), **more}, by)
        rows.append(_row(claim.id))
    bodies = db.session.scalars(select(Event.body).where(Event.record == claim.id).order_by(Event.seq))
    return [Stage(proof.read_event(text.encode()), row) for text, row in zip(bodies, rows, strict=True)]


def _row(number: str) -> dict[str, Any]:
    """The row as SQLite keeps it."""
    cursor = db.session.connection().exec_driver_sql("SELECT * FROM claim WHERE id = ?", (number,))
    return dict(cursor.mappings().one())


def _write(connection: sqlite3.Connection, stage: Stage, claims: Sequence[Made]) -> None:
    """Take claims to a stage: their rows, then their events."""
    body, moment = stage.body, clock.now()
    events = [_event(stage, claim, moment) for claim in claims]
    if body["seq"] == 1:
        names = [column.name for column in Claim.__table__.c]
        fixed = [stage.row[name] for name in names]
        own = {"id": "number", "enterprise_id": "enterprise", "unit": "unit", "head": "head"}
        rows = [
            [
                getattr(claim, own[name]) if name in own else value
                for name, value in zip(names, fixed, strict=True)
            ]
            for claim in claims
        ]
        connection.executemany(_insert("claim", names), rows)
    else:
        names = [name for name in stage.row if _column(name) in body["changes"]]
        values = [stage.row[name] for name in names]
        sets = ", ".join(f'"{name}" = ?' for name in (*names, "version", "head"))
        rows = [[*values, body["seq"], claim.head, claim.number] for claim in claims]
        connection.executemany(f"UPDATE claim SET {sets} WHERE id = ?", rows)
    connection.executemany(_insert("event", EVENT_COLUMNS), events)


def _column(name: str) -> str:
    return name.removesuffix("_fen") + "_yuan" if name.endswith("_fen") else name


def _insert(table: str, names: Sequence[str]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"


def _event(stage: Stage, claim: Made, moment: datetime) -> tuple[Any, ...]:
    """The claim's own event of a stage; its chain and its state go on."""
    body, by, prev = stage.body, dict(stage.body["by"]), claim.head
    changes = {name: tuple(pair) for name, pair in body["changes"].items()}
    if body["seq"] == 1:
        changes |= {"enterprise_id": (None, claim.enterprise), "unit": (None, claim.unit)}
    by["unit"] = claim.enterprise if by["role"] == "enterprise_agent" else claim.unit
    if "submitted_at" in changes:
        changes["submitted_at"] = (None, stage.row["submitted_at"])
    claim.state = apply(claim.state, {"changes": changes})
    given = {name: body[name] for name in ("kind", "seq", "action", "amount", "about", "reason", "document")}
    data = proof.event(
        **given, record=claim.number, prev=prev, at=moment, demo=clock.is_demo(),
        source=body["from"], target=body["to"], by=by, changes=changes, state=proof.state_digest(claim.state),
    )  # fmt: skip
    claim.head = proof.digest(data)
    place = claim.number, body["seq"], body["kind"], claim.head, prev, body["action"]
    return *place, by["id"], by["role"], by["unit"], iso(moment), int(clock.is_demo()), data.decode()
