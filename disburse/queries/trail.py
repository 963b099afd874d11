"""The journal read as a whole: every event and every record in one snapshot, in ascending order."""

import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, collate, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from disburse.db import db
from disburse.models import (
    AUDITED,
    Audited,
    Disclosure,
    Event,
    Payment,
    RatingRow,
    ReceiptLine,
    RecognitionRow,
    audited_state,
)
from reports import proof

CHUNK = 500
Line = TypeVar("Line", Payment, RatingRow, RecognitionRow, ReceiptLine)


@dataclass(frozen=True)
class Snapshot:
    """The journal and the records at one moment, as streams; nothing is held but the row in hand."""

    session: Session

    def events(self, record: str | None = None) -> Iterator[Event]:
        """All events, ascending by record, then by number; or those of one record."""
        yield from self.session.scalars(self._of_events(select(Event), record))

    def bodies(self, record: str | None = None) -> Iterator[bytes]:
        """The hashed bytes of those events."""
        return (body.encode() for chunk in self._bodies(record) for (body,) in chunk)

    def jsonl(self, record: str | None = None) -> Iterator[bytes]:
        """The same as JSON Lines, in pieces of many lines: as the journal holds them, unexamined."""
        for chunk in self._bodies(record):
            yield "".join(f"{body}\n" for (body,) in chunk).encode()

    def _bodies(self, record: str | None) -> Iterator[Sequence[Row[str]]]:
        """Past the session, which keeps what it reads."""
        query = self._of_events(select(Event.body), record)
        return self.session.connection().execute(query).partitions()

    def _of_events(self, query: Select[Any], record: str | None) -> Select[Any]:
        ordered = query.order_by(self._bytewise(Event.record), Event.seq)
        chosen = ordered.where(Event.record == record) if record else ordered
        return chosen.execution_options(yield_per=CHUNK)

    def heads(self, record: str | None = None) -> Iterator[proof.Head]:
        """Where each record stands, with the digest of its present state; ascending by record."""
        return heapq.merge(*(self._heads(model, record) for model in AUDITED), key=attrgetter("record"))

    def disclosures(self, record: str | None = None) -> Iterator[proof.Disclosure]:
        """The personal data that was not erased; ascending."""
        query = select(Disclosure).order_by(
            self._bytewise(Disclosure.record), Disclosure.field, Disclosure.digest
        )
        if record:
            query = query.where(Disclosure.record == record)
        for row in self.session.scalars(query.execution_options(yield_per=CHUNK)):
            yield proof.Disclosure(row.record, row.field, row.salt, row.value)

    def lines(self, model: type[Line], parent: InstrumentedAttribute[str]) -> Iterator[Line]:
        """Lines that belong to records, such as the payments of batches; ascending by their record."""
        query = select(model).order_by(self._bytewise(parent))
        yield from self.session.scalars(query.execution_options(yield_per=CHUNK))

    def _bytewise(self, column: InstrumentedAttribute[str]) -> ColumnElement[Any]:
        """Order by code points on both databases."""
        by_bytes = self.session.get_bind().dialect.name == "postgresql"
        return collate(column, "C" if by_bytes else "BINARY")

    def _heads(self, model: type[Audited], record: str | None) -> Iterator[proof.Head]:
        query = select(model).order_by(self._bytewise(model.id))
        if record:
            query = query.where(model.id == record)
        for row in self.session.scalars(query.execution_options(yield_per=CHUNK)):
            yield proof.Head(row.id, row.kind, row.version, row.head, proof.state_digest(audited_state(row)))


def is_empty() -> bool:
    """Whether nothing was ever written."""
    return db.session.scalar(select(Event.id).limit(1)) is None


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Read everything as it is at one moment, while others go on writing."""
    with _repeatable() as connection, Session(connection) as session:
        yield Snapshot(session)


def _repeatable() -> Connection:
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection
