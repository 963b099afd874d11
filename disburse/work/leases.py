"""Leases on jobs: who works on one says so for some seconds at a time, and whoever falls silent loses it.

The row is the truth: what was handed over twice, by a broker or by two machines, is done by the one whose
lease it is, and only the holder of the lease writes down what came of it.
"""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, or_, select, update

from disburse import clock, desk
from disburse.db import db
from disburse.models import Job

ERROR_CHARACTERS = 1000


@dataclass(frozen=True)
class Lease:
    """A job in hand. ``owner`` is this taking of it and no other; ``attempts`` counts this one too."""

    number: int
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    owner: str


def due(now: datetime) -> ColumnElement[bool]:
    """The condition of jobs that somebody may take: their time has come, or their worker fell silent."""
    waiting = and_(Job.state == "waiting", Job.not_before <= now)
    return or_(waiting, and_(Job.state == "running", Job.lease_until <= now))


def take(seconds: int, number: int | None = None) -> Lease | None:
    """Take the job that has been due the longest, or job ``number``; None where there is nothing to take."""
    conditions = [due(clock.now())] if number is None else [due(clock.now()), Job.id == number]
    with db.engine.connect() as connection:  # a look, so that who is idle never takes the writers' turn
        if connection.scalar(select(Job.id).where(*conditions).limit(1)) is None:
            return None
    with desk.aside():
        query = select(Job.id, Job.kind, Job.payload, Job.attempts).where(*conditions)
        first = query.order_by(Job.not_before, Job.id).limit(1)
        row = db.session.execute(first.with_for_update(skip_locked=number is None)).first()
        if row is None:
            return None
        lease = Lease(row.id, row.kind, row.payload, row.attempts + 1, _owner())
        db.session.execute(update(Job).where(Job.id == row.id).values(**_taking(lease, seconds)))
    return lease


def renew(lease: Lease, seconds: int, done: int | None, total: int | None) -> bool:
    """Hold on to a job and say how far it is; False where the lease was lost."""
    until = clock.now() + timedelta(seconds=seconds)
    return _write(lease, lease_until=until, done_count=done, total_count=total)


def finish(lease: Lease, result: Mapping[str, Any] | None) -> bool:
    """Write down that a job is done, and what came of it; False where the lease was lost."""
    return _end(lease, "done", result=dict(result) if result else None, last_error=None)


def bury(lease: Lease, error: str) -> bool:
    """Give a job up: it is a dead letter, for a person to look at. False where the lease was lost."""
    return _end(lease, "dead", last_error=error[:ERROR_CHARACTERS])


def put_off(lease: Lease, error: str, pause_ms: int) -> bool:
    """Let a job that failed wait before it is tried again. False where the lease was lost."""
    later = clock.now() + timedelta(milliseconds=pause_ms)
    return _write(lease, **_WAITING, not_before=later, last_error=error[:ERROR_CHARACTERS])


def give_back(lease: Lease) -> bool:
    """Leave a job for another worker as it was found; this attempt does not count."""
    return _write(lease, **_WAITING, attempts=lease.attempts - 1)


_FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}
_WAITING: dict[str, Any] = {**_FREE, "state": "waiting"}


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:12]}"


def _taking(lease: Lease, seconds: int) -> dict[str, Any]:
    now = clock.now()
    until = now + timedelta(seconds=seconds)
    held = {"lease_owner": lease.owner, "lease_until": until, "handed_at": None, "started_at": now}
    return {**held, "state": "running", "attempts": lease.attempts, "done_count": None, "total_count": None}


def _end(lease: Lease, state: str, **values: Any) -> bool:
    return _write(lease, **_FREE, state=state, ended_at=clock.now(), **values)


def _write(lease: Lease, **values: Any) -> bool:
    mine = and_(Job.id == lease.number, Job.state == "running", Job.lease_owner == lease.owner)
    with desk.aside():
        written = db.session.execute(update(Job).where(mine).values(**values))
        return bool(written.rowcount)  # type: ignore[attr-defined]  # of an UPDATE there is one
