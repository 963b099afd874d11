"""Noes to which no address alone leads: faults while a page is read or a form dealt with, a turn taken."""

import json

from playwright.sync_api import expect

from disburse import pledged, whole
from disburse.db import db
from disburse.models import Claim
from disburse.queries import claims
from tests.browser.test_every_page import LANGUAGES

INTERNALS = ("RuntimeError", "Traceback", "secret", ".py", "SELECT")
OF_A_FAULT = "Failed to load resource: the server responded with a status of 500 (INTERNAL SERVER ERROR)"
SAID = {
    ("read", "zh"): ("系统出了故障", "没有改动任何记录", "请稍后重试", "把下面的编号告诉管理员"),
    ("read", "en"): (
        "Something went wrong",
        "nothing was changed",
        "Try again later",
        "give the number below",
    ),
    ("sent", "zh"): ("系统出了故障", "没有办成", "请先查看记录，再重试"),
    ("sent", "en"): ("Something went wrong", "was not done", "then try again"),
}
"""Of each fault: what happened, that nothing was done, what to do next."""


def fails(*_given):
    raise RuntimeError("the secret inside")


@LANGUAGES
def test_a_fault_while_a_page_is_read_is_told_and_shows_nothing_of_it(opened, monkeypatch, capsys, language):
    monkeypatch.setattr(claims, "totals", fails)
    browser = opened("auditor", language=language).go("/", 500)
    assert_told(browser, "read", language, capsys)


@LANGUAGES
def test_a_fault_while_a_form_is_dealt_with_is_told_and_undoes_all_of_it(
    opened, story, monkeypatch, capsys, language
):
    number = story.claims["submitted"]
    browser = opened("district_clerk", language=language).go(f"/claims/{number}/do/accept_claim")
    monkeypatch.setattr(pledged, "tell", fails)
    browser.expected.add(500)
    browser.page.locator("main form button[data-prevent-double-click]").click()
    expect(browser.page.locator(".digest")).to_be_visible()
    assert_told(browser, "sent", language, capsys)
    with story.app.app_context():
        assert db.session.get_one(Claim, number).state == "submitted"
        db.session.remove()


def assert_told(browser, when, language, capsys):
    text = browser.page.locator("main").inner_text()
    assert [words for words in SAID[when, language] if words not in text] == []
    assert [word for word in INTERNALS if word in browser.page.content()] == []
    shown = browser.page.locator("main .digest").inner_text()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    [fault] = [line for line in lines if line["event"] == "fault"]
    assert (fault["kinds"], fault["request"][:8]) == (["RuntimeError"], shown)
    assert browser.template == "no.html"
    browser.look(f"fault-{when}.{language}")
    assert browser.refused == [OF_A_FAULT]


@LANGUAGES
def test_whoever_comes_while_the_trail_is_being_verified_is_told_when_to_come_again(opened, language):
    with whole.alone():
        browser = opened("auditor", language=language).go("/auditor/verification", 429)
    assert browser.template == "no.html"
    browser.look(f"no-busy.{language}")
