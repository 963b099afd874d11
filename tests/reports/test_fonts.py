"""A name is never printed as boxes: each character has a glyph in its face, or nothing is issued."""

import string

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from reports import fonts
from reports.facts import PaperRefused
from reports.fonts import Face, Faces, MissingFont, MissingGlyph, characters, check_glyphs
from reports.paper import html, pdf

RARE = "喆堃赟㎡䶮𠮷"


@pytest.fixture
def few_characters(monkeypatch, a_notice):
    """Small fonts, cut in no time: what one notice needs."""
    page = html("notice", a_notice()) + string.digits + "—"
    monkeypatch.setattr(fonts, "_common_characters", lambda: frozenset(map(ord, page)))


def test_rare_characters_of_real_names_are_set(a_notice, read):
    assert f"青岛{RARE}公司" in read(pdf("notice", a_notice(enterprise=f"青岛{RARE}公司")))


def test_a_character_without_a_glyph_is_named_with_its_field_and_its_mend(a_notice):
    with pytest.raises(MissingGlyph) as refused:
        pdf("notice", a_notice(payee="青岛\ua9c1公司"))
    assert refused.value.field == "payee"
    assert refused.value.character == "\ua9c1"
    assert refused.value.face == Faces().fangsong
    for part in ("U+A9C1", "payee", "Noto Serif CJK SC", "缺字", "check the character"):
        assert part in str(refused.value)


def test_the_field_of_a_fact_within_a_fact_is_named(a_calculation):
    facts = a_calculation(decisions=("演示决定", "决定\u05d0"))
    with pytest.raises(MissingGlyph, match=r"decisions\[1\]"):
        pdf("calculation", facts)


@pytest.mark.parametrize("code_point", [0xE000, 0xF8FF, 0x10FFFD])
def test_a_private_use_character_is_refused(a_notice, code_point):
    with pytest.raises(MissingGlyph, match=f"U\\+{code_point:04X}"):
        pdf("notice", a_notice(enterprise=f"青岛{chr(code_point)}公司"))


def test_each_character_is_held_against_the_face_that_sets_it(monkeypatch):
    faces = Faces(song=Face("Song"), hei=Face("Hei"), fangsong=Face("Fangsong"), kai=Face("Kai"))
    held = {"Song": "甲", "Hei": "乙", "Fangsong": "丙 ", "Kai": "丁"}
    monkeypatch.setattr(fonts, "characters", lambda face: {ord(text) for text in held[face.family]})
    page = '<p>丙<b class="x song">甲</b>丙<br><i class="hei">乙<u class="kai">丁</u>乙</i> 丙</p>'
    check_glyphs(page, (), faces)
    with pytest.raises(MissingGlyph, match="Hei"):
        check_glyphs(page.replace("乙</i>", "甲</i>"), (), faces)


def test_a_font_that_is_not_installed_is_named(a_notice):
    with pytest.raises(MissingFont, match="No Such Font"):
        pdf("notice", a_notice(), Faces(hei=Face("No Such Font")))


def test_a_weight_that_is_not_installed_is_named():
    with pytest.raises(MissingFont, match="123"):
        characters(Face("Noto Serif CJK SC", 123))


def test_prepared_fonts_set_the_same_page_in_fewer_bytes(a_notice, tmp_path, few_characters):
    faces = Faces(prepared=tmp_path / "fonts")
    fonts.prepare(faces)
    whole, prepared = pdf("notice", a_notice()), pdf("notice", a_notice(), faces)
    assert len(prepared) < len(whole) / 2
    for before, after in zip(pictures(whole), pictures(prepared), strict=True):
        assert (before == after).all()


def test_the_papers_own_words_come_first_in_a_prepared_font(tmp_path, few_characters):
    faces = Faces(prepared=tmp_path)
    fonts.prepare(faces)
    for style in fonts.STYLES:
        with TTFont(fonts.prepared_file(getattr(faces, style), faces)) as font:
            places = {point: font.getGlyphID(glyph) for point, glyph in font.getBestCmap().items()}
        assert max(places[ord(character)] for character in "拨付通知书") < places[ord("帆")]


def test_a_font_without_dictionaries_of_its_glyphs_is_put_in_order_too():
    names = [".notdef", "z", "A"]
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord("z"): "z", ord("A"): "A"})
    made.setupCFF("Plain", {}, {name: T2CharStringPen(500, None).getCharString() for name in names}, {})
    fonts._put_first(made.font, frozenset({ord("A")}))
    assert made.font.getGlyphOrder() == [".notdef", "A", "z"]


def pictures(made):
    with pypdfium2.PdfDocument(made) as document:
        return [page.render(scale=1).to_numpy().copy() for page in document]


def test_a_character_outside_the_prepared_fonts_is_set_from_the_whole_font(
    a_notice, read, tmp_path, few_characters
):
    faces = Faces(prepared=tmp_path)
    fonts.prepare(faces)
    facts = a_notice(enterprise=f"青岛{RARE}公司")
    assert f"青岛{RARE}公司" in read(pdf("notice", facts, faces))


def test_a_page_on_which_a_font_failed_after_all_is_refused(a_notice, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_common_characters", lambda: frozenset(map(ord, "青岛")))
    faces = Faces(prepared=tmp_path)
    fonts.prepare(faces)
    with pytest.raises(PaperRefused, match=r"U\+0020"):
        pdf("notice", a_notice(enterprise="青岛 云帆公司"), faces)


def test_fonts_are_prepared_once(tmp_path, few_characters):
    faces = Faces(prepared=tmp_path)
    fonts.prepare(faces)
    made = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(made) == 3
    fonts.prepare(faces)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made


def test_without_a_folder_nothing_is_prepared():
    fonts.prepare(Faces())
    assert fonts.prepared_file(Face("Noto Serif CJK SC"), Faces()) is None
