"""An enterprise at work without a mouse: every stop is seen, and an error leads to its field."""

import pytest
from playwright.sync_api import expect

from disburse.db import db
from tests.access.world import PASSWORD, a_person
from tests.make import an_enterprise

MOST = 120
"""Stops between one place and another, at most."""
SEEN = """() => {
  const here = document.activeElement;
  const label = here.labels && here.labels[0];
  const looks = [getComputedStyle(here), ...(label ? [getComputedStyle(label, "::before")] : [])];
  return looks.some((one) => one.boxShadow !== "none" || one.backgroundColor === "rgb(255, 221, 0)" || (
    one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2 && !/, 0\\)$/.test(one.outlineColor)));
}"""
"""Whether the stop shows that it is one: by a shadow, the yellow of GOV.UK, or a frame."""
PLACE = """() => {
  const place = document.activeElement.getBoundingClientRect();
  return place.bottom > 0 && place.top < innerHeight && place.width > 0;
}"""
"""Whether the stop is within the window."""


@pytest.fixture
def login(story):
    """The name by which the agent of a new enterprise signs in."""
    with story.app.app_context():
        name = a_person("enterprise_agent", unit=an_enterprise().id).login
        db.session.remove()
    return name


class Keys:
    """A page without a mouse: the keyboard alone."""

    def __init__(self, page):
        self.page, self.press, self.type = page, page.keyboard.press, page.keyboard.type

    def to(self, place: str):
        """Go on from stop to stop, each of which shows that it is one, until ``place`` is reached."""
        target = self.page.locator(place).first
        for _ in range(MOST):
            self.press("Tab")
            assert self.page.evaluate(SEEN), self.here
            assert self.page.evaluate(PLACE), self.here
            if target.evaluate("one => one === document.activeElement"):
                return self
        raise AssertionError(f"{place} was not reached; the last stop was {self.here}")

    def write(self, text: str):
        """Type over what stands there."""
        self.press("Control+A")
        self.type(text)
        return self

    def enter(self):
        """Press Enter, which leads to another page."""
        with self.page.expect_navigation():
            self.press("Enter")

    @property
    def here(self) -> str:
        return self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_an_enterprise_drafts_mends_an_error_and_submits_by_the_keyboard_alone(opened, login):
    browser = opened().go("/sign-in")
    browser.expected.add(422)
    page, keys = browser.page, Keys(browser.page)
    keys.to("#login").write(login)
    keys.to("#password").write(PASSWORD).enter()
    keys.to(".menu a[href='/enterprise/match']").enter()
    keys.to("#on").write("2025-01-15").to("#words").write("QD24-2.1").enter()
    keys.to("a[href*='item=QD24-2.1&']").enter()
    keys.to("[name='facts.newly_recognised']").press("Space")
    keys.to("[name='facts.recognised_on']").write("昨天")
    keys.to("main button[data-prevent-double-click]").enter()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    keys.to(".govuk-error-summary a").press("Enter")
    expect(page.locator("[name='facts.recognised_on']")).to_be_focused()
    keys.write("2025-01-15").to("main button[data-prevent-double-click]").enter()
    expect(page.locator("main")).to_contain_text("已办理：起草申报")
    keys.to("a[href$='/do/submit_claim']").enter()
    keys.to("[name=commitment]").press("Space")
    keys.to("main button[data-prevent-double-click]").enter()
    expect(page.locator("main")).to_contain_text("已办理：提交")
    assert not browser.said
