"""Faults: all at once, each with its path, none lost."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields

from schemas.claims import claim_in
from schemas.facts import facts_schema
from schemas.faults import Fault, faults, say
from schemas.payouts import BATCH_IN
from tests.vocabulary import kinds_of

CLAIM_IN = claim_in(facts_schema(kinds_of([("equipment_investment", "money"), ("manufacturing", "bool")])))
GOOD = {
    "item": "QD24-5.2",
    "on": "2025-03-01",
    "object": "设备更新",
    "claimed_yuan": "1.00",
    "commitment": True,
    "facts": {"equipment_investment": "1.00", "manufacturing": True},
}
PLACES = [
    ("item",),
    ("on",),
    ("object",),
    ("claimed_yuan",),
    ("commitment",),
    ("facts", "equipment_investment"),
    ("facts", "manufacturing"),
]


def told(schema, record):
    with pytest.raises(ValidationError) as refused:
        schema.load(record)
    return {fault.path: fault for fault in faults(refused.value)}


def leaves(messages):
    if isinstance(messages, dict):
        return sum(leaves(below) for below in messages.values())
    return len(messages)


def test_a_path_leads_through_objects_and_lists():
    batch = {
        "fund_id": "F-2025-001",
        "payment_count": 2,
        "total_yuan": "2.00",
        "lines": [{"claim_id": "QD-2025-000001", "amount_yuan": "1.00"}, {"claim_id": "?", "amount_yuan": 1}],
    }
    assert set(told(BATCH_IN, batch)) == {"lines[1].claim_id", "lines[1].amount_yuan"}


def test_a_fact_is_found_below_facts():
    record = copy.deepcopy(GOOD)
    record["facts"]["equipment_investment"] = 58000000.5
    found = told(CLAIM_IN, record)["facts.equipment_investment"]
    assert "带两位小数" in found.zh
    assert "two decimals" in found.en


@pytest.mark.parametrize("thing", [None, [], "text", 5, True])
def test_what_is_no_object_is_one_fault_of_the_whole_record(thing):
    assert told(CLAIM_IN, thing) == {
        "": Fault("", "此处应为对象（花括号）。", "Give an object here, in braces.")
    }


def test_an_empty_record_lacks_everything_that_is_required():
    found = told(CLAIM_IN, {})
    assert set(found) == {"item", "on", "commitment", "facts"}
    assert {fault.zh for fault in found.values()} == {"缺少此项，请填写。"}


def test_names_nobody_knows_are_faults_however_they_are_spelt():
    record = GOOD | {"extra": 1, "a.b": 1, "x\ny": 1, "\ud800": 1}
    assert set(told(CLAIM_IN, record)) == {"extra", '["a.b"]', '["x\\ny"]', '["\\ud800"]'}


def test_a_null_fact_and_an_unknown_fact_are_refused():
    record = GOOD | {"facts": {"manufacturing": None, "colour": "red"}}
    assert set(told(CLAIM_IN, record)) == {"facts.manufacturing", "facts.colour"}


def test_faults_come_in_the_order_of_the_lines():
    lines = [{"claim_id": f"QD-2025-{n:06d}", "amount_yuan": "x"} for n in range(12)]
    batch = {"fund_id": "F-2025-001", "payment_count": 12, "total_yuan": "2.00", "lines": lines}
    assert list(told(BATCH_IN, batch)) == [f"lines[{n}].amount_yuan" for n in range(12)]


@given(st.sets(st.sampled_from(PLACES), min_size=1))
def test_every_broken_place_is_told_and_no_other(places):
    record = copy.deepcopy(GOOD)
    for *above, last in places:
        part = record
        for key in above:
            part = part[key]
        part[last] = ["broken"]
    assert set(told(CLAIM_IN, record)) == {".".join(place) for place in places}


MESSAGES = st.recursive(
    st.lists(st.just(say("错。", "Wrong.")), min_size=1, max_size=3),
    lambda below: st.dictionaries(st.text(max_size=5) | st.integers(0, 20), below, min_size=1, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=5), MESSAGES, min_size=1))
def test_as_many_faults_come_out_as_went_in(messages):
    found = faults(ValidationError(messages))
    assert len(found) == leaves(messages)
    assert all((fault.zh, fault.en) == ("错。", "Wrong.") for fault in found)


def test_a_sentence_in_one_language_is_kept_all_the_same():
    assert faults(ValidationError("odd")) == [Fault("", "不符合要求：odd", "odd")]


def every_field(schema):
    for field in schema.fields.values():
        yield field
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield inner
            yield from every_field(inner.schema)


def test_every_message_of_every_field_of_every_schema_is_in_two_languages(examples):
    for schema, _ in examples.values():
        assert isinstance(schema, Schema)
        spoken = list(schema.error_messages.values())
        spoken += [message for field in every_field(schema) for message in field.error_messages.values()]
        for sentence in spoken:
            zh, en = sentence.split("\n")
            assert zh.endswith("。")
            assert en.endswith(".")
