"""Without JavaScript: one signs in, picks claims from the work list, confirms, and reads what came of it."""

import pytest
from playwright.sync_api import expect

from disburse.acts import act
from disburse.db import db
from disburse.models import Claim
from tests.make import CLERK, a_claim, here


@pytest.fixture
def submitted(story):
    """Two claims that wait to be accepted."""
    with story.app.app_context():
        numbers = [a_claim("submitted").id for _ in range(2)]
        db.session.remove()
    return numbers


def accepts(story, number):
    """A colleague accepts a claim in the meantime."""
    with story.app.app_context():
        act("accept_claim", here(db.session.get_one(Claim, number)), CLERK)
        db.session.remove()


@pytest.mark.parametrize(("language", "scripts"), [("zh", False), ("zh", True), ("en", True)])
def test_a_batch_is_picked_confirmed_and_done_exceptions_first(opened, story, submitted, language, scripts):
    browser = opened(language=language, scripts=scripts).go("/sign-in")
    page = browser.page
    page.fill("#login", story.logins["district_clerk"])
    page.fill("#password", story.password)
    page.locator("main form button[data-prevent-double-click]").click()
    browser.go("/district?state=submitted")
    for number in submitted:
        page.locator(f"input[name=row][value='{number}']").check()
    accepts(story, submitted[0])
    page.locator("button[formaction='/claims/all/accept_claim']").click()
    expect(page.locator("table.exceptions")).to_contain_text(submitted[0])
    expect(page.locator("table.ready tbody tr")).to_have_count(1)
    page.locator("main form button[data-prevent-double-click]").click()
    expect(page.locator("table.done")).to_contain_text(submitted[1])
    assert browser.template == "batch_done.html"
    browser.look(f"batch-done.{language}{'' if scripts else '.plain'}")
