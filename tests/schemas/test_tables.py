"""Rating lists as offices publish them: what is read, what is found, where, and how to mend it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from schemas.tables import RatingRow, normalise_name, ratings, reconcile

HEADER = ("序号", "企业名称", "统一社会信用代码", "评价结果")
A, B = "9144030071526726XG", "914403001922038216"


@pytest.fixture
def listed(tmp_path):
    """Rows written to a workbook, then read as a rating list; merged ranges as (range, text)."""

    def read(*rows, merged=(), others=()):
        path = tmp_path / "list.xlsx"
        with Workbook(path) as book:
            sheet = book.add_worksheet("名单")
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            for where, text in merged:
                sheet.merge_range(where, text)
            for name in others:
                book.add_worksheet(name).write(0, 0, "乙")
        return ratings(path)

    return read


def places(file):
    return [(finding.where, finding.code) for finding in file.findings]


def test_a_plain_list_is_read(listed):
    file = listed(HEADER, (1, "甲公司", A, "A"), (2, "乙公司", B, "D"))
    assert file.rows == (RatingRow(2, "甲公司", A, "A"), RatingRow(3, "乙公司", B, "D"))
    assert file.findings == ()
    assert file.counts == {"A": 1, "B": 0, "C": 0, "D": 1, "T": 0}
    assert len(file.sha256) == 64


@pytest.mark.parametrize(
    ("cell", "rating"),
    [
        ("A类（优先发展类）", "A"),
        ("Ｂ类", "B"),
        ("Ｃ", "C"),
        (" d 类 ", "D"),
        ("T类", "T"),
        ("暂不评价", "T"),
        ("T类(暂不评价)", "T"),
        ("A级", "A"),
    ],
)
def test_a_class_is_known_however_it_is_written(listed, cell, rating):
    assert [row.rating for row in listed(HEADER, (1, "甲公司", A, cell)).rows] == [rating]


@pytest.mark.parametrize("cell", ["优先发展类", "E", "AA", "A/B", "良好"])
def test_a_class_that_is_not_known_is_not_guessed(listed, cell):
    file = listed(HEADER, (1, "甲公司", A, cell))
    assert places(file) == [("第 2 行 D 列", "rating_unknown")]
    assert file.rows == ()


@pytest.mark.parametrize(
    "header", [("单位名称", "信用代码", "类别"), ("企业全称", "社会信用代码", "综合评价等级")]
)
def test_headings_have_synonyms(listed, header):
    assert listed(header, ("甲公司", A, "A")).rows == (RatingRow(2, "甲公司", A, "A"),)


def test_titles_blank_rows_totals_and_remarks_are_no_enterprises(listed):
    file = listed(
        ("某区某年度评价名单",),
        (),
        ("单位：家",),
        HEADER,
        (1, "甲公司", A, "A"),
        (),
        ("合计", 1),
        ("注：按行政区排列",),
    )
    assert [row.name for row in file.rows] == ["甲公司"]
    assert file.findings == ()


def test_a_merged_header_of_two_rows_is_read(listed):
    file = listed(
        (),
        (),
        ("", "", "得分", "等级"),
        ("甲公司", A, "88", "B类"),
        merged=[("A1:D1", "名单"), ("A2:A3", "企业名称"), ("B2:B3", "信用代码"), ("C2:D2", "评价结果")],
    )
    assert file.rows == (RatingRow(4, "甲公司", A, "B"),)


def test_a_merged_class_holds_for_all_its_rows(listed):
    file = listed(("企业名称", "评价结果"), ("甲公司",), ("乙公司",), merged=[("B2:B3", "C类")])
    assert [row.rating for row in file.rows] == ["C", "C"]


def test_names_under_a_heading_of_their_class_have_that_class(listed):
    file = listed(
        ("一、A类企业（2家）",), (1, "甲公司"), (2, "乙公司"), ("二、D类企业（1家）",), (1, "丙公司")
    )
    assert [(row.name, row.rating, row.uscc) for row in file.rows] == [
        ("甲公司", "A", None),
        ("乙公司", "A", None),
        ("丙公司", "D", None),
    ]
    assert file.findings == ()


def test_the_header_may_repeat_under_each_heading(listed):
    file = listed(
        ("A类企业",),
        ("序号", "企业名称"),
        (1, "甲公司"),
        ("暂不评价企业",),
        ("序号", "企业名称"),
        (1, "乙公司"),
    )
    assert [row.rating for row in file.rows] == ["A", "T"]


@pytest.mark.parametrize(
    "heading",
    [
        "A类企业55家",
        "（一）A类企业（55家）",
        "1.Ａ类（优先发展类）企业名单（共55家）：",
        "一、 A 类企业（ 55 户 ）",
    ],
)
def test_headings_of_a_class_are_written_in_many_ways(listed, heading):
    file = listed((heading,), ("甲公司",))
    assert [row.rating for row in file.rows] == ["A"]
    assert places(file) == [("第 1 行", "section_count")]


@pytest.mark.parametrize("header", [(), ("企业名称", "企业名称"), ("序号", "企业名称", "序号", "企业名称")])
def test_enterprises_side_by_side_are_not_lost_in_silence(listed, header):
    row = (1, "甲公司", 2, "乙公司") if len(header) != 2 else ("甲公司", "乙公司")
    file = listed(("A类企业",), *([header] if header else []), row)
    assert [finding.code for finding in file.errors] == ["beside"]


def test_a_column_of_another_category_is_not_taken_for_the_rating(listed):
    file = listed(("类别", "企业名称", "评价结果"), ("规上", "甲公司", "B"))
    assert [row.rating for row in file.rows] == ["B"]


def test_a_csv_of_wps_is_read_like_a_workbook(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("企业名称,信用代码,类别\n甲公司,9.14403E+17,Ａ类\n乙公司,,暂不评价\n".encode("gb18030"))
    file = ratings(path)
    assert places(file) == [("第 2 行 B 列", "code_number")]
    assert [row.rating for row in file.rows] == ["A", "T"]


def test_a_heading_that_states_another_number_is_found(listed):
    file = listed(("A类企业（55家）",), ("甲公司",))
    assert places(file) == [("第 1 行", "section_count")]
    assert "55" in file.findings[0].zh


def test_a_class_other_than_its_heading_is_found(listed):
    assert places(listed(("A类企业",), HEADER, (1, "甲公司", A, "B"))) == [("第 3 行 D 列", "rating_section")]


def test_the_same_row_twice_is_noted_and_counted_once(listed):
    file = listed(HEADER, (1, "甲（青岛）公司", A, "A"), (2, "甲(青岛) 公司", A, "A"))
    assert len(file.rows) == 1
    assert places(file) == [("第 3 行", "again")]
    assert file.errors == ()


def test_an_enterprise_with_two_classes_is_an_error(listed):
    file = listed(HEADER, (1, "甲公司", A, "A"), (2, "甲公司", "", "C"))
    assert places(file) == [("第 3 行 D 列", "two_classes")]
    assert file.errors


def test_two_enterprises_of_one_name_are_both_kept_and_told(listed):
    file = listed(HEADER, (1, "甲公司", A, "A"), (2, "甲公司", B, "D"))
    assert [(row.uscc, row.rating) for row in file.rows] == [(A, "A"), (B, "D")]
    assert places(file) == [("第 3 行 C 列", "namesake")]
    assert file.errors == ()


def test_one_code_with_two_classes_is_an_error_whatever_the_names(listed):
    file = listed(HEADER, (1, "甲公司", A, "A"), (2, "甲（青岛）公司", A, "C"))
    assert places(file) == [("第 3 行 D 列", "two_classes")]


def test_full_width_digits_and_letters_of_a_code_are_read(listed):
    wide = A.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    assert listed(HEADER, (1, "甲公司", wide, "Ａ类")).rows == (RatingRow(2, "甲公司", A, "A"),)


def test_a_code_that_is_a_number_is_refused_with_its_mend(listed):
    file = listed(HEADER, (1, "甲公司", 914403001922038216, "A"))
    assert places(file) == [("第 2 行 C 列", "code_number")]
    assert "文本" in file.findings[0].mend_zh
    assert "text" in file.findings[0].mend_en


def test_a_wrong_check_digit_is_found(listed):
    assert places(listed(HEADER, (1, "甲公司", A[:-1] + "H", "A"))) == [("第 2 行 C 列", "code_check")]


def test_all_faults_are_found_at_once(listed):
    file = listed(HEADER, (1, "", A, "A"), (2, "乙公司", "1", "E"), (3, 77, "", "B"), (4, "丁公司", "", ""))
    assert places(file) == [
        ("第 2 行 B 列", "name_missing"),
        ("第 3 行 C 列", "code_check"),
        ("第 3 行 D 列", "rating_unknown"),
        ("第 4 行 B 列", "name_number"),
        ("第 5 行 D 列", "rating_missing"),
    ]


def test_every_finding_speaks_both_languages(listed):
    file = listed(HEADER, (1, "", A, "A"), (2, "乙公司", "1", "E"))
    for finding in file.findings:
        assert all((finding.zh, finding.en, finding.mend_zh, finding.mend_en))
    assert file.findings[0].where_en == "row 2, column B"


def test_a_sheet_without_a_list_says_so(listed):
    assert places(listed(("通知",), ("各有关单位",))) == [("文件", "no_header")]
    assert places(listed(HEADER)) == [("文件", "none")]
    assert places(listed(("企业名称",), ("甲公司",))) == [("第 2 行", "no_rating")]


def test_a_second_sheet_is_not_passed_over_in_silence(listed):
    assert places(listed(HEADER, (1, "甲公司", A, "A"), others=["规下"])) == [("文件", "others")]


def test_the_notice_and_the_list_must_agree():
    counts = {"A": 54, "B": 2, "C": 0, "D": 0, "T": 0}
    assert reconcile(counts, {"A": 54, "B": 2}) == ()
    assert [finding.code for finding in reconcile(counts, {"A": 55, "优": 1})] == ["stated_class", "stated"]


@given(st.text(alphabet="青岛示例公司（）()ＡＢab〔〕"))
def test_normalising_a_name_twice_changes_nothing_more(name):
    assert normalise_name(normalise_name(name)) == normalise_name(name)


def test_names_that_differ_in_brackets_width_and_spaces_match():
    assert normalise_name("青岛（示例）ＡＢ 公司") == normalise_name("青岛(示例)AB公司") == "青岛(示例)AB公司"
