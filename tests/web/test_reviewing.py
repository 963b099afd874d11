"""Five checks that nobody has ticked before, and the one notice with all defects."""

import re

import pytest

from disburse.queries import claims
from schemas.claims import CHECKS
from tests.make import AUDITOR, a_claim, again
from tests.web.forms_world import Page, a_desk, sends

RECOMMEND = "recommend_claim"


@pytest.fixture
def head(app, time):
    """The desk of a district head."""
    return a_desk(app, "district_head")


@pytest.fixture
def clerk(app, time):
    """The desk of a district clerk."""
    return a_desk(app, "district_clerk")


def at(claim, act=RECOMMEND):
    return f"/claims/{claim.id}/do/{act}"


def passed(**changed):
    return {f"checks__{name}__result": "pass" for name in CHECKS} | changed


def test_each_check_is_answered_by_radios_and_none_is_ticked(head):
    page = head.get(at(a_claim("district_review"))).text
    for name in CHECKS:
        assert len(re.findall(rf'type="radio" id="[^"]+" name="checks\.{name}\.result"', page)) == 2
    assert " checked" not in page
    claim = a_claim("district_review")
    assert " checked" not in head.get(f"{at(claim)}?checks.authenticity.result=pass").text


def test_every_check_left_open_is_named_and_what_was_chosen_stays(head):
    claim = a_claim("district_review")
    answer = sends(head, at(claim), checks__authenticity__result="pass")
    assert answer.status_code == 422
    text = Page(answer.text).text
    for name in ("完整性", "项目查重", "失信惩戒", "绿色门槛"):
        assert f"{name} · 结论：请选择“通过”或“未通过”。" in text
    assert "真实性 · 结论" not in text
    assert answer.text.count(" checked") == 1
    assert again(claim).state == "district_review"


def test_a_check_that_failed_needs_its_reason_and_stops_the_recommendation(head):
    claim = a_claim("district_review")
    failing = passed(checks__green_threshold__result="fail")
    answer = sends(head, at(claim), **failing)
    assert "绿色门槛 · 说明：未通过的审查须写明原因。" in Page(answer.text).text
    answer = sends(head, at(claim), **failing, checks__green_threshold__remark="排放超标")
    assert answer.status_code == 409
    assert "审查未通过：绿色门槛" in answer.text
    assert "排放超标" in answer.text
    assert again(claim).state == "district_review"


def test_five_passed_checks_recommend_the_claim_with_remarks_or_without(head):
    claim = a_claim("district_review")
    answer = sends(head, at(claim), **passed(checks__completeness__remark="合同齐全"))
    assert answer.status_code == 303
    kept = again(claim)
    assert kept.state == "recommended"
    assert kept.checks["completeness"] == {"result": "pass", "remark": "合同齐全"}
    assert kept.checks["duplicates"] == {"result": "pass", "remark": ""}


def test_all_defects_go_back_at_once_as_numbered_lines(clerk):
    claim = a_claim("submitted")
    assert len(re.findall(r'<textarea[^>]+name="note"', clerk.get(at(claim, "return_claim")).text)) == 3
    answer = sends(clerk, at(claim, "return_claim"), note=["合同缺 签字页", "", "发票\n不清晰"])
    assert answer.status_code == 303
    (returned,) = [e for e in claims.time_line(again(claim)) if e["action"] == "return_for_correction"]
    assert returned["reason"] == "1. 合同缺 签字页\n2. 发票 不清晰"
    assert 'class="lines"' in clerk.get(f"/claims/{claim.id}").text


def test_there_are_places_for_more_defects_and_what_was_typed_stays(clerk):
    claim = a_claim("submitted")
    page = sends(clerk, at(claim, "return_claim"), note=["缺签字页", "", ""], more="note")
    assert len(re.findall(r'<textarea[^>]+name="note"', page.text)) == 5
    assert "缺签字页" in page.text
    assert again(claim).state == "submitted"


def test_one_defect_is_not_numbered_and_none_is_refused(clerk):
    claim = a_claim("submitted")
    answer = sends(clerk, at(claim, "return_claim"))
    assert answer.status_code == 422
    assert "需要补正之处：" in Page(answer.text).text
    sends(clerk, at(claim, "return_claim"), note=["缺签字页", "", ""])
    assert claims.time_line(claims.one(claim.id, AUDITOR))[-1]["reason"] == "缺签字页"


def test_many_claims_go_back_with_the_same_defects(clerk):
    first, second = a_claim("submitted"), a_claim("submitted")
    address = f"/claims/all/return_claim?row={first.id}&row={second.id}"
    sends(clerk, address, note=["缺签字页", "缺发票"])
    for claim in (first, second):
        assert claims.time_line(again(claim))[-1]["reason"] == "1. 缺签字页\n2. 缺发票"
