"""The geometry of GB/T 9704-2012, read back from the print. Points, from the top left of the page."""

import ctypes
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from reports.paper import pdf

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, (210 - 26) * MM, 37 * MM, (297 - 35) * MM
PITCH = 28.95
TITLE = "高" * 300


class Glyph(NamedTuple):
    text: str
    x: float
    y: float
    size: float
    ink: tuple[float, float, float, float]
    """Left, top, right, bottom of the black."""


def glyphs(made):
    """The visible characters of each page: baseline origin, size and ink."""
    with pypdfium2.PdfDocument(made) as document:
        return [list(_glyphs(page)) for page in document]


def _glyphs(page):
    texts, height = page.get_textpage(), page.get_height()
    for index in range(texts.count_chars()):
        text = chr(pdfium.FPDFText_GetUnicode(texts, index))
        if text.isspace():
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(texts, index, x, y)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(texts, index, matrix)
        size = pdfium.FPDFText_GetFontSize(texts, index) * abs(matrix.a)
        left, bottom, right, top = texts.get_charbox(index)
        yield Glyph(text, x.value, height - y.value, size, (left, height - top, right, height - bottom))


def baselines(page, size):
    return sorted({round(glyph.y, 2) for glyph in page if glyph.size == pytest.approx(size, abs=0.05)})


def line(page, y):
    return [glyph for glyph in page if glyph.y == pytest.approx(y, abs=0.5)]


@pytest.fixture(scope="module")
def notice_pages(notice_pdf):
    return glyphs(notice_pdf)


@pytest.fixture
def long_pages(a_notice):
    """A notice whose item title fills the lines of its first pages."""
    return glyphs(pdf("notice", a_notice(item_title="高" * 900)))


def test_the_page_is_a4(notice_pdf):
    with pypdfium2.PdfDocument(notice_pdf) as document:
        for page in document:
            assert page.get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.1)


def test_all_text_but_the_page_number_stands_in_the_type_area(notice_pages, long_pages):
    for glyph in (glyph for page in notice_pages + long_pages for glyph in page):
        left, top, right, bottom = glyph.ink
        assert left >= LEFT - 0.5
        assert right <= RIGHT + 0.5
        assert top >= TOP
        assert bottom <= BOTTOM or glyph.size == pytest.approx(14, abs=0.05)


def test_a_full_line_has_28_characters_of_16_points_and_fills_156_mm(long_pages):
    page = long_pages[0]
    full = [line(page, y) for y in baselines(page, 16) if {g.text for g in line(page, y)} == {"高"}]
    assert full
    for characters in full:
        assert len(characters) == 28
        assert characters[0].x == pytest.approx(LEFT, abs=0.1)
        pitch = (characters[-1].x - characters[0].x) / 27
        assert pitch * 28 == pytest.approx(RIGHT - LEFT, abs=0.3)


def test_a_full_page_has_22_lines_at_28_95_points(long_pages):
    lines = baselines(long_pages[1], 16)
    assert len(lines) == 22
    assert {round(below - above, 1) for above, below in pairwise(lines)} == {28.9, 29.0}
    assert (lines[-1] - lines[0]) / 21 == pytest.approx(PITCH, abs=0.01)


def test_a_paragraph_begins_two_characters_in(notice_pages):
    first = next(glyph for glyph in notice_pages[0] if glyph.text == "你")
    assert first.x - LEFT == pytest.approx(32, abs=1)


def test_the_issuer_is_red_35_mm_below_the_type_area_s_top_and_centred(notice_pages):
    issuer = [glyph for glyph in notice_pages[0] if glyph.size > 30]
    assert "".join(glyph.text for glyph in issuer) == "青岛市工业和信息化局"
    assert min(glyph.ink[1] for glyph in issuer) - TOP == pytest.approx(35 * MM, abs=2 * MM)
    middle = (issuer[0].ink[0] + issuer[-1].ink[2]) / 2
    assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=2)


