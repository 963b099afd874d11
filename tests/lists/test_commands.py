"""``disburse import`` and ``disburse worklist``, from the file as it comes to the answer on the screen."""

import csv

import pytest
from xlsxwriter import Workbook

from disburse.actors import Actor
from disburse.cli import disburse
from disburse.queries import reviews
from tests.make import APPROVER, UNIT, a_claim, an_adoption, an_enterprise

HEADER = ("序号", "企业名称", "统一社会信用代码", "评价结果")


@pytest.fixture
def run(app):
    """Run a command; it must end with ``status``. Gives what it said."""

    def command(*words, status=0):
        done = app.test_cli_runner().invoke(disburse, [str(word) for word in words])
        assert done.exit_code == status, done.output
        return done.output

    return command


@pytest.fixture
def written(tmp_path):
    """A workbook of these rows, under a title that spans them."""

    def write(name, *rows):
        path = tmp_path / name
        with Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.merge_range("A1:D1", "某区工业企业亩产效益综合评价结果")
            for at, row in enumerate(rows, 1):
                sheet.write_row(at, 0, row)
        return path

    return write


@pytest.fixture
def ratings(run):
    def command(path, *words, year=2024, status=0, unit=UNIT):
        fixed = ("--year", year, "--unit", unit, "--notice", "测试公告1号")
        return run("import", "ratings", path, *fixed, *words, status=status)

    return command


def test_a_list_with_its_dirt_is_read_and_held_against_the_notice(time, ratings, written):
    firms = [an_enterprise() for _ in range(2)]
    path = written(
        "list.xlsx",
        HEADER,
        ("一、A类企业（1家）",),
        (1, firms[0].name, firms[0].uscc, "Ａ类（优先发展类）"),
        ("二、D类企业（1家）",),
        (1, firms[1].name.replace("有限", " 有限"), "", ""),
        ("合计", 2),
        ("注：排名不分先后",),
    )
    assert "2 家" in ratings(path, "--stated", "A=1,B=0,C=0,D=1,T=0")


def test_totals_that_disagree_refuse_the_import(time, ratings, written):
    path = written("list.xlsx", HEADER, (1, "青岛甲甲甲甲公司", "", "A"))
    said = ratings(path, "--stated", "A=55,B=97,C=99,D=14,T=10", status=1)
    assert "通知写 B 类 97 家，名单有 0 家" in said
    assert "L-2025-0001: 1 家" in ratings(path, "--stated", "A=1")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_a_csv_of_an_office_is_read_in_its_encoding(time, ratings, tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes("企业名称,等级\r\n青岛㙍城装备有限公司,Ｃ类\r\n".encode(encoding))
    assert "C 1" in ratings(path)


def test_a_correction_says_which_list_it_corrects(time, ratings, written):
    ratings(written("a.xlsx", HEADER, (1, "青岛甲甲甲甲公司", "", "A")), "--scale", "above")
    path = written("b.xlsx", HEADER, (1, "青岛甲甲甲甲公司", "", "B"))
    assert "L-2025-0009" in ratings(path, "--corrects", "L-2025-0009", status=1)
    assert "L-2025-0002" in ratings(path, "--corrects", "L-2025-0001", "--partial")


def test_the_difference_to_last_year_is_printed_and_kept_as_a_table(time, ratings, written, tmp_path):
    names = [f"青岛{c * 4}有限公司" for c in "甲乙丙丁"]
    before = [(n, name, "", "B") for n, name in enumerate(names[:3])]
    after = [(1, names[0], "", "A"), (2, names[1], "", "D"), (3, names[3], "", "C")]
    assert "上年" not in ratings(written("a.xlsx", HEADER, *before), year=2023)
    said = ratings(written("b.xlsx", HEADER, *after))
    assert "升级 1，降级 1，新增 1，退出 1" in said
    kept = tmp_path / "lists" / "L-2025-0002-last-year.csv"
    rows = list(csv.reader(kept.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1] == ["升级/rose", names[0], "", "B", "A"]
    assert len(rows) == 5


def test_the_work_lists_say_what_is_to_be_done(time, run, ratings, written):
    an_adoption()
    owner = an_enterprise(name="青岛海示装备有限公司")
    claim = a_claim("rated", enterprise=owner)
    assert run("worklist", "ratings") == run("worklist", "reviews") == ""
    ratings(written("a.xlsx", HEADER, (1, "青岛海市装备有限公司", "", "C")))
    said = run("worklist", "ratings", "--unit", UNIT)
    assert "第 3 行“青岛海市装备有限公司”" in said
    assert owner.id in said
    body = f'{{"number": "L-2025-0002", "row": 3, "enterprise": "{owner.id}", "note": "经核实"}}'
    run("act", "confirm_match", body, "--by", "city_clerk:city:another")
    assert run("worklist", "ratings") == ""
    assert f"{claim.id} unrated → C" in run("worklist", "reviews")
    assert reviews.to_do(Actor("e", "enterprise_agent", owner.id)) == []
    assert len(reviews.to_do(APPROVER)) == 1


def test_a_recognition_list_drafts_what_is_certain_and_shows_the_rest(time, run, written):
    owner = an_enterprise(name="青岛海示装备有限公司")
    heading = ("序号", "企业名称", "统一社会信用代码", "认定日期")
    path = written(
        "a.xlsx",
        heading,
        (1, owner.name, owner.uscc, "2025年1月15日"),
        (2, "青岛未登记食品有限公司", "", "2025年1月15日"),
    )
    fixed = ("--item", "QD24-2.1", "--unit", UNIT, "--notice", "测试认定1号")
    words = ("import", "recognitions", path, *fixed)
    assert "facts.newly_recognised" in run(*words, status=1)
    assert "起草 1 件" in run(*words, "--fact", "newly_recognised=true")
    assert "第 4 行“青岛未登记食品有限公司”：未对应到登记企业" in run("worklist", "recognitions")
    late = an_enterprise(name="青岛未登记食品有限公司")
    assert f"待起草 {late.id}" in run("worklist", "recognitions")
    assert "J-2025-0001 第 4 行 → QD-2025-000002" in run("worklist", "recognitions", "--draft")
    assert run("worklist", "recognitions") == ""


@pytest.mark.parametrize("fact", ["newly_recognised=yes", "no_such_fact=1", "newly_recognised"])
def test_a_fact_that_has_no_word_is_refused(time, run, written, fact):
    path = written("a.xlsx", ("企业名称",), ("青岛甲甲甲甲公司",))
    fixed = ("--item", "QD24-2.1", "--unit", UNIT, "--notice", "测试认定1号", "--on", "2025-01-15")
    assert fact.partition("=")[0] in run("import", "recognitions", path, *fixed, "--fact", fact, status=1)


def test_every_fault_of_a_recognition_list_is_told_and_nothing_kept(time, run, written):
    path = written("a.xlsx", ("企业名称", "认定日期"), ("青岛甲甲甲甲公司", "去年"), ("", "2025-01-15"))
    fixed = ("--item", "QD24-14.1", "--unit", UNIT, "--notice", "测试认定1号")
    said = run("import", "recognitions", path, *fixed, status=1)
    assert "第 3 行 B 列" in said
    assert "第 4 行 A 列" in said
    assert run("worklist", "recognitions") == ""
