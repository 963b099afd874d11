"""What people type becomes what the schemas read; what can't be read stays as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow.fields import List, Nested
from werkzeug.datastructures import MultiDict

from disburse.acts import ACTS
from disburse.errors import Finding
from disburse.offers import MADE, OFFERS
from disburse.policy import catalogue as policy
from disburse.queries.rules import FACTS
from disburse.web import fields, typed
from disburse.web.facts_asked import with_facts
from disburse.web.fields import NESTING, Asked
from disburse.web.filling import Form
from disburse.web.labels import LABELS, found
from schemas.facts import Facts
from schemas.fields import yuan


def one(kind, text):
    return typed.body([Asked("x", kind, "x")], MultiDict({"x": text})).get("x", "nothing")


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("sum", "1,200,000", "1200000.00"),
        ("sum", "1200000.5", "1200000.50"),
        ("sum", "１２０００００．５０", "1200000.50"),
        ("sum", " 0.1 ", "0.10"),
        ("sum", "12,00", "12,00"),
        ("sum", "120万", "120万"),
        ("sum", "1.005", "1.005"),
        ("sum", "-1", "-1"),
        ("sum", "", "nothing"),
        ("count", "1,024", 1024),
        ("count", "１２", 12),
        ("count", "1.0", "1.0"),
        ("count", "9" * 40, "9" * 40),
        ("day", "2025年3月1日", "2025-03-01"),
        ("day", "2025/3/1", "2025-03-01"),
        ("day", "1/3/2025", "1/3/2025"),
        ("month", "2025-3", "2025-03"),
        ("decimal", "２．５", "2.5"),
        ("yes_no", "true", True),
        ("yes_no", "yes", "yes"),
        ("agreed", "true", True),
        ("code", " ３７０２ ", "3702"),
        ("text", " ａ ", " ａ "),
    ],
)
def test_what_is_typed_is_read_or_left_as_it_is(kind, text, read):
    assert one(kind, text) == read


def test_a_remark_that_there_is_none_of_is_sent_empty_and_what_must_be_said_is_not():
    checks = next(one for one in fields.asked("recommend_claim", ACTS["recommend_claim"].body) if one.parts)
    passed = {f"{check.name}.result": "pass" for check in checks.parts}
    body = typed.body([checks], MultiDict(passed))
    assert body["checks"]["duplicates"] == {"result": "pass", "remark": ""}
    noted = fields.asked("return_claim", ACTS["return_claim"].body)
    assert "note" not in typed.body(noted, MultiDict({"note": " "}))


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_every_sum_comes_back_as_it_is_shown(fen):
    assert one("sum", typed.grouped(yuan(fen))) == yuan(fen)


@given(st.text(max_size=30))
def test_no_text_is_turned_into_another_sum(text):
    read = one("sum", text)
    assert read in ("nothing", text) or read.replace(".", "").isdigit()


def leaves(schema, front=""):
    for name, field in schema.load_fields.items():
        path = f"{front}{field.data_key or name}"
        inner = field.inner if isinstance(field, List) else field
        yield path
        if isinstance(inner, Nested) and not isinstance(inner.schema, Facts):
            yield from leaves(inner.schema, f"{path}.")


def test_every_field_of_every_act_has_a_label():
    missing = [
        f"{name}: {path}"
        for name in (*OFFERS, *MADE)
        for path in leaves(ACTS[name].body)
        if path not in ("version", ACTS[name].key) and not found(LABELS, name, path)
    ]
    assert missing == []


def test_every_fact_has_a_name_in_both_languages():
    assert not [fact.name for fact in policy.load().facts.values() if not (fact.zh and fact.en)]


def bottom(asked):
    for each in asked:
        if each.kind in NESTING:
            yield from bottom(each.parts)
        else:
            yield each


@pytest.mark.parametrize("item", sorted(policy.load().items))
def test_a_claims_form_asks_for_the_facts_of_its_item_and_no_others(item):
    known = ACTS["draft_claim"].body
    asked = with_facts(fields.asked("draft_claim", known), "draft_claim", item)
    names = {each.key for each in bottom(asked) if each.name.startswith("facts.")}
    apart = {"above_scale", "manufacturing", "decided_amount", "decision_no"}
    assert names == set(policy.load().items[item].facts) - apart


@pytest.mark.parametrize(
    ("item", "fact", "stated", "said"),
    [("QD24-4.2", "selected_rank", 1, "1"), ("QD24-2.1", "newly_recognised", True, "是")],
)
def test_what_was_stated_is_said_beside_the_fact_and_a_count_of_one_is_no_yes(item, fact, stated, said):
    body = fields.asked("establish_facts", ACTS["establish_facts"].body)
    asked = with_facts(body, "establish_facts", item, {fact: stated})
    [hint] = [each.hint for each in bottom(asked) if each.name == f"facts.{fact}"]
    assert hint == f"企业填报：{said}"


def test_the_facts_of_a_form_are_read_by_the_schema():
    asked = with_facts(fields.asked("draft_claim", ACTS["draft_claim"].body), "draft_claim", "QD24-2.1")
    form = Form(asked, MultiDict({"facts.recognised_on": "2025/1/15", "facts.newly_recognised": "true"}))
    assert FACTS.load(form.body["facts"])["newly_recognised"] is True
    assert form.body["facts"] == {"recognised_on": "2025-01-15", "newly_recognised": True}


def test_rows_left_empty_are_left_out_and_faults_stay_with_their_row():
    asked = fields.asked("build_batch", ACTS["build_batch"].body)
    given = {"lines.0.claim_id": "", "lines.1.claim_id": "QD-2025-000001", "lines.3.amount_yuan": "一百"}
    filled = typed.compact(asked, MultiDict(given))
    form = Form(asked, filled, [Finding("lines[1].amount_yuan", "金额须为文本", "write it as text")])
    assert form.body["lines"] == [{"claim_id": "QD-2025-000001"}, {"amount_yuan": "一百"}]
    assert [at for at, _ in form.summary] == ["f-lines.1.amount_yuan"]
    assert "请填写金额" in form.errors["lines.1.amount_yuan"][0]
