"""An attack as data: what it is called, what it does, where, and who refuses it."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from tests.journal.hands import Hands
from tests.journal.scene import RECORDS, Scene

REFUSED = (DBAPIError, sqlite3.Error, psycopg.Error, StaleDataError)
SQLITE, POSTGRES = "sqlite", "postgresql"


@dataclass(frozen=True)
class Attack:
    """One way to write past the journal.

    ``does`` is done to each of ``tables`` in a transaction, after the statements in ``first``. It is refused
    with ``by``, or on PostgreSQL with ``by_postgres``; empty where the attack makes no sense. On PostgreSQL
    it is tried under the application role, or as the owner of the tables in an ordinary session.
    """

    name: str
    does: Callable[[Hands, str], None]
    by: str = ""
    by_postgres: str = ""
    tables: tuple[str, ...] = RECORDS
    first: tuple[str, ...] = ()
    as_owner: bool = False

    def refusal(self, dialect: str, table: str) -> str:
        """A part of the message that refuses it."""
        return (self.by if dialect == SQLITE else self.by_postgres).format(t=table)

    def attempt(self, scene: Scene, table: str) -> None:
        """Do it and commit; raises one of ``REFUSED`` when it is refused."""
        engine = scene.owner if self.as_owner else scene.engine
        with engine.connect() as connection:
            for statement in self.first:
                connection.connection.cursor().execute(statement)
            with connection.begin():
                self.does(Hands(connection, scene), table)
