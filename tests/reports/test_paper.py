"""A paper says what its facts say, carries its record, and is issued whole or not at all."""

import hashlib
import io
import os
import pickle
import socket
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pypdf
import pytest

from reports.facts import MissingFact, PaperRefused, RatingSource, UnfitFact
from reports.paper import RECORD_NAME, UnknownPaper, html, pdf


def root_of(made):
    return pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]


def test_the_notice_states_sums_numbers_and_days(notice_pdf, read):
    text = read(notice_pdf)
    for stated in (
        "青工信拨〔2026〕17号",
        "QD-2026-000017",
        "2,000,000.00元",
        "80%",
        "1,600,000.00元",
        "人民币壹佰陆拾万元整",
        "6222***********3445",
        "313452060150",
        "2026年2月2日至2026年2月6日",
        "2150805",
        "31299",
        "50799",
        "2026年3月5日",
        "第五条",
        "https://example.org/verify/QD-2026-000017-8f3ac2",
    ):
        assert stated in text


def test_the_calculation_sheet_states_each_step_and_the_sum(a_calculation, read):
    text = read(pdf("calculation", a_calculation()))
    for stated in (
        "产品销售额40,000,000.00元×5%=2,000,000.00元",
        "第二十六条",
        "第128行",
        "9f86d081" * 8,
        "1,200,000.00元",
        "人民币壹佰贰拾万元整",
        "演示决定〔2026〕1号",
    ):
        assert stated in text


def test_a_sheet_of_an_enterprise_in_no_list_says_so(a_calculation):
    listed = RatingSource("演示名单1号", None, "9f86d081" * 8, date(2025, 9, 1))
    assert "名单中无此企业" in html("calculation", a_calculation(rating="未参评", rating_source=listed))
    assert "不适用" in html("calculation", a_calculation(rating="不适用", rating_source=None))


def test_the_largest_sum_stands_in_figures_and_capitals(a_notice, read):
    text = read(pdf("notice", a_notice(payable_fen=999_999_999_999)))
    assert "9,999,999,999.99元" in text
    assert "人民币玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分" in text


def test_the_record_is_embedded_byte_for_byte(notice_pdf, a_notice):
    assert pypdf.PdfReader(io.BytesIO(notice_pdf)).attachments == {RECORD_NAME: [a_notice().record]}


def test_the_record_is_associated_once_and_as_data(notice_pdf):
    root = root_of(notice_pdf)
    assert len(root["/AF"]) == 1
    assert root["/AF"][0]["/AFRelationship"] == "/Data"
    assert root["/AF"][0]["/UF"] == RECORD_NAME
    assert root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/UF"] == RECORD_NAME


