"""Canonical bytes and events: one spelling, whoever writes it."""

from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from reports import proof

LARGEST = 2**53 - 1
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)
AT = datetime(2026, 3, 5, 1, 2, 3, 123456, tzinfo=UTC)
BODY = {
    "kind": "claim",
    "record": "QD-2026-000017",
    "seq": 3,
    "prev": "1" * 64,
    "at": AT,
    "demo": False,
    "action": "recommend",
    "source": "district_review",
    "target": "recommended",
    "by": {"id": "u-7", "role": "district_clerk", "unit": "370212"},
    "changes": {"recognised_yuan": [None, "1200000.00"]},
    "amount": "1200000.00",
    "about": None,
    "reason": "符合条件",
    "document": None,
    "request": None,
    "state": "2" * 64,
}


@given(VALUES)
def test_three_writers_give_the_same_bytes(value):
    data = proof.canonical(value)
    assert data == orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == rfc8785.dumps(value)
    assert proof.parse(data) == value


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}'),
        ("青岛", '"青岛"'.encode()),
        ('"\\/\n\x1f\x7f\u2028', '"\\"\\\\/\\n\\u001f\x7f\u2028"'.encode()),
        ("\U00020bb7", '"\U00020bb7"'.encode()),
        ((1, 2), b"[1,2]"),
        ({}, b"{}"),
        (-LARGEST, b"-9007199254740991"),
    ],
)
def test_a_value_has_one_spelling(value, data):
    assert proof.canonical(value) == data


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": [1, 1 / 2]}, "$.a[1]"),
        (2**53, "$"),
        (-(2**53), "$"),
        ({"a": {"名": 1}}, "$.a"),
        ({1: 1}, "$"),
        (["\ud800"], "$[0]"),
        ({"a": {1, 2}}, "$.a"),
        (b"a", "$"),
        ("a" * 65_534, "$"),
        (AT, "$"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_path(value, path):
    with pytest.raises(proof.NotCanonical) as refusal:
        proof.canonical(value)
    assert refusal.value.path == path


def test_65535_bytes_are_not_too_many():
    assert len(proof.canonical("a" * 65_533)) == 65_535


def test_a_value_that_holds_itself_is_refused():
    value = []
    value.append(value)
    with pytest.raises(proof.NotCanonical, match="deep"):
        proof.canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b"1.0",
        b"1e2",
        b"-0",
        b"NaN",
        b"Infinity",
        b"[1]\n",
        b" 1",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b"\xef\xbb\xbf1",
        b'"\xff"',
        b"",
        b"[" * 60_000,
        b"9" * 10_000,
        b'"' + b"a" * 70_000 + b'"',
    ],
)
def test_another_spelling_is_refused(data):
    with pytest.raises(proof.NotCanonical):
        proof.parse(data)


def test_an_event_has_all_its_parts():
    body = proof.parse(proof.event(**BODY))
    assert body["v"] == 1
    assert body["at"] == "2026-03-05T01:02:03.123456Z"
    assert (body["from"], body["to"]) == ("district_review", "recommended")
    assert body.keys() == {"v", "from", "to", *BODY} - {"source", "target"}


def test_an_event_is_written_in_universal_time_to_the_microsecond():
    at = datetime(2026, 3, 5, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    assert proof.parse(proof.event(**{**BODY, "at": at}))["at"] == "2026-03-05T01:00:00.000000Z"


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": AT.replace(tzinfo=None)},
        {"seq": 0},
        {"seq": True},
        {"prev": "1" * 63},
        {"prev": "A" * 64},
        {"state": "1" * 65},
        {"kind": ""},
        {"reason": ""},
        {"amount": "1,200.00"},
        {"amount": "1.5"},
        {"amount": "01.00"},
        {"amount": 1},
        {"demo": None},
        {"by": {"id": "u-7"}},
        {"by": {"id": 7, "role": None, "unit": None}},
        {"changes": {"a": [1]}},
        {"changes": {"a": "ab"}},
        {"changes": {"a": [None, 1 / 2]}},
    ],
)
def test_an_event_with_a_part_out_of_form_is_not_written(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        proof.event(**{**BODY, **wrong})


def test_folding_walks_from_before_to_after():
    body = {"changes": {"a": [None, 1], "b": ["x", None], "c": [[1], [2]]}}
    assert proof.fold({"b": "x", "c": [1], "d": True}, body) == {"a": 1, "c": [2], "d": True}


@pytest.mark.parametrize("before", [None, 0, "1", True, [1]])
def test_folding_refuses_another_before(before):
    with pytest.raises(proof.DoesNotFold, match="a"):
        proof.fold({"a": 1}, {"changes": {"a": [before, 2]}})


def test_null_and_absence_are_the_same_state():
    assert proof.state_digest({"a": 1, "b": None}) == proof.state_digest({"a": 1})


def test_a_disclosure_depends_on_salt_field_and_value():
    whole = proof.disclosure("00" * 16, "phone", "1")
    others = [("01" * 16, "phone", "1"), ("00" * 16, "name", "1"), ("00" * 16, "phone", "2")]
    assert whole == proof.digest(b'["00000000000000000000000000000000","phone","1"]')
    assert whole not in {proof.disclosure(*other) for other in others}
