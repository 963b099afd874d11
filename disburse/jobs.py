"""Asking for work: a job is written in the transaction that brings it about, and is done after its commit.

What the kinds are and who does them is ``disburse.work``'s affair.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from disburse import clock
from disburse.db import db
from disburse.models import Job


def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    key: str,
    about: str | None = None,
    not_before: datetime | None = None,
    *,
    once: bool = False,
) -> int | None:
    """Write a job in the transaction under way; its number, or None where ``key`` is queued already.

    ``key`` names the intention: while a job of that key waits or runs there is no second, and never again
    where it is done ``once``. ``about`` is the number of the record that it is about.
    """
    new = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    now = clock.now()
    job = new(Job).values(
        kind=kind,
        key=key,
        once=once,
        payload=dict(payload),
        state="waiting",
        attempts=0,
        not_before=not_before or now,
        about=about,
        created_at=now,
    )
    number: int | None = db.session.execute(job.on_conflict_do_nothing().returning(Job.id)).scalar()
    return number


def hasten(kind: str) -> int:
    """Let the jobs of a kind that wait out a pause be done now; how many there were.

    What they waited for is there again, such as a scanner that was away.
    """
    now = clock.now()
    paused = (Job.kind == kind, Job.state == "waiting", Job.not_before > now)
    done = db.session.execute(update(Job).where(*paused).values(not_before=now, handed_at=None))
    return int(done.rowcount)  # type: ignore[attr-defined]  # of an UPDATE there is one
