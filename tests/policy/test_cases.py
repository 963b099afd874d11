"""Worked cases, as data: each holds to the fen, in outcome, range and missing facts."""

import json
from pathlib import Path

import pytest

from disburse.policy.contract import answers
from reports.explain import sentence

PAGES = sorted((Path(__file__).parent / "cases").glob("*.jsonl"))


def disagreements(catalogue, lines):
    for line, (written, sound) in zip(lines, answers(catalogue, lines), strict=True):
        case, answer = json.loads(line), json.loads(written)
        given = {key: answer.get(key) for key in case["expect"]}
        if not sound or given != case["expect"]:
            yield f"{case['id']} {case['item']} ({case['why']}): {given}, expected {case['expect']}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_of_our_cases_holds(page, catalogue):
    assert not list(disagreements(catalogue, page.read_bytes().splitlines()))


def test_each_case_of_the_client_holds(catalogue, shared):
    assert not list(disagreements(catalogue, (shared / "cases.jsonl").read_bytes().splitlines()))


def test_every_item_has_a_case(catalogue):
    tried = {json.loads(line)["item"] for page in PAGES for line in page.read_bytes().splitlines()}
    assert tried == set(catalogue.items)


def test_every_answer_gives_a_reason_in_two_languages(catalogue):
    for page in PAGES:
        for written, _ in answers(catalogue, page.read_bytes().splitlines()):
            reasons = json.loads(written)["reasons"]
            assert reasons
            assert all(why["code"] and why["zh"] and why["en"] for why in reasons)


def test_every_step_reads_in_two_languages(catalogue):
    for page in PAGES:
        for written, _ in answers(catalogue, page.read_bytes().splitlines()):
            for step in json.loads(written)["steps"]:
                assert sentence(step, "zh")
                assert sentence(step, "en")


def test_what_is_paid_or_open_shows_its_calculation(catalogue):
    for page in PAGES:
        for written, _ in answers(catalogue, page.read_bytes().splitlines()):
            answer = json.loads(written)
            if answer["outcome"] == "payable":
                assert answer["steps"][-1]["result"] == answer["payable"]
