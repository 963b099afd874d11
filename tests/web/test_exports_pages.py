"""Lists taken away from the pages: asked for once, written by a job, fetched by whoever may; on record."""

import re
import threading

import pytest

from disburse.db import db
from disburse.queries import records
from disburse.work import worker
from tests.make import AUDITOR, a_claim
from tests.web.forms_world import Page, a_desk, sends


@pytest.fixture
def desk(app, time):
    return a_desk(app, "auditor")


def works(app):
    """Let the worker do what waits; the test itself reads nothing meanwhile."""
    db.session.remove()
    while worker.do_next(app, threading.Event()):
        pass


def made():
    return records.latest("hand_over", AUDITOR, 9)


def test_a_list_is_asked_for_written_and_fetched(app, desk):
    number = a_claim("submitted").id
    asked = sends(desk, "/exports", list="claims", form="csv")
    assert asked.status_code == 303
    waiting = desk.get(asked.location).text
    assert "已交办导出" in waiting
    assert "待办" in Page(waiting).text
    assert "/file" not in waiting
    works(app)
    shown = desk.get("/exports").text
    assert "已写好" in Page(shown).text
    [address] = re.findall(r'action="(/exports/[^"]+/file)"', shown)
    mark = re.search(r'name="mark" value="([^"]+)"', shown)[1]
    with desk.post(address, data={"mark": mark}) as answer:
        assert number in answer.text
        assert "attachment" in answer.headers["Content-Disposition"]
    assert [e.action for e in records.events(made()[0].id, after=0, size=9)] == ["ask", "write", "fetch"]
    assert desk.post(address).status_code == 403


def test_a_form_sent_twice_is_one_export(desk):
    shown = desk.get("/exports")
    answers = [sends(desk, "", shown, list="claims", form="xlsx") for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(made()) == 1


def test_what_is_not_chosen_is_said_at_its_field(desk):
    answer = sends(desk, "/exports", list="nothing", form="")
    assert answer.status_code == 422
    assert "请选择一份名单" in answer.text
    assert "请选择格式" in answer.text
    assert made() == []


def test_what_others_asked_for_is_seen_by_who_watches_and_fetched_by_nobody_else(app, desk):
    clerk = a_desk(app, "city_clerk")
    sends(clerk, "/exports", list="claims", form="csv")
    works(app)
    number = made()[0].id
    seen = desk.get("/exports").text
    assert number in seen
    assert f"/exports/{number}/file" not in seen
    mark = re.search(r'name="mark" value="([^"]+)"', seen)[1]
    assert desk.post(f"/exports/{number}/file", data={"mark": mark}).status_code == 403
    assert number not in a_desk(app, "finance_clerk").get("/exports").text
