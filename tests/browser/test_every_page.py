"""Every page there is, looked at in both languages, on a telephone and at 200 %."""

import pytest

from tests.browser.pages import ANSWERS, PAGES, whole

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def test_every_template_is_looked_at_by_a_test():
    assert {page.template for page in PAGES} | set(ANSWERS) == whole()


@LANGUAGES
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page(opened, story, language, page):
    browser = opened(page.role, language=language).go(page.of(story), page.status)
    assert browser.template == page.template
    assert browser.page.locator(".menu [aria-current]").count() <= 1
    browser.look(f"{page.name}.{language}")


@LANGUAGES
def test_the_setting_up_of_one_time_codes(opened, story, language):
    browser = opened("finance_clerk", language=language).go("/account")
    browser.page.fill("#proof", story.password)
    browser.page.locator("form[action='/account/totp'] [data-prevent-double-click]").click()
    browser.page.locator("svg").first.wait_for()
    browser.look(f"account-codes.{language}")


def test_without_javascript_the_pages_are_whole(opened):
    browser = opened("auditor", scripts=False).go("/").look("claims-no-scripts")
    browser.page.select_option("#state", "paid")
    browser.page.click(".filter button")
    assert "state=paid" in browser.page.url
    assert browser.page.locator(".claims tbody tr").count() == 1


def test_a_picture_that_says_nothing_is_found(opened):
    browser = opened().go("/")
    assert browser.findings() == []
    browser.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    [found] = browser.findings()
    assert found.startswith("image-alt: <img>")
