"""A worker in the test's own process, and kinds of jobs that tests say the doing of."""

import threading

import pytest

from disburse import desk, jobs
from disburse.work import worker
from disburse.work.errand import Kind


@pytest.fixture
def kinds(monkeypatch):
    """A table of kinds of the test's own, beside the real ones."""
    table = dict(worker.KINDS)
    monkeypatch.setattr(worker, "KINDS", table)
    return table


@pytest.fixture
def doing(kinds):
    """Let a function be what is done for jobs of kind ``test``, tried so often without a pause."""

    def do(run, attempts=3, pause_s=0):
        kinds["test"] = Kind(run, attempts, pause_s, pause_s)

    return do


@pytest.fixture
def work(app):
    """Do jobs that are due: so many times, or until none is left. How many there were."""

    def go(times=100, stopping=None):
        stop = stopping or threading.Event()
        return sum(1 for _ in range(times) if worker.do_next(app, stop))

    return go


@pytest.fixture
def ask(app):
    """Ask for a job of kind ``test``, or another, in a transaction of its own; its number."""

    def asked(key="a", kind="test", payload=None, **given):
        with desk.aside():
            return jobs.enqueue(kind, payload or {}, key, **given)

    return asked
