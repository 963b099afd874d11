"""What bad input gets: every fault at once, each with its place and a sentence in both languages."""

import json

import pytest

from disburse.acts import ACTS, act
from disburse.errors import BadRecord
from tests.make import (
    CHAMPION,
    CHECKS,
    CITY_CLERK,
    CLERK,
    CODES,
    FINANCE,
    HEAD,
    PAYER,
    a_claim,
    agent,
    an_enterprise,
    here,
)
from tests.services.watching import refused, where

TOO_LARGE = "10000000000000.00"
A_FLOAT = json.loads("1200000.5")
FIRM = {
    "name": "青岛测试有限公司",
    "uscc": "914403001922038216",
    "nature": "enterprise",
    "unit": "370211",
    "above_scale": True,
    "manufacturing": True,
}
ACCOUNT = {
    "name": "青岛测试有限公司",
    "number": "9000000000001234",
    "bank_code": "313452060150",
    "bank_name": "测试银行",
}


@pytest.fixture
def config(sqlite_config):
    """What never reaches a service need not be tried on two databases."""
    return sqlite_config


def turned_away(name, body, by):
    """The findings of a body that no service ever sees; nothing changes and nothing is written."""
    with refused(BadRecord, written_down=False) as no:
        act(name, body, by)
    for finding in no.value.findings:
        assert finding.where
        assert any("一" <= sign <= "龥" for sign in finding.zh)
        assert finding.en.isascii()
    return no


def draft(owner, **given):
    return {"enterprise": owner.id, "item": "QD24-2.1", "on": "2025-01-15", "facts": CHAMPION, **given}


def test_an_act_that_there_is_not(time):
    assert where(turned_away("approve_everything", {}, CITY_CLERK)) == ["act"]


@pytest.mark.parametrize("body", [None, [], "text", 7])
@pytest.mark.parametrize("name", ["draft_claim", "accept_claim", "build_batch"])
def test_a_body_that_is_no_object(time, name, body):
    assert where(turned_away(name, body, CLERK)) == ["(记录)"]


@pytest.mark.parametrize("name", ACTS)
def test_an_empty_body_is_told_everything_that_is_missing(time, name):
    no = turned_away(name, {}, CLERK)
    assert all("缺少此项" in finding.zh or "true" in finding.zh for finding in no.value.findings)


@pytest.mark.parametrize("name", ACTS)
def test_a_field_that_no_act_has(time, name):
    assert "colour" in where(turned_away(name, {"colour": "red"}, CLERK))


@pytest.mark.parametrize(
    "yuan",
    [
        *(1200000, A_FLOAT, True, ""),
        *("1200000", "1,200.00", "1e9", "12.345"),
        *("-1.00", "-0.00", "0.00", TOO_LARGE),
    ],
)
def test_money_is_text_in_yuan_with_two_decimals_above_zero_and_within_reason(time, yuan):
    owner = an_enterprise()
    no = turned_away("draft_claim", draft(owner, claimed_yuan=yuan), agent(owner.id))
    assert where(no) == ["claimed_yuan"]


def test_money_among_the_facts_is_held_to_the_same(time):
    owner = an_enterprise()
    facts = {"equipment_investment": A_FLOAT, "meets_upgrade_standard": "yes"}
    no = turned_away("draft_claim", draft(owner, item="QD24-5.1", facts=facts), agent(owner.id))
    assert where(no) == ["facts.equipment_investment", "facts.meets_upgrade_standard"]


@pytest.mark.parametrize("day", ["2025-02-30", "2025-13-01", "1949-10-01", "15.01.2025", 20250115, None])
def test_a_day_that_the_calendar_does_not_have(time, day):
    owner = an_enterprise()
    assert where(turned_away("draft_claim", draft(owner, on=day), agent(owner.id))) == ["on"]


def test_an_unknown_fact(time):
    owner = an_enterprise()
    facts = {**CHAMPION, "moon_phase": "full"}
    assert where(turned_away("draft_claim", draft(owner, facts=facts), agent(owner.id))) == [
        "facts.moon_phase"
    ]


@pytest.mark.parametrize("item", ["QD24", "qd24-2.1", "QD24-2.1; DROP TABLE claim", ""])
def test_an_item_that_is_not_written_like_one(time, item):
    owner = an_enterprise()
    assert where(turned_away("draft_claim", draft(owner, item=item), agent(owner.id))) == ["item"]


