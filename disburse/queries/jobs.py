"""Jobs as their administrators see them: what waits, what is at work and how far, what nobody could do."""

from collections.abc import Sequence

from sqlalchemy import func, select

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import NotFound
from disburse.models import Job

STATES = {
    "waiting": ("待办", "waiting"),
    "running": ("办理中", "at work"),
    "done": ("已完成", "done"),
    "dead": ("死信", "dead letter"),
    "dropped": ("已放弃", "dropped"),
}
READERS = frozenset({"system_admin", "audit_admin", "auditor"})
PAGE = 50


def page(
    by: Actor, *, state: str | None = None, kind: str | None = None, before: int = 0, size: int = PAGE
) -> Sequence[Job]:
    """The newest ``size`` jobs that ``by`` may see, before number ``before`` where that is not 0."""
    conditions = [Job.state == state] if state else []
    conditions += [Job.kind == kind] if kind else []
    conditions += [Job.id < before] if before else []
    if by.role not in READERS:
        return []
    return db.session.scalars(select(Job).where(*conditions).order_by(Job.id.desc()).limit(size)).all()


def one(number: int, by: Actor) -> Job:
    """A job that ``by`` may see. Raises NotFound."""
    query = select(Job).where(Job.id == number).execution_options(populate_existing=True)
    job = db.session.scalar(query) if by.role in READERS else None
    if job is None:
        raise NotFound(number=number)
    return job


def tally() -> dict[tuple[str, str], int]:
    """How many jobs there are by kind and state; for those who watch the service."""
    query = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state)
    return {(kind, state): count for kind, state, count in db.session.execute(query)}


def last(kind: str) -> Job | None:
    """The job of a kind that was done last: what the nightly look found, for one."""
    query = (
        select(Job).where(Job.kind == kind, Job.state == "done").order_by(Job.ended_at.desc(), Job.id.desc())
    )
    return db.session.scalar(query.limit(1))
