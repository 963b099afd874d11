"""What one step costs by other ways of keeping account of it: each takes a claim from submitted to review.

All hold the same rows under the same two indexes, read the claim under its lock, change the same two columns
and commit once. None of the peers is asked who may take the step, what comes next, or by when.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    insert,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Session, configure_mappers, registry
from sqlalchemy_continuum import make_versioned

from bench.scene import CLERK, service
from disburse.acts import act
from disburse.config import Config
from disburse.db import WRITING, db
from disburse.models import Claim
from disburse.services.reviewing import accept_claim
from reports import proof

DUE = date(2026, 12, 31)
Rows = Sequence[dict[str, Any]]


def claims_table(metadata: MetaData) -> Table:
    """The table of claims without guards: its columns, its key, its two indexes."""
    columns = [
        Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable) for c in Claim.__table__.c
    ]
    table = Table("claim", metadata, *columns, sqlite_strict=True)
    Index("ix_claim_work", table.c.state, table.c.unit, table.c.due_on)
    Index("ix_claim_awards", table.c.enterprise_id, table.c.item, table.c.state)
    return table


class Audited:
    """disburse: ``acts.act``, from the JSON body to the commit, with everything that it checks and writes."""

    def __init__(self, config: Config) -> None:
        self.inside = service(config)
        self.inside.__enter__()

    def step(self, number: str) -> None:
        act("accept_claim", {"number": number, "version": 2}, CLERK)

    def backend(self) -> int:
        """Process of the database server that serves this side."""
        with db.engine.connect() as connection:
            return _backend(connection)


class Service(Audited):
    """disburse without its door: the service alone, given values that were read already."""

    def step(self, number: str) -> None:
        accept_claim(number, version=2, by=CLERK)


class Bare:
    """A bare SQLAlchemy session: read the row under its lock, change two columns, commit."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.mapped = self.map()

    def map(self) -> type:
        """A class on the table."""

        class Row:
            pass

        self.metadata = MetaData()
        registry().map_imperatively(Row, claims_table(self.metadata))
        return Row

    def fill(self, rows: Rows) -> None:
        """Make the tables and put the rows there."""
        self.metadata.create_all(self.engine)
        with self.engine.begin() as connection:
            connection.execute(insert(self.metadata.tables["claim"]), list(rows))

    def step(self, number: str) -> None:
        with Session(self.engine, expire_on_commit=False) as session:
            self.change(session, number)
            session.commit()

    def change(self, session: Session, number: str) -> None:
        """Read under the lock and change."""
        session.connection(execution_options=WRITING)
        row = session.get_one(self.mapped, number, with_for_update=True)
        row.state, row.due_on = "district_review", DUE

    def backend(self) -> int:
        """Process of the database server that serves this side."""
        with self.engine.connect() as connection:
            return _backend(connection)


class Continuum(Bare):
    """SQLAlchemy-Continuum with its defaults: a row of the version table and one of its transactions."""

    def map(self) -> type:
        make_versioned(user_cls=None)

        class Base(DeclarativeBase):
            pass

        class Row(Base):
            __versioned__ = {}  # noqa: RUF012  # as Continuum's manual has it
            __table__ = claims_table(Base.metadata)

        configure_mappers()
        self.metadata = Base.metadata
        return Row


class Chain(Bare):
    """One chain over all records: an event as disburse writes it, linked to the last event of any record.

    The head is a single row, read under its lock and written at the end; nothing guards the tables.
    """

    def map(self) -> type:
        row = super().map()
        self.events = Table(
            "event", self.metadata,
            Column("id", Integer, primary_key=True), Column("record", Text), Column("seq", Integer),
            Column("hash", Text), Column("prev", Text), Column("body", Text),
        )  # fmt: skip
        Index("ix_event_record", self.events.c.record, self.events.c.seq)
        self.head = Table(
            "head", self.metadata, Column("id", Integer, primary_key=True), Column("seq", Integer),
            Column("hash", Text), Column("event", ForeignKey("event.id"), nullable=True),
        )  # fmt: skip
        return row

    def fill(self, rows: Rows) -> None:
        super().fill(rows)
        with self.engine.begin() as connection:
            connection.execute(insert(self.head), [{"id": 1, "seq": 0, "hash": proof.GENESIS}])

    def change(self, session: Session, number: str) -> None:
        super().change(session, number)
        session.flush()
        head = session.execute(select(self.head).with_for_update()).one()
        body = self.event(session.get_one(self.mapped, number), head)
        values = {"record": number, "seq": head.seq + 1, "prev": head.hash}
        values |= {"hash": proof.digest(body), "body": body.decode()}
        session.execute(insert(self.events), [values])
        session.execute(self.head.update().values(seq=head.seq + 1, hash=values["hash"]))

    @staticmethod
    def event(row: Any, head: Any) -> bytes:
        """The same event as disburse writes of this step."""
        state = {"state": row.state, "due_on": row.due_on.isoformat(), "item": row.item, "facts": row.facts}
        return proof.event(
            kind="claim", record=row.id, seq=head.seq + 1, prev=head.hash, at=datetime.now(UTC), demo=False,
            action="accept", source="submitted", target="district_review",
            by={"id": CLERK.id, "role": CLERK.role, "unit": CLERK.unit},
            changes={"state": ("submitted", "district_review"), "due_on": (None, row.due_on.isoformat())},
            state=proof.state_digest(state),
        )  # fmt: skip


class Filler:
    """Fills a peer's database when it is made; takes no steps."""

    def __init__(self, given: tuple[str, str, Rows]) -> None:
        peer, url, rows = given
        side: Bare = SIDES[peer](url)
        side.fill(rows)
        side.engine.dispose()

    def backend(self) -> int:
        """None."""
        return 0


def _backend(connection: Any) -> int:
    if connection.dialect.name == "sqlite":
        return 0
    return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


SIDES = {
    "act": Audited,
    "service": Service,
    "bare": Bare,
    "continuum": Continuum,
    "chain": Chain,
    "filler": Filler,
}
