"""The worker: takes one job after another, keeps the lease alive meanwhile, writes down what came of it."""

import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from disburse import logs
from disburse.config import Config
from disburse.errors import Refusal
from disburse.work import leases, schedule
from disburse.work.errand import Errand, Failed, Kind, Stopped
from disburse.work.kinds import KINDS
from disburse.work.leases import Lease

IDLE_S = 1
"""How long an idle worker waits before it looks again."""
AFTER_AN_OUTAGE_S = 5
"""How long it waits where the database does not answer."""
GRACE_S = 25
"""How long a worker that is asked to stop may take for the job in hand."""
Told = Mapping[str, Any] | None


@dataclass
class _Pulse:
    """How far a job is, as it says itself, and whether the lease is still held."""

    done: int | None = None
    total: int | None = None
    lost: bool = False


def do_next(app: Flask, stopping: threading.Event, number: int | None = None) -> bool:
    """Take a job that is due, or job ``number``, and do it; False where there was none to take."""
    with app.app_context():
        lease = leases.take(_lease_s(app), number)
        if lease is None:
            return False
        kind = KINDS.get(lease.kind)
        with _alive(app, lease, stopping) as told:
            settle = _do(app, kind, lease, told)
        held = settle()
        logs.say(app, "info" if held else "warning", "job", **_named(lease), lease="held" if held else "lost")
    return True


def _do(app: Flask, kind: Kind | None, lease: Lease, told: Callable[[int, int], None]) -> Callable[[], bool]:
    """Do a job; gives what is to be written down once the lease's heart has stopped."""
    if kind is None:
        return lambda: leases.bury(lease, f"本版没有“{lease.kind}”/ this release has no such kind")
    if lease.attempts > kind.attempts:
        return lambda: leases.bury(lease, "承办进程多次中断 / its worker died each time")
    try:
        result = kind.run(Errand(lease.number, lease.payload, told))
    except Stopped:
        return lambda: leases.give_back(lease)
    except Failed as no:
        return _failed(kind, lease, str(no), final=no.final)
    except Refusal as no:
        return _failed(kind, lease, no.zh)
    except Exception as error:  # whatever it is, the worker goes on
        app.logger.exception("job", extra={"facts": _named(lease)})
        return _failed(kind, lease, _place(error))
    return lambda: leases.finish(lease, result)


def _failed(kind: Kind, lease: Lease, sentence: str, *, final: bool = False) -> Callable[[], bool]:
    if final or lease.attempts >= kind.attempts:
        return lambda: leases.bury(lease, sentence)
    return lambda: leases.put_off(lease, sentence, kind.pause_ms(lease.attempts, random.randrange))


@contextmanager
def _alive(app: Flask, lease: Lease, stopping: threading.Event) -> Iterator[Callable[[int, int], None]]:
    """Keep the lease while a job is done; gives the function that is told how far it is."""
    pulse, over = _Pulse(), threading.Event()

    def told(done: int, total: int) -> None:
        pulse.done, pulse.total = done, total
        if pulse.lost or stopping.is_set():
            raise Stopped

    heart = threading.Thread(target=_beat, args=(app, lease, pulse, over), daemon=True)
    heart.start()
    try:
        yield told
    finally:
        over.set()
        heart.join()


def _beat(app: Flask, lease: Lease, pulse: _Pulse, over: threading.Event) -> None:
    """Renew the lease when a third of it has passed, or when there is progress to tell, once a second."""
    seconds, last, known = _lease_s(app), time.monotonic(), (pulse.done, pulse.total)
    while not over.wait(timeout=1 if seconds > 3 else seconds / 4):
        passed, now = time.monotonic() - last, (pulse.done, pulse.total)
        if passed * 3 < seconds and now == known:
            continue
        try:
            with app.app_context():
                pulse.lost = not leases.renew(lease, seconds, *now)
        except (Refusal, SQLAlchemyError):
            pulse.lost = passed >= seconds
        else:
            last, known = time.monotonic(), now
        if pulse.lost:
            return


def work_through(app: Flask, stopping: threading.Event) -> int:
    """Do every job that is due now, those of the schedule too; how many there were."""
    with app.app_context():
        schedule.enqueue_due()
    count = 0
    while not stopping.is_set() and do_next(app, stopping):
        count += 1
    return count


@contextmanager
def at_work(app: Flask, threads: int) -> Iterator[threading.Event]:
    """Workers in threads of this process, with the schedule; they are asked to stop at the end.

    What is not done within GRACE_S is left to its lease: another worker does it again.
    """
    stopping = threading.Event()
    crew = [lambda: do_next(app, stopping)] * threads
    with going_on(app, stopping, [*crew, lambda: schedule.keep(app)] if crew else []):
        yield stopping


@contextmanager
def going_on(app: Flask, stopping: threading.Event, doings: list[Callable[[], bool]]) -> Iterator[None]:
    """Do each of ``doings`` over and over in a thread of its own; one that says False waits a moment."""
    crew = [threading.Thread(target=_go_on, args=(app, stopping, doing), daemon=True) for doing in doings]
    for one in crew:
        one.start()
    try:
        yield
    finally:
        stopping.set()
        end = time.monotonic() + GRACE_S
        for one in crew:
            one.join(timeout=max(0, end - time.monotonic()))


def _go_on(app: Flask, stopping: threading.Event, doing: Callable[[], bool]) -> None:
    while not stopping.is_set():
        try:
            busy = doing()
        except (Refusal, SQLAlchemyError, OSError) as outage:
            logs.say(app, "warning", "worker waits", kind=type(outage).__name__)
            stopping.wait(timeout=AFTER_AN_OUTAGE_S)
        else:
            busy or stopping.wait(timeout=IDLE_S)


def _lease_s(app: Flask) -> int:
    config: Config = app.extensions["disburse"]
    return config.lease_seconds


def _named(lease: Lease) -> dict[str, object]:
    return {"job": lease.number, "kind": lease.kind, "attempt": lease.attempts}


def _place(error: Exception) -> str:
    """The class of an error and where it came up; not its words, which may quote what was worked on."""
    *_, frame = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} ({frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name})"
