"""Templates, looks that write nothing, and error workbooks that go in again once they are mended."""

import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from xlsxwriter import Workbook

from disburse import banking, intake
from disburse.cli import disburse
from disburse.db import db
from disburse.errors import NotThatFile
from disburse.models import CityTable, Enterprise, Event
from reports.banking import Payer
from schemas.templates import MARK, TEMPLATES
from tests.make import CITY_CLERK, CLERK, FINANCE, UNIT, a_rating_list, an_enterprise

RATINGS = {"year": 2024, "unit": UNIT, "notice": "测试公告1号"}
OFFICE = {"year": 2027, "number": "测试〔2026〕7号", "published_on": "2026-11-10"}
ABOUT = {
    "ratings": (RATINGS, CITY_CLERK),
    "recognitions": ({"item": "QD24-2.1", "unit": UNIT, "notice": "测试认定1号"}, CITY_CLERK),
    "enterprises": ({}, CLERK),
    "calendar": (OFFICE, CITY_CLERK),
    "lpr": (OFFICE, CITY_CLERK),
    "budget-codes": (OFFICE, FINANCE),
}


def written(path, *rows):
    """A workbook of text cells; an int is a number."""
    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                (sheet.write_number if isinstance(cell, int) else sheet.write_string)(number, at, cell)
    return path


def read(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def events():
    return db.session.scalar(select(func.count()).select_from(Event))


HEAD = [column.heading for column in TEMPLATES["enterprises"]]


def a_firm(name="青岛甲装备有限公司", uscc="9144030071526726XG", **given):
    row = {"企业名称": name, "统一社会信用代码": uscc, "类型": "企业", "区市代码": UNIT, "初审单位": UNIT}
    row |= {"规上": "是", "制造业": "否", "户名": name, "账号": "900000001", "联行号": "313452060150"}
    row |= {"开户行": "测试银行", "联系人": "", "联系电话": "", **given}
    return [row[heading] for heading in HEAD]


@pytest.mark.parametrize("kind", ABOUT)
def test_a_template_left_as_it_is_is_refused_for_its_example_row_alone(time, tmp_path, kind):
    path = tmp_path / "template.xlsx"
    path.write_bytes(intake.template(kind))
    about, by = ABOUT[kind]
    seen = intake.look(kind, path, about, by)
    assert [(f.code, f.row) for f in seen.errors] == [("example", 2)]
    assert read(path.read_bytes())[0] == [column.heading for column in TEMPLATES[kind]]
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert names == ["填写", "填写说明"]


def test_the_template_of_receipts_is_read_by_their_import(time, tmp_path):
    path = tmp_path / "receipts.xlsx"
    path.write_bytes(intake.template("receipts"))
    with pytest.raises(NotThatFile) as no:
        banking.look(path, payer=Payer("", "", ""))
    assert ["示例" in f.zh for f in no.value.findings] == [True]


def test_a_look_finds_everything_and_writes_nothing(time, tmp_path):
    before = events()
    known = an_enterprise()
    rows = [a_firm(), a_firm("青岛乙有限公司", "x"), a_firm(known.name, known.uscc), a_firm(户名="他人")]
    path = written(tmp_path / "firms.xlsx", HEAD, *rows, a_firm(规上="也许", 账号=123456789))
    seen = intake.look("enterprises", path, {}, CLERK)
    told = {(f.row, f.code) for f in seen.findings}
    assert told == {(3, "not_fit"), (4, "known"), (5, "twice"), (6, "twice"), (6, "not_said"), (6, "number")}
    assert seen.rows == 1
    assert events() == before + 1
    assert db.session.scalar(select(func.count()).select_from(Enterprise)) == 1


def test_an_error_workbook_keeps_the_originals_and_goes_in_again_once_mended(time, tmp_path):
    formula = a_firm("=HYPERLINK(1)", "11370800004234373R", 联系电话="+86-13900000000", 联系人="@甲")
    path = written(tmp_path / "firms.xlsx", HEAD, a_firm(), formula, a_firm("青岛乙有限公司", "错"))
    seen = intake.look("enterprises", path, {}, CLERK)
    kept = read(seen.workbook())
    assert kept[0] == [*HEAD, "错误原因", "原值", "如何改正"]
    assert kept[2][: len(HEAD)] == formula
    assert kept[1][len(HEAD) :] == ["", "", ""]
    assert kept[3][len(HEAD) + 1] == "错"
    kept[3][1] = "914403001922038216"
    mended = written(tmp_path / "mended.xlsx", *kept)
    count, _ = intake.import_enterprises(mended, CLERK)
    assert count == 3
    again, seen = intake.import_enterprises(mended, CLERK)
    assert (again, {f.code for f in seen.findings}) == (0, {"known"})


def test_a_file_with_a_fault_registers_nobody(time, tmp_path):
    path = written(tmp_path / "firms.xlsx", HEAD, a_firm(), a_firm("青岛乙有限公司", "错"))
    with pytest.raises(NotThatFile):
        intake.import_enterprises(path, CLERK)
    assert db.session.scalar(select(func.count()).select_from(Enterprise)) == 0


def test_a_look_at_a_rating_list_finds_what_the_import_itself_would_refuse(time, tmp_path):
    path = written(tmp_path / "list.xlsx", ["企业名称", "评价结果"], ["青岛甲有限公司", "A"])
    assert intake.look("ratings", path, RATINGS, CITY_CLERK).counts["A"] == 1
    before = events()
    seen = intake.look("ratings", path, RATINGS, CLERK)
    assert ([f.code for f in seen.errors], events()) == (["refused"], before)
    stated = intake.look("ratings", path, {**RATINGS, "stated": {"A": 2}}, CITY_CLERK)
    assert [f.code for f in stated.errors] == ["stated"]
    assert a_rating_list().id == "L-2025-0001"


def test_a_calendar_comes_from_a_table_and_a_day_in_the_wrong_place_is_told_by_its_row(time, tmp_path):
    head = ["日期", "安排"]
    wrong = written(tmp_path / "w.xlsx", head, ["2027-01-01", "放假"], ["2027-01-02", "放假"], ["x", "上班"])
    seen = intake.look("calendar", wrong, OFFICE, CITY_CLERK)
    assert [(f.row, f.column) for f in seen.errors] == [(4, 0)]
    right = written(tmp_path / "r.xlsx", head, ["2027-01-01", "放假"], ["2027-02-06", "上班"])
    kept = intake.import_office_table("calendar", right, OFFICE, CITY_CLERK)
    content = db.session.get_one(CityTable, kept.id).content
    assert content == {"holidays": ["2027-01-01"], "workdays": ["2027-02-06"]}


def test_the_commands_look_first_and_say_so(time, app, tmp_path):
    head = ["月份", "一年期LPR"]
    path, errors = written(tmp_path / "lpr.xlsx", head, ["2027-01", "3"]), tmp_path / "errors.xlsx"
    words = ["import", "office", "lpr", str(path), "--year", "2027", "--number", "测试1号"]
    words += ["--published-on", "2027-01-20", "--dry-run", "--errors", str(errors)]
    told = app.test_cli_runner().invoke(disburse, words)
    assert (told.exit_code, "没有写入" in told.output) == (0, True), told.output
    assert read(errors.read_bytes())[1][:3][0] == "2027-01"
    assert db.session.scalar(select(func.count()).select_from(CityTable)) == 0
    template = app.test_cli_runner().invoke(disburse, ["import", "template", "lpr", str(tmp_path / "t.xlsx")])
    assert template.exit_code == 0
    assert read((tmp_path / "t.xlsx").read_bytes())[1][0].startswith(MARK)
