"""Lists that there are only of what somebody names: words, a person, a file; taken away for that alone."""

import re

import pytest

from disburse.access import keys, sessions
from disburse.queries import records
from tests.access.world import a_person, enters, has_password
from tests.make import AUDITOR, UNIT, a_claim, an_enterprise
from tests.payouts.bank import payments, receipt, receive, released, table
from tests.web.forms_world import a_desk, lines, only, sends, takes


@pytest.fixture
def desk(app, time):
    return a_desk(app, "auditor")


def made():
    return records.latest("hand_over", AUDITOR, 9)


def test_what_a_search_found_is_taken_away_for_its_words_alone_and_the_words_stay_private(app, time):
    claim, elsewhere = a_claim("submitted"), a_claim("submitted", enterprise=an_enterprise(unit="370202"))
    clerk = a_desk(app, "district_clerk", unit=UNIT)
    [firm] = lines(takes(clerk, "/search?words=qdcs"))
    assert (firm["kind"], firm["number"], firm["state_zh"]) == ("enterprise", claim.enterprise_id, "")
    assert firm["name"].startswith("青岛测试")
    [found] = lines(takes(clerk, "/search?words=QD-20"))
    assert (found["kind"], found["number"], found["state_zh"]) == ("claim", claim.id, "已提交")
    assert elsewhere.id not in found.values()
    kept = made()[0]
    assert "QD-20" not in records.events(kept.id, after=0, size=1)[0].body
    assert records.disclosed([kept.chosen["words"]]) == {kept.chosen["words"]: "QD-20"}
    assert "take-hit" not in clerk.get("/search?words=nothing-at-all").text


def test_what_a_search_found_is_not_offered_where_no_words_are_typed(desk):
    assert '<option value="sessions"' in desk.get("/exports").text
    assert '<option value="search"' not in desk.get("/exports").text
    assert sends(desk, "/exports", list="search", form="csv").status_code == 422


def test_ones_own_sessions_are_taken_away_without_a_secret_and_nobody_elses(app, desk):
    secret, other = enters(desk.person).secret, enters(a_person("auditor")).caller.number
    answer = takes(desk, "/account")
    assert secret not in answer.text
    assert keys.digest(secret) not in answer.text
    taken = lines(answer)
    assert [row["number"] for row in taken] == [one.number for one in sessions.listed(desk.person.id)]
    assert len(taken) == 2
    assert other not in {row["number"] for row in taken}
    assert {"role", "address", "agent", "began_at", "seen_at"} <= taken[0].keys()
    assert not {"id", "secret", "current"} & taken[0].keys()


def test_who_owes_a_password_is_not_offered_what_would_be_refused(app, time):
    person = a_person("auditor", password=None)
    has_password(person, password_once=True)
    browser = app.test_client()
    browser.set_cookie("disburse", enters(person).secret)
    assert "take-session" not in browser.get("/account").text


def test_the_security_administrator_takes_away_where_one_other_person_is_signed_in(app, time):
    person, bystander = a_person("auditor"), a_person("auditor")
    secret, elsewhere = enters(person).secret, enters(bystander).caller.number
    admin = a_desk(app, "security_admin")
    answer = takes(admin, f"/administrator/sessions?person={person.id}")
    assert secret not in answer.text
    assert keys.digest(secret) not in answer.text
    taken = lines(answer)
    assert [row["number"] for row in taken] == [one.number for one in sessions.listed(person.id)]
    assert elsewhere not in {row["number"] for row in taken}
    assert not {"id", "secret", "current"} & taken[0].keys()
    assert only(admin) == [f"人员编号 {person.id}"]


def test_sessions_of_others_go_to_nobody_else_nor_of_everybody_at_once(app, time):
    person = a_person("auditor")
    enters(person)
    sent = {"form": "csv", "only.person": person.id}
    for role in ("system_admin", "audit_admin", "auditor"):
        desk = a_desk(app, role)
        mark = re.search(r'name="mark" value="([^"]+)"', desk.get("/exports").text)[1]
        assert desk.post("/exports/person-sessions", data={**sent, "mark": mark}).status_code == 404, role
    admin = a_desk(app, "security_admin")
    shown = admin.get("/exports").text
    assert '<option value="person-sessions"' not in shown
    mark = re.search(r'name="mark" value="([^"]+)"', shown)[1]
    assert lines(admin.post("/exports/person-sessions", data={"form": "csv", "mark": mark})) == []
    strange = {**sent, "mark": mark, "only.person": "U-999999"}
    assert admin.post("/exports/person-sessions", data=strange).status_code == 404


def test_the_lines_of_one_receipt_file_are_taken_away_as_the_page_narrows_them(app, time, tmp_path):
    first, second = payments(released(2))
    rows = receipt(first, 金额="1.00"), receipt(second)
    file = receive(table(tmp_path / "receipts.csv", *rows)).file
    receive(table(tmp_path / "others.csv", receipt(first)))
    for role in ("finance_clerk", "auditor"):
        desk = a_desk(app, role)
        taken = lines(takes(desk, f"/receipt-files/{file.id}"))
        assert [(row["file_id"], row["row"]) for row in taken] == [(file.id, "2"), (file.id, "3")]
        assert {len(row["account_tail"]) for row in taken} == {4}
        [waits] = lines(takes(desk, f"/receipt-files/{file.id}?state=open"))
        assert (waits["end_to_end"], waits["finding"]) == (first.id, "amount")
        assert only(desk)[0] == f"回单文件 {file.id}；状态 待办"
        assert '<option value="receipt-file-lines"' not in desk.get("/exports").text