def test_a_draft_says_all_its_faults_at_once(time):
    owner = an_enterprise()
    wrong = {"on": "2025-02-30", "claimed_yuan": A_FLOAT, "facts": {"booth_fee": 1}, "mood": "good"}
    no = turned_away("draft_claim", draft(owner, item="nonsense", **wrong), agent(owner.id))
    assert where(no) == ["claimed_yuan", "facts.booth_fee", "item", "mood", "on"]
    assert "5 处" in no.value.zh
    assert "5 faults" in no.value.en


@pytest.mark.parametrize("commitment", [None, False, "true", 1])
def test_without_the_commitment_there_is_no_claim(time, commitment):
    claim = a_claim("draft")
    body = {**here(claim), "commitment": commitment}
    assert where(turned_away("submit_claim", body, agent(claim.enterprise_id))) == ["commitment"]


@pytest.mark.parametrize("version", [None, 0, "1", A_FLOAT, True])
def test_a_version_is_a_number_that_was_seen(time, version):
    claim = a_claim("submitted")
    assert where(turned_away("accept_claim", {**here(claim), "version": version}, CLERK)) == ["version"]


def test_the_five_checks_have_no_default(time):
    claim = a_claim("district_review")
    checks = {**CHECKS, "duplicates": {"result": "pass"}, "dishonesty": {"result": "maybe", "remark": ""}}
    del checks["green_threshold"]
    no = turned_away("recommend_claim", {**here(claim), "checks": checks}, HEAD)
    assert where(no) == ["checks.dishonesty.result", "checks.duplicates.remark", "checks.green_threshold"]


def test_a_failed_check_needs_its_remark(time):
    claim = a_claim("district_review")
    checks = {**CHECKS, "duplicates": {"result": "fail", "remark": ""}}
    no = turned_away("recommend_claim", {**here(claim), "checks": checks}, HEAD)
    assert where(no) == ["checks.duplicates.remark"]


@pytest.mark.parametrize("note", ["", "   ", "看\u202e不见", None, 5])
def test_a_reason_is_text_that_can_be_read(time, note):
    claim = a_claim("submitted")
    assert where(turned_away("return_claim", {**here(claim), "note": note}, CLERK)) == ["note"]


def test_wrong_check_digits_are_told_with_their_place(time):
    account = {**ACCOUNT, "number": "12345678", "bank_code": "313452060151"}
    no = turned_away("register_enterprise", {**FIRM, "uscc": "9144030071526726XX", "account": account}, CLERK)
    assert where(no) == ["account.bank_code", "account.number", "uscc"]
    assert "校验位" in no.value.findings[0].zh
    assert "check digit" in no.value.findings[2].en


def test_codes_typed_as_numbers_are_refused(time):
    account = {**ACCOUNT, "number": 9000000000001234, "bank_code": 313452060150}
    no = turned_away("register_enterprise", {**FIRM, "uscc": 914403001922038216, "account": account}, CLERK)
    assert where(no) == ["account.bank_code", "account.number", "uscc"]


def test_a_batch_is_told_each_line_that_is_wrong(time):
    line = {"claim_id": "QD-2025-000001", "amount_yuan": "1.00"}
    body = {"fund_id": "F-2025-001", "payment_count": 3, "total_yuan": "2.00"}
    no = turned_away("build_batch", {**body, "lines": [line, line]}, FINANCE)
    assert where(no) == ["lines[1].claim_id", "payment_count"]
    no = turned_away("build_batch", {**body, "lines": [line, {"claim_id": "x", "amount_yuan": 1}]}, FINANCE)
    assert where(no) == ["lines[1].amount_yuan", "lines[1].claim_id"]


def test_a_fund_needs_its_three_codes_and_a_sum(time):
    body = {"year": 1999, "name": "专项", "appropriated_yuan": "0.00", "document": "预算1号"}
    codes = {**CODES, "functional": {"code": "21-5", "name": "中小企业"}}
    del codes["government"]
    no = turned_away("open_fund", {**body, "budget_codes": codes}, FINANCE)
    places = ["appropriated_yuan", "budget_codes.functional.code", "budget_codes.government", "year"]
    assert where(no) == places


def test_an_adoption_does_not_end_before_it_begins(time):
    body = {"document": "QD24", "number": "测试1号", "published_on": "2024-01-01"}
    body |= {"effective_from": "2024-02-01", "effective_to": "2024-01-31"}
    assert where(turned_away("enter_adoption", body, CITY_CLERK)) == ["effective_to"]


def test_a_receipt_without_account_or_with_a_sum_of_nothing(time):
    body = {"payment_id": "P-2025-0000001", "amount_yuan": "0.00", "receipt_number": "回单1号"}
    no = turned_away("confirm_payment", {**body, "paid_on": "2025-03-03"}, PAYER)
    assert where(no) == ["account_number", "amount_yuan"]
