"""Every act on its page: done once, refused in words beside the field, never losing what was typed."""

import re

import pytest

from disburse import offers
from disburse.acts import ACTS, act
from disburse.db import db
from disburse.models import Claim, Enterprise, Fund
from disburse.web.acting import MAKING
from tests.access.world import a_person, enters
from tests.make import CLERK, a_claim, a_fund, again, an_enterprise, here
from tests.web.forms_world import Page, a_desk, sends, title


@pytest.fixture
def clerk(app, time):
    """The desk of a district clerk."""
    return a_desk(app, "district_clerk")


def test_a_step_is_taken_from_its_page_and_said_on_the_next(clerk):
    claim = a_claim("submitted")
    shown = clerk.get(f"/claims/{claim.id}")
    assert f"/claims/{claim.id}/do/accept_claim" in shown.text
    assert "do/rate_claim" not in shown.text
    answer = sends(clerk, f"/claims/{claim.id}/do/accept_claim")
    assert answer.status_code == 303
    assert again(claim).state == "district_review"
    assert f"已办理：受理（{claim.id}）" in Page(clerk.get(answer.location).text).text
    assert "已办理" not in Page(clerk.get(f"/claims/{claim.id}").text).text


def test_the_page_says_where_the_step_leads_and_what_it_needs(clerk):
    claim = a_claim("submitted")
    text = Page(clerk.get(f"/claims/{claim.id}/do/return_claim").text).text
    assert "已提交 → 退回补正" in text
    assert "须写明理由" in text


def test_sending_twice_does_nothing_twice_and_gives_the_first_answer(clerk):
    claim = a_claim("submitted")
    page = Page(clerk.get(f"/claims/{claim.id}/do/accept_claim").text)
    first, second = (clerk.post(page.action, data=page.sent) for _ in range(2))
    assert (
        (first.status_code, first.location) == (second.status_code, second.location) == (303, first.location)
    )
    assert again(claim).version == claim.version + 1


def test_a_form_changed_after_it_was_sent_is_told_so_and_does_nothing(clerk):
    claim = a_claim("submitted")
    page = Page(clerk.get(f"/claims/{claim.id}/do/return_claim").text)
    assert clerk.post(page.action, data={**page.sent, "note": "缺发票"}).status_code == 303
    other = clerk.post(page.action, data={**page.sent, "note": "缺合同"})
    assert other.status_code == 422
    assert "缺合同" in other.text
    assert again(claim).version == claim.version + 1


def test_every_fault_is_said_above_and_beside_its_field_and_what_was_typed_stays(app, time):
    finance = a_desk(app, "finance_clerk")
    typed = {
        "name": "专项",
        "year": "二〇二五",
        "appropriated_yuan": "一百万",
        "budget_codes.functional.code": "x",
    }
    answer = sends(finance, "/funds/new", **typed)
    assert answer.status_code == 422
    assert title(answer).startswith("错误：")
    anchors = re.findall(r'<a href="#(f-[^"]+)"', answer.text)
    assert anchors[:3] == ["f-year", "f-appropriated_yuan", "f-budget_codes.functional.code"]
    assert "f-document" in anchors
    for anchor in anchors:
        assert f'id="{anchor}"' in answer.text
    for text in typed.values():
        assert f'value="{text}"' in answer.text
    assert "请填写金额，单位元" in answer.text
    assert 'role="alert" tabindex="-1" autofocus' in answer.text
    assert db.session.query(Fund).count() == 0


def test_a_sum_is_typed_as_people_write_it(app, time):
    finance = a_desk(app, "finance_clerk")
    codes = {
        f"budget_codes.{kind}.{what}": text
        for kind in ("functional", "departmental", "government")
        for what, text in (("code", "31299"), ("name", "补助"))
    }
    answer = sends(
        finance,
        "/funds/new",
        name="专项",
        year="２０２５",
        appropriated_yuan="１,200,000.5",
        document="测试1号",
        **codes,
    )
    assert answer.status_code == 303, Page(answer.text).text
    assert db.session.query(Fund).one().appropriated_fen == 120_000_050
    assert "已办理：设立专项资金" in Page(finance.get(answer.location).text).text


def test_a_refusal_says_why_and_keeps_what_was_typed(app, time):
    city = a_desk(app, "city_approver")
    claim = a_claim("public_notice")
    fund = a_fund()
    answer = sends(city, f"/claims/{claim.id}/do/approve_claim", fund=fund.id, approval_number="测试指标1号")
    assert answer.status_code == 409
    assert "公示未满" in answer.text
    assert 'value="测试指标1号"' in answer.text
    assert f'<option value="{fund.id}" selected>' in answer.text
    assert again(claim).state == "public_notice"


