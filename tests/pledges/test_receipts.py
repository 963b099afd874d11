"""The numbered receipt: what it says, what it must not promise, and that a receipt taken back says so."""

import io
import json

import pytest
from pypdf import PdfReader

from disburse.actors import Actor
from disburse.acts import act
from disburse.config import Config
from disburse.errors import NotFound, OutOfOrder
from disburse.queries import papers, printing
from disburse.queries.printing import NotIssued
from disburse.queries.standing import standing
from reports import proof
from reports.facts import MissingFact, UnfitFact
from reports.paper import pdf
from tests.make import (
    AUDITOR,
    BANK_CHECKER,
    BANK_CLERK,
    BANK_CODE,
    CLERK,
    HEAD,
    LOCKED_NUMBER,
    a_claim,
    a_lock,
    a_unit,
    again,
    an_account,
    here,
    received,
)

CONFIG = Config(public_url="https://example.org")
LETTER = {"document": "测试银行函1号"}
SAYS_NO = (
    "不是付款承诺",
    "不确认任何债权债务",
    "也不提供任何形式的担保",
    "以财政部门的支付凭证为准",
)


def text(made):
    pages = PdfReader(io.BytesIO(made)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def facts(pledge, by=AUDITOR):
    return papers.receipt(pledge.claim_id, by, CONFIG)


def code_on(receipt):
    return receipt.verify_url.rpartition("/")[2]


def test_the_receipt_says_which_award_which_account_and_that_it_promises_nothing(bank):
    pledge = a_lock()
    said = text(pdf("receipt", facts(pledge)))
    for words in (
        "账户信息确认回执",
        "回执〔2025〕1号",
        f"测试单位{BANK_CODE}：",
        pledge.claim_id,
        "2,000,000.00元",
        "1,000,000.00元",
        "测试银行质押支行",
        "8000********5678",
        "06589124001234567890",
        *SAYS_NO,
    ):
        assert words in said
    assert LOCKED_NUMBER not in said


def test_bank_and_enterprise_get_it_and_a_stranger_does_not(bank):
    pledge = a_lock()
    for by in (BANK_CLERK, HEAD):
        assert facts(pledge, by).document_number == pledge.receipt_number
    with pytest.raises(NotFound):
        facts(pledge, Actor("x", "bank_clerk", "102452000012"))


def test_the_embedded_record_is_the_journals_and_the_paper_is_always_the_same(bank):
    pledge = a_lock()
    first = facts(pledge)
    act("query_award", {"number": pledge.claim_id, "purpose": "放款前核对"}, BANK_CLERK)
    assert facts(pledge) == first
    record = json.loads(first.record)
    assert (record["version"], record["head"]) == (pledge.version, pledge.head)
    assert proof.canonical(record) == first.record
    assert record["state"]["state"] == "active"


def test_a_receipt_is_valid_until_the_lock_is_released(bank):
    pledge = a_lock()
    given = code_on(facts(pledge))
    held = standing(given, CONFIG)
    assert (held.verdict, held.number, held.since) == ("valid", pledge.receipt_number, None)
    assert held.head == json.loads(facts(pledge).record)["head"]
    act("release_lock", {**received(pledge), **LETTER}, BANK_CHECKER)
    gone = standing(given, CONFIG)
    assert (gone.verdict, gone.since) == ("revoked", gone.on)
    with pytest.raises(OutOfOrder):
        facts(pledge)


def test_a_change_of_account_replaces_the_receipt(bank):
    pledge = a_lock()
    first = code_on(facts(pledge))
    consent = {**received(pledge), **LETTER, "account": an_account(pledge.account_name, "7000000000001111")}
    pledge = act("consent_to_change", consent, BANK_CHECKER)
    assert standing(first, CONFIG).verdict == "valid"
    pledge = act("activate_change", here(act("confirm_change", here(pledge), CLERK)), HEAD)
    second = code_on(facts(again(pledge)))
    assert [standing(code, CONFIG).verdict for code in (first, second)] == ["replaced", "valid"]
    assert "7000********1111" in text(pdf("receipt", facts(pledge)))


def test_the_page_says_so_and_shows_nothing_private(bank, app):
    pledge = a_lock()
    given = code_on(facts(pledge))
    browser = app.test_client()
    page = browser.get(f"/verify/{given}").text
    assert "有效" in page
    assert pledge.receipt_number in page
    for secret in (pledge.claim_id, pledge.account_name, "1,000,000", "5678", "测试", pledge.loan_number):
        assert secret not in page.replace(pledge.head, "")
    act("release_lock", {**received(pledge), **LETTER}, BANK_CHECKER)
    assert "已失效" in browser.get(f"/verify/{given}").text


def test_no_receipt_without_a_lock_nor_from_an_office_that_is_not_on_record(time):
    with pytest.raises(OutOfOrder):
        papers.receipt(a_claim("approved").id, AUDITOR, CONFIG)
    a_unit(BANK_CODE, "bank")
    pledge = a_lock()
    with pytest.raises(MissingFact):
        facts(pledge)
    with pytest.raises(NotIssued):
        printing.pdf("receipt", pledge.claim_id, AUDITOR, CONFIG)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"document_number": "17"}, UnfitFact),
        ({"account_masked": LOCKED_NUMBER}, UnfitFact),
        ({"loan_number": ""}, MissingFact),
        ({"contacts": ()}, MissingFact),
    ],
)
def test_half_a_receipt_is_not_issued(bank, given, fault):
    whole = facts(a_lock())
    with pytest.raises(fault):
        type(whole)(**{**vars(whole), **given})
