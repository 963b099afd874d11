"""When the database takes nothing more, is away or is too busy: what to tell a person, not a traceback.

Told at the desk's door, and of reads at the doors themselves. Nothing is written down then, for want of a
place; what was under way is undone by the database, and the same act can be done again as soon as it is back,
in the same process.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from disburse.errors import Refusal

TRY_AGAIN = {"40001", "40P01"}
"""PostgreSQL: serialization failure, deadlock detected. The desk has tried again before this is told."""
FULL = {"53100", "58030"}
"""PostgreSQL: disk full, I/O error."""
AWAY = ("08", "53300", "57P")
"""PostgreSQL: connection exceptions, too many connections, shut down or starting (codes begin so)."""
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Outage(Refusal):
    """数据库暂时不能使用。
    The database can't be used at present.
    """

    status = 503


class StorageFull(Outage):
    """没有办成，也没有任何改动：数据库写不进存储，空间已满或存储有故障。
    This was not done and nothing has changed: the database's storage is full or has failed.
    """

    mend = (
        "请管理员腾出空间（余量见 disburse doctor），之后再办一次；不必重启。",
        "Ask the operator to free space (disburse doctor shows it), then do it again; no restart is needed.",
    )


class DatabaseGone(Outage):
    """数据库连接中断，不能确认是否办成。
    The connection to the database was lost: whether this was done is not certain.
    """

    mend = (
        "请稍候刷新查看；没有办成的，再办一次。已办成的不会重复办理。",
        "Look again shortly and do it again if it was not done; what was done is not done twice.",
    )


class TooBusy(Outage):
    """没有办成，也没有任何改动：他人正在办理同一事项，多次让行后仍未轮到。
    This was not done and nothing has changed: others were at the same records each time it was tried.
    """

    mend = ("请稍候再办。", "Try again shortly.")


@contextmanager
def told() -> Iterator[None]:
    """Say an outage in words: raises an ``Outage`` in place of the database's or the system's own error."""
    try:
        yield
    except (DBAPIError, OSError) as error:
        outage = of(error)
        if outage is None:
            raise
        raise outage from error


def of(error: Exception) -> Outage | None:
    """The outage that an error is; None for any other."""
    if isinstance(error, DBAPIError):
        kind = _sqlite(error.orig) if isinstance(error.orig, sqlite3.Error) else _postgres(error)
        return kind() if kind else None
    return StorageFull() if isinstance(error, OSError) and error.errno in NO_SPACE else None


def _sqlite(error: sqlite3.Error) -> type[Outage] | None:
    """By SQLite's own code; its last byte is the family."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE):
        return StorageFull
    match code & 0xFF:
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR:
            return DatabaseGone
        case sqlite3.SQLITE_BUSY:
            return TooBusy
    return None


def _postgres(error: DBAPIError) -> type[Outage] | None:
    """By PostgreSQL's code; without one nobody answered, or the answer broke off."""
    code = getattr(error.orig, "sqlstate", None)
    if code in TRY_AGAIN:
        return TooBusy
    if code in FULL:
        return StorageFull
    nobody = code is None and type(error.orig).__name__ in ("OperationalError", "InterfaceError")
    return DatabaseGone if nobody or error.connection_invalidated or (code or "").startswith(AWAY) else None
