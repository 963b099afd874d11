"""The city's pages: work list, public notice, lists and matches, rules, and one enterprise over the years."""

import html
import io
import re

import pytest
from sqlalchemy import func, select

from disburse.db import db
from disburse.models import CityTable, Claim, RatingList
from disburse.web import city
from tests.access.world import a_unit
from tests.lists.test_recognitions import a_list
from tests.make import UNIT, a_claim, a_fund, a_rating_list, again, an_adoption, an_enterprise
from tests.web.forms_world import Page, a_desk, sends

NEXT = re.compile(r'href="([^"]+)" rel="next"')
LIST = "企业名称,统一社会信用代码,评价结果\n青岛甲有限公司,,A\n青岛乙有限公司,,C\n"


@pytest.fixture
def clerk(app, time):
    """The desk of a city clerk; a district is on record."""
    a_unit("district")
    return a_desk(app, "city_clerk")


def imports(desk, kind, content, do, **said):
    """Send the form of an import as a browser does, with a file, or with the one that waits in the form."""
    shown = said.pop("shown", None) or desk.get(f"/city/imports/{kind}")
    sent = {**Page(shown.text).sent, **{k.replace("__", "."): v for k, v in said.items()}, "do": do}
    if content is not None:
        sent["file"] = (io.BytesIO(content.encode()), "list.csv")
    return desk.post(f"/city/imports/{kind}", data=sent, content_type="multipart/form-data")


def ratings(desk, do, content=LIST, **said):
    """A rating list of 2024 with what its notice says."""
    about = {"year": "2024", "unit": UNIT, "notice": "测试公告1号", "partial": "false", **said}
    return imports(desk, "ratings", content, do, **about)


def test_what_waits_for_the_city_is_narrowed_by_district_and_names_the_acts_of_ones_role(app, clerk):
    claim = a_claim("recommended")
    assert claim.id in clerk.get(f"/city?unit={UNIT}").text
    assert claim.id not in clerk.get("/city?unit=370202").text
    assert "/claims/all/rate_claim" in clerk.get("/city").text
    assert "/claims/all/approve_claim" not in clerk.get("/city").text
    assert a_desk(app, "district_clerk").get("/city").status_code == 403


def test_a_look_holds_a_list_against_its_notice_and_writes_nothing(clerk):
    looked = ratings(clerk, "look", stated__A="1", stated__C="1")
    assert looked.status_code == 200, looked.text
    assert "可导入 2 行" in Page(looked.text).text
    assert db.session.scalar(select(func.count()).select_from(RatingList)) == 0
    wrong = Page(ratings(clerk, "look", stated__A="2").text).text
    assert "不能导入" in wrong
    assert "导入 2 行" not in wrong


