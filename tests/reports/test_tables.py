"""Table files: what each format does to a cell, and that only a whole file has its name."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from reports import proof, tables
from reports.tables import Csv, JsonLines, Pipe, Xlsx, write

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
CELLS = st.none() | TEXT | st.integers(-(10**20), 10**20)
DANGEROUS = ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "\na", "＝1", "＋1", "－1", "＠a", "'a"]
HEADER = ("no", "note")
in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("table", [JsonLines, Csv, Pipe, Xlsx])
def test_what_is_written_is_counted_measured_and_hashed(tmp_path, table):
    path = tmp_path / f"a{table.suffix}"
    written = write(table(path, HEADER), [("1", "甲"), (2, None)])
    assert (written.name, written.rows) == (path.name, 2)
    assert (written.bytes, written.sha256) == proof.measure(path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("table", [JsonLines, Csv, Pipe, Xlsx])
def test_a_failure_leaves_neither_file_nor_part(tmp_path, table):
    with pytest.raises(ValueError, match="1 cells under 2 headings"):
        write(table(tmp_path / f"a{table.suffix}", HEADER), [("1", "甲"), ("2",)])
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_older_file_as_it_was(tmp_path):
    older = write(Csv(tmp_path / "a.csv", HEADER), [("1", "甲")])
    with pytest.raises(ValueError, match="headings"):
        write(Csv(tmp_path / "a.csv", HEADER), [()])
    assert proof.measure(tmp_path / "a.csv") == (older.bytes, older.sha256)


def test_a_file_is_a_part_until_it_is_whole(tmp_path):
    with Csv(tmp_path / "a.csv", HEADER) as table:
        table.row(("1", "甲"))
        assert [path.name for path in tmp_path.iterdir()] == ["a.csv.part"]


def test_json_lines_are_canonical(tmp_path):
    write(JsonLines(tmp_path / "a.jsonl", HEADER), [("1", "甲|\n"), (2, None)])
    lines = (tmp_path / "a.jsonl").read_bytes().splitlines()
    assert [proof.parse(line) for line in lines] == [{"no": "1", "note": "甲|\n"}, {"no": 2, "note": None}]


def test_a_csv_is_what_excel_and_rfc_4180_expect(tmp_path):
    write(Csv(tmp_path / "a.csv", HEADER), [("000123", 'a "b", c\r\nd'), (7, None)])
    expected = '\ufeffno,note\r\n000123,"a ""b"", c\r\nd"\r\n7,\r\n'
    assert (tmp_path / "a.csv").read_bytes() == expected.encode()


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_csv_cell_is_never_a_formula_and_comes_back_whole(tmp_path, text):
    write(Csv(tmp_path / "a.csv", HEADER), [("1", text)])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cell = list(csv.reader(file))[1][1]
    assert cell == f"'{text}"


def test_negative_numbers_are_no_formulas():
    assert tables.neutral(-5) == -5


@in_one_folder
@given(st.lists(st.tuples(CELLS, TEXT), max_size=5))
def test_a_csv_gives_back_every_text(tmp_path, rows):
    write(Csv(tmp_path / "a.csv", HEADER), rows)
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    read = [
        tuple(cell.removeprefix("'") for cell in row) for row in csv.reader(io.StringIO(text, newline=""))
    ]
    assert read[1:] == [("" if a is None else str(a), b) for a, b in rows]


@in_one_folder
@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_pipes_give_back_every_text(tmp_path, rows):
    write(Pipe(tmp_path / "a.txt", HEADER), rows)
    lines = (tmp_path / "a.txt").read_bytes().decode().split("\r\n")
    assert lines[0] == "no|note"
    assert [tuple(map(unescaped, line.split("|"))) for line in lines[1:-1]] == rows


def unescaped(cell):
    written = {code: text for text, code in tables.ESCAPES.items()}
    marks = iter(cell)
    return "".join(written[mark + next(marks)] if mark == "\\" else mark for mark in marks)


def sheets(path):
    book = load_workbook(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


@pytest.mark.parametrize("text", [*DANGEROUS, "https://example.org", "000123", "1E5", "{=1}", "_x0041_"])
def test_text_in_a_workbook_stays_text(tmp_path, text):
    write(Xlsx(tmp_path / "a.xlsx", HEADER), [("1", text)])
    assert sheets(tmp_path / "a.xlsx")[0][1] == ["1", text]


def test_numbers_in_a_workbook_are_numbers_until_excel_would_round_them(tmp_path):
    write(Xlsx(tmp_path / "a.xlsx", HEADER), [(10**15 - 1, 10**15), (-5, None)])
    assert sheets(tmp_path / "a.xlsx")[0][1:] == [[10**15 - 1, str(10**15)], [-5, ""]]


def test_a_full_sheet_goes_on_in_the_next_under_the_same_header(tmp_path):
    table = Xlsx(tmp_path / "a.xlsx", HEADER)
    table.sheet_rows = 3
    written = write(table, [(str(n), "甲") for n in range(5)])
    assert written.rows == 5
    assert [[row[0] for row in sheet] for sheet in sheets(tmp_path / "a.xlsx")] == [
        ["no", "0", "1"],
        ["no", "2", "3"],
        ["no", "4"],
    ]


def test_a_sheet_has_the_rows_that_excel_allows():
    assert Xlsx.sheet_rows == 1_048_576


@pytest.mark.parametrize("text", ["长" * 32_767, "\U00020bb7" * 16_383])
def test_a_long_text_fits_a_cell(tmp_path, text):
    write(Xlsx(tmp_path / "a.xlsx", HEADER), [("1", text)])
    assert sheets(tmp_path / "a.xlsx")[0][1][1] == text


@pytest.mark.parametrize("text", ["长" * 32_768, "\U00020bb7" * 16_384])
def test_a_text_too_long_for_a_cell_says_that_it_is_cut(tmp_path, text):
    write(Xlsx(tmp_path / "a.xlsx", HEADER), [("1", text)])
    cell = sheets(tmp_path / "a.xlsx")[0][1][1]
    assert cell.endswith(tables.CUT)
    assert text.startswith(cell.removesuffix(tables.CUT))


def test_characters_that_xml_forbids_do_not_break_a_workbook(tmp_path):
    write(Xlsx(tmp_path / "a.xlsx", HEADER), [("\x00\x1f", "a\ufffeb\uffff")])
    assert sheets(tmp_path / "a.xlsx")[0][1][1] == "a\ufffdb\ufffd"
