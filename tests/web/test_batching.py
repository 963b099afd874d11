"""One act on many: exceptions first, each done by itself, and a second submission does nothing twice."""

import pytest

from tests.make import a_claim, again
from tests.web.forms_world import Page, a_desk, sends


@pytest.fixture
def clerk(app, time):
    """The desk of a district clerk."""
    return a_desk(app, "district_clerk")


def test_exceptions_come_first_and_the_rest_is_done_once(clerk):
    ready, draft = [a_claim("submitted") for _ in range(3)], a_claim("draft")
    rows = "&".join(f"row={one}" for one in (draft.id, "QD-2025-999999", *(claim.id for claim in ready)))
    confirm = clerk.get(f"/claims/all/accept_claim?{rows}")
    text = Page(confirm.text).text
    assert text.index("不能办理的 2 件") < text.index("将办理的 3 件")
    assert "“草稿”状态下不能办理" in text
    assert "没有 QD-2025-999999，或您无权查看" in text
    answers = [sends(clerk, "", confirm) for _ in range(2)]
    assert "已办理 3 件，未办理 0 件" in Page(answers[0].text).text
    assert Page(answers[0].text).text == Page(answers[1].text).text
    assert [again(claim).version for claim in ready] == [claim.version + 1 for claim in ready]
    assert again(draft).state == "draft"


def test_a_record_changed_meanwhile_is_reported_and_the_others_are_done(clerk):
    first, second = a_claim("submitted"), a_claim("submitted")
    confirm = clerk.get(f"/claims/all/accept_claim?row={first.id}&row={second.id}")
    assert sends(clerk, f"/claims/{first.id}/do/accept_claim").status_code == 303
    text = Page(sends(clerk, "", confirm).text).text
    assert "已办理 1 件，未办理 1 件" in text
    assert f"{first.id} 已被他人改动" in text
    assert again(second).state == "district_review"


def test_a_shared_note_is_asked_for_once_and_its_fault_is_said(clerk):
    claims = [a_claim("submitted") for _ in range(2)]
    confirm = clerk.get("/claims/all/return_claim?" + "&".join(f"row={claim.id}" for claim in claims))
    empty = sends(clerk, "", confirm)
    assert empty.status_code == 422
    assert 'href="#f-note"' in empty.text
    assert {again(claim).state for claim in claims} == {"submitted"}
    assert "已办理 2 件" in Page(sends(clerk, "", empty, note="缺发票").text).text
    assert {again(claim).state for claim in claims} == {"returned"}


def test_what_is_to_be_done_is_added_up(app, time):
    city = a_desk(app, "city_clerk")
    claims = [a_claim("rated") for _ in range(2)]
    confirm = city.get("/claims/all/publish_claim?" + "&".join(f"row={claim.id}" for claim in claims))
    assert "4,000,000.00" in Page(confirm.text).text
    answer = sends(city, "", confirm, minutes_number="测试会议1号")
    assert "已办理 2 件" in Page(answer.text).text


def test_acts_with_parts_are_not_for_many_and_batches_have_an_end(clerk):
    assert clerk.get("/claims/all/establish_facts?row=QD-2025-000001").status_code == 404
    assert clerk.get("/claims/all/release_batch?row=QD-2025-000001").status_code == 404
    rows = "&".join(f"row=QD-2025-{n:06d}" for n in range(201))
    assert clerk.get(f"/claims/all/accept_claim?{rows}").status_code == 413
