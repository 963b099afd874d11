"""Which language a page is in, and how one changes it."""

import re

import pytest

FORM = re.compile(r'name="mark" value="(\w{64})"')


@pytest.fixture
def browser(app):
    return app.test_client()


def language(page):
    return re.search(r'<html [^>]*lang="([^"]+)"', page.text)[1]


@pytest.mark.parametrize(
    ("asked", "given"),
    [("", "zh-CN"), ("en-GB,en;q=0.9", "en"), ("zh-TW,zh;q=0.9,en;q=0.5", "zh-CN"), ("fr", "zh-CN")],
)
def test_a_page_is_chinese_unless_the_browser_asks_for_english(browser, asked, given):
    assert language(browser.get("/sign-in", headers={"Accept-Language": asked})) == given


def chooses(browser, **chosen):
    mark = FORM.search(browser.get("/sign-in").text)[1]
    return browser.post("/preferences", data={"mark": mark, "back": "/sign-in?back=/", **chosen})


def test_what_was_chosen_goes_before_what_the_browser_asks_for(browser):
    answer = chooses(browser, language="en")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?back=/")
    assert language(browser.get("/sign-in", headers={"Accept-Language": "zh-CN"})) == "en"
    assert browser.get_cookie("disburse-language").http_only


def test_the_letters_stay_as_chosen(browser):
    chooses(browser, size="larger")
    assert 'class="govuk-template size-larger"' in browser.get("/sign-in").text


def test_what_is_not_offered_is_not_kept(browser):
    chooses(browser, language="xx", size="huge")
    assert browser.get_cookie("disburse-language") is None
    assert browser.get_cookie("disburse-size") is None


def test_nobody_is_led_elsewhere_by_choosing(browser):
    assert chooses(browser, language="en", back="//elsewhere.example/").headers["Location"] == "/"


def test_a_choice_that_somebody_else_made_is_refused(browser):
    assert browser.post("/preferences", data={"language": "en"}).status_code == 403


def test_a_refusal_is_said_in_the_language_of_the_page(client):
    client.set_cookie("disburse-language", "en")
    page = client.get("/claims/QD-2099-000001").text
    assert "There is no QD-2099-000001" in page
    assert "没有" not in page
