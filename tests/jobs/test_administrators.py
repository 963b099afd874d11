"""Who looks after jobs sees what failed, tries it again or drops it, and is seen doing it."""

import json

import pytest
from sqlalchemy import select

from disburse.acts import act
from disburse.cli import disburse
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, NotFound, NotYours, OutOfOrder
from disburse.models import Event
from disburse.queries import jobs as queue
from disburse.work.errand import Failed
from reports import proof
from tests.make import AUDITOR, SECURITY, SYSTEM, Actor, a_person, a_unit, acting
from tests.webhooks.scene import jobs


def fails(_):
    raise Failed("没有答复")


@pytest.fixture
def steward(time):
    """A system administrator on record."""
    return an_official("system_admin", "administration", "administrator")


def an_official(role, unit, office):
    a_unit(unit, office)
    return acting(a_person(role, unit=unit), role)


@pytest.fixture
def dead(steward, doing, ask, work):
    """A job that was given up."""
    doing(fails)
    number = ask()
    work()
    return number


def noted(person):
    event = db.session.scalar(select(Event).where(Event.record == person.id).order_by(Event.seq.desc()))
    return proof.read_event(event.body.encode())


def test_a_dead_letter_is_tried_again_and_the_person_is_on_record(dead, steward, doing, work):
    doing(lambda _: None)
    act("retry_job", {"number": dead, "note": "对方已恢复"}, steward)
    assert [(job.state, job.attempts) for job in jobs()] == [("waiting", 0)]
    event = noted(steward)
    assert (event["action"], event["reason"]) == ("retry_job", "对方已恢复")
    assert event["document"] == f"{dead} test a"
    assert work() == 1
    assert [job.state for job in jobs()] == ["done"]


def test_a_dropped_job_is_done_no_more(dead, steward, work):
    act("drop_job", {"number": dead, "note": "已另行送达"}, steward)
    assert [job.state for job in jobs()] == ["dropped"]
    assert noted(steward)["action"] == "drop_job"
    assert work() == 0


def test_what_waits_after_a_failure_can_be_tried_at_once(steward, doing, ask, work):
    doing(fails, pause_s=3600)
    number = ask()
    assert (work(), work()) == (1, 0)
    act("retry_job", {"number": number, "note": "对方已恢复"}, steward)
    assert work() == 1


def test_what_is_done_is_not_tried_again(steward, doing, ask, work):
    doing(lambda _: None)
    number = ask()
    work()
    for name in ("retry_job", "drop_job"):
        with pytest.raises(OutOfOrder):
            act(name, {"number": number, "note": "再来一次"}, steward)


def test_a_dead_letter_whose_intention_is_queued_anew_is_not_tried_beside_it(dead, steward, ask):
    ask()
    with pytest.raises(AlreadyThere):
        act("retry_job", {"number": dead, "note": "对方已恢复"}, steward)


def test_nobody_else_may(dead, steward):
    security = an_official("security_admin", "security", "administrator")
    for name in ("retry_job", "drop_job"):
        with pytest.raises(NotYours):
            act(name, {"number": dead, "note": "对方已恢复"}, security)
        with pytest.raises(NotFound):
            act(
                name,
                {"number": dead, "note": "对方已恢复"},
                Actor("U-999999", "system_admin", "administration"),
            )
        with pytest.raises(NotFound):
            act(name, {"number": 999, "note": "对方已恢复"}, steward)
        with pytest.raises(BadRecord):
            act(name, {"number": dead}, steward)
    assert [job.state for job in jobs()] == ["dead"]


@pytest.mark.parametrize(
    ("kind", "role", "unit", "office"),
    [
        ("nightly", "system_admin", "administration", "administrator"),
        ("export", "audit_admin", "administration", "administrator"),
        ("papers", "finance_clerk", "finance", "finance"),
    ],
)
def test_a_job_is_asked_for_by_who_may_and_once(time, kind, role, unit, office):
    person = an_official(role, unit, office)
    body = {"kind": kind, "note": "月末归档"} | ({"batch": "B-2025-00001"} if kind == "papers" else {})
    act("start_job", body, person)
    assert [job.kind for job in jobs()] == [kind]
    with pytest.raises(AlreadyThere):
        act("start_job", body, person)
    if role != "system_admin":
        with pytest.raises(NotYours):
            act("start_job", {"kind": "tidy", "note": "清理"}, person)


@pytest.mark.parametrize(
    "body", [{"kind": "webhook"}, {"kind": "papers"}, {"kind": "tidy", "batch": "B-2025-00001"}]
)
def test_a_job_that_makes_no_sense_is_not_asked_for(time, steward, body):
    with pytest.raises(BadRecord):
        act("start_job", {**body, "note": "试试看"}, steward)
    assert jobs() == []


def test_jobs_are_seen_by_those_who_watch(dead):
    for reader in (SYSTEM, AUDITOR):
        assert [job.id for job in queue.page(reader, state="dead")] == [dead]
        assert queue.one(dead, reader).last_error == "没有答复"
    assert queue.page(SECURITY) == []
    with pytest.raises(NotFound):
        queue.one(dead, SECURITY)
    assert queue.tally() == {("test", "dead"): 1}
    assert queue.last("test") is None


@pytest.fixture
def run(app):
    def command(*words, status=0):
        done = app.test_cli_runner().invoke(disburse, [str(word) for word in words])
        assert done.exit_code == status, done.output
        return done.output

    return command


def test_the_command_line_lists_shows_retries_and_drops(dead, steward, run):
    by = f"{steward.role}:{steward.unit}:{steward.id}"
    listed = run("jobs", "list", status=1)
    assert "没有答复" in listed
    assert "死信 1 件" in listed
    shown = json.loads(run("jobs", "show", dead))
    assert (shown["state"], shown["last_error"], shown["key"]) == ("dead", "没有答复", "a")
    run("jobs", "retry", dead, "--note", "对方已恢复", "--by", by)
    assert run("jobs", "list", "--state", "dead")
    run("jobs", "drop", dead, "--note", "不再需要", "--by", by)
    assert json.loads(run("jobs", "show", dead))["state"] == "dropped"
    assert "不在" not in run("jobs", "start", "nightly", "--note", "查一遍", "--by", by)
    assert "请写作" in run("jobs", "drop", dead, "--note", "不再需要", "--by", "somebody", status=1)
    run("jobs", "show", 999, status=1)
