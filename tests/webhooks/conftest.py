"""A worker in the test's own process, whose jobs never wait before they are tried again."""

import threading
from dataclasses import replace

import pytest

from disburse.work import kinds, worker


@pytest.fixture
def work(app, monkeypatch):
    """Do the jobs that are due, in their order; the given number of times, or until none is left."""
    eager = {name: replace(kind, first_pause_s=0) for name, kind in kinds.KINDS.items()}
    monkeypatch.setattr(worker, "KINDS", eager)

    def go(times=1000):
        stopping = threading.Event()
        return sum(1 for _ in range(times) if worker.do_next(app, stopping))

    return go
