"""How many questions something asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from disburse.db import db


@contextmanager
def questions() -> Iterator[list[str]]:
    """Every SELECT asked meanwhile."""
    asked: list[str] = []

    def hear(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)


def plan(statement: str, *given: object) -> str:
    """How SQLite would answer a question, given as text."""
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    return "\n".join(row[-1] for row in rows)
