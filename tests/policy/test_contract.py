"""The contract of ``disburse assess``: what is refused, how it is said, and what still runs."""

import json
from datetime import date

import pytest

from disburse.policy.case import Adoption
from disburse.policy.contract import answers

SOUND = {
    "id": "c1",
    "item": "QD24-5.1",
    "on": "2025-06-30",
    "rating": None,
    "facts": {
        "above_scale": True,
        "manufacturing": True,
        "meets_upgrade_standard": True,
        "equipment_investment": "100.00",
    },
}


def line(**changes):
    return json.dumps(SOUND | changes).encode()


def with_fact(name, value):
    return line(facts=SOUND["facts"] | {name: value})


def ask(catalogue, *lines, adoptions=None):
    return [json.loads(written) for written, _ in answers(catalogue, lines, adoptions or {})]


def faulty_fields(answer):
    return [fault["field"] for fault in answer["faults"]]


AWARD = {"item": "QD24-5.1", "on": "2025-01-01", "amount": "1.00"}


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (b"", "line"),
        (b"null", "line"),
        (b"[]", "line"),
        (b'"text"', "line"),
        (b"{", "line"),
        (b'{"id": "a"} {"id": "b"}', "line"),
        (b"\xff\xfe", "line"),
        (b"[" * 100_000, "line"),
        (b'{"id": "a", "id": "b"}', "id"),
        (b'{"\\ud800": 1}', "line"),
        (line(id=7), "id"),
        (line(id=""), "id"),
        (line(id="a\nb"), "id"),
        (line(id="\ud800"), "id"),
        (line(item="QD24-99"), "item"),
        (line(item=None), "item"),
        (line(item=["QD24-1"]), "item"),
        (line(on="2025-02-29"), "on"),
        (line(on="2025-6-30"), "on"),
        (line(on="20250630"), "on"),
        (line(on="2025-W26-1"), "on"),
        (line(on=20250630), "on"),
        (line(on="２０２５-06-30"), "on"),
        (line(rating="E"), "rating"),
        (line(rating="a"), "rating"),
        (line(rating=1), "rating"),
        (line(rating=[]), "rating"),
        (line(facts=[]), "facts"),
        (line(facts=None), "facts"),
        (line(mode="real"), "mode"),
        (line(mode=None), "mode"),
        (line(history={}), "history"),
        (line(history=[1]), "history[0]"),
        (line(history=[AWARD | {"amount": 1}]), "history[0].amount"),
        (line(history=[AWARD | {"amount": "-1.00"}]), "history[0].amount"),
        (line(history=[AWARD | {"on": "2025-13-01"}]), "history[0].on"),
        (line(history=[AWARD | {"item": "QD24"}]), "history[0].item"),
        (line(history=[AWARD, AWARD | {"object": 5}]), "history[1].object"),
        (line(history=[AWARD | {"note": "x"}]), "history[0].note"),
        (line(histroy=[]), "histroy"),
        (with_fact("turnover", "1.00"), "facts.turnover"),
        (with_fact("rating", "A"), "facts.rating"),
        (with_fact("equipment_investment", 100), "facts.equipment_investment"),
        (with_fact("equipment_investment", 100.5), "facts.equipment_investment"),
        (with_fact("equipment_investment", "100"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "100.0"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "100.000"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "1,000.00"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "1e3"), "facts.equipment_investment"),
        (with_fact("equipment_investment", " 1.00"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "1.00\n"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "١.00"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "-1.00"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "10000000000000.01"), "facts.equipment_investment"),
        (with_fact("equipment_investment", "9" * 400 + ".00"), "facts.equipment_investment"),
        (with_fact("equipment_investment", True), "facts.equipment_investment"),
        (with_fact("above_scale", 1), "facts.above_scale"),
        (with_fact("above_scale", "true"), "facts.above_scale"),
        (with_fact("selected_rank", True), "facts.selected_rank"),
        (with_fact("selected_rank", -1), "facts.selected_rank"),
        (with_fact("selected_rank", "1"), "facts.selected_rank"),
        (with_fact("selected_rank", 10**400), "facts.selected_rank"),
        (with_fact("dcmm_level", 6), "facts.dcmm_level"),
        (with_fact("studio_years", 2.5), "facts.studio_years"),
        (with_fact("studio_years", "two"), "facts.studio_years"),
        (with_fact("contract_month", "2024-13"), "facts.contract_month"),
        (with_fact("contract_month", "2024-3"), "facts.contract_month"),
        (with_fact("recognised_on", "2025-04-31"), "facts.recognised_on"),
        (with_fact("model_scope", "vertical"), "facts.model_scope"),
        (with_fact("support_form", "loan"), "facts.support_form"),
        (with_fact("decision_no", ""), "facts.decision_no"),
        (line().replace(b'"100.00"', b"NaN"), "facts.equipment_investment"),
        (line().replace(b'"100.00"', b"-Infinity"), "facts.equipment_investment"),
        *[(json.dumps({k: v for k, v in SOUND.items() if k != key}).encode(), key) for key in SOUND],
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_field(catalogue, written, field):
    if not written:
        written = b"x"
    (answer,) = ask(catalogue, written)
    assert faulty_fields(answer) == [field]
    assert "line 1" in answer["error"]
    assert field in answer["error"]
    assert all(fault["zh"] and fault["en"] for fault in answer["faults"])


