"""Statistics for leaders: whole tables without JavaScript, of what the reader may see."""

import re

import pytest

from tests.make import a_claim
from tests.web.forms_world import Page, a_desk


@pytest.mark.parametrize("role", ["auditor", "city_approver", "district_head"])
def test_days_sums_and_flow_are_in_tables(app, time, role):
    a_claim("paid", rating="C", claimed_yuan="3000000.00")
    shown = a_desk(app, role).get("/leader").text
    for table in ("pace", "unit", "item", "rating", "months", "flow"):
        assert f'id="{table}"' in shown
    text = Page(shown).text
    assert "黄岛区" in text
    assert "C 类 1 3,000,000.00 1,600,000.00 1,600,000.00 0.00 0.00" in text
    assert "区市初审 已推荐 1" in text
    assert "合计 1 3,000,000.00" in text
    assert not re.search(r"<script(?! src=)| style=", shown)


def test_a_head_sees_the_own_district_alone(app, time):
    a_claim("paid")
    text = Page(a_desk(app, "district_head", unit="370202").get("/leader").text).text
    assert "市南区" in text
    assert "黄岛区" not in text
    assert "还没有申报" in text


@pytest.mark.parametrize("role", ["district_clerk", "city_clerk", "finance_payer", "system_admin"])
def test_nobody_else_finds_the_statistics(app, time, role):
    desk = a_desk(app, role)
    assert desk.get("/leader").status_code == 404
    assert 'href="/leader"' not in desk.get("/account").text


def test_the_page_asks_no_more_for_many_claims_than_for_few(app, time, statements):
    desk = a_desk(app, "auditor")

    def asked():
        with statements() as seen:
            assert desk.get("/leader").status_code == 200
        return len(seen)

    a_claim("submitted")
    few = asked()
    for _ in range(5):
        a_claim("submitted")
    assert asked() == few <= 10
