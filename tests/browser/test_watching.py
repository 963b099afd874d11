"""Auditors, leaders and administrators at work by clicking."""

import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.looking import BUILD


def test_pictures_stand_beside_the_tables_and_without_javascript_the_tables_alone(opened):
    page = opened("city_approver").go("/leader").page
    expect(page.locator(".picture canvas").first).to_be_visible()
    page.emulate_media(media="print")
    page.pdf(path=BUILD / "statistics-pictures.pdf", prefer_css_page_size=True)
    drawn = PdfReader(BUILD / "statistics-pictures.pdf").pages[0].extract_text()
    assert "0 5 10 15 20 25 30" in " ".join(drawn.split()), "the whole axis of the first picture is on paper"
    plain = opened("city_approver", scripts=False).go("/leader").look("statistics-no-scripts")
    expect(plain.page.locator("#unit tbody tr").first).to_be_visible()
    assert plain.page.locator(".picture").first.is_hidden()


def test_an_auditor_signs_in_verifies_asks_for_doubts_and_draws_a_sample(opened, story):
    browser = opened().go("/")
    page = browser.page
    page.fill("#login", story.logins["auditor"])
    page.fill("#password", story.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.locator(".menu").get_by_role("link", name="审计", exact=True).click()
    page.get_by_role("button", name="核验整个台账").click()
    expect(page.locator(".verdict")).to_contain_text("没有发现问题")
    page.locator(".menu").get_by_role("link", name="疑点查询").click()
    page.get_by_role("link", name=re.compile("统计各类条数")).click()
    page.get_by_role("link", name="虚报骗取").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("虚报骗取")
    page.locator(".menu").get_by_role("link", name="抽样", exact=True).click()
    page.fill("#f-seed", "20251122")
    page.fill("#f-size", "1")
    page.get_by_role("button", name="抽取样本").click()
    expect(page.locator("#drawn")).to_have_text("样本：1 件")
    page.locator("main table a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("QD-")


def test_an_administrator_signs_in_and_finds_a_person(opened, story):
    page = opened().go("/").page
    page.fill("#login", story.logins["security_admin"])
    page.fill("#password", story.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.locator(".menu").get_by_role("link", name="系统管理", exact=True).click()
    page.locator(".menu").get_by_role("link", name="人员", exact=True).click()
    login = page.get_by_role("cell", name=story.logins["district_clerk"], exact=True)
    row = page.locator("tbody tr").filter(has=login)
    number = row.locator("a").first.text_content()
    page.locator(".menu").get_by_role("link", name="会话", exact=True).click()
    page.fill("#person", number)
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("button", name="结束会话")).to_be_visible()


def test_a_leader_signs_in_and_reads_the_statistics(opened, story):
    page = opened().go("/").page
    page.fill("#login", story.logins["district_head"])
    page.fill("#password", story.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.locator(".menu").get_by_role("link", name="统计", exact=True).click()
    expect(page.locator("h1")).to_contain_text("黄岛区")
    expect(page.locator("#pace tbody tr").first).to_be_visible()
