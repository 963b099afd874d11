"""Many machines: a relay hands the jobs that are due to RabbitMQ, and Celery's workers do them.

The row stays the truth. A message says only which job to look at; its task takes the row's lease, so what is
delivered twice is done once, and what the broker loses is handed over again.
"""

import threading
from datetime import timedelta

from celery import Celery
from celery.signals import worker_shutting_down
from flask import Flask
from kombu.exceptions import OperationalError
from sqlalchemy import or_, select, update

from disburse import clock, desk
from disburse.db import db
from disburse.models import Job
from disburse.work import leases, schedule
from disburse.work.worker import do_next, going_on

TASK = "disburse.job"
AT_ONCE = 100
"""Jobs that are handed over at a time."""
AGAIN = timedelta(seconds=60)
"""When a job that was handed over and that nobody took is handed over again."""
SETTINGS = {
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {"confirm_publish": True},
    "task_acks_late": True,
    "task_default_queue": "disburse",
    "task_ignore_result": True,
    "task_reject_on_worker_lost": True,
    "worker_enable_remote_control": False,
    "worker_hijack_root_logger": False,
    "worker_prefetch_multiplier": 1,
    "accept_content": ["json"],
}

QUIETLY = {"quiet": True, "without_gossip": True, "without_heartbeat": True, "without_mingle": True}
"""Workers know nothing of each other: the rows tell them enough."""


def work(app: Flask, broker_url: str, threads: int) -> None:
    """Do jobs that RabbitMQ hands out, and hand out what is due, until asked to stop by a signal."""
    stopping = threading.Event()
    celery = _celery(app, broker_url, stopping)
    worker_shutting_down.connect(lambda **_: stopping.set(), weak=False)
    with going_on(app, stopping, [lambda: hand_over(app, celery), lambda: schedule.keep(app)]):
        celery.Worker(pool="threads", concurrency=threads, loglevel="WARNING", **QUIETLY).start()


def hand_over(app: Flask, celery: Celery) -> bool:
    """Hand over the jobs that are due and that were not handed over lately; False where there were none.

    They are marked first: whoever dies in between leaves them to be handed over again after AGAIN.
    """
    with app.app_context():
        numbers = _marked()
        for place, number in enumerate(numbers):
            try:
                celery.send_task(TASK, [number])
            except OperationalError as no:
                _unmark(numbers[place:])
                raise OSError("the broker does not answer") from no
    return bool(numbers)


def _celery(app: Flask, broker_url: str, stopping: threading.Event) -> Celery:
    celery = Celery("disburse", broker=broker_url, set_as_current=False)
    celery.conf.update(SETTINGS)

    def do(number: int) -> None:
        do_next(app, stopping, number)

    celery.task(name=TASK)(do)
    return celery


def _marked() -> list[int]:
    now = clock.now()
    fresh = or_(Job.handed_at.is_(None), Job.handed_at <= now - AGAIN)
    query = select(Job.id).where(leases.due(now), fresh).order_by(Job.not_before, Job.id).limit(AT_ONCE)
    with db.engine.connect() as connection:
        if connection.scalar(query) is None:
            return []
    with desk.aside():
        numbers = list(db.session.scalars(query.with_for_update(skip_locked=True)))
        db.session.execute(update(Job).where(Job.id.in_(numbers)).values(handed_at=now))
    return numbers


def _unmark(numbers: list[int]) -> None:
    with desk.aside():
        db.session.execute(update(Job).where(Job.id.in_(numbers)).values(handed_at=None))
