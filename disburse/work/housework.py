"""Daily jobs: remind who holds a claim of its term, and clear away what has served."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, delete, or_, select

from disburse import clock, desk, notices
from disburse.access import replies
from disburse.attachments import store
from disburse.db import db
from disburse.models import Attempt, Job, Numbering, SentFile, SignedIn
from disburse.queries import attachments
from disburse.queries.deadlines import reminders
from disburse.services.signing_in import FORGOTTEN
from disburse.work import listing
from disburse.work.errand import Errand

SESSIONS_KEPT = timedelta(days=190)
"""Sessions that are over: logs are kept for six months at least (GB/T 22239)."""
JOBS_KEPT = timedelta(days=30)
"""Jobs that are done or dropped [choice]; dead letters stay until somebody looks at them."""


def remind(errand: Errand) -> Mapping[str, Any]:
    """Tell each holder of terms that end within two working days, and once more when they have passed."""
    due, told = list(reminders()), 0
    for count, one in enumerate(due):
        errand.told(count, len(due))
        data = {
            "claim": one.claim.id,
            "item": one.claim.item,
            "state": one.claim.state,
            "role": one.role.name,
            "due_on": one.term.day.isoformat(),
            "left_workdays": one.term.left_workdays,
            "provisional": one.term.provisional,
        }
        key = f"{one.what}:{one.claim.id}:{one.claim.state}:{one.term.day}"
        with desk.aside():
            number = notices.notify(one.unit, f"cn.disburse.deadline.{one.what}", one.claim.id, data, key=key)
        told += number is not None
    return {"due": len(due), "over": sum(one.what == "over" for one in due), "told": told}


def tidy(errand: Errand) -> Mapping[str, Any]:
    """Clear away old answers, sessions, failures to sign in, jobs that are done, files."""
    now = clock.now()
    over = or_(SignedIn.ended_at < now - SESSIONS_KEPT, SignedIn.ends_at < now - SESSIONS_KEPT)
    quiet = Attempt.last_at < now - FORGOTTEN
    free = or_(Attempt.locked_until.is_(None), Attempt.locked_until < now)
    done = (Job.state.in_(("done", "dropped")), Job.ended_at < now - JOBS_KEPT)
    clearing: Mapping[str, Callable[[], int]] = {
        "replies": replies.forget,
        "sessions": lambda: _deleted(SignedIn, over),
        "attempts": lambda: _deleted(Attempt, quiet, free),
        "jobs": lambda: _deleted(Job, *done),
        "contents": forget_contents,
        "exports": listing.forget,
        "files": lambda: _deleted(SentFile, SentFile.sent_at < now - JOBS_KEPT),
    }
    gone = {}
    for count, (what, clear) in enumerate(clearing.items()):
        errand.told(count, len(clearing))
        gone[what] = clear()
    return gone


def forget_contents() -> int:
    """Take from the store what no attachment in force needs. Whoever attaches waits meanwhile, or we do."""
    kept = store.of(current_app.extensions["disburse"])
    if not attachments.outlived(kept, db.session, clock.now()):
        return 0
    with desk.aside():
        db.session.execute(
            select(Numbering).where(Numbering.series.startswith("attachment")).with_for_update()
        )
        gone = attachments.outlived(kept, db.session, clock.now())
        for sha256 in gone:
            kept.forget(sha256)
    return len(gone)


def _deleted(model: type[Any], *conditions: ColumnElement[bool]) -> int:
    with desk.aside():
        gone = db.session.execute(delete(model).where(*conditions))
        return int(gone.rowcount)  # type: ignore[attr-defined]  # the result of a deletion has it
