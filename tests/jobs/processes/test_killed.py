"""kill -9 in the middle loses nothing: on SQLite, on PostgreSQL, and with RabbitMQ in between.

What is done here is the real thing: notices to a bank, whose server counts what it gets.
"""

import random
import time

from tests.make import BANK_CODE
from tests.webhooks.receiver import receiving, until
from tests.webhooks.scene import a_bank, an_endpoint, jobs, states, tell


def slowly(door):
    """Take one's time, and then accept."""
    time.sleep(0.2)
    return 204


def test_a_worker_does_what_is_asked_for_while_it_runs(app, workers):
    a_bank()
    with receiving() as bank:
        an_endpoint(bank)
        workers()
        tell(10)
        until(lambda: states() == ["done"] * 10)
    assert bank.ids == {f"{BANK_CODE}-{n}": 1 for n in range(1, 11)}
    assert bank.false == []


def test_the_job_of_a_killed_worker_is_done_by_another_once_its_lease_is_over(app, workers):
    def never(door):
        time.sleep(30)

    a_bank()
    with receiving(never, 204) as bank:
        an_endpoint(bank)
        tell()
        first = workers()
        until(lambda: bank.requests)
        first.kill()
        killed = time.monotonic()
        assert states() == ["running"]
        workers()
        until(lambda: states() == ["done"])
        took = time.monotonic() - killed
    assert took < 30, "not before long"
    assert bank.ids == {f"{BANK_CODE}-1": 1}
    assert [job.attempts for job in jobs(kind="webhook")] == [2]
    assert len({headers["webhook-id"] for _, _, headers, _ in bank.requests}) == 1


def test_kills_at_any_moment_lose_nothing(app, workers):
    """Thirty notices, and workers that are killed at random until all is delivered."""
    count, chance, kills = 30, random.Random(5), 0
    a_bank()
    with receiving(slowly) as bank:
        an_endpoint(bank)
        tell(count)
        while kills < 5:
            worker, seen = workers(), len(bank.requests)
            until(lambda seen=seen: len(bank.requests) > seen or set(states()) == {"done"})
            time.sleep(chance.randrange(600) / 1000)
            worker.kill()
            kills += 1
        workers()
        until(lambda: states() == ["done"] * count, 120)
    assert set(bank.ids) == {f"{BANK_CODE}-{n}": 1 for n in range(1, count + 1)}.keys()
    assert bank.false == []


def test_two_workers_do_each_job_once(app, workers):
    a_bank()
    with receiving(slowly) as bank:
        an_endpoint(bank)
        tell(30)
        workers(lease_s=60)
        workers(lease_s=60)
        until(lambda: states() == ["done"] * 30)
    assert bank.ids == {f"{BANK_CODE}-{n}": 1 for n in range(1, 31)}
    assert {job.attempts for job in jobs(kind="webhook")} == {1}


def test_a_worker_that_is_asked_to_stop_ends_the_job_in_hand_and_takes_no_other(app, workers):
    a_bank()
    with receiving(lambda _: time.sleep(2) or 204) as bank:
        an_endpoint(bank)
        tell(6)
        worker = workers("work", "--threads", "1")
        until(lambda: bank.requests)
        assert worker.stop() == 0
        assert sorted(set(states())) == ["done", "waiting"], worker.said()
        assert states().count("done") == len(bank.requests) < 6
    assert "Traceback" not in worker.said()
