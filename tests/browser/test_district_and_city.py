"""The daily work of a district and of the city in a browser."""

from playwright.sync_api import expect


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
    page.fill("[name=unit]", "370211")
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
