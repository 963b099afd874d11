"""What an attacker can do on one open connection: write rows, forge events, and be careful about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, literal, select, text, update
from sqlalchemy.orm import Session

from disburse.db import Base
from disburse.models import AUDITED, Event
from reports import proof
from tests.journal.scene import Scene

MODELS = {model.kind: model for model in AUDITED}
EVENTS: Table = Event.__table__
WORDS = {
    "enterprise": "name",
    "claim": "unit",
    "objection": "grounds",
    "fund": "name",
    "batch": "total_capitals",
    "payment": "account_name",
    "recovery": "grounds",
    "adoption": "number",
    "rating_list": "notice",
    "refusal": "sentence",
}
"""A column of free text in each table of records: what an attacker would like to say."""
UNIQUE = {
    "enterprise": ("uscc",),
    "fund": ("year", "name"),
    "payment": ("voucher_number", "notice_number", "claim_id"),
    "rating_list": ("unit", "year", "file_sha256"),
}
"""Columns that are unique in a table, apart from the id."""
BY = {"id": "mallory", "role": "auditor", "unit": "nowhere"}
_numbers = count(1)


@dataclass
class Hands:
    """An open connection and the records that its owner made on it."""

    connection: Connection
    scene: Scene
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self.session = Session(self.connection)

    def sql(self, statement: str, **given: Any) -> Any:
        """Run plain SQL."""
        return self.connection.execute(text(statement), given)

    def row(self, kind: str) -> dict[str, Any]:
        """A record of the scene of that kind, as columns: the first by number."""
        table = Base.metadata.tables[kind]
        query = select(table).where(table.c.id.not_like("X-%")).order_by(table.c.id).limit(1)
        return dict(self.connection.execute(query).mappings().one())

    def events(self, record: str) -> list[dict[str, Any]]:
        """The events of a record, in order, as columns."""
        query = select(EVENTS).where(Event.record == record).order_by(Event.seq)
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def forged(
        self, kind: str, record: str, seq: int = 1, prev: str = proof.GENESIS, **said: Any
    ) -> dict[str, Any]:
        """The columns of a well-formed event, its hash included; ``said`` is in columns and body alike."""
        place = {"kind": kind, "record": record, "seq": seq, "prev": prev, "action": "forge"}
        place |= {"at": datetime.now(UTC), "demo": False, **said}
        body = proof.event(**place, source=None, target=None, by=BY, changes={}, state=proof.state_digest({}))
        person = {"actor": BY["id"], "role": BY["role"], "unit": BY["unit"]}
        return {**place, **person, "hash": proof.digest(body), "body": body.decode()}

    def tell(self, event: Mapping[str, Any]) -> None:
        """Write an event."""
        self.connection.execute(insert(EVENTS).values(**event))

    def copied(self, kind: str, **columns: Any) -> tuple[Table, list[Any]]:
        """A row of the scene with other values in ``columns``, as expressions to insert."""
        table = Base.metadata.tables[kind]
        return table, [literal(columns[c.name], c.type) if c.name in columns else c for c in table.c]

    def put(self, kind: str, prefix: str = "", **columns: Any) -> None:
        """Insert a copy of a row of the scene. ``prefix`` is a conflict clause such as ``OR REPLACE``."""
        table, values = self.copied(kind, **columns)
        copy = select(*values).where(table.c.id == self.row(kind)["id"])
        statement = insert(table).from_select([c.name for c in table.c], copy)
        self.connection.execute(statement.prefix_with(prefix) if prefix else statement)

    def put_new(self, kind: str, event: Mapping[str, Any], prefix: str = "", **columns: Any) -> None:
        """Insert a copy under the event's number, beside everything that is unique."""
        self.put(kind, prefix, **{**self.apart(kind, event), **columns})

    def apart(self, kind: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """The columns in which a copy that the event speaks of must differ from its original."""
        own = {c: event["record"] for c in UNIQUE.get(kind, ()) if c not in ("year", "unit", "claim_id")}
        closed = {"state": "cancelled"} if kind == "payment" else {}
        return {"id": event["record"], "version": event["seq"], "head": event["hash"], **own, **closed}

    def own(self, kind: str, versions: int = 1, **columns: Any) -> list[dict[str, Any]]:
        """A record of one's own, made correctly, and its events."""
        events = [self.forged(kind, self.number())]
        self.put_new(kind, events[0], **columns)
        self.tell(events[0])
        for _ in range(versions - 1):
            events.append(self.after(events[-1]))
            self.step(events[-1])
            self.tell(events[-1])
        return events

    def number(self) -> str:
        """A number that no record has."""
        return f"X-{next(_numbers)}"

    def after(self, event: Mapping[str, Any], **said: Any) -> dict[str, Any]:
        """The event that could follow another."""
        seq, prev = event["seq"] + 1, event["hash"]
        return self.forged(event["kind"], event["record"], **{"seq": seq, "prev": prev, **said})

    def step(self, event: Mapping[str, Any], prefix: str = "", **columns: Any) -> None:
        """Bring a record into the state that an event speaks of."""
        given = {"version": event["seq"], "head": event["hash"], **columns}
        self.change(event["kind"], event["record"], prefix, **given)

    def change(self, kind: str, record: str, prefix: str = "", **columns: Any) -> None:
        """Update one record."""
        table = Base.metadata.tables[kind]
        statement = update(table).where(table.c.id == record).values(**columns)
        self.connection.execute(statement.prefix_with(prefix) if prefix else statement)

    def remove(self, kind: str, record: str) -> None:
        """Delete one record."""
        table = Base.metadata.tables[kind]
        self.connection.execute(delete(table).where(table.c.id == record))

    def donor(self, kind: str) -> list[dict[str, Any]]:
        """The events of a record of another kind, at least two."""
        other = "fund" if kind == "claim" else "claim"
        return self.events(self.row(other)["id"])

    def select(self, kind: str, **columns: Any) -> tuple[str, str]:
        """Names of the columns, and a SELECT of the scene's row with other values in ``columns``, as text."""
        table, values = self.copied(kind, **columns)
        query = select(*values).where(table.c.id == self.row(kind)["id"])
        plain = query.compile(self.connection, compile_kwargs={"literal_binds": True})
        return ", ".join(f'"{c.name}"' for c in table.c), str(plain).replace(":", r"\:")

    def copy_out(self, query: str) -> list[bytes]:
        """What COPY TO gives."""
        with self.connection.connection.cursor().copy(f"COPY ({query}) TO STDOUT") as door:
            return [bytes(block) for block in door]

    def copy_in(self, target: str, lines: Sequence[bytes]) -> None:
        """Feed lines to COPY FROM."""
        with self.connection.connection.cursor().copy(f"COPY {target} FROM STDIN") as door:
            for line in lines:
                door.write(line)
