"""Every record: in, out, and back again; and the rules that bind several fields."""

import csv
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from marshmallow import RAISE, ValidationError

from schemas.claims import CHECKS, CHECKS_IN, CLAIM_OUT
from schemas.enterprises import ENTERPRISE_ROW
from schemas.facts import facts_schema
from schemas.faults import faults
from schemas.identifiers import ItemId
from schemas.payouts import BATCH_IN
from schemas.policies import ADOPTION_IN
from tests.vocabulary import Kind, kinds_of


def told(schema, record):
    with pytest.raises(ValidationError) as refused:
        schema.load(record)
    return {fault.path: fault.zh for fault in faults(refused.value)}


def listed(name):
    path = Path(__file__).parents[3] / "shared" / "policy" / name
    if not path.exists():
        pytest.skip("the client's policy material is not beside the repository")
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def good(examples, name):
    return examples[name][1]


def test_a_good_record_loads_and_dumps_to_what_was_loaded(example):
    schema, record = example
    assert schema.dump(schema.load(record)) == record
    assert json.loads(json.dumps(schema.dump(schema.load(record)))) == record


def test_no_schema_takes_a_name_it_does_not_know(example):
    schema, record = example
    assert schema.unknown == RAISE
    assert told(schema, record | {"surprise": 1}) == {"surprise": "没有这一项，请删除或核对名称。"}


def test_every_name_that_is_left_out_is_told_unless_it_may_be_absent(example):
    schema, _ = example
    required = {f.data_key or name for name, f in schema.fields.items() if f.required}
    if required:
        assert set(told(schema, {})) == required


def test_a_row_without_a_declared_attribute_does_not_go_out(examples):
    claim = CLAIM_OUT.load(good(examples, "claim out"))
    del claim["paid_fen"]
    with pytest.raises(AttributeError, match="paid_fen is missing"):
        CLAIM_OUT.dump(SimpleNamespace(**claim))
    with pytest.raises(AttributeError, match="paid_fen is missing"):
        CLAIM_OUT.dump(claim | {"paid_fen": None})


def test_sums_are_fen_within_and_yuan_outside(examples):
    claim = CLAIM_OUT.load(good(examples, "claim out"))
    assert claim["claimed_fen"] == 600_000_000
    assert CLAIM_OUT.dump(claim)["claimed_yuan"] == "6000000.00"


def test_facts_have_the_types_of_the_vocabulary(examples):
    schema, record = examples["claim in"]
    facts = schema.load(record)["facts"]
    assert facts["equipment_investment"] == 5_800_000_000
    assert facts["recognised_on"] == date(2025, 3, 1)
    assert str(facts["studio_years"]) == "2.5"
    assert facts["interest_days"] == 90


def test_a_fact_that_was_not_given_is_absent_and_never_zero():
    schema = facts_schema(kinds_of([("equipment_investment", "money"), ("manufacturing", "bool")]))
    assert schema.load({}) == {}
    assert schema.dump({"manufacturing": False}) == {"manufacturing": False}


def test_the_clients_vocabulary_is_understood_and_its_items_are_named_as_expected():
    for fact in listed("facts.csv"):
        assert fact["fact"] in facts_schema(kinds_of([(fact["fact"], fact["type"])])).fields
    for item in listed("items.csv"):
        assert ItemId().deserialize(item["id"]) == item["id"]


def test_a_vocabulary_of_unknown_types_is_refused():
    with pytest.raises(ValueError, match="unknown types of facts: colour"):
        facts_schema(kinds_of([("paint", "colour")]))


@pytest.mark.parametrize("name", CHECKS)
def test_no_check_is_ticked_by_default(name, examples):
    checks = good(examples, "checks")
    assert told(CHECKS_IN, {n: c for n, c in checks.items() if n != name}) == {name: "缺少此项，请填写。"}
    assert set(told(CHECKS_IN, checks | {name: {}})) == {f"{name}.result", f"{name}.remark"}


def test_a_failed_check_says_why(examples):
    checks = good(examples, "checks") | {"duplicates": {"result": "fail", "remark": " "}}
    assert told(CHECKS_IN, checks) == {"duplicates.remark": "未通过的审查须写明原因。"}


@pytest.mark.parametrize("word", [False, None, "true", 1])
def test_a_claim_without_its_explicit_commitment_is_refused(word, examples):
    schema, record = examples["claim in"]
    assert set(told(schema, record | {"commitment": word})) == {"commitment"}


def test_control_totals_must_agree_with_the_lines(examples):
    batch = good(examples, "batch in") | {"payment_count": 2, "total_yuan": "5500000.01"}
    assert told(BATCH_IN, batch) == {
        "payment_count": "明细共 1 笔，请核对笔数。",
        "total_yuan": "明细合计 5,500,000.00 元，请核对总额。",
    }


def test_a_claim_is_paid_once_in_a_batch(examples):
    batch = good(examples, "batch in")
    twice = batch | {"lines": batch["lines"] * 2, "payment_count": 2, "total_yuan": "11000000.00"}
    assert set(told(BATCH_IN, twice)) == {"lines[1].claim_id"}


def test_a_batch_is_not_empty_and_its_lines_are_a_list(examples):
    batch = good(examples, "batch in")
    assert told(BATCH_IN, batch | {"lines": []}) == {"lines": "应有 1 至 10000 行。"}
    assert told(BATCH_IN, batch | {"lines": {}}) == {"lines": "此处应为列表（方括号）。"}


def test_an_adoption_does_not_end_before_it_begins_even_if_something_else_is_wrong(examples):
    adoption = good(examples, "adoption in") | {"effective_to": "2023-12-31", "number": ""}
    assert set(told(ADOPTION_IN, adoption)) == {"effective_to", "number"}


def test_a_line_of_a_list_masks_account_and_telephone():
    line = ENTERPRISE_ROW.dump(
        {"id": "E-000001", "name": "青岛测试装备有限公司", "uscc": "9144030071526726XG", "unit": "370211"}
        | {"account_number": "622200000000001234", "contact_phone": "13900000001", "version": 1}
    )
    assert line["account_number"] == "6222****1234"
    assert line["contact_phone"] == "139****0001"


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Kind("support_form", "text", ("grant", "equity")), "gift"),
        (Kind("dcmm_level", "int", (), 5), 6),
    ],
)
def test_a_fact_with_a_closed_set_of_answers_takes_no_other(kind, wrong):
    schema = facts_schema([kind])
    with pytest.raises(ValidationError) as error:
        schema.load({kind.name: wrong})
    assert [fault.path for fault in faults(error.value)] == [kind.name]
