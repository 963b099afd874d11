"""The daily work of a district and of the city in a browser."""

import pytest
from playwright.sync_api import expect

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@LANGUAGES
def test_the_five_checks_none_ticked_before_and_what_is_missing_said_beside_each(opened, story, language):
    browser = opened("district_head", language=language)
    browser.go(f"/claims/{story.claims['district_review']}/do/recommend_claim").look(f"checks.{language}")
    page = browser.page
    assert page.locator("input[type=radio]:checked").count() == 0
    page.locator("[name='checks.authenticity.result'][value=pass]").check()
    page.locator("[name='checks.completeness.result'][value=fail]").check()
    browser.expected.add(422)
    page.locator("button[data-prevent-double-click]").click()
    expect(page.locator(".govuk-error-summary__list li")).to_have_count(4)
    browser.look(f"checks-missing.{language}")
    page.locator(".govuk-error-summary__list a").first.click()
    expect(page.locator("[name='checks.completeness.remark']")).to_be_focused()


@LANGUAGES
def test_all_defects_are_listed_at_once(opened, story, language):
    browser = opened("district_clerk", language=language)
    browser.go(f"/claims/{story.claims['submitted']}/do/return_claim").look(f"defects.{language}")
    page = browser.page
    page.locator("#f-note").fill("合同缺签字页")
    page.locator("button[name=more]").click()
    expect(page.locator("textarea[name=note]")).to_have_count(5)
    assert page.locator("#f-note").input_value() == "合同缺签字页"


def test_a_clerk_signs_in_finds_a_claim_that_waits_and_picks_it_to_be_accepted(opened, story):
    browser = opened().go("/sign-in")
    page = browser.page
    page.fill("#login", story.logins["district_clerk"])
    page.fill("#password", story.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.locator(".menu").get_by_role("link", name="待办").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")
    page.get_by_role("navigation", name="环节").get_by_role("link", name="已提交").click()
    page.get_by_label(f"选择 {story.claims['submitted']}").check()
    page.get_by_role("button", name="批量办理：受理").click()
    expect(page.locator("table.ready")).to_contain_text(story.claims["submitted"])
    browser.look("district-confirms")


def test_a_city_clerk_looks_at_a_list_before_it_is_imported(opened, tmp_path):
    browser = opened("city_clerk").go("/city/lists")
    page = browser.page
    page.get_by_role("button", name="导入：评价名单").click()
    page.fill("[name=year]", "2024")
    page.select_option("[name=unit]", "370211")
    page.fill("[name=notice]", "测试公告7号")
    page.fill("[name='stated.A']", "2")
    page.locator("[name=partial][value=false]").check()
    sheet = tmp_path / "list.csv"
    sheet.write_text("企业名称,统一社会信用代码,评价结果\n青岛丙有限公司,,A\n", encoding="utf-8")
    page.set_input_files("#file", sheet)
    page.get_by_role("button", name="试读").click()
    expect(page.locator(".verdict")).to_contain_text("不能导入")
    browser.look("city-import-faulty")
    page.fill("[name='stated.A']", "1")
    page.get_by_role("button", name="试读").click()
    expect(page.locator(".verdict")).to_contain_text("可导入 1 行")
    browser.look("city-import-sound")