def test_every_fault_of_a_line_is_named_at_once(catalogue):
    (answer,) = ask(catalogue, line(item="X", on="x", rating="x", facts={"x": 1}))
    assert faulty_fields(answer) == ["item", "on", "rating", "facts.x"]
    assert answer["id"] == "c1"


def test_the_rest_still_runs_in_order(catalogue):
    made = ask(catalogue, line(id="a"), b"{", b"", line(id="b"))
    assert [answer["id"] for answer in made] == ["a", None, "b"]
    assert "line 2" in made[1]["error"]
    assert made[2]["payable"] == "12.00"


@pytest.mark.parametrize("value", ["0.00", "100.00", "10000000000000.00"])
def test_a_sum_within_reason_is_read(catalogue, value):
    (answer,) = ask(catalogue, with_fact("equipment_investment", value))
    assert "error" not in answer


def test_a_null_fact_is_a_missing_fact(catalogue):
    (answer,) = ask(catalogue, with_fact("equipment_investment", None))
    assert answer["missing"] == ["equipment_investment"]


def test_notes_of_a_worked_case_are_not_read(catalogue):
    (answer,) = ask(catalogue, line(expect={"payable": 1.5}, why=""))
    assert answer["outcome"] == "payable"


def test_a_byte_order_mark_and_windows_line_ends_are_read(catalogue):
    made = ask(catalogue, b"\xef\xbb\xbf" + line() + b"\r\n", b"\r\n", line() + b"\r\n")
    assert [answer["payable"] for answer in made] == ["12.00", "12.00"]


def test_an_answer_has_the_keys_of_the_contract(catalogue):
    (answer,) = ask(catalogue, line())
    assert list(answer) == [
        "id",
        "item",
        "outcome",
        "payable",
        "range",
        "missing",
        "reasons",
        "steps",
        "catalogue",
    ]
    assert list(answer["steps"][0]) == ["kind", "inputs", "rule", "result", "article"]
    assert answer["catalogue"] == catalogue.digest


ADOPTED = Adoption("QD24", "青某发〔2025〕1号", date(2025, 3, 1), date(2025, 4, 1), None)


@pytest.mark.parametrize(
    ("on", "mode", "outcome", "code"),
    [
        ("2025-03-31", "pay", "not_eligible", "outside_dates"),
        ("2025-04-01", "pay", "payable", "adopted"),
        ("2030-04-01", "pay", "payable", "adopted"),
        ("2025-04-01", "simulate", "payable", "adopted"),
    ],
)
def test_an_adoption_opens_payment_and_its_dates_govern(catalogue, on, mode, outcome, code):
    (answer,) = ask(catalogue, line(on=on, mode=mode), adoptions={"QD24": ADOPTED})
    assert answer["outcome"] == outcome
    assert code in [why["code"] for why in answer["reasons"]]


def test_the_adoption_of_another_document_opens_nothing(catalogue):
    (answer,) = ask(catalogue, line(mode="pay"), adoptions={"QC26": ADOPTED})
    assert [why["code"] for why in answer["reasons"]] == ["draft_not_adopted"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"item": "QD24-24.s"}, "service"),
        ({"item": "QD24-26.r"}, "rule"),
        ({"on": "2023-12-31"}, "outside_dates"),
        ({"item": "XH24-I-3.1", "on": "2024-05-01"}, "restates"),
        ({"facts": SOUND["facts"] | {"above_scale": False}}, "not_met:above_scale"),
        ({"facts": SOUND["facts"] | {"equipment_investment": "0.00"}}, "zero_amount"),
        ({"history": [AWARD | {"amount": "6000000.00"}]}, "cap_used_up"),
        ({"history": [AWARD | {"item": "XH24-I-3.1"}]}, "overlap:G1"),
        ({}, "investment_exempt"),
    ],
)
def test_reasons_have_stable_codes(catalogue, changes, code):
    (answer,) = ask(catalogue, line(**changes))
    assert code in [why["code"] for why in answer["reasons"]]


def test_a_condition_is_refused_in_the_words_of_the_text(catalogue):
    facts = {"recognised_on": "2025-06-30", "studio_years": "1.5", "studio_annual_revenue": "9000000.00"}
    (answer,) = ask(catalogue, line(item="QD24-8.1", rating="unrated", facts=facts))
    said = " ".join(why["zh"] for why in answer["reasons"])
    assert "两年以上" in said
    assert "1000万元以上" in said
