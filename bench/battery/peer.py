"""The tables of disburse without guards or journal, versioned by SQLAlchemy-Continuum, with a story."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, NullPool, Table, create_engine, insert, select, text
from sqlalchemy.orm import DeclarativeBase, Session, configure_mappers
from sqlalchemy_continuum import make_versioned, version_class, versioning_manager

from disburse.db import Base
from tests.journal.hands import MODELS
from tests.journal.scene import RECORDS, Scene

VERSIONED = (*RECORDS, "rating_row", "disclosure")
"""Every table that an attack of the battery writes to, apart from the journal."""
ITS_EVENT = "_its_event"

make_versioned(user_cls=None)


class Peer(DeclarativeBase):
    """Base of the versioned rows."""


def _bare(table: Table) -> Table:
    """A copy of a table: its columns, checks, keys and indexes, but not its event."""
    bare = table.to_metadata(Peer.metadata)
    for constraint in list(bare.constraints):
        if str(constraint.name or "").endswith(ITS_EVENT):
            bare.constraints.remove(constraint)
    return bare


TABLES = {table.name: _bare(table) for table in Base.metadata.sorted_tables}
ROWS: dict[str, Any] = {
    name: type(name, (Peer,), {"__table__": TABLES[name], "__versioned__": {}}) for name in VERSIONED
}
configure_mappers()
HISTORY: dict[str, Table] = {name: version_class(row).__table__ for name, row in ROWS.items()}
TRANSACTIONS: Table = versioning_manager.transaction_cls.__table__


@contextmanager
def through_its_orm() -> Iterator[None]:
    """Let the attacks that go through the ORM go through Continuum's."""
    ours = dict(MODELS)
    MODELS.update({name: ROWS[name] for name in RECORDS})
    try:
        yield
    finally:
        MODELS.update(ours)


def filled(url: str, scene: Scene) -> Engine:
    """A database of the peer at ``url`` with the rows of a scene, each with its first version."""
    engine = create_engine(url, poolclass=NullPool)
    Peer.metadata.create_all(engine)
    with scene.engine.connect() as source, Session(engine) as session:
        _defer(session)
        for name, table in TABLES.items():
            rows = [dict(row) for row in source.execute(select(Base.metadata.tables[name])).mappings()]
            if name in ROWS:
                session.add_all(ROWS[name](**row) for row in rows)
                session.flush()
            elif rows:
                session.execute(insert(table), rows)
        _number_on(session)
        session.commit()
    return engine


def _number_on(session: Session) -> None:
    """Let PostgreSQL number new events after those that were copied."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT setval(pg_get_serial_sequence('event', 'id'), max(id)) FROM event"))


def _defer(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        session.connection().exec_driver_sql("SET session_replication_role = replica")
