"""``policy check``: no figure and no edge word changes, in catalogue or text, without being found."""

import re
import shutil
import tomllib

import pytest

from disburse.policy import texts
from disburse.policy.catalogue import SHIPPED, build, load
from disburse.policy.check import check, read_texts

LITERAL = re.compile(r'"([^"]+) #(\d+)"')
ANOTHER = {
    "超过": "以上",
    "以上": "超过",
    "最高": "超过",
    "不超过": "超过",
    "一次性": "每年",
    "每年": "一次性",
}


def mutated(word):
    """Another figure for a figure, another edge for an edge word."""
    if re.search(r"\d", word):
        return re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), word, count=1)
    swapped = word.translate(str.maketrans("一二两三四十百千", "二三三四五百千百"))
    return swapped if swapped != word and word not in ANOTHER else ANOTHER.get(word, "超过")


def parsed(folder):
    return {
        page.relative_to(folder).as_posix(): page.read_text(encoding="utf-8")
        for page in sorted(folder.rglob("*.toml"))
    }


@pytest.fixture(scope="session")
def articles(catalogue, shared):
    found, faults = read_texts(catalogue, shared)
    assert not faults
    return found


def test_the_catalogue_agrees_with_the_texts(catalogue, articles):
    assert list(check(catalogue, articles)) == []


@pytest.mark.parametrize("key", ["QD24", "QC26", "XH24"])
def test_any_literal_changed_in_the_catalogue_is_found(key, articles):
    pages = parsed(SHIPPED)
    tables = {name: tomllib.loads(text) for name, text in pages.items()}
    for name, text in pages.items():
        for literal in LITERAL.finditer(text) if name.startswith(key) else ():
            changed = text[: literal.start(1)] + mutated(literal[1]) + text[literal.end(1) :]
            catalogue, findings = build(tables | {name: tomllib.loads(changed)}, [])
            assert findings or any(check(catalogue, articles)), f"{name}: {literal[0]}"


def test_any_figure_or_edge_word_changed_in_a_text_is_found(catalogue, articles):
    for file, document in articles.items():
        for number, text in document.items():
            for mark in texts.MARK.finditer(text):
                changed = text[: mark.start()] + mutated(mark[0]) + text[mark.end() :]
                found = articles | {file: {**document, number: changed}}
                assert any(check(catalogue, found)), f"{file} {number}: {mark[0]}"


def test_any_figure_or_edge_word_struck_from_a_text_is_found(catalogue, articles):
    for file, document in articles.items():
        for number, text in document.items():
            for mark in texts.MARK.finditer(text):
                found = articles | {file: {**document, number: text[: mark.start()] + text[mark.end() :]}}
                assert any(check(catalogue, found)), f"{file} {number}: {mark[0]}"


def test_a_new_sum_in_a_text_is_found(catalogue, articles):
    for file, document in articles.items():
        for number, text in document.items():
            found = articles | {file: {**document, number: f"{text}给予7万元奖励。"}}
            assert any(check(catalogue, found)), f"{file} {number}"


def test_a_missing_text_is_found(catalogue, shared, tmp_path):
    shutil.copy(shared / "QD24.txt", tmp_path)
    _, faults = read_texts(catalogue, tmp_path)
    assert sorted(fault.where.rpartition("/")[2] for fault in faults) == ["QC26.txt", "XH24.txt"]


def test_a_department_changed_in_the_catalogue_is_found(articles, tmp_path):
    copy = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    page = copy / "XH24" / "2024-list" / "document.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("区文旅局", "区体育局"), encoding="utf-8")
    assert [finding.where for finding in check(load(copy), articles)] == ["XH24 departments 一·2"]


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("规模以上企业超过千亿", ("超过", "千亿")),
        ("最高不超过100万元", ("最高不超过", "100万元")),
        ("５００万元（含）以下", ("500万元", "(含)", "以下")),
        ("至2026年12月  31日", ("2026年12月31日",)),
        ("每年不超过十个，前10名", ("每年", "不超过", "十个", "前10名")),
        ("制造业单项冠军", ()),
    ],
)
def test_figures_and_edge_words_are_told_from_noise(passage, found):
    assert texts.marks(passage) == found
