"""The frame in use: the keyboard, languages, letters, and a wrong password."""

import re

from playwright.sync_api import expect


def test_the_first_key_leads_past_the_menu(opened):
    page = opened("auditor").go("/").page
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_one_changes_the_language_and_stays_where_one_is(opened):
    page = opened("auditor").go("/?state=paid").page
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(r"/\?state=paid$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims")
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申报")


def test_the_letters_grow_and_the_page_still_fits(opened):
    browser = opened("auditor").go("/")
    size = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    sizes = [browser.page.evaluate(size)]
    for name in ("大", "特大"):
        browser.page.get_by_role("button", name=name, exact=True).click()
        expect(browser.page.get_by_role("button", name=name, exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
        sizes.append(browser.page.evaluate(size))
    assert sizes == [16, 18, 20]
    assert browser.fits()
    browser.look("claims-larger")


def test_a_wrong_password_is_said_on_top_and_leads_to_the_field(opened, story):
    browser = opened().go("/sign-in")
    browser.expected.add(401)
    browser.page.fill("#login", story.logins["auditor"])
    browser.page.fill("#password", "wrong horse battery")
    browser.page.get_by_role("button", name="登录", exact=True).click()
    summary = browser.page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    browser.look("sign-in-wrong")
    summary.get_by_role("link").click()
    expect(browser.page.locator("#login")).to_be_focused()


def test_one_signs_in_and_out(opened, story):
    page = opened().go("/").page
    page.fill("#login", story.logins["district_clerk"])
    page.fill("#password", story.password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申报")
    expect(page.locator(".band__who")).to_contain_text("黄岛区 · 区市经办人")
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(re.compile(r"/sign-in$"))
