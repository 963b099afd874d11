"""Imported files that are not what their name says are refused by content, with a mend."""

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from schemas import sheets
from schemas.sheets import NotThisKindOfFile, Number, read_rows
from schemas.tables import ratings

TEXT = "企业名称,评价结果\r\n甲公司,A\r\n"
ROWS = (("企业名称", "评价结果"), ("甲公司", "A"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_of_offices(tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert read_rows(path).rows == ROWS


def test_a_byte_order_mark_in_gb18030_is_no_part_of_the_heading(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"\x84\x31\x95\x33" + TEXT.encode("gb18030"))
    assert read_rows(path).rows == ROWS


def test_a_csv_divided_by_tabs_is_read(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(TEXT.replace(",", "\t"), encoding="utf-8")
    assert read_rows(path).rows == ROWS


def test_a_csv_cell_in_powers_of_ten_is_a_number(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("9.14403E+17,甲", encoding="utf-8")
    assert [isinstance(cell, Number) for cell in read_rows(path).rows[0]] == [True, False]


def test_a_workbook_keeps_places_fills_merged_cells_and_marks_numbers(tmp_path):
    path = tmp_path / "list.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(1, 1, 123456789012)
        sheet.merge_range("A3:B3", "合并")
    rows = read_rows(path).rows
    assert rows == (("", ""), ("", "123456789012"), ("合并", "合并"))
    assert isinstance(rows[1][1], Number)


def test_a_hidden_sheet_is_not_the_list(tmp_path):
    path = tmp_path / "list.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("旧").write(0, 0, "旧")
        shown = book.add_worksheet("新")
        shown.write(0, 0, "新")
        shown.activate()
        book.worksheets()[0].hide()
    assert read_rows(path).rows == (("新",),)


REFUSED = {
    "empty": ("list.csv", b""),
    "suffix": ("list.pdf", b"%PDF-1.7"),
    "old": ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "packed": ("list.csv", b"PK\x03\x04rest"),
    "other": ("list.xlsx", TEXT.encode()),
    "binary": ("list.csv", b"\x7fELF\x02\x01\x01\0\0\0"),
    "encoding": ("list.csv", b"\xff\xff\xff,1"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_file_that_is_not_what_it_says_is_refused(tmp_path, reason):
    name, data = REFUSED[reason]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NotThisKindOfFile) as refusal:
        read_rows(path)
    assert refusal.value.reason == reason
    assert all((refusal.value.zh, refusal.value.en, refusal.value.mend_zh, refusal.value.mend_en))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(NotThisKindOfFile, match="不是 Excel"):
        read_rows(path)


@pytest.mark.parametrize("kept", [10, 300, -30])
def test_a_workbook_cut_short_is_refused(tmp_path, kept):
    path = tmp_path / "list.xlsx"
    with Workbook(path) as book:
        book.add_worksheet().write(0, 0, "甲")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(NotThisKindOfFile):
        read_rows(path)


def test_a_workbook_without_cells_is_empty(tmp_path):
    path = tmp_path / "list.xlsx"
    with Workbook(path) as book:
        book.add_worksheet()
    with pytest.raises(NotThisKindOfFile, match="空"):
        read_rows(path)


def test_a_sheet_spread_over_its_corners_is_refused_before_it_is_laid_out(tmp_path):
    path = tmp_path / "list.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 16_383, "乙")
    with pytest.raises(NotThisKindOfFile, match="不合理"):
        read_rows(path)


def test_a_zip_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "LIMIT_UNPACKED_BYTES", 100_000)
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 100_001)
    with pytest.raises(NotThisKindOfFile, match="不合理"):
        read_rows(path)


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "LIMIT_BYTES", 10)
    path = tmp_path / "list.csv"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(NotThisKindOfFile, match="20 MB"):
        read_rows(path)


CELLS = st.sampled_from(
    ["企业名称", "类别", "A类企业（2家）", "合计", "甲公司", "A", "E", "", "9E+17"]
) | st.text(max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=6).map("\n".join) | st.binary(max_size=60)
)
def test_whatever_is_in_a_file_it_is_read_or_refused(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    try:
        file = ratings(path)
    except NotThisKindOfFile:
        return
    assert file.rows or file.errors
    assert sum(file.counts.values()) == len(file.rows)
