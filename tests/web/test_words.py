"""The shapes that the pages share, each as it is written."""

import re

import pytest
from flask import flash, render_template_string

from disburse.app import create_app
from disburse.db import db
from disburse.errors import BadRecord, Finding

ALL = '{% import "words.html" as words %}'


@pytest.fixture
def app(sqlite_config):
    made = create_app(sqlite_config)
    with made.app_context():
        yield made
        db.engine.dispose()


@pytest.fixture
def written(app):
    """What a piece of template writes, in Chinese or English, blanks drawn together."""

    def write(template, language="zh", **facts):
        with app.test_request_context(headers={"Cookie": f"disburse-language={language}"}):
            return re.sub(r"\s+", " ", render_template_string(ALL + template, **facts))

    return write


def test_a_table_labels_every_cell_for_a_narrow_screen(written):
    columns = [("编号", "whole"), ("金额", "figure")]
    table = '{{ words.table(columns, [["A", "1.00"]], "清单", foot=["", "1.00"]) }}'
    assert '<td data-label="金额" class="figure">1.00</td>' in written(table, columns=columns)
    assert "没有记录。" in written('{{ words.table([("编号", "")], [], "清单") }}')
    assert "Nothing on record." in written('{{ words.table([("No", "")], [], "List") }}', "en")


def test_what_a_table_is_given_is_text_never_markup(written):
    assert "&lt;b&gt;" in written('{{ words.table([("a", "")], [["<b>"]], "c") }}')


def test_facts_that_are_not_there_are_a_dash_and_nought_is_not(written):
    found = re.findall(
        r"__value\">([^<]*)<", written('{{ words.facts([("a", none), ("b", ""), ("c", 0)]) }}')
    )
    assert found == ["—", "—", "0"]


def test_the_pager_and_the_tabs_say_where_one_is(written):
    assert written("{{ words.pager(none, none) }}").strip() == ""
    assert 'rel="next"' in written('{{ words.pager(none, "/?after=x") }}')
    tabs = written('{{ words.tabs([("甲", "/a", true), ("乙", "/b", false)], "视图") }}')
    assert tabs.count('aria-current="page"') == 1


def test_a_refusal_leads_to_the_fields_it_is_about(written):
    no = BadRecord([Finding("amount", "金额有误", "wrong sum"), Finding("sum", "合计有误", "wrong total")])
    zh, en = (written('{{ words.noes(no, ["amount"]) }}', tongue, no=no) for tongue in ("zh", "en"))
    assert re.search(r'<a href="#amount">\s*金额有误', zh)
    assert "合计有误" in zh
    assert 'href="#sum"' not in zh
    assert "wrong sum" in en
    assert "金额" not in en


def test_a_warning_says_so_to_those_who_do_not_see_it(written):
    assert "Warning" in written('{{ words.warning("x") }}', "en")


def test_what_was_done_is_said_on_the_page_that_follows(app):
    with app.test_request_context("/sign-in"):
        flash("已受理 QD-2025-000001")
        page = render_template_string('{% extends "page.html" %}')
    assert "govuk-notification-banner--success" in page
    assert "已受理 QD-2025-000001" in page


def test_chinese_in_an_english_page_is_marked(written):
    assert written('{{ "青岛<b>" | zh }}', "en") == '<span lang="zh-CN">青岛&lt;b&gt;</span>'
    assert written('{{ "青岛" | zh }}') == "青岛"