def test_the_paper_names_itself_as_pdf_a_3u(notice_pdf):
    xmp = root_of(notice_pdf)["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in xmp
    assert 'pdfaid:conformance="U"' in xmp
    assert root_of(notice_pdf)["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"


def test_every_font_is_embedded(notice_pdf):
    for page in pypdf.PdfReader(io.BytesIO(notice_pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile3" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_the_only_clock_in_the_file_is_the_day_of_issue(notice_pdf):
    document = pypdf.PdfReader(io.BytesIO(notice_pdf))
    assert document.metadata["/CreationDate"] == document.metadata["/ModDate"]
    assert document.metadata["/CreationDate"].startswith("D:20260305")
    record = root_of(notice_pdf)["/AF"][0]["/EF"]["/F"]["/Params"]
    assert record["/CreationDate"] == record["/ModDate"] == "D:20260305000000Z"


def test_the_same_facts_give_the_same_bytes(notice_pdf, a_notice):
    assert pdf("notice", a_notice()) == notice_pdf


def test_papers_printed_at_once_do_not_disturb_each_other(notice_pdf, a_notice):
    with ThreadPoolExecutor(4) as printers:
        assert set(printers.map(pdf, ["notice"] * 4, [a_notice()] * 4)) == {notice_pdf}


def test_each_stream_of_a_paper_is_compressed_once(a_notice, monkeypatch):
    made, compressor = [], zlib.compressobj
    monkeypatch.setattr(zlib, "compressobj", lambda **level: made.append(level) or compressor(**level))
    paper = pdf("notice", a_notice())
    catalogue_of_objects = 1  # added and hashed by pydyf behind our back, and small
    assert len(made) == paper.count(b"/FlateDecode") + catalogue_of_objects


def test_another_process_with_another_hash_seed_gives_the_same_bytes(a_calculation):
    made = pdf("calculation", a_calculation())
    script = (
        "import pickle, sys, hashlib; from reports.paper import pdf;"
        "made = pdf('calculation', pickle.loads(sys.stdin.buffer.read()));"
        "print(hashlib.sha256(made).hexdigest())"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps(a_calculation()),
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "7"},
    )
    assert outcome.stdout.decode().strip() == hashlib.sha256(made).hexdigest()


def test_a_demonstration_paper_says_so_on_every_page(a_notice):
    made = pdf("notice", a_notice(demo=True))
    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        assert "演示文书" in page.extract_text()


def test_a_real_paper_never_says_demonstration(a_notice, read):
    facts = a_notice(policy_number="某发〔2026〕1号")
    assert "演示" not in read(pdf("notice", facts))


def test_nothing_is_fetched(a_notice, monkeypatch):
    def refuse(*_):
        raise AssertionError("a paper opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    pdf("notice", a_notice())


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/hostname", "data:,x"])
def test_a_page_that_points_outside_is_refused(a_notice, monkeypatch, address):
    monkeypatch.setattr("reports.paper.html", lambda *_: f'<p>x<img src="{address}"></p>')
    with pytest.raises(PaperRefused, match="fetches nothing"):
        pdf("notice", a_notice())


@pytest.mark.parametrize("name", ["_paper", "../notice", "error", "", "notice.html"])
def test_only_a_paper_that_exists_is_issued(a_notice, name):
    with pytest.raises(UnknownPaper, match="there is no paper"):
        html(name, a_notice())


@pytest.mark.parametrize(
    "fact",
    ["issuer", "enterprise", "item_title", "minutes_number", "fund_number", "voucher_number", "record"],
)
@pytest.mark.parametrize("nothing", ["", None])
def test_a_missing_fact_is_refused(a_notice, fact, nothing):
    with pytest.raises(MissingFact, match=fact):
        a_notice(**{fact: nothing})


@pytest.mark.parametrize("fact", ["issued_on", "payable_fen", "factor", "paid_on"])
def test_a_missing_day_or_sum_is_refused(a_notice, fact):
    with pytest.raises(MissingFact, match=fact):
        a_notice(**{fact: None})


def test_a_sheet_without_steps_is_refused(a_calculation):
    with pytest.raises(MissingFact, match="steps"):
        a_calculation(steps=())


@pytest.mark.parametrize("fact", ["contacts", "budget_codes"])
def test_a_notice_without_contacts_or_budget_codes_is_refused(a_notice, fact):
    with pytest.raises(MissingFact, match=fact):
        a_notice(**{fact: ()})


def test_facts_of_another_paper_are_refused(a_calculation):
    with pytest.raises(MissingFact, match="lacks document_number:"):
        html("notice", a_calculation())


@pytest.mark.parametrize("number", ["青工信拨[2026]17号", "青工信拨〔2026〕017号", "青工信拨〔26〕17号"])
def test_a_document_number_in_another_form_is_refused(a_notice, number):
    with pytest.raises(UnfitFact, match="document_number"):
        a_notice(document_number=number)


def test_an_account_number_in_the_clear_is_refused_and_not_repeated(a_notice):
    with pytest.raises(UnfitFact, match="account_masked") as refused:
        a_notice(account_masked="6222020200112233445")
    assert "6222020200112233445" not in str(refused.value)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "{% raw %}", "&lt;b&gt;", '"><img src=x>', "A" * 300]
)
def test_a_hostile_name_is_printed_as_it_stands(a_notice, read, name):
    assert name.replace(" ", "") in read(pdf("notice", a_notice(enterprise=name)))


@pytest.mark.parametrize(
    "mark", ["\n", "\x00", "\u202e", "\u200b", "\u2028", "\xa0", "\u2009", "\ufeff", "\x7f"]
)
def test_an_invisible_character_is_refused_by_its_code_point(a_notice, mark):
    with pytest.raises(UnfitFact, match=f"U\\+{ord(mark):04X}"):
        a_notice(enterprise=f"云帆{mark}公司")
