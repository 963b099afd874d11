"""What a file is, is what its bytes say; whatever else they might do, it is not taken."""

import io
import stat
import struct
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.attachments.arriving import arrived
from disburse.attachments.content import look
from disburse.attachments.names import SUFFIXES, faults
from disburse.attachments.refusals import FileTooLarge
from disburse.config import Config
from tests.attachments.samples import GOOD, OFD, SHEET, WORD, huge_png, packed, pdf, picture

CONFIG = Config()


def seen(data, name, config=CONFIG):
    with arrived(io.BytesIO(data), 1 << 24) as file:
        return look(file, name, config)


def said(data, name, config=CONFIG):
    return [finding.en for finding in seen(data, name, config).faults]


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_known_by_its_content(name):
    content = seen(GOOD[name], name)
    assert content.faults == ()
    assert f".{name.rpartition('.')[2].lower()}" in SUFFIXES[content.media_type]
    assert content.size_bytes == len(GOOD[name])


@pytest.mark.parametrize("name", GOOD)
def test_no_kind_is_taken_under_the_name_of_another(name):
    for other in GOOD:
        if other.rpartition(".")[2] != name.rpartition(".")[2]:
            assert any("must end with" in fault for fault in said(GOOD[name], other)), (name, other)


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_was_cut_off_is_not_taken(name):
    data = GOOD[name]
    for length in (1, len(data) // 2, len(data) - 3):
        assert said(data[:length], name), (name, length)


@pytest.mark.parametrize("name", GOOD)
def test_nothing_travels_behind_the_end_of_a_file(name):
    assert said(GOOD[name] + b"<script>alert(1)</script>", name), name
    assert said(GOOD[name] + packed({"evil.html": b"<html>"}), name), name


@pytest.mark.parametrize("name", GOOD)
def test_nothing_stands_before_its_beginning(name):
    assert said(b"<html>" + GOOD[name], name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.pdf"),
        (b"<html><script>alert(1)</script></html>", "photo.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.svg"),
        (b"MZ\x90\x00", "invoice.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old.doc"),
        (b"GIF89a" + b"\0" * 20, "picture.gif"),
        (b"%PDF-1.7\n%%EOF", "hollow.pdf"),
        (b"\xff\xd8\xff\xd9", "hollow.jpg"),
    ],
)
def test_what_is_none_of_them_is_refused_whatever_it_is_called(data, name):
    assert said(data, name)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (pdf(javascript="app.alert(1)"), "scripts"),
        (pdf(launch=True), "Launch"),
        (pdf(password="geheim"), "encrypted"),
    ],
)
def test_a_pdf_that_acts_or_is_locked_is_refused(data, word):
    assert any(word in fault for fault in said(data, "a.pdf"))


def test_a_script_that_no_page_shows_is_found():
    data = pdf().replace(b"/Producer", b"/JS (app) ", 1)
    assert any("JS" in fault for fault in said(data, "a.pdf"))


def test_a_pdf_and_an_archive_in_one_is_neither():
    zipped = packed({"a.txt": b"x"})
    comment = b"%%EOF"
    polyglot = pdf() + zipped[:-2] + struct.pack("<H", len(comment)) + comment
    assert "is an archive as well" in said(polyglot, "a.pdf")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\b", "c:evil", "word/../../x"])
def test_an_entry_that_leads_outside_is_refused(name):
    assert any("leads outside" in fault for fault in said(packed(WORD, **{name: b"x"}), "a.docx"))


def test_a_bomb_is_refused_by_what_it_unpacks_to():
    bomb = packed(WORD, **{"word/media/zeros.png": b"\0" * (8 << 20)})
    assert len(bomb) < 20_000
    assert any("bomb" in fault for fault in said(bomb, "a.docx"))
    small = replace(CONFIG, max_unpacked_bytes=1000)
    grown = packed(WORD, **{"word/a.xml": bytes(range(256)) * 4})
    assert any("unpacks to more" in fault for fault in said(grown, "a.docx", small))
    assert said(grown, "a.docx") == []


def test_a_bomb_that_lies_about_its_size_is_refused():
    honest = packed(WORD, **{"word/media/zeros.png": b"\0" * (8 << 20)})
    lying = honest.replace(struct.pack("<L", 8 << 20), struct.pack("<L", 100))
    assert lying != honest
    assert said(lying, "a.docx")


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        ("xl/macrosheets/sheet1.xml", b"x", "macros"),
        ("word/activeX/activeX1.bin", b"x", "macros"),
        ("word/embeddings/a.docx", packed(WORD), "another archive"),
        ("word/embeddings/o.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "embedded object"),
        ("word/media/a.exe", b"MZ", "program"),
    ],
)
def test_what_an_office_file_may_not_hold(name, data, word):
    assert any(word in fault for fault in said(packed(WORD, **{name: data}), "a.docx"))


