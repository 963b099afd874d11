"""A fair queue of writers for SQLite: each waits its turn before it begins, instead of polling the database.

SQLite's own waiting is a poll with growing pauses, which lets the lucky overtake the patient. A lock on a
file beside the database is handed on by the kernel in the order of asking.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(database: str | None) -> Iterator[None]:
    """Hold the writers' lock of an SQLite ``database`` file; without one there is nothing to wait for."""
    if not database or database == ":memory:":
        yield
        return
    with Path(f"{database}.turn").open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
