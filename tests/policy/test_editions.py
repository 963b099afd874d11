"""Editions: each has its own digest, and two of them can be laid side by side."""

import shutil

import pytest

from disburse.policy.catalogue import SHIPPED, load
from disburse.policy.diff import Change, NoSuchEdition, diff, edition

QD24, QC26, XH24 = ("QD24", "2023-draft"), ("QC26", "2026-draft"), ("XH24", "2024-list")
EQUIPMENT = "QD24/2023-draft/2-traditional.toml"


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "catalogue")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def changed(catalogue, copy):
    """Editions whose digest is another in the copy."""
    other = load(copy).digests
    return {of for of, digest in catalogue.digests.items() if other[of] != digest}


def test_every_edition_has_a_digest(catalogue):
    assert set(catalogue.digests) == {QD24, QC26, XH24}
    assert len(set(catalogue.digests.values())) == 3


def test_a_figure_disturbs_its_own_edition_only(catalogue, copy):
    change(copy / EQUIPMENT, "600万元", "700万元")
    assert changed(catalogue, copy) == {QD24}


def test_a_page_of_another_document_disturbs_no_other(catalogue, copy):
    change(copy / "XH24/2024-list/1-new.toml", "20% #1", "30% #1")
    assert changed(catalogue, copy) == {XH24}


def test_an_overlap_belongs_to_the_younger_of_the_two(catalogue, copy):
    page = copy / "overlaps.toml"
    text = page.read_text(encoding="utf-8")
    before, found, after = text.partition('group = "G7"')
    page.write_text(before + found + after.replace("cumulative = false", "cumulative = true", 1))
    assert changed(catalogue, copy) == {QC26}


def test_the_label_of_a_fact_may_be_mended(catalogue, copy):
    change(copy / "facts.toml", 'zh = "列入纳统"', 'zh = "已列入纳统"')
    assert changed(catalogue, copy) == set()


def test_what_a_fact_may_be_disturbs_the_editions_that_ask_for_it(catalogue, copy):
    change(copy / "facts.toml", '[selected_rank]\ntype = "int"', '[selected_rank]\ntype = "int"\nhighest = 9')
    assert changed(catalogue, copy) == {QD24, QC26}


def test_a_new_edition_beside_an_old_one_disturbs_nothing(catalogue, copy):
    newer = shutil.copytree(copy / "QC26/2026-draft", copy / "QC26/2027-text")
    change(newer / "document.toml", 'edition = "2026-draft"', 'edition = "2027-text"')
    change(newer / "document.toml", "2026年2月6日", "2027年2月6日")
    assert changed(catalogue, copy) == set()
    assert ("QC26", "2027-text") in load(copy).digests


def test_another_month_of_a_series_disturbs_nothing(catalogue, copy):
    change(copy / "series/lpr.toml", 'through = "2025-12"', 'through = "2026-01"')
    assert changed(catalogue, copy) == set()


def test_where_files_are_split_makes_no_difference(catalogue, copy):
    page = copy / "QD24/2023-draft/6-services.toml"
    page.rename(page.with_name("7-services.toml"))
    assert changed(catalogue, copy) == set()


def test_an_edition_does_not_differ_from_itself(catalogue):
    assert not list(diff(catalogue, QD24, QD24))


def test_a_difference_names_item_article_figure_and_both_values(catalogue, copy):
    change(copy / EQUIPMENT, "600万元", "700万元")
    (only,) = diff(catalogue, QD24, QD24, load(copy))
    assert only == Change("changed", "QD24-5.1", "5", "cap", "600万元", "700万元")


def test_an_item_that_came_or_went_is_told_with_its_article(catalogue, copy):
    page = copy / EQUIPMENT
    change(page, 'id = "QD24-6.3"', 'id = "QD24-6.4"')
    made = list(diff(catalogue, QD24, QD24, load(copy)))
    assert [(of.kind, of.where, of.article) for of in made] == [
        ("removed", "QD24-6.3", "6"),
        ("added", "QD24-6.4", "6"),
    ]


def test_a_reading_or_a_date_that_changed_is_told(catalogue, copy):
    change(copy / "QD24/2023-draft/5-digital.toml", 'investment = "undecided"', 'investment = "no"')
    change(copy / "QD24/2023-draft/document.toml", "2026年12月31日", "2027年12月31日")
    made = list(diff(catalogue, QD24, QD24, load(copy)))
    assert [(of.where, of.field) for of in made] == [("QD24", "to"), ("QD24-18.3", "investment")]


def test_an_edition_that_is_not_there_is_told_with_those_that_are(catalogue):
    assert edition(catalogue, "QD24/2023-draft") == QD24
    for written in ("QD24", "QD24/2024", "x/y/z", ""):
        with pytest.raises(NoSuchEdition, match="QC26/2026-draft"):
            edition(catalogue, written)