def test_the_red_rule_is_as_wide_as_the_type_area_and_4_mm_below_the_number(notice_pdf, notice_pages):
    number = next(glyph for glyph in notice_pages[0] if glyph.text == "〔")
    with pypdfium2.PdfDocument(notice_pdf) as document:
        (left, bottom, right, _), *others = _red_paths(document[0])
        rule = document[0].get_height() - bottom - 0.7 * MM
    assert not others
    assert left == pytest.approx(LEFT, abs=0.5)
    assert right == pytest.approx(RIGHT, abs=0.5)
    assert rule - number.ink[3] == pytest.approx(4 * MM, abs=1 * MM)


def _red_paths(page):
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha)
        if (red.value, green.value, blue.value) == (0xE6, 0x00, 0x12):
            yield shape.get_bounds()


def test_the_title_is_22_points_and_centred(notice_pages):
    title = [glyph for glyph in notice_pages[0] if glyph.size == pytest.approx(22, abs=0.05)]
    assert "".join(glyph.text for glyph in title) == "拨付通知书"
    assert (title[0].ink[0] + title[-1].ink[2]) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)


def test_page_numbers_stand_at_the_outer_side_in_14_points_7_mm_below_the_type_area(long_pages):
    for number, page in enumerate(long_pages, start=1):
        foot = [glyph for glyph in page if glyph.y > BOTTOM + 5]
        assert "".join(glyph.text for glyph in foot) == f"—{number}—"
        assert [glyph.size for glyph in foot] == pytest.approx([14] * len(foot), abs=0.05)
        dash = foot[0].ink
        assert (dash[1] + dash[3]) / 2 - BOTTOM == pytest.approx(7 * MM + 7, abs=2.5)
        if number % 2:
            assert RIGHT - foot[-1].ink[2] == pytest.approx(14, abs=2)
        else:
            assert foot[0].ink[0] - LEFT == pytest.approx(14, abs=2)


def test_the_day_ends_four_characters_from_the_right_under_the_issuer_with_room_for_a_seal(notice_pages):
    page = notice_pages[-1]
    day = line(page, max(baselines(page, 16)))
    name = line(page, day[0].y - PITCH)
    above = max(glyph.y for glyph in page if glyph.y < name[0].y - 1)
    below = min(glyph.ink[1] for glyph in page if glyph.y > day[0].y + 1)
    assert "".join(glyph.text for glyph in name) == "青岛市工业和信息化局"
    assert RIGHT - day[-1].ink[2] == pytest.approx(4 * 16, abs=3)
    middle = (name[0].ink[0] + name[-1].ink[2]) / 2
    assert (day[0].ink[0] + day[-1].ink[2]) / 2 == pytest.approx(middle, abs=2)
    assert name[0].y - above == pytest.approx(2 * PITCH, abs=0.1)
    assert below - day[0].y > PITCH


@pytest.mark.parametrize(
    "changed", [{"item_title": TITLE}, {"enterprise": "有限公司" * 40}, {"issuer": "某某市" * 20}], ids=str
)
def test_long_names_stay_in_the_type_area(a_notice, changed):
    for page in glyphs(pdf("notice", a_notice(**changed))):
        assert all(glyph.ink[0] >= LEFT - 0.5 and glyph.ink[2] <= RIGHT + 0.5 for glyph in page)


def test_a_sheet_of_many_steps_repeats_its_heading_on_each_page(a_calculation):
    facts = a_calculation()
    pages = glyphs(pdf("calculation", replace(facts, steps=facts.steps * 20)))
    assert len(pages) > 2
    for page in pages[:-1]:
        assert "步骤计算依据结果" in "".join(glyph.text for glyph in page)


def test_a_printed_page_is_black_and_red_on_white(notice_pdf):
    with pypdfium2.PdfDocument(notice_pdf) as document:
        picture = document[0].render(scale=1).to_numpy()
    inked = (picture.min(axis=2) < 128).mean()
    assert 0.01 < inked < 0.2
