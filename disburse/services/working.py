"""Jobs and their administrators: what failed is tried again or dropped, what is needed is asked for.

A job is no audited record, it is cleared away in time; so what a person does to it is an event of the person.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from disburse import clock, desk, jobs
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, NotFound, OutOfOrder
from disburse.models import Job, Person, SentFile
from disburse.queries import jobs as queue
from reports import proof

IMPORTERS = ("city_clerk",)
"""Who has published lists imported."""
STEWARDS = ("system_admin",)
"""Who looks after the jobs."""
ASKERS = {"papers": ("finance_clerk", "finance_payer"), "export": ("audit_admin",)}
"""Who asks for what; for the rest the stewards do [choice]."""


@desk.use_case
def retry_job(number: int, *, note: str, by: Actor) -> Person:
    """Try a job again at once that failed or was given up, with all its attempts before it."""
    job = _held(number)
    twin = select(Job.id).where(Job.key == job.key, Job.id != number, Job.state.in_(("waiting", "running")))
    known = db.session.scalar(twin)
    if known is not None:
        raise AlreadyThere(what=job.key, number=known)
    fresh = {
        "state": "waiting",
        "attempts": 0,
        "not_before": clock.now(),
        "handed_at": None,
        "ended_at": None,
    }
    db.session.execute(update(Job).where(Job.id == number).values(**fresh))
    return _noted("retry_job", job, note, by)


@desk.use_case
def drop_job(number: int, *, note: str, by: Actor) -> Person:
    """Give a job up for good that failed or waits; it stays on record for a while."""
    job = _held(number)
    ended = {"state": "dropped", "ended_at": clock.now()}
    db.session.execute(update(Job).where(Job.id == number).values(**ended))
    return _noted("drop_job", job, note, by)


@desk.use_case
def start_job(
    *, kind: str, batch: str | None = None, personal: bool | None = None, note: str, by: Actor
) -> Person:
    """Ask for a job by hand, such as the papers of a ``batch``; not while the same is waiting or at work.

    ``personal``: the export has the personal data that was not erased.
    """
    key = queue.by_hand(kind, batch)
    number = jobs.enqueue(kind, {"batch": batch, "personal": bool(personal)}, key, batch)
    if number is None:
        known = db.session.scalar(select(func.max(Job.id)).where(Job.key == key))
        raise AlreadyThere(what=key, number=known)
    return _noted("start_job", _job(number), note, by, ASKERS.get(kind, STEWARDS))


@desk.use_case
def ask_import(*, what: str, file_name: str, content: bytes, about: Mapping[str, Any], by: Actor) -> Person:
    """Ask for a published list to be imported in one's own name, ``about`` as JSON has it.

    Not while the import of the same file is waiting or at work.
    """
    sha256 = proof.digest(content)
    kept = select(SentFile.sha256).where(SentFile.sha256 == sha256)
    if db.session.scalar(kept) is None:
        row = {"sha256": sha256, "content": content, "sent_at": clock.now()}
        db.session.execute(insert(SentFile).values(**row))
    key = queue.of_import(what, sha256)
    payload = {"what": what, "file": sha256, "name": file_name, "about": dict(about), "by": asdict(by)}
    number = jobs.enqueue("import", payload, key)
    if number is None:
        raise AlreadyThere(what=file_name, number=queue.asked_for(key).id)
    return _noted("start_job", _job(number), file_name, by, IMPORTERS)


def _job(number: int) -> Row[*tuple[Any, ...]]:
    query = select(Job.id, Job.kind, Job.key, Job.state).where(Job.id == number).with_for_update()
    row: Row[*tuple[Any, ...]] | None = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(number=number)
    return row


def _held(number: int) -> Row[*tuple[Any, ...]]:
    """The job, locked, that waits or was given up. Raises NotFound or OutOfOrder."""
    job = _job(number)
    if job.state not in ("dead", "waiting"):
        zh, en = f"任务状态为 {job.state}，不能办理。", f"the job is {job.state}."
        raise OutOfOrder(number=number, why_zh=zh, why_en=en)
    return job


def _noted(
    action: str, job: Row[*tuple[Any, ...]], note: str, by: Actor, roles: tuple[str, ...] = STEWARDS
) -> Person:
    """Write into the person's own chain what was done to which job, and why."""
    person = desk.hold(Person, by.id, by=by)
    what = f"{job.id} {job.kind} {job.key}"
    desk.change(person, action, by=by, roles=roles, note=note, document=what)
    return person
