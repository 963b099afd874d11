"""The three administrators: who may sign in, where somebody is signed in, and jobs that nobody could do."""

import pytest

from disburse import desk as one_door
from disburse import jobs as work
from disburse.db import db
from disburse.models import Job
from disburse.queries import jobs
from tests.access.world import a_person, enters
from tests.make import AUDITOR
from tests.web.forms_world import Page, a_desk, sends


def text(answer):
    assert answer.status_code == 200
    return Page(answer.text).text


@pytest.fixture
def dead(app, time):
    """The number of a job that failed for good."""
    with one_door.aside():
        number = work.enqueue("nightly", {}, "nightly by hand:")
    job = db.session.get_one(Job, number)
    job.state, job.attempts, job.last_error = "dead", 4, "对方没有应答"
    db.session.commit()
    return number


def state(number):
    db.session.rollback()
    return jobs.one(number, AUDITOR).state


def test_the_first_page_counts_people_and_names_dead_letters(app, dead, statements):
    admin = a_desk(app, "system_admin")
    with statements() as seen:
        shown = text(admin.get("/administrator"))
    assert len(seen) <= 16
    assert "有 1 项任务屡试不成" in shown
    assert "夜间检查 死信 1" in shown


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_each_sees_people_units_and_delegations(app, time, role):
    admin = a_desk(app, role)
    shown = text(admin.get("/administrator/persons"))
    assert admin.person.login in shown
    assert "共 1 条" in shown
    assert "系统管理" in text(admin.get("/administrator/units"))
    assert admin.get("/administrator/delegations").status_code == 200
    assert admin.get("/administrator/persons?state=suspended").status_code == 200


@pytest.mark.parametrize("role", ["auditor", "city_approver", "district_clerk"])
def test_nobody_else_finds_these_pages(app, time, role):
    other = a_desk(app, role)
    pages = ("", "/persons", "/units", "/delegations", "/sessions")
    assert {other.get(f"/administrator{page}").status_code for page in pages} == {404}


def test_the_security_administrator_sees_where_somebody_is_signed_in(app, time):
    admin = a_desk(app, "security_admin")
    person = a_person("city_clerk")
    enters(person)
    shown = admin.get(f"/administrator/sessions?person={person.id}")
    assert "市级经办人" in text(shown)
    assert "192.0.2.7" in shown.text
    assert f"/persons/{person.id}/do/end_sessions" in shown.text
    assert admin.get("/administrator/sessions?person=U-999999").status_code == 404
    assert "填写人员编号" in text(admin.get("/administrator/sessions"))
    assert a_desk(app, "system_admin").get("/administrator/sessions").status_code == 403


@pytest.mark.parametrize(("act", "then"), [("retry_job", "waiting"), ("drop_job", "dropped")])
def test_a_dead_letter_is_dealt_with_once_and_with_a_reason(app, dead, act, then):
    admin = a_desk(app, "system_admin")
    shown = admin.get(f"/administrator/jobs/{dead}")
    assert "对方没有应答" in text(shown)
    at = f"/administrator/jobs/{dead}/{act}"
    assert f'href="{at}"' in shown.text
    assert sends(admin, at).status_code == 422
    assert state(dead) == "dead"
    page = admin.get(at)
    answers = [sends(admin, "", page, note="对方已恢复") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert state(dead) == then
    assert "已办理" in admin.get(answers[0].location).text


def test_what_is_done_meanwhile_is_said_so(app, dead):
    admin = a_desk(app, "system_admin")
    at = f"/administrator/jobs/{dead}/drop_job"
    page = admin.get(at)
    assert sends(admin, at, note="不再需要").status_code == 303
    late = sends(admin, "", page, note="不再需要")
    assert late.status_code == 409
    assert "不能办理" in late.text


def test_jobs_are_watched_by_auditors_and_dealt_with_by_the_system_administrator_alone(app, dead):
    for role in ("auditor", "audit_admin"):
        watcher = a_desk(app, role)
        assert "夜间检查" in text(watcher.get("/administrator/jobs?state=dead"))
        assert "retry_job" not in watcher.get(f"/administrator/jobs/{dead}").text
    assert a_desk(app, "audit_admin").get(f"/administrator/jobs/{dead}/retry_job").status_code == 403
    assert a_desk(app, "auditor").get(f"/administrator/jobs/{dead}/retry_job").status_code == 404
    security = a_desk(app, "security_admin")
    assert security.get(f"/administrator/jobs/{dead}").status_code == 404
    assert "没有符合条件的任务" in text(security.get("/administrator/jobs"))


def test_jobs_follow_page_by_page(app, time, monkeypatch):
    monkeypatch.setattr(jobs, "PAGE", 2)
    with one_door.aside():
        numbers = [work.enqueue("tidy", {}, f"key {n}") for n in range(3)]
    admin = a_desk(app, "system_admin")
    shown = admin.get("/administrator/jobs").text
    assert f"/administrator/jobs/{numbers[2]}" in shown
    assert f"before={numbers[1]}" in shown
    rest = admin.get(f"/administrator/jobs?before={numbers[1]}").text
    assert f"/administrator/jobs/{numbers[0]}" in rest
    assert admin.get("/administrator/jobs?state=lost").status_code == 400
    assert admin.get("/administrator/jobs?before=x").status_code == 400
