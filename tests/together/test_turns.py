"""The queue of writers: first come, first served; whoever dies leaves no gap and no second turn."""

import os
import signal
import threading
import time as wall
from pathlib import Path

import pytest

from disburse.turns import NUMBER, turn
from tests.together import work


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "disburse.sqlite")


def drawn(database):
    """The last number drawn."""
    file = Path(f"{database}.turn")
    last = file.read_bytes() if file.exists() else b""
    return NUMBER.unpack(last)[0] if last else 0


def until(condition):
    """Wait for something that will soon be so."""
    for _ in range(3000):
        if condition():
            return
        wall.sleep(0.01)
    raise AssertionError("it never came")


def waiting(database, name, log, *, process=None):
    """Somebody who has drawn a number and waits; returns when the number is drawn."""
    before = drawn(database)
    if process:
        one = process(target=work.have_a_turn, args=(database, name, log))
    else:
        one = threading.Thread(target=work.have_a_turn, args=(database, name, log))
    one.start()
    until(lambda: drawn(database) > before)
    return one


def test_turns_are_had_in_the_order_in_which_they_were_asked_for(database, tmp_path):
    log = tmp_path / "log"
    with turn(database):
        queue = [waiting(database, str(n), log) for n in range(12)]
        assert not log.exists(), "nobody has a turn before it is given up"
    for one in queue:
        one.join(30)
    assert log.read_text().split() == [word for n in range(12) for word in (f"+{n}", f"-{n}")]


def test_processes_and_threads_wait_in_one_queue(database, tmp_path, processes):
    log = tmp_path / "log"
    with turn(database):
        queue = [
            waiting(database, str(n), log, process=processes.Process if n % 2 else None) for n in range(4)
        ]
    for one in queue:
        one.join(30)
    assert log.read_text().split() == [word for n in range(4) for word in (f"+{n}", f"-{n}")]


def test_one_who_is_killed_while_waiting_lets_nobody_in_too_early(database, tmp_path, processes):
    log = tmp_path / "log"
    with turn(database):
        doomed = waiting(database, "doomed", log, process=processes.Process)
        patient = waiting(database, "patient", log)
        os.kill(doomed.pid, signal.SIGKILL)
        doomed.join(30)
        patient.join(0.5)
        assert patient.is_alive()
        assert not log.exists(), "the turn is still ours"
    patient.join(30)
    assert log.read_text().split() == ["+patient", "-patient"]


def test_one_who_is_killed_in_the_turn_gives_it_back(database, tmp_path, processes):
    held = processes.Process(target=work.keep_the_turn, args=(database, tmp_path / "held"))
    held.start()
    until((tmp_path / "held").exists)
    patient = waiting(database, "patient", tmp_path / "log")
    held.kill()
    patient.join(30)
    assert (tmp_path / "log").read_text().split() == ["+patient", "-patient"]


def test_a_database_in_memory_has_no_queue():
    with turn(None), turn(":memory:"), turn(""):
        pass
