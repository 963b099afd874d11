"""Jobs as their administrators see them: what waits, what is at work and how far, what nobody could do."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, true

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
OWN = {"finance_clerk": ("papers",), "finance_payer": ("papers",), "city_clerk": ("import",)}
"""Kinds of jobs that those see who may ask for them, beside who sees all."""
PAGE = 50


def page(
    by: Actor, *, state: str | None = None, kind: str | None = None, before: int = 0, size: int = PAGE
) -> Sequence[Job]:
    """The newest ``size`` jobs that ``by`` may see, before number ``before`` where that is not 0."""
    conditions = [*_narrowed(by, state, kind), *([Job.id < before] if before else [])]
    return db.session.scalars(select(Job).where(*conditions).order_by(Job.id.desc()).limit(size)).all()


def count(by: Actor, *, state: str | None = None, kind: str | None = None) -> int:
    """How many jobs ``by`` may see."""
    query = select(func.count()).select_from(Job).where(*_narrowed(by, state, kind))
    return int(db.session.scalar(query) or 0)


def _narrowed(by: Actor, state: str | None, kind: str | None) -> list[ColumnElement[bool]]:
    is_state = [Job.state == state] if state else []
    return [_seen(by), *is_state, *([Job.kind == kind] if kind else [])]


def one(number: int, by: Actor) -> Job:
    """A job that ``by`` may see. Raises NotFound."""
    query = select(Job).where(Job.id == number, _seen(by)).execution_options(populate_existing=True)
    job = db.session.scalar(query)
    if job is None:
        raise NotFound(number=number)
    return job


def asked_for(key: str) -> Job:
    """The job that somebody asked for last under a key."""
    query = select(Job).where(Job.key == key).order_by(Job.id.desc())
    return db.session.scalars(query.limit(1)).one()


def by_hand(kind: str, batch: str | None) -> str:
    """The key of a job that somebody asks for."""
    return f"{kind} by hand:{batch or ''}"


def of_import(what: str, sha256: str) -> str:
    """The key of the import of a file."""
    return f"import {what}:{sha256}"


def _seen(by: Actor) -> ColumnElement[bool]:
    return true() if by.role in READERS else Job.kind.in_(OWN.get(by.role, ()))


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
