"""Pages printed on A4 and read back: the content whole, the heads on every sheet, the frame left out."""

import unicodedata

import pytest
from pypdf import PdfReader

from tests.browser.looking import BUILD
from tests.browser.pages import PAGES

A4 = {(595, 842), (842, 595)}
"""In points, upright and across."""
ACROSS = 1032
"""What an A4 sheet across is wide between its margins, in CSS pixels: 297 mm less twice 12."""
RADICALS = str.maketrans("⻓⻅⻔⻚⻋⻛⻥⻩⻘⻢⻨⻬⻰", "长见门页车风鱼黄青马麦齐龙")
"""Characters that a PDF may have for others of the same shape, and that NFKC leaves."""
PRINTED = ("claims", "claims-list", "claim-paid", "statistics", "audit-sample", "city-rules")
LEFT_OUT = ".menu, .band form, .filter, .govuk-skip-link, .govuk-breadcrumbs, .batch, main button"
TEXTS = """() => [...document.querySelectorAll("main h1, main h2, main th, main td, main dd, main caption")]
  .filter((one) => one.getClientRects().length && getComputedStyle(one).clipPath === "none")
  .map((one) => one.innerText).filter((text) => text.trim())"""
HEADS = """() => [...document.querySelectorAll("main table")]
  .filter((one) => one.tHead && one.getClientRects().length).map((one) => one.tHead.innerText)"""


def plain(text: str) -> str:
    """Text without spaces, as it reads and not as a font has it."""
    return "".join(unicodedata.normalize("NFKC", text).translate(RADICALS).split())


@pytest.mark.parametrize("page", [one for one in PAGES if one.name in PRINTED], ids=lambda one: one.name)
def test_a_page_on_paper_has_its_content_whole_and_no_frame(opened, story, page):
    browser = opened(page.role, width=ACROSS).go(page.of(story))
    browser.page.emulate_media(media="print")
    browser.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert browser.fits()
    assert not [one for one in browser.page.locator(LEFT_OUT).all() if one.is_visible()]
    texts, heads = browser.page.evaluate(TEXTS), browser.page.evaluate(HEADS)
    sheets = printed(browser.page, page.name)
    whole = "".join(sheets)
    assert len(texts) > 5
    assert not [word for text in texts for word in text.split() if plain(word) not in whole]
    assert "(/" not in whole, "an address behind a link is of no use on paper"
    assert all(any(plain(head) in sheet for sheet in sheets) for head in heads)


def test_a_table_on_several_sheets_has_its_head_on_each(opened):
    page = opened("city_clerk").go("/city/rules").page
    heads = [plain(head) for head in page.evaluate(HEADS)]
    sheets = printed(page, "city-rules")
    assert max(sum(head in sheet for sheet in sheets) for head in heads) > 2


def printed(page, name: str) -> list[str]:
    """The text of each sheet; each is A4."""
    path = BUILD / f"{name}.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    sheets = PdfReader(path).pages
    assert {tuple(map(round, sheet.mediabox[2:])) for sheet in sheets} <= A4
    return [plain(sheet.extract_text()) for sheet in sheets]
