"""Importing published rating lists, from both kinds of file: kept whole or not at all."""

import hashlib

import pytest
import xlsxwriter
from sqlalchemy import select

from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, NotThatFile, NotYours
from disburse.importing import import_rating_file
from disburse.models import RatingRow
from disburse.services.rating import import_ratings
from tests.make import APPROVER, CITY_CLERK, UNIT
from tests.services.watching import last_event, refused, where

FIRM, OTHER = "青岛测试甲有限公司", "青岛测试乙有限公司"
CODE = "9144030071526726XG"
ROWS = ((FIRM, CODE, "A类（优先发展类）"), (OTHER, "", "C类"))


def as_csv(folder, *rows):
    path = folder / "list.csv"
    lines = ["企业名称,统一社会信用代码,评价结果", *(",".join(row) for row in rows or ROWS)]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def as_xlsx(folder):
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "2024年度亩产效益评价结果")
        for row, cells in enumerate((("企业名称", "统一社会信用代码", "评价结果"), *ROWS), 1):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)
    return path


def load(path, **given):
    told = {"year": 2024, "unit": UNIT, "notice": "测试公告1号", "by": CITY_CLERK, **given}
    return import_rating_file(path, **told)


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_list_is_kept_row_by_row_as_published(time, tmp_path, write):
    path = write(tmp_path)
    kept = load(path, stated={"A": 1, "C": 1}).list
    assert (kept.row_count, kept.counts, kept.file_name) == (2, {"A": 1, "C": 1}, path.name)
    assert kept.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    rows = db.session.scalars(select(RatingRow).order_by(RatingRow.row)).all()
    assert [(row.name, row.uscc, row.rating) for row in rows] == [(FIRM, CODE, "A"), (OTHER, None, "C")]
    assert last_event(kept)["document"] == "测试公告1号"


def test_a_row_printed_twice_is_kept_once_and_told(time, tmp_path):
    done = load(as_csv(tmp_path, *ROWS, ROWS[0]))
    assert (done.list.row_count, len(done.notes)) == (2, 1)
    assert "第 2 行重复" in done.notes[0].zh


def test_the_notices_own_totals_must_agree(time, tmp_path):
    path = as_csv(tmp_path)
    with refused(NotThatFile, written_down=False) as no:
        load(path, stated={"A": 55, "E": 1})
    assert [("55" in f.zh, "55" in f.en) for f in no.value.findings] == [(False, False), (True, True)]


def test_every_fault_of_a_file_is_told_at_once(time, tmp_path):
    path = as_csv(tmp_path, (FIRM, "9144030071526726XX", "A"), (OTHER, "", "E"), ("", "", "B"))
    with refused(NotThatFile, written_down=False) as no:
        load(path)
    assert where(no) == ["第 2 行 B 列", "第 3 行 C 列", "第 4 行 A 列"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("list.xlsx", b"no excel"), ("list.csv", b"PK\x03\x04"), ("list.pdf", b"%PDF"), ("list.csv", b"")],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_the_way_out(time, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with refused(NotThatFile, written_down=False) as no:
        load(path)
    wrong, mend = no.value.findings[0].zh.split("；")
    assert wrong
    assert "请" in mend


def test_a_file_that_is_not_there_is_refused(time, tmp_path):
    with refused(NotThatFile, written_down=False):
        load(tmp_path / "missing.xlsx")


def test_the_same_file_is_kept_once(time, tmp_path):
    kept = load(as_csv(tmp_path)).list
    with refused(AlreadyThere) as no:
        load(as_csv(tmp_path))
    assert kept.id in no.value.zh


def test_only_the_city_clerk_imports_lists(time, tmp_path):
    path = as_csv(tmp_path)
    with refused(NotYours):
        load(path, by=APPROVER)


def test_a_list_without_rows_is_no_list(time):
    told = {"year": 2024, "unit": UNIT, "notice": "测试公告1号", "by": CITY_CLERK}
    with refused(BadRecord):
        import_ratings(rows=[], file_name="list.csv", file_sha256="0" * 64, **told)
