"""Recognition lists as ministries publish them: what is read, what is found, where."""

from datetime import date

import pytest
from xlsxwriter import Workbook

from schemas.recognitions import RecognitionRow, recognitions

A, B = "9144030071526726XG", "914403001922038216"
DAY = date(2025, 1, 15)


@pytest.fixture
def listed(tmp_path):
    def read(*rows, on=None):
        path = tmp_path / "list.xlsx"
        with Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        return recognitions(path, on)

    return read


def codes(file):
    return [(finding.where, finding.code) for finding in file.findings]


@pytest.mark.parametrize(
    "day", [DAY, "2025-01-15", "2025/1/15", "2025年1月15日", "2025.01.15", "２０２５年１月１５日"]
)
def test_a_day_is_known_however_it_is_written(listed, day):
    file = listed(("企业名称", "信用代码", "认定日期"), ("甲公司", A, day))
    assert file.rows == (RecognitionRow(2, "甲公司", A, DAY, None),)
    assert file.findings == ()


@pytest.mark.parametrize("day", [45672, "2025-02-30", "2025年", "一月"])
def test_what_is_no_day_is_found(listed, day):
    file = listed(("企业名称", "认定日期"), ("甲公司", day))
    assert codes(file) == [("第 2 行 B 列", "day_unknown")]


def test_a_list_of_one_day_is_given_it(listed):
    rows = (("企业名称", "产品名称"), ("甲公司", "控制器"))
    assert listed(*rows, on=DAY).rows == (RecognitionRow(2, "甲公司", None, DAY, "控制器"),)
    assert codes(listed(*rows)) == [("第 2 行", "day_missing")]


def test_a_repeated_recognition_is_counted_once_and_two_products_are_two(listed):
    file = listed(
        ("单位名称", "证书编号"), ("甲公司", "一号"), ("甲 公司", "一号"), ("甲公司", "二号"), on=DAY
    )
    assert [row.object for row in file.rows] == ["一号", "二号"]
    assert codes(file) == [("第 3 行", "again")]


def test_titles_remarks_and_damaged_codes_are_as_in_every_list(listed):
    file = listed(
        ("某批认定名单",),
        ("企业名称", "信用代码"),
        ("甲公司", 914403001922038216),
        ("注：排名不分先后",),
        on=DAY,
    )
    assert codes(file) == [("第 3 行 B 列", "code_number")]
    assert file.errors


def test_a_sheet_without_a_list_says_so(listed):
    assert codes(listed(("通知",), on=DAY)) == [("文件", "no_header")]
    assert codes(listed(("企业名称",), on=DAY)) == [("文件", "none")]
