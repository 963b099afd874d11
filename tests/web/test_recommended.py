"""Papers of review over the web: who reaches them, from where, and how many questions a page asks."""

from datetime import timedelta

import pytest

from disburse import clock
from disburse.queries import reviewed
from tests.make import HEAD, UNIT, a_claim, again, an_adoption, an_enterprise
from tests.web.forms_world import Page, a_desk


@pytest.fixture
def head(app, time):
    """The desk of a district head, whose unit is on record."""
    return a_desk(app, "district_head")


def number():
    return f"TJ-{UNIT}-{clock.today() - timedelta(days=30):%Y%m%d}-{clock.today():%Y%m%d}"


def test_a_district_lists_what_it_recommended_and_has_its_papers(head):
    claim = a_claim("recommended")
    answer = head.get("/recommended")
    assert "共 1 件，核定合计 2,000,000.00 元" in Page(answer.text).text
    assert claim.id in answer.text
    assert 'href="/recommended"' in head.get("/district").text
    for address in (
        f"/claims/{claim.id}/opinion.pdf",
        f"/lists/{number()}/letter.pdf",
        f"/lists/{number()}/summary.pdf",
    ):
        assert address in answer.text
        made = head.get(address)
        assert (made.status_code, made.mimetype) == (200, "application/pdf")
        assert made.data.startswith(b"%PDF")


def test_the_page_of_a_claim_leads_to_its_opinion_form_once_it_is_recommended(app, head):
    claim = a_claim("recommended")
    link = f"/claims/{claim.id}/opinion.pdf"
    assert link in head.get(f"/claims/{claim.id}").text
    assert (
        link not in a_desk(app, "enterprise_agent", unit=claim.enterprise_id).get(f"/claims/{claim.id}").text
    )
    early = a_claim("district_review")
    assert "opinion.pdf" not in head.get(f"/claims/{early.id}").text
    assert "尚未推荐" in head.get(f"/claims/{early.id}/opinion.pdf").text


def test_days_are_read_as_typed_and_what_is_no_day_is_said(head):
    claim = a_claim("recommended")
    assert claim.id in head.get("/recommended?first=2025/3/1&last=2025-03-31").text
    assert "这些日子没有推荐" in head.get("/recommended?first=2024-01-01&last=2024-02-01").text
    for wrong in ("first=yesterday", "first=2025-03-02&last=2025-03-01"):
        assert "请填写起止日期" in head.get(f"/recommended?{wrong}").text


def test_the_city_chooses_a_district_another_district_and_an_enterprise_get_nothing(app, head):
    claim = a_claim("recommended")
    city = a_desk(app, "city_clerk")
    assert "请选择审核单位" in city.get("/recommended").text
    assert claim.id in city.get(f"/recommended?unit={UNIT}").text
    assert city.get("/recommended?unit=nowhere").status_code == 400
    assert city.get(f"/lists/{number()}/summary.pdf").status_code == 200
    neighbour = a_desk(app, "district_head", unit="370202")
    assert claim.id not in neighbour.get(f"/recommended?unit={UNIT}").text
    agent = a_desk(app, "enterprise_agent", unit=claim.enterprise_id)
    assert agent.get("/recommended").status_code == 403
    for browser in (neighbour, agent):
        assert browser.get(f"/lists/{number()}/letter.pdf").status_code == 404
        assert browser.get(f"/claims/{claim.id}/opinion.pdf").status_code == 404


def test_a_natural_persons_name_is_masked_on_the_page(head):
    account = {"name": "测试设计师", "number": "9000000000001234", "bank_code": "313452060150"}
    owner = an_enterprise(name="测试设计师", nature="person", account={**account, "bank_name": "测试银行"})
    an_adoption()
    a_claim("recommended", enterprise=owner)
    text = head.get("/recommended").text
    assert "测**" in text
    assert "测试设计师" not in text


def test_the_page_asks_no_more_of_the_database_for_many_than_for_few(head, statements):
    def asked():
        with statements() as seen:
            assert head.get("/recommended").status_code == 200
        return len(seen)

    a_claim("recommended")
    few = asked()
    for _ in range(4):
        a_claim("recommended")
    assert asked() == few <= 16


def test_the_public_notice_is_had_from_the_public_page_and_from_the_citys(app, head):
    claim = a_claim("public_notice")
    posted = f"GS-{clock.today():%Y%m%d}"
    stranger, city = app.test_client(), a_desk(app, "city_clerk")
    for browser, page, link in (
        (stranger, "/public/", f"/public/notices/{posted}.pdf"),
        (city, "/city/notices", f"/lists/{posted}/publication.pdf"),
    ):
        assert link in browser.get(page).text
        made = browser.get(link)
        assert (made.status_code, made.mimetype) == (200, "application/pdf")
    assert stranger.get("/public/notices/GS-20240101.pdf").status_code == 404
    assert stranger.get(f"/lists/{posted}/publication.pdf").status_code == 303
    assert again(claim).state == "public_notice"


def test_whoever_has_such_a_paper_finds_out_whether_it_holds(app, head):
    claim = a_claim("public_notice")
    known = app.extensions["disburse"]
    for facts, called in (
        (reviewed.opinion(claim.id, HEAD, known), "初审意见表"),
        (reviewed.recommendation(number(), HEAD, known), "初审推荐函、汇总表"),
        (reviewed.publication(f"GS-{clock.today():%Y%m%d}", None, known), "公示"),
    ):
        answer = app.test_client().get(facts.verify_url.removeprefix(known.public_url))
        assert answer.status_code == 200
        text = Page(answer.text).text
        assert called in answer.text
        assert "有效" in text
        assert claim.id in text or getattr(facts, "number", "") in text
