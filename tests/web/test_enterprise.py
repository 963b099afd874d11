"""The pages of an enterprise: what it has to do, what it may claim, and the sum of a draft as it is typed."""

import re

import pytest

from disburse.acts import act
from disburse.db import db
from disburse.models import Claim
from disburse.notices import notify
from disburse.web import enterprise
from tests.lists.test_recognitions import a_list, drafted
from tests.make import (
    BANK_CODE,
    CLERK,
    a_claim,
    a_lock,
    a_rating_list,
    a_unit,
    advance,
    again,
    an_adoption,
    an_enterprise,
    here,
)
from tests.web.forms_world import Page, a_desk, sends

TODO = re.compile(r'id="todo".*?</section>', re.S)


@pytest.fixture
def firm(app, time):
    an_adoption()
    a_rating_list()
    return an_enterprise()


@pytest.fixture
def desk(app, firm):
    """The desk of whoever acts for the firm."""
    return a_desk(app, "enterprise_agent", unit=firm.id)


def text(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200, Page(answer.text).text
    return Page(answer.text).text or answer.text


def todo(browser):
    return TODO.search(browser.get("/enterprise").text)[0]


def test_a_draft_is_to_be_finished_and_submitted(desk, firm):
    claim = a_claim("draft", enterprise=firm)
    shown = todo(desk)
    assert "填完并提交" in shown
    for name in ("amend_claim", "submit_claim"):
        assert f"/claims/{claim.id}/do/{name}" in shown


def test_a_returned_claim_says_why_and_until_when(desk, firm):
    claim = a_claim("submitted", enterprise=firm)
    act("return_claim", {**here(claim), "note": "缺发票"}, CLERK)
    assert "缺发票" in todo(desk)
    assert "剩" in todo(desk)


def test_what_an_office_drafted_from_a_list_waits_for_consent_and_is_submitted_here(desk, firm):
    a_claim("draft", enterprise=firm, item="QD24-3.1")
    assert "免申即享" not in todo(desk)
    claim = drafted(a_list((firm.name, firm.uscc)))
    shown = todo(desk)
    assert "免申即享：主管部门已代为起草，核对后提交即为同意" in shown
    assert f"/claims/{claim.id}/do/submit_claim" in shown
    assert f"/claims/{claim.id}/do/amend_claim" not in shown, "the facts of a list are not its to change"
    for address in ("/enterprise", f"/claims/{claim.id}"):
        assert "代为起草（免申即享）" in text(desk, address)
    sends(desk, f"/claims/{claim.id}/do/submit_claim", commitment="true")
    assert again(claim).state == "submitted"
    assert "免申即享" not in todo(desk)


def test_what_was_handed_in_waits_for_the_office_and_no_longer_here(desk, firm):
    claim = a_claim("submitted", enterprise=firm)
    assert claim.id not in todo(desk)
    assert "没有待本单位办理的申报" in todo(desk)
    assert claim.workflow.state("submitted").public_zh in desk.get("/enterprise").text


def test_others_see_nothing_of_it(app, firm):
    for role in ("district_clerk", "bank_clerk", "auditor"):
        for address in ("/enterprise", "/enterprise/match"):
            assert a_desk(app, role).get(address).status_code == 403
    other = a_desk(app, "enterprise_agent", unit=an_enterprise().id)
    claim = a_claim("draft", enterprise=firm)
    assert claim.id not in other.get("/enterprise").text


def test_an_approved_award_can_be_pledged_and_its_lock_has_a_receipt(app, time):
    a_unit(BANK_CODE, "bank")
    claim = a_claim("approved")
    browser = a_desk(app, "enterprise_agent", unit=claim.enterprise_id)
    assert f"/claims/{claim.id}/do/authorise_bank" in browser.get("/enterprise").text
    pledge = a_lock(claim=claim)
    page = browser.get("/enterprise").text
    assert f'href="/pledges/{pledge.id}"' in page
    assert f"/claims/{claim.id}/receipt.pdf" in page
    assert f'href="/pledges/{pledge.id}"' in browser.get(f"/claims/{claim.id}").text


def test_a_paid_award_has_its_notice(app, time):
    claim = a_claim("paid")
    browser = a_desk(app, "enterprise_agent", unit=claim.enterprise_id)
    assert f"/claims/{claim.id}/notice.pdf" in browser.get("/enterprise").text


def test_every_change_that_others_make_is_a_message_and_its_own_are_none(desk, firm, monkeypatch):
    claim = a_claim("draft", enterprise=firm)
    assert "还没有变动" in text(desk, "/enterprise")
    other = a_claim("submitted")
    for state in ("submitted", "district_review", "recommended"):
        claim = advance(claim, state)
    shown = text(desk, "/enterprise")
    assert shown.index("推荐") < shown.index("受理")
    assert "市级审核中" in shown
    assert other.id not in shown
    monkeypatch.setattr(enterprise, "PAGE", 1)
    first = desk.get("/enterprise/changes").text
    assert "推荐" in Page(first).text
    assert "受理" not in Page(first).text
    older = re.search(r"/enterprise/changes\?before=\d+", first)[0]
    assert "受理" in text(desk, older)
    assert desk.get("/enterprise/changes?before=x").status_code == 400


def test_it_shows_what_its_own_unit_was_told_the_newest_first(desk, firm):
    claim = a_claim("draft", enterprise=firm)
    for unit, type_ in ((firm.id, "near"), (firm.id, "over"), ("370211", "over")):
        notify(unit, f"cn.disburse.deadline.{type_}", claim.id, {})
    db.session.commit()
    page = desk.get("/enterprise").text
    assert page.index("时限已过") < page.index("时限将到")
    assert page.count("时限已过") == 1


def test_more_claims_cost_no_more_queries(desk, firm, statements):
    desk.get("/")
    counts = []
    for _ in range(3):
        a_claim("draft", enterprise=firm)
        with statements() as seen:
            desk.get("/enterprise")
        counts.append(len(seen))
    assert counts[1] == counts[2] <= 16


def test_it_says_what_may_be_claimed_what_is_missing_and_why_not(desk, firm):
    page = desk.get("/enterprise/match?on=2025-01-15&group=needs_facts&words=QD24-2.1").text
    assert "QD24-2.1" in page
    assert 'href="/claims/new?item=QD24-2.1&amp;on=2025-01-15"' in page
    assert "还缺事实" in page


def test_what_may_be_claimed_is_looked_through_a_page_at_a_time(desk, firm):
    rows = re.compile(r'<span class="soft">([A-Z0-9.-]+)</span>')
    seen, address = [], "/enterprise/match?on=2025-01-15&group=needs_facts"
    while address:
        page = desk.get(address).text
        assert len(page) < 60_000
        shown = rows.findall(page)
        assert len(shown) <= enterprise.LINES
        seen += shown
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following and following[1].replace("&amp;", "&")
    count = int(re.search(r"还缺事实 \((\d+)\)", page)[1])
    assert len(seen) == len(set(seen)) == count > enterprise.LINES


def test_items_are_found_by_words_of_their_title_in_either_language(desk, firm):
    page = text(desk, "/enterprise/match?on=2025-01-15&words=单项冠军 2.1")
    assert "QD24-2.1" in page
    assert "QD24-14.1" not in page
    assert "没有符合条件的事项" in text(desk, "/enterprise/match?words=无此事项")
    assert desk.get("/enterprise/match?group=maybe").status_code == 400
    assert desk.get("/enterprise/match?page=x").status_code == 400


def test_a_day_that_can_not_be_read_is_said_so(desk, firm):
    page = desk.get("/enterprise/match?on=yesterday").text
    assert "请填写日期" in page
    assert 'value="yesterday"' in page


def test_the_link_of_an_item_opens_its_draft_with_the_day(desk, firm):
    page = Page(desk.get("/claims/new?item=QD24-2.1&on=2025-01-15").text)
    assert page.sent["item"] == ["QD24-2.1"]
    assert page.sent["on"] == ["2025-01-15"]


def drafting(browser, **typed):
    page = Page(browser.get("/claims/new?item=QD24-2.1&on=2025-01-15").text)
    return browser.post(page.action, data={**page.sent, **typed})


def test_the_sum_is_reckoned_from_what_is_typed_and_nothing_is_written(desk, firm):
    first = drafting(desk, reckon="now")
    assert first.status_code == 200
    assert "填写下列各项后可以测算" in first.text
    claim = a_claim("draft", enterprise=firm)
    facts = {f"facts.{name}": value for name, value in typed_of(claim).items()}
    answer = drafting(desk, reckon="now", **facts)
    assert "2,000,000.00 元" in answer.text
    assert "第二条" in answer.text
    for name, value in facts.items():
        assert value in answer.text, name
    assert db.session.query(Claim).count() == 1


def typed_of(claim):
    return {n: str(v).lower() if isinstance(v, bool) else str(v) for n, v in claim.facts.items()}


def test_what_can_not_be_read_is_missing_never_zero(desk, firm):
    answer = drafting(desk, reckon="now", **{"facts.recognised_on": "昨天", "on": "昨天"})
    assert answer.status_code == 200
    assert "填写下列各项后可以测算" in answer.text


def test_a_draft_that_is_amended_begins_with_its_sum(desk, firm):
    claim = a_claim("draft", enterprise=firm)
    assert "2,000,000.00 元" in desk.get(f"/claims/{claim.id}/do/amend_claim").text
    assert advance(claim, "submitted").state == "submitted"


def test_officials_forms_have_no_sum(app, firm):
    claim = a_claim("district_review", enterprise=firm)
    clerk = a_desk(app, "district_clerk")
    assert 'id="reckoned"' not in clerk.get(f"/claims/{claim.id}/do/establish_facts").text


def test_states_of_one_public_name_are_one_row_that_leads_to_the_claims_of_both(desk, firm):
    numbers = {a_claim(state, enterprise=firm).id for state in ("recommended", "rated")}
    a_claim("submitted", enterprise=firm)
    shown = desk.get("/enterprise").text
    states = re.search(r'id="states".*?</section>', shown, re.S)[0]
    assert states.count("市级审核中") == 1
    [row] = [one for one in re.findall(r"<tr>.*?</tr>", states, re.S) if "市级审核中" in one]
    [address] = re.findall(r'href="([^"]+)"', row)
    assert address == "/?state=recommended.rated"
    assert re.findall(r'class="figure"[^>]*>([^<]*)<', row)[0] == "2"
    listed = desk.get(address).text
    assert set(re.findall(r'href="/claims/([^"]+)"', listed)) == numbers
    assert "共 2 件" in listed
    assert re.findall(r'<option value="([^"]+)" selected>市级审核中 \(2\)', listed) == ["recommended.rated"]
