"""A day's work of an enterprise, done by clicking; and without JavaScript."""

from types import SimpleNamespace

import pytest

from disburse.db import db
from tests.access.world import a_person, enters
from tests.attachments.samples import pdf
from tests.make import CHAMPION, a_claim


@pytest.fixture(scope="module")
def service(story):
    """The story, and the agent of a firm that has a draft of its own."""
    with story.app.app_context():
        draft = a_claim("draft")
        agent = a_person("enterprise_agent", unit=draft.enterprise_id)
        claims, secrets = {"draft": draft.id}, {"enterprise_agent": enters(agent).secret}
        db.session.remove()
    return SimpleNamespace(address=story.address, claims=claims, secrets=secrets)


def test_a_draft_is_made_reckoned_evidenced_and_submitted_by_clicking(opened, service):
    browser = opened("enterprise_agent", served_at=service)
    page = browser.go("/enterprise").page
    page.get_by_role("link", name="看看可以申报什么").click()
    page.fill("#on", "2025-01-15")
    page.fill("#words", "QD24-2.1")
    page.get_by_role("button", name="筛选").click()
    page.locator("a[href*='item=QD24-2.1&']").click()
    fills(page)
    page.locator("#reckoned .verdict").wait_for()
    assert "2,000,000.00 元" in page.locator("#reckoned").inner_text()
    browser.look("draft-reckoned")
    page.locator("form button[data-prevent-double-click]").click()
    page.get_by_text("已办理：起草申报").wait_for()
    attaches(page)
    assert "合同.pdf" in page.locator("section[aria-labelledby=evidence]").inner_text()
    browser.look("draft-evidenced")
    page.locator("a[href$='/do/submit_claim']").click()
    page.check("[name=commitment]")
    page.locator("form button[data-prevent-double-click]").click()
    page.get_by_text("已办理：提交").wait_for()
    browser.look("draft-submitted")


def test_without_javascript_a_button_reckons_and_a_file_is_attached(opened, service):
    page = (
        opened("enterprise_agent", scripts=False, served_at=service)
        .go("/claims/new?item=QD24-2.1&on=2025-01-15")
        .page
    )
    fills(page)
    page.get_by_role("button", name="测算").click()
    assert "2,000,000.00 元" in page.locator("#reckoned").inner_text()
    page.goto(f"{service.address}/claims/{service.claims['draft']}")
    page.get_by_role("button", name="上传").click()
    assert "请选择要附的文件。" in page.locator("#f-file-error").inner_text()
    attaches(page)
    assert "合同.pdf" in page.locator("section[aria-labelledby=evidence]").inner_text()


def fills(page):
    """Fill in the facts of a champion; what is chosen is chosen by its word."""
    for name, value in CHAMPION.items():
        field = page.locator(f"[name='facts.{name}']")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name='facts.{name}'][value='{str(value).lower()}']").check(force=True)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))


def attaches(page):
    page.select_option("#f-paper", "contract")
    page.set_input_files("#f-file", [{"name": "合同.pdf", "mimeType": "application/pdf", "buffer": pdf()}])
    page.get_by_role("button", name="上传").click()
