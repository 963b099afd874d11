"""A fair queue of writers for SQLite: each waits its turn before it begins, instead of polling the database.

SQLite's own waiting is a poll with growing pauses, which lets the lucky overtake the patient. Two locks on
files beside the database mend that: who is next holds the queue until the turn is theirs, so that whoever
has just had a turn can't take the next one too.
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
    with Path(f"{database}.turn").open("wb") as mine:
        with Path(f"{database}.queue").open("wb") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            fcntl.flock(mine, fcntl.LOCK_EX)
        yield
