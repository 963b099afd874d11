"""From a claim's records to its papers: what the notice and the calculation sheet say."""

import io
import json

import pytest
from pypdf import PdfReader

from disburse.acts import act
from disburse.config import Config
from disburse.errors import NotFound, OutOfOrder
from disburse.queries import papers
from disburse.queries.standing import code
from reports import proof
from reports.paper import pdf
from tests.make import (
    AUDITOR,
    CITY_CLERK,
    FINANCE,
    a_claim,
    a_returned_payment,
    advance,
    again,
    agent,
    here,
    payment_of,
)

CONFIG = Config(city_bureau="青岛市测试局", notice_word="青测拨", public_url="https://example.org")


def text(made):
    pages = PdfReader(io.BytesIO(made)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_notice_says_to_whom_how_much_and_under_which_article(time):
    claim = a_claim("paid", rating="C")
    said = text(pdf("notice", papers.notice(claim.id, AUDITOR, CONFIG)))
    for words in (
        "青测拨〔2025〕1号",
        claim.id,
        "1,600,000.00",
        "人民币壹佰陆拾万元整",
        "第二条",
        "测试〔2024〕1号",
        "测试会议1号",
        "测试指标1号",
        "V20250000001",
        "2150805",
        "313452060150",
    ):
        assert words in said, words
    assert "9000000000001234" not in said


def test_the_notice_holds_the_record_that_the_journal_proves(time):
    claim = a_claim("paid")
    payment = payment_of(claim)
    facts = papers.notice(claim.id, AUDITOR, CONFIG)
    attached = PdfReader(io.BytesIO(pdf("notice", facts))).attachments["record.json"][0]
    assert attached == facts.record
    record = json.loads(attached)
    assert (record["record"], record["version"], record["head"]) == (
        payment.id,
        payment.version,
        payment.head,
    )
    assert proof.canonical(record) == attached
    assert facts.verify_url == f"https://example.org/verify/{code(payment.id, payment.head)}"
    assert facts.demo


def test_the_calculation_sheet_shows_formula_factor_and_list(time):
    claim = a_claim("rated", rating="C")
    said = text(pdf("calculation", papers.calculation(claim.id, AUDITOR, CONFIG)))
    for words in (
        claim.id,
        "2,000,000.00",
        "1,600,000.00",
        claim.rating_list_id,
        claim.calculation["catalogue"],
    ):
        assert words in said, words


def test_a_cut_sum_names_the_document_that_cut_it(time):
    claim = a_claim("recommended")
    body = {**here(claim), "recognised_yuan": "1500000.00", "note": "部分不实", "document": "测试认定1号"}
    claim = advance(act("decide_claim", body, CITY_CLERK), "rated")
    facts = papers.calculation(claim.id, AUDITOR, CONFIG)
    assert (facts.recognised_fen, facts.payable_fen) == (150_000_000, 150_000_000)
    assert facts.decisions == ("测试认定1号",)


def test_an_investment_item_has_no_rating_on_its_sheet(time):
    facts = {"equipment_investment": "1000000.00", "meets_upgrade_standard": True}
    sheet = papers.calculation(a_claim("rated", item="QD24-5.1", facts=facts).id, AUDITOR, CONFIG)
    assert (sheet.rating, sheet.rating_source, sheet.payable_fen) == ("不适用", None, 12_000_000)


@pytest.mark.parametrize("state", ["draft", "public_notice", "approved", "paying"])
def test_there_is_no_notice_before_the_money_arrived(time, state):
    claim = a_claim(state)
    with pytest.raises(OutOfOrder) as no:
        papers.notice(claim.id, AUDITOR, CONFIG)
    assert "通知书" in no.value.zh


@pytest.mark.parametrize("state", ["draft", "recommended"])
def test_there_is_no_calculation_sheet_before_the_sum_is_settled(time, state):
    claim = a_claim(state)
    with pytest.raises(OutOfOrder):
        papers.calculation(claim.id, AUDITOR, CONFIG)


def test_a_returned_payment_takes_its_notice_with_it(time):
    claim = a_claim("paid")
    act("return_payment", a_returned_payment(claim), FINANCE)
    with pytest.raises(OutOfOrder):
        papers.notice(claim.id, AUDITOR, CONFIG)
    for state in ("paying", "paid"):
        claim = advance(again(claim), state)
    assert papers.notice(claim.id, AUDITOR, CONFIG).document_number == "青测拨〔2025〕2号"


def test_a_paper_is_for_those_who_may_see_the_claim(time):
    claim = a_claim("paid")
    assert papers.notice(claim.id, agent(claim.enterprise_id), CONFIG).claim_number == claim.id
    with pytest.raises(NotFound):
        papers.notice(claim.id, agent("E-000099"), CONFIG)


@pytest.mark.parametrize(
    ("article", "cited"), [("26", "第二十六条"), ("(九)", "第九项"), ("一·12", "第一部分第十二项")]
)
def test_an_article_is_cited_as_official_paper_does(article, cited):
    assert papers.cited(article) == cited