def test_a_stale_page_says_who_changed_what_and_goes_on_with_what_was_typed(clerk):
    claim = a_claim("district_review")
    form = clerk.get(f"/claims/{claim.id}/do/establish_facts")
    act("establish_facts", {**here(claim), "facts": {"newly_recognised": True}, "note": "核对"}, CLERK)
    answer = sends(clerk, "", form, note="现场核查", **{"facts.recognised_on": "2025-01-16"})
    assert answer.status_code == 412
    text = Page(answer.text).text
    assert "区市经办人 · 黄岛区" in text
    assert "核定事实" in text
    assert "按现在的版本继续" in text
    assert 'value="2025-01-16"' in answer.text
    assert "现场核查" in answer.text
    assert again(claim).version == claim.version + 1
    assert sends(clerk, "", answer).status_code == 303
    assert again(claim).established["recognised_on"] == "2025-01-16"


def test_a_stale_page_of_a_step_that_is_gone_offers_no_button(clerk):
    claim = a_claim("submitted")
    form = clerk.get(f"/claims/{claim.id}/do/return_claim")
    act("accept_claim", here(claim), CLERK)
    answer = sends(clerk, "", form, note="缺发票")
    assert answer.status_code == 412
    assert "受理" in answer.text
    assert "缺发票" in answer.text
    assert "按现在的版本继续" not in answer.text


def test_more_rows_are_asked_for_without_a_script_and_nothing_is_done(app, time):
    finance = a_desk(app, "finance_clerk")
    answer = sends(finance, "/batches/new", **{"lines.0.claim_id": "QD-2025-000001", "more": "lines"})
    assert answer.status_code == 200
    assert 'name="lines.4.claim_id"' in answer.text
    assert 'value="QD-2025-000001"' in answer.text


def test_a_form_of_another_session_keeps_what_was_typed_and_does_nothing(clerk):
    claim = a_claim("submitted")
    answer = sends(clerk, f"/claims/{claim.id}/do/return_claim", note="缺发票", mark="0" * 64)
    assert answer.status_code == 403
    assert "缺发票" in answer.text
    assert again(claim).state == "submitted"


def test_what_is_not_open_to_the_reader_is_refused_and_what_is_not_visible_is_not_there(app, time, clerk):
    claim = a_claim("submitted")
    assert clerk.get(f"/claims/{claim.id}/do/rate_claim").status_code == 409
    assert clerk.get(f"/claims/{claim.id}/do/refuse_claim").status_code == 403
    assert clerk.get(f"/claims/{claim.id}/do/release_batch").status_code == 404
    assert clerk.get(f"/claims/{claim.id}/do/nothing").status_code == 404
    assert clerk.get("/funds/new").status_code == 403
    elsewhere = a_desk(app, "district_clerk", unit="370202")
    assert elsewhere.get(f"/claims/{claim.id}/do/accept_claim").status_code == 404
    assert elsewhere.get(f"/claims/{claim.id}").status_code == 404


def test_every_act_that_pages_offer_is_known_and_every_known_act_is_offered():
    aside = {"expire_pledge", "record_scan", "redate_claim", "retry_job", "drop_job"}
    aside |= {"enter_calendar", "enter_lpr", "enter_budget_codes"}  # tables of many rows come as files
    assert offers.OFFERS.keys() | offers.MADE.keys() == ACTS.keys() - aside
    assert set(MAKING.values()) == offers.MADE.keys()


def test_an_enterprise_chooses_an_item_and_is_asked_for_its_facts(app, time):
    owner = an_enterprise()
    browser = app.test_client()
    enterprise_signs_in(browser, owner)
    first = browser.get("/claims/new")
    assert "QD24-2.1" in first.text
    assert "facts." not in first.text
    form = browser.get("/claims/new?item=QD24-2.1&on=2025-01-15")
    assert 'name="facts.newly_recognised"' in form.text
    assert 'name="facts.equipment_investment"' not in form.text
    facts = {"facts.recognised_on": "2025年1月15日", "facts.newly_recognised": "true"}
    page = Page(form.text)
    answers = [browser.post(page.action, data={**page.sent, **facts}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    claim = db.session.query(Claim).one()
    assert claim.facts == {"recognised_on": "2025-01-15", "newly_recognised": True}
    amend = browser.get(f"/claims/{claim.id}/do/amend_claim")
    assert 'value="2025-01-15"' in amend.text
    assert sends(browser, "", amend, claimed_yuan="2,000,000").status_code == 303
    assert again(claim).claimed_fen == 200_000_000
    assert browser.get(f"/enterprises/{db.session.query(Enterprise).one().id}").status_code == 200


def enterprise_signs_in(browser, owner):
    person = a_person("enterprise_agent", unit=owner.id)
    browser.set_cookie("disburse", enters(person).secret)


def test_an_enterprise_is_told_states_by_their_public_names(app, time):
    claim = a_claim("recommended")
    agent = a_desk(app, "enterprise_agent", unit=claim.enterprise_id)
    page = Page(agent.get(f"/claims/{claim.id}/do/withdraw_claim").text).text
    assert f"{claim.id} · 市级审核中" in page
    assert "已推荐" not in page
    clerk = a_desk(app, "city_clerk")
    assert f"{claim.id} · 已推荐" in Page(clerk.get(f"/claims/{claim.id}/do/send_back").text).text
