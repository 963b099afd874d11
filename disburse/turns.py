"""A fair queue of writers for SQLite: each begins after the one who came before, and nobody overtakes.

SQLite's own waiting is a poll with growing pauses, and a plain lock on a file goes to whoever asks at the
right moment: both let the lucky pass the patient. Here each writer draws a number, sits on the chair of that
number (a locked byte of a file beside the database) and waits for the chair before it: one waits for one, and
the rest sleep. The kernel clears the chair of a process that dies, so nothing is left behind; as the next
one then comes forward early, the turn itself is a lock too.
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager

DRAWING, TURN, FIRST_CHAIR = 0, 1, 2
"""Places in the file that are locked: to draw a number, to have the turn; then a chair for each number."""
NUMBER = struct.Struct("q")
LOCK = struct.Struct("hhqqi0q")
"""``struct flock``: type, whence, start, length, process."""


@contextmanager
def turn(database: str | None) -> Iterator[None]:
    """Hold the writers' turn of an SQLite ``database`` file; without one there is nothing to wait for."""
    if not database or database == ":memory:":
        yield
        return
    file = os.open(f"{database}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        chair = _sit_down(file)
        _lock(file, chair - 1)
        _lock(file, TURN)
        yield
    finally:
        os.close(file)  # which gives every lock back


def _sit_down(file: int) -> int:
    """Draw the next number and take its chair."""
    _lock(file, DRAWING)
    last = os.pread(file, NUMBER.size, 0)
    chair = NUMBER.unpack(last)[0] + 1 if last else FIRST_CHAIR
    _lock(file, chair)
    os.pwrite(file, NUMBER.pack(chair), 0)
    _lock(file, DRAWING, fcntl.F_UNLCK)
    return chair


def _lock(file: int, place: int, kind: int = fcntl.F_WRLCK) -> None:
    """Lock one byte for this opening of the file, so that threads wait for each other too."""
    fcntl.fcntl(file, fcntl.F_OFD_SETLKW, LOCK.pack(kind, os.SEEK_SET, place, 1, 0))
