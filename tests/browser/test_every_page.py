"""Every page that everybody shares, looked at in both languages, narrow, printed and without JavaScript."""

import pytest

from disburse.queries.standing import code, stated
from tests.browser.looking import BUILD

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
STATES = ("draft", "public_notice", "pledged", "paid")


def genuine(story):
    """The code of a paper that is genuine."""
    with story.app.app_context():
        claim = story.claims["paid"]
        return code(claim, stated("claim", claim).hash)


@LANGUAGES
def test_the_way_in(opened, language):
    opened(language=language).go("/sign-in").look(f"sign-in.{language}")


@LANGUAGES
def test_the_list_of_claims(opened, language):
    opened("auditor", language=language).go("/").look(f"claims.{language}")
    opened("auditor", language=language).go("/?words=nothing").look(f"claims-none.{language}")


@LANGUAGES
@pytest.mark.parametrize("state", STATES)
def test_a_claim(opened, story, language, state):
    opened("auditor", language=language).go(f"/claims/{story.claims[state]}").look(
        f"claim-{state}.{language}"
    )


@LANGUAGES
def test_ones_own_account(opened, language):
    browser = opened("district_clerk", language=language).go("/account").look(f"account.{language}")
    assert browser.page.locator(".menu [aria-current=page]").count() == 1


@LANGUAGES
def test_the_setting_up_of_one_time_codes(opened, story, language):
    browser = opened("finance_clerk", language=language).go("/account")
    browser.page.fill("#proof", story.password)
    browser.page.locator("form[action='/account/totp'] [data-prevent-double-click]").click()
    browser.page.locator("svg").first.wait_for()
    browser.look(f"account-codes.{language}")


@LANGUAGES
def test_a_paper_verified_and_one_unknown(opened, story, language):
    opened(language=language).go(f"/verify/{genuine(story)}").look(f"verify.{language}")
    opened(language=language).go("/verify/nothing", 404).look(f"verify-unknown.{language}")


@LANGUAGES
def test_a_no(opened, language):
    opened("auditor", language=language).go("/claims/QD-2099-000001", 404).look(f"no.{language}")


@pytest.mark.parametrize("path", ["/", "claim", "/account", "/sign-in"])
def test_at_390_px_nothing_sticks_out(opened, story, path):
    address = f"/claims/{story.claims['paid']}" if path == "claim" else path
    browser = opened("auditor", width=390, height=844).go(address)
    browser.look(f"narrow-{path.strip('/') or 'claims'}")
    assert browser.fits()


def test_at_200_per_cent_nothing_sticks_out(opened):
    browser = opened("auditor", width=683, height=430).go("/").look("zoomed-claims")
    assert browser.fits()


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
