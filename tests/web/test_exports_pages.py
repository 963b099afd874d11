"""Lists taken away from the pages: asked for once, written by a job, fetched by whoever may; on record."""

import json
import re
import threading
from datetime import timedelta

import pytest

from disburse import exporting
from disburse.acts import act
from disburse.api.exports import LISTS
from disburse.db import db
from disburse.queries import records
from disburse.web.listings import LISTINGS
from disburse.work import worker
from tests.make import (
    AUDITOR,
    BANK_CODE,
    FINANCE,
    UNIT,
    a_claim,
    a_freeze,
    a_fund,
    a_lock,
    a_rating_list,
    a_recovery,
    a_returned_payment,
    an_adoption,
    an_enterprise,
)
from tests.payouts.bank import payments, receipt, receive, released, table
from tests.web.forms_world import Page, a_desk, ids, lines, only, sends, takes


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


def test_what_a_unit_has_dealt_with_is_taken_away_and_nothing_else(app, time):
    clerk = a_desk(app, "district_clerk")
    dealt, _handed_in = a_claim("district_review"), a_claim("submitted")
    assert ids(takes(clerk, "/district/done")) == {dealt.id}


def test_a_list_is_taken_away_as_its_page_shows_it(desk):
    wanted, other = a_claim("submitted").id, a_claim("draft").id
    assert ids(takes(desk, "/claims")) == {wanted, other}
    assert ids(takes(desk, "/claims?state=submitted")) == {wanted}
    assert ids(takes(desk, f"/?words={other[-4:]}")) == {other}
    assert ids(takes(desk, "/claims?state=paid")) == set()
    assert [one.chosen for one in made()[1:3]] == [made()[1].chosen, {"state": "submitted"}]
    events = records.events(made()[0].id, after=0, size=9)
    assert [(event.action, event.actor) for event in events] == [("hand_over", desk.person.id)]


def test_what_was_typed_to_look_for_is_not_in_the_journal(app, desk, monkeypatch):
    number = a_claim("submitted").id
    assert ids(takes(desk, f"/?words={number}")) == {number}
    kept = made()[0]
    assert number not in records.events(kept.id, after=0, size=1)[0].body
    assert records.disclosed([kept.chosen["words"]]) == {kept.chosen["words"]: number}
    monkeypatch.setattr(exporting, "LARGEST", 0)
    a_claim("draft")
    assert takes(desk, f"/?words={number}").status_code == 303
    works(app)
    assert made()[0].row_count == 1
    assert "***" in Page(desk.get("/exports").text).text


def test_a_long_list_becomes_a_job_whose_progress_is_shown_with_its_filter(app, desk, monkeypatch):
    monkeypatch.setattr(exporting, "LARGEST", 1)
    wanted = {a_claim("submitted").id, a_claim("submitted").id}
    a_claim("draft")
    asked = takes(desk, "/claims?state=submitted", "jsonl")
    assert asked.status_code == 303
    waiting = Page(desk.get(asked.location).text).text
    assert "已交办导出" in waiting
    assert "状态 已提交" in waiting
    works(app)
    shown = desk.get("/exports").text
    [address] = re.findall(r'action="(/exports/[^"]+/file)"', shown)
    with desk.post(address, data={"mark": re.search(r'name="mark" value="([^"]+)"', shown)[1]}) as answer:
        assert {json.loads(line)["id"] for line in answer.data.splitlines()} == wanted


def test_a_list_goes_out_with_what_the_reader_may_see_and_nothing_else(app, desk):
    mine = a_claim("submitted").id
    a_claim("submitted", enterprise=an_enterprise(unit="370202"))
    assert ids(takes(a_desk(app, "district_clerk", unit=UNIT), "/claims?state=submitted")) == {mine}
    assert ids(takes(a_desk(app, "district_clerk", unit=UNIT), "/district")) == {mine}


def test_states_of_one_public_name_go_out_together(app, time, monkeypatch):
    an_adoption()
    firm = an_enterprise()
    wanted = {a_claim(state, enterprise=firm).id for state in ("recommended", "rated")}
    a_claim("submitted", enterprise=firm)
    agent = a_desk(app, "enterprise_agent", unit=firm.id)
    assert ids(takes(agent, "/claims?state=recommended.rated")) == wanted
    assert made()[0].chosen == {"state": "recommended.rated"}
    assert "状态 市级审核中" in only(agent)
    assert "状态 已推荐、已核评级" in only(a_desk(app, "auditor")), "officials know them apart"
    monkeypatch.setattr(exporting, "LARGEST", 1)
    assert takes(agent, "/claims?state=recommended.rated").status_code == 303
    works(app)
    assert made()[0].row_count == 2


def test_a_filter_stands_in_the_readers_words(desk):
    takes(desk, f"/claims?state=submitted&item=QD24-2.1&unit={UNIT}")
    assert only(desk) == ["事项 QD24-2.1 国家级制造业单项冠军；状态 已提交；单位 黄岛区"]
    takes(desk, "/units?office=bank")
    assert only(desk)[0] == "单位类别 银行"
    desk.set_cookie("disburse-language", "en")
    assert only(desk)[0] == "Kind of office Bank"


