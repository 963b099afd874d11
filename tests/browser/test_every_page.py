"""Every page there is, looked at in both languages, on a telephone and at 200 %; and printed."""

import pytest

from tests.browser.looking import BUILD
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


def test_on_a4_the_content_is_printed_and_the_frame_is_not(opened):
    browser = opened("auditor").go("/")
    browser.page.emulate_media(media="print")
    for hidden in (".menu", ".filter", ".band form"):
        assert not browser.page.locator(hidden).first.is_visible()
    assert browser.page.locator(".claims").is_visible()
    browser.page.pdf(path=BUILD / "claims.pdf", prefer_css_page_size=True)


def test_without_javascript_the_pages_are_whole(opened):
    browser = opened("auditor", scripts=False).go("/").look("claims-no-scripts")
    browser.page.select_option("#state", "paid")
    browser.page.click(".filter button")
    assert "state=paid" in browser.page.url
    assert browser.page.locator(".claims tbody tr").count() == 1