def test_macros_and_templates_from_elsewhere_are_read_of_in_its_own_lists():
    types = {**WORD, "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}
    assert any("macros" in fault for fault in said(packed(types), "a.docx"))
    rels = b'<Relationship Type="x/attachedTemplate" Target="http://a/b.dotm" TargetMode="External"/>'
    drawn = packed(WORD, **{"word/_rels/settings.xml.rels": rels})
    assert any("template" in fault for fault in said(drawn, "a.docx"))


def test_links_two_of_a_name_and_strange_packing_are_refused():
    link = zipfile.ZipInfo("word/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as archive:
        for name, data in WORD.items():
            archive.writestr(name, data)
        archive.writestr(link, "/etc/passwd")
        archive.writestr("WORD/document.xml", "x")
    told = said(made.getvalue(), "a.docx")
    assert {"has a link in it", "is packed in an unusual way", "has two entries of one name"} <= set(told)


def test_an_archive_that_is_no_document_is_refused():
    assert any("no DOCX" in fault for fault in said(packed({"a.txt": b"x"}), "a.zip"))
    assert said(packed({**SHEET, **OFD}), "a.xlsx") == []


def test_a_picture_too_large_to_be_shown_is_refused_unread():
    assert any("pixels" in fault or "damaged" in fault for fault in said(huge_png(), "a.png"))


def test_a_damaged_picture_is_refused():
    whole = picture("PNG")
    middle = len(whole) // 2
    assert said(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :], "a.png")


def test_all_faults_are_told_at_once():
    told = seen(b"MZ" + b"\0" * 10, "../合同.exe.pdf").faults
    assert {finding.where for finding in told} == {"file", "name"}
    assert len(told) >= 3


@pytest.mark.parametrize(
    "name",
    [
        "", ".pdf", "a/b.pdf", "..\\b.pdf", "a\x00.pdf", "a\n.pdf", "合同\u202efdp.exe.pdf", "a\u200b.pdf",
        "con.pdf", "LPT1.pdf", " a.pdf", "a.pdf ", "a.pdf.", "x" * 117 + ".pdf", "测" * 79 + ".pdf",
        "invoice.exe.pdf", "page.html.pdf", "a.svg.pdf", "e\u0301.pdf", 'a"b.pdf', "a:b.pdf", "a\u2028b.pdf",
    ],
)  # fmt: skip
def test_a_name_that_misleads_or_harms_is_refused(name):
    assert list(faults(name, "application/pdf"))


@pytest.mark.parametrize("name", ["合同2025.01.pdf", "发票（一）.PDF", "Rechnung é.pdf", "x" * 116 + ".pdf"])
def test_an_ordinary_name_is_taken(name):
    assert list(faults(name, "application/pdf")) == []


@given(st.text(max_size=200))
def test_no_name_breaks_the_check_and_what_passes_is_safe(name):
    if not list(faults(name, "application/pdf")):
        assert "/" not in name
        assert name.isprintable()
        assert name.lower().endswith(".pdf")
        assert len(name.encode()) <= 240


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.integers(0, 10_000), st.integers(1, 255), st.booleans())
def test_no_changed_byte_breaks_the_check(name, place, change, cut):
    data = bytearray(GOOD[name])
    data[place % len(data)] ^= change
    sent = bytes(data[: place % len(data)] if cut else data)
    assert isinstance(seen(sent, name).faults, tuple)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]),
)
def test_bytes_at_random_are_never_taken(data, head):
    assert seen(head + data, "a.pdf").faults


def test_a_file_is_counted_while_it_comes():
    class Endless:
        given = 0

        def read(self, size):
            self.given += size
            return b"x" * size

    source = Endless()
    with pytest.raises(FileTooLarge), arrived(source, 100_000):
        pass
    assert source.given < 300_000
    with arrived(io.BytesIO(b"x" * 100), 100) as whole:
        assert whole.size_bytes == 100
        kept = whole.path
    assert not kept.exists()
    with pytest.raises(FileTooLarge), arrived(io.BytesIO(b"x" * 101), 100):
        pass
