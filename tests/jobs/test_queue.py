"""What is asked for is done once, or again until it is done, or until it is given up; never by two."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from disburse import clock, desk, jobs
from disburse.db import db
from disburse.models import Job
from disburse.work import leases
from disburse.work.errand import Failed, Kind
from tests.webhooks.scene import jobs as listed


def set_(number, **values):
    with desk.aside():
        db.session.execute(update(Job).where(Job.id == number).values(**values))


def test_a_job_is_there_if_and_only_if_its_transaction_is(app, ask):
    with pytest.raises(LookupError):
        ask_and_fail()
    assert listed() == []
    assert ask() is not None
    assert [job.state for job in listed()] == ["waiting"]


def ask_and_fail():
    with desk.aside():
        jobs.enqueue("test", {}, "a")
        raise LookupError


def test_the_same_intention_is_queued_once_while_it_is_open(ask, work, doing):
    doing(lambda _: None)
    assert ask() is not None
    assert ask() is None
    assert work() == 1
    assert ask() is not None


def test_what_is_done_once_is_never_queued_again(ask, work, doing):
    doing(lambda _: None)
    assert ask(once=True) is not None
    work()
    assert ask(once=True) is None
    assert work() == 0


def test_jobs_are_done_in_the_order_in_which_they_are_due(ask, work, doing):
    done = []
    doing(lambda errand: done.append(errand.payload["n"]))
    now = clock.now()
    for n, minutes in enumerate((-1, -3, -2, 60)):
        ask(str(n), payload={"n": n}, not_before=now + timedelta(minutes=minutes))
    assert work() == 3
    assert done == [1, 2, 0]


def test_what_came_of_a_job_is_kept(ask, work, doing):
    doing(lambda _: {"count": 3})
    ask(about="QD-2026-000017")
    work()
    (job,) = listed()
    assert (job.state, job.result, job.about) == ("done", {"count": 3}, "QD-2026-000017")
    assert job.created_at <= job.started_at <= job.ended_at
    assert (job.lease_owner, job.lease_until) == (None, None)


def test_a_job_that_fails_waits_longer_each_time(ask, work, doing):
    doing(lambda _: fail("没有答复"), attempts=9, pause_s=60)
    number = ask()
    assert work() == 1
    (job,) = listed()
    assert (job.state, job.attempts, job.last_error) == ("waiting", 1, "没有答复")
    assert timedelta(seconds=25) < job.not_before - clock.now() <= timedelta(seconds=60)
    assert work() == 0
    set_(number, not_before=clock.now())
    assert work() == 1
    assert listed()[0].attempts == 2


def fail(sentence, **given):
    raise Failed(sentence, **given)


def test_pauses_triple_up_to_the_longest_and_a_random_half_is_taken_off():
    kind = Kind(lambda _: None, attempts=9, first_pause_s=5, longest_pause_s=100)
    assert [kind.pause_ms(n, lambda _: 0) for n in (1, 2, 3, 4, 5)] == [5000, 15000, 45000, 100000, 100000]
    assert kind.pause_ms(2, lambda below: below - 1) == 7500


def test_after_its_attempts_a_job_is_a_dead_letter(ask, work, doing):
    doing(lambda _: fail("没有答复"))
    ask()
    assert work() == 3
    (job,) = listed()
    assert (job.state, job.attempts, job.last_error) == ("dead", 3, "没有答复")
    assert job.ended_at


def test_a_final_failure_is_a_dead_letter_at_once(ask, work, doing):
    doing(lambda _: fail("没有批次", final=True))
    ask()
    assert work() == 1
    assert [job.state for job in listed()] == ["dead"]


def test_of_an_error_its_kind_and_place_are_kept_and_not_its_words(ask, work, doing):
    doing(lambda _: {}["13900000000"], attempts=1)
    ask()
    work()
    (job,) = listed()
    assert job.last_error.startswith("KeyError (test_queue.py:")
    assert "139" not in job.last_error


def test_a_kind_that_this_release_does_not_know_is_a_dead_letter(ask, work):
    ask(kind="tomorrow")
    assert work() == 1
    (job,) = listed()
    assert job.state == "dead"
    assert "tomorrow" in job.last_error


def test_what_kills_its_worker_each_time_is_given_up(ask, work, doing):
    doing(lambda _: pytest.fail("it is not tried again"))
    number = ask()
    for _ in range(3):
        assert leases.take(30).number == number
        set_(number, lease_until=clock.now() - timedelta(seconds=1))
    assert work() == 1
    (job,) = listed()
    assert (job.state, job.attempts) == ("dead", 4)


def test_nobody_takes_a_job_in_hand_until_its_lease_is_over(app, ask):
    number = ask()
    first = leases.take(30)
    assert (first.number, first.attempts) == (number, 1)
    assert leases.take(30) is None
    assert leases.take(30, number) is None
    set_(number, lease_until=clock.now() - timedelta(seconds=1))
    second = leases.take(30)
    assert (second.number, second.attempts) == (number, 2)


def test_who_lost_the_lease_writes_nothing_down(app, ask):
    number = ask()
    first = leases.take(30)
    set_(number, lease_until=clock.now() - timedelta(seconds=1))
    second = leases.take(30)
    assert not leases.renew(first, 30, None, None)
    assert not leases.finish(first, {"by": "first"})
    assert not leases.put_off(first, "late", 0)
    assert not leases.bury(first, "late")
    assert not leases.give_back(first)
    assert leases.renew(second, 30, 1, 2)
    assert leases.finish(second, {"by": "second"})
    (job,) = listed()
    assert (job.state, job.result) == ("done", {"by": "second"})


def test_progress_is_told_while_the_job_is_done_and_the_lease_kept(ask, work, doing, app):
    seen = []

    def slowly(errand):
        errand.told(1, 4)
        for _ in range(100):
            job = look()
            if job.done_count == 1:
                break
            threading.Event().wait(0.05)
        seen.append((job.done_count, job.total_count, job.lease_until))

    doing(slowly)
    ask()
    began = clock.now()
    work()
    ((done, total, until),) = seen
    assert (done, total) == (1, 4)
    assert until > began + timedelta(seconds=app.extensions["disburse"].lease_seconds)


def look():
    with db.engine.connect() as connection:
        return connection.execute(db.select(Job.done_count, Job.total_count, Job.lease_until)).one()


def test_a_worker_that_is_stopped_gives_back_what_it_can_leave_off(ask, work, doing):
    stopping = threading.Event()

    def long(errand):
        stopping.set()
        errand.told(1, 10)
        pytest.fail("it should have been stopped")

    doing(long)
    ask()
    assert work(1, stopping) == 1
    (job,) = listed()
    assert (job.state, job.attempts, job.lease_owner) == ("waiting", 0, None)


def test_the_database_knows_the_states_and_wants_a_lease_while_a_job_runs(app, ask):
    ask()
    for values in ("state = 'running'", "state = 'asleep'", "lease_until = created_at"):
        with pytest.raises(IntegrityError), desk.aside():
            db.session.execute(text(f"UPDATE job SET {values}"))