def test_a_strange_filter_or_form_or_list_takes_nothing_away(desk):
    mark = re.search(r'name="mark" value="([^"]+)"', desk.get("/claims").text)[1]
    sent = {"mark": mark, "form": "csv"}
    assert desk.post("/exports/claims", data={**sent, "only.state": "gone"}).status_code == 422
    assert desk.post("/exports/claims", data={**sent, "only.colour": "red"}).status_code == 422
    assert desk.post("/exports/claims", data={**sent, "form": "pdf"}).status_code == 404
    assert desk.post("/exports/nothing", data=sent).status_code == 404
    assert desk.post("/exports/claims", data={"form": "csv"}).status_code == 403
    assert made() == []


def test_every_list_with_pages_can_go_out_under_each_of_its_filters():
    assert LISTINGS.keys() <= {listed.kind for listed in LISTS.values()}
    for (audience, name), listed in LISTS.items():
        if listing := LISTINGS.get(listed.kind):
            assert {*listing.filters, *listing.fixed} <= listed.filters.keys(), (audience, name)


def test_the_finance_lists_go_out_as_their_pages_narrow_them(app, time):
    fund = a_fund()
    waiting, came_back, owing = (a_claim(state, fund=fund) for state in ("approved", "paying", "paid"))
    act("return_payment", a_returned_payment(came_back), FINANCE)
    recovery = a_recovery(owing, "100.00")
    desk = a_desk(app, "finance_clerk")
    assert ids(takes(desk, f"/finance/funds/{fund.id}/due")) == {waiting.id, came_back.id}
    assert len(ids(takes(desk, "/finance/returned"))) == 1
    assert ids(takes(desk, "/finance/batches?state=cancelled")) == set()
    assert ids(takes(desk, "/finance/recoveries")) == {recovery.id}
    assert ids(takes(desk, "/finance/recoveries?band=0–30")) == {recovery.id}
    time.move_to(time.moment + timedelta(days=31))
    desk = a_desk(app, "finance_clerk")
    assert ids(takes(desk, "/finance/recoveries?band=0–30")) == set()
    assert ids(takes(desk, "/finance/recoveries?band=31–90")) == {recovery.id}


def test_matches_that_wait_are_taken_away_by_the_city(app, time):
    firm = an_enterprise(name="青岛测试甲乙装备有限公司")
    kept = a_rating_list(("青岛测试甲乙装备股份有限公司", "", "C"))
    [row] = lines(takes(a_desk(app, "city_clerk"), "/city/matches"))
    assert (row["list_id"], row["row"], row["enterprise_id"], row["why"]) == (kept.id, "1", firm.id, "near")


def test_lines_of_receipts_that_wait_are_taken_away_by_finance(app, time, tmp_path):
    [payment] = payments(released(1))
    file = receive(table(tmp_path / "receipts.csv", receipt(payment, 金额="1.00"))).file
    [row] = lines(takes(a_desk(app, "finance_clerk"), "/finance/receipts"))
    assert (row["file_id"], row["end_to_end"], row["amount_yuan"]) == (file.id, payment.id, "1.00")
    assert row["finding"] == "amount"


def test_rows_that_are_no_records_go_out_page_after_page_each_once(app, desk, monkeypatch):
    monkeypatch.setattr(exporting, "PAGE", 2)
    for name in "甲乙丙":
        an_enterprise(name=f"青岛测试{name * 3}装备有限公司")
    a_rating_list(*((f"青岛测试{name * 3}装备股份有限公司", "", "C") for name in "甲乙丙"))
    matches = lines(takes(a_desk(app, "city_clerk"), "/city/matches"))
    assert [row["row"] for row in matches] == ["1", "2", "3"]
    for form in ("csv", "xlsx", "jsonl"):
        sends(desk, "/exports", list="claims", form=form)
    jobs = lines(takes(a_desk(app, "system_admin"), "/administrator/jobs"))
    assert [row["id"] for row in jobs] == sorted({row["id"] for row in jobs}, key=int, reverse=True)
    assert len(jobs) == 3


def test_a_bank_takes_its_own_notices_away_and_no_other(app, time):
    bank = a_desk(app, "bank_clerk")
    lock = a_lock()
    a_freeze(records.one("claim", lock.claim_id, AUDITOR))
    told = lines(takes(bank, "/bank/notices"))
    assert {row["subject"] for row in told} == {lock.claim_id}
    assert {row["id"].partition("-")[0] for row in told} == {BANK_CODE}
    assert "take-notice" not in a_desk(app, "city_clerk").get("/bank/notices").text


def test_jobs_are_taken_away_as_their_page_narrows_them(app, desk):
    sends(desk, "/exports", list="claims", form="csv")
    admin = a_desk(app, "system_admin")
    [waiting] = lines(takes(admin, "/administrator/jobs?state=waiting"))
    assert (waiting["kind"], waiting["state"]) == ("list", "waiting")
    assert lines(takes(admin, "/administrator/jobs")) == [waiting]
