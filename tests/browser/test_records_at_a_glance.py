"""Records without a page of their own, and lists taken away, looked at in both languages and narrow."""

import pytest

from disburse.acts import act
from disburse.db import db
from disburse.queries import records
from tests.make import AUDITOR, FINANCE
from tests.office.asked import the_codes

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
KINDS = {
    "payments": "payment",
    "pledges": "pledge",
    "recoveries": "recovery",
    "funds": "fund",
    "budget-tables": "budget_table",
    "enterprises": "enterprise",
}


@pytest.fixture(scope="module")
def addresses(story):
    """The page of one record of each kind."""
    with story.app.app_context():
        act("enter_budget_codes", the_codes(2026), FINANCE)
        found = {name: f"/{name}/{records.latest(kind, AUDITOR, 1)[0].id}" for name, kind in KINDS.items()}
        db.session.remove()
    return found


@LANGUAGES
@pytest.mark.parametrize("name", KINDS)
def test_a_record_at_a_glance(opened, addresses, language, name):
    opened("auditor", language=language).go(addresses[name]).look(f"glance-{name}.{language}")


@pytest.mark.parametrize("name", KINDS)
def test_at_390_px_nothing_sticks_out(opened, addresses, name):
    assert opened("auditor", width=390, height=844).go(addresses[name]).fits()


@LANGUAGES
def test_a_list_is_taken_away_as_it_is_shown(opened, language):
    browser = opened("auditor", language=language).go("/claims?state=paid").look(f"taken.{language}")
    with browser.page.expect_download() as coming:
        browser.page.get_by_role("button", name="CSV").click()
    assert coming.value.suggested_filename.startswith("claims-")
    browser.go("/exports").look(f"exports.{language}")