def test_after_the_look_the_same_file_is_imported_once(clerk):
    looked = ratings(clerk, "look")
    page = Page(looked.text)
    sent = {**page.sent, "do": "keep"}
    answers = [clerk.post("/city/imports/ratings", data=sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303], answers[0].text
    kept = db.session.query(RatingList).one()
    assert kept.row_count == 2
    assert "已办理：导入评价名单" in Page(clerk.get(answers[0].location).text).text


def test_the_error_workbook_of_a_list_is_a_workbook(clerk):
    made = ratings(clerk, "errors", stated__A="2")
    assert made.status_code == 200
    assert made.data[:2] == b"PK"
    assert clerk.get("/city/imports/ratings/template.xlsx").data[:2] == b"PK"


def test_a_form_without_a_file_or_without_its_mark_is_refused_and_keeps_what_was_typed(clerk):
    answer = imports(clerk, "ratings", None, "look", year="2024", notice="测试公告9号")
    assert answer.status_code == 422
    assert "测试公告9号" in answer.text
    assert "请选择文件" in answer.text
    assert clerk.post("/city/imports/ratings", data={"do": "look"}).status_code == 403
    assert clerk.get("/city/imports/nothing").status_code == 404


def test_the_unit_is_chosen_among_the_districts_on_record(clerk):
    for page in ("ratings", "recognitions?item=QD24-2.1"):
        text = clerk.get(f"/city/imports/{page}").text
        assert re.search(r'<select[^>]+name="unit"', text)
        assert f'<option value="{UNIT}"' in text
        assert '<option value="city"' not in text


def test_a_recognition_list_asks_first_for_its_item_then_for_the_facts_that_its_notice_states(clerk):
    first = clerk.get("/city/imports/recognitions").text
    assert 'name="item"' in first
    assert "facts." not in first
    assert "QD24-5.2" not in first, "an item that is not granted on a recognition alone"
    form = clerk.get("/city/imports/recognitions?item=QD24-2.1").text
    assert 'name="facts.newly_recognised"' in form
    assert 'name="facts.recognised_on"' not in form, "each row has its own day"


def test_a_recognition_list_with_its_facts_is_looked_at_then_imported_and_claims_are_drafted(clerk):
    an_adoption()
    firm = an_enterprise()
    content = f"企业名称,统一社会信用代码,认定日期\n{firm.name},{firm.uscc},2025-01-15\n"
    about = {"item": "QD24-2.1", "unit": UNIT, "notice": "测试认定公告1号"}
    address = "/city/imports/recognitions?item=QD24-2.1"
    lacking = imports(clerk, "recognitions", content, "look", shown=clerk.get(address), **about)
    assert "名单未给出此项事实" in Page(lacking.text).text
    about["facts__newly_recognised"] = "true"
    looked = imports(clerk, "recognitions", content, "look", shown=clerk.get(address), **about)
    assert "可导入 1 行" in Page(looked.text).text
    kept = imports(clerk, "recognitions", None, "keep", shown=looked, **about)
    assert kept.status_code == 303, Page(kept.text).text
    claim = db.session.query(Claim).one()
    assert claim.facts == {"newly_recognised": True, "recognised_on": "2025-01-15"}


def test_only_a_clerk_imports(app, clerk):
    assert a_desk(app, "city_approver").get("/city/imports/ratings").status_code == 403
    assert "/city/imports/ratings" not in a_desk(app, "city_approver").get("/city/lists").text


def test_a_calendar_is_entered_as_a_table_and_confirmed_by_another(app, clerk):
    table = "日期,安排\n2027-01-01,放假\n"
    about = {"year": "2027", "number": "测试〔2026〕9号", "published_on": "2026-11-01"}
    answer = imports(clerk, "calendar", table, "keep", **about)
    assert answer.status_code == 303, Page(answer.text).text
    kept = db.session.query(CityTable).one()
    assert kept.id in clerk.get("/city/rules").text
    approver = a_desk(app, "city_approver")
    done = sends(approver, f"/city-tables/{kept.id}/do/confirm_city_table", document="测试确认9号")
    assert done.status_code == 303
    assert again(kept).state == "confirmed"


def test_a_match_is_settled_by_a_link_that_fills_in_the_row(clerk):
    firm = an_enterprise(name="青岛测试甲乙装备有限公司")
    kept = a_rating_list(("青岛测试甲乙装备股份有限公司", "", "C"))
    address = re.search(r'href="([^"]+do/confirm_match[^"]+)"', clerk.get("/city/matches").text)
    assert address, clerk.get("/city/matches").text
    form = clerk.get(address[1].replace("&amp;", "&"))
    assert f'value="{firm.id}"' in form.text
    assert sends(clerk, address[1].replace("&amp;", "&"), note="同一企业").status_code == 303
    assert kept.id not in clerk.get("/city/matches").text


def test_lists_of_each_kind_are_paged_by_themselves_the_newest_first(clerk, monkeypatch):
    monkeypatch.setattr(city, "PAGE", 2)
    rated = [a_rating_list(year=2024 - n).id for n in range(5)]
    recognised = [a_list((f"青岛{n}有限公司", None), digest=f"{n}").id for n in range(3)]

    def shown(page, name):
        return re.findall(rf'href="/{name}/([^"]+)"', page)

    first = clerk.get("/city/lists").text
    assert shown(first, "recognition-lists") == recognised[:0:-1]
    assert 'aria-label="评价名单 · 翻页"' in first
    assert 'aria-label="认定名单 · 翻页"' in first
    [older] = [one for one in map(html.unescape, NEXT.findall(first)) if "recognition_list=" in one]
    page = clerk.get(older).text
    assert shown(page, "recognition-lists") == recognised[:1]
    seen = shown(page, "rating-lists")
    for _ in range(2):
        [following] = map(html.unescape, NEXT.findall(page))
        page = clerk.get(following).text
        assert shown(page, "recognition-lists") == recognised[:1], "the other list stays where it is"
        seen += shown(page, "rating-lists")
    assert seen == rated[::-1]
    assert NEXT.findall(page) == []


def test_open_questions_lead_to_a_decision_that_names_them(clerk):
    shown = clerk.get("/city/rules").text
    address = re.search(r'href="(/decisions/new\?question=[^"]+)"', shown)[1]
    assert f'value="{address.partition("=")[2].replace("%3A", ":")}"' in clerk.get(address).text


def test_the_notice_names_enterprise_item_and_sum_and_no_account(clerk):
    claim, fund = a_claim("public_notice"), a_fund("1000000.00")
    shown = clerk.get("/city/notices").text
    assert claim.id in shown
    assert "2,000,000.00" in shown
    assert "-1,000,000.00" in shown
    assert fund.id in shown
    assert "1234" not in re.sub(r"<input[^>]+>", "", shown)


def test_a_dossier_has_years_ratings_and_claims_and_tries_another_class(app, clerk):
    claim = a_claim("paid", rating="C")
    shown = clerk.get(f"/city/enterprises/{claim.enterprise_id}")
    assert claim.id in shown.text
    assert "1,600,000.00" in shown.text
    tried = Page(clerk.get(f"/city/enterprises/{claim.enterprise_id}?rating=D").text).text
    assert "已批准，不变" in tried
    assert clerk.get(f"/city/enterprises/{claim.enterprise_id}?rating=Z").status_code == 422
    assert clerk.get("/city/enterprises/E-2025-999999").status_code == 404
    other = a_desk(app, "district_clerk")
    assert other.get(f"/city/enterprises/{claim.enterprise_id}").status_code == 403


@pytest.mark.parametrize("address", ["/city", "/city/notices", "/city/lists", "/city/rules"])
def test_a_page_asks_no_more_of_the_database_for_many_claims_than_for_few(clerk, statements, address):
    def asked():
        with statements() as seen:
            assert clerk.get(address).status_code == 200
        return len(seen)

    for state in ("recommended", "public_notice"):
        a_claim(state)
    few = asked()
    for _ in range(3):
        a_claim("recommended")
        a_claim("public_notice")
    assert asked() == few <= 18


def test_thirty_matches_of_fifteen_lists_ask_no_more_of_the_database_than_one(clerk, statements):
    names = [
        f"青岛测试{mark * 3}装备" for mark in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
    ]
    for name in names:
        an_enterprise(name=f"{name}有限公司")

    def asked(rows):
        with statements() as seen:
            page = clerk.get("/city/matches").text
        assert page.count("do/confirm_match") >= rows
        return len(seen)

    a_list((f"{names[0]}股份有限公司", None), digest="0")
    a_rating_list((f"{names[0]}股份有限公司", "", "C"))
    few = asked(2)
    for place, digest in zip(range(0, 30, 2), "123456789abcdef", strict=True):
        a_list(*((f"{name}股份有限公司", None) for name in names[place : place + 2]), digest=digest)
    assert asked(31) <= few + 1
