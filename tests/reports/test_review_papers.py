"""The papers of review, read back from the print: forms on one page, lists that repeat their head."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pypdfium2
import pytest

from reports.facts import MissingFact
from reports.paper import RECORD_NAME, pdf
from reports.review import Check, Ground, Hand, Opinion, Posted, Publication, Recommendation, Recommended
from tests.reports.conftest import NOTICE

LONG = "青岛西海岸新区高端智能装备制造与工业互联网融合创新发展示例集团股份有限公司（演示）"
SHARED = {
    "issuer": "崂山区工业和信息化局",
    "issued_on": date(2026, 3, 5),
    "verify_url": NOTICE.verify_url,
    "record": NOTICE.record,
    "demo": False,
}
OPINION = Opinion(
    **SHARED,
    claim_number=NOTICE.claim_number,
    enterprise=LONG,
    uscc=NOTICE.uscc,
    item_id=NOTICE.item_id,
    item_title=NOTICE.item_title,
    document_title=NOTICE.document_title,
    article="第五条",
    on=date(2026, 1, 1),
    submitted_on=date(2026, 1, 9),
    claimed_fen=200_000_000,
    recognised_fen=160_000_000,
    difference="部分发票不在支持期内；演示函〔2026〕3号",
    grounds=(Ground("年度设备投资额", "20,000,000.00 元", "16,000,000.00 元"), Ground("新认定", "是", None)),
    checks=tuple(
        Check(name, "通过", None) for name in ("真实性", "完整性", "项目查重", "失信惩戒", "绿色门槛")
    ),
    hands=(
        Hand("受理", "区市经办人", "甲", date(2026, 1, 12)),
        Hand("推荐", "区市负责人", None, date(2026, 1, 20)),
    ),
)


def lines(count):
    return tuple(
        Recommended(
            claim_number=f"QD-2026-{n:06d}",
            enterprise=LONG if n % 7 == 0 else NOTICE.enterprise,
            uscc=NOTICE.uscc,
            item_id=NOTICE.item_id,
            item_title=NOTICE.item_title,
            claimed_fen=200_000_000,
            recognised_fen=None if n == 9 else 100_000_001,
            on=date(2026, 1, 20),
        )
        for n in range(1, count + 1)
    )


RECOMMENDATION = Recommendation(
    **SHARED,
    number="TJ-370212-20260101-20260131",
    addressee=NOTICE.issuer,
    first=date(2026, 1, 1),
    last=date(2026, 1, 31),
    lines=lines(60),
)
PUBLICATION = Publication(
    **SHARED,
    number="GS-20260211",
    minutes=("〔2026〕第3次局长办公会",),
    first=date(2026, 2, 11),
    last=date(2026, 2, 25),
    workdays=5,
    objections="示例处，示例路1号",
    lines=tuple(Posted(one.claim_number, one.enterprise, one.item_title, 100_000_001) for one in lines(60)),
)
PAPERS = {
    "opinion": OPINION,
    "letter": RECOMMENDATION,
    "summary": RECOMMENDATION,
    "publication": PUBLICATION,
}


@pytest.fixture(scope="module")
def printed():
    """Every paper, printed once."""
    return {name: pdf(name, facts) for name, facts in PAPERS.items()}


def pages(made):
    with pypdfium2.PdfDocument(made) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_the_opinion_form_fits_on_one_page_with_every_check_the_sums_and_room_to_sign(printed):
    (text,) = pages(printed["opinion"])
    for stated in (
        LONG,
        "2,000,000.00元",
        "1,600,000.00元（人民币壹佰陆拾万元整）",
        "年度设备投资额20,000,000.00元16,000,000.00元",
        "新认定是同填报",
        "1真实性通过—",
        "5绿色门槛通过—",
        "五项审查均已通过，予以推荐",
        "演示函〔2026〕3号",
        "受理：区市经办人甲，2026年1月12日；推荐：区市负责人，2026年1月20日",
        "经办人（签字）",
        "—1/1—",
    ):
        assert stated in text, stated


def test_a_failed_check_is_not_said_to_be_passed():
    failed = (*OPINION.checks[:4], Check("绿色门槛", "未通过", "排放超标"))
    (text,) = pages(pdf("opinion", replace(OPINION, checks=failed)))
    assert "未通过排放超标" in text
    assert "均已通过" not in text
    assert "予以推荐" not in text


@pytest.mark.parametrize("name", ["letter", "summary", "publication"])
def test_a_long_list_has_its_head_on_each_page_each_line_once_and_pages_of_pages(printed, name):
    read = pages(printed[name])
    assert len(read) > 3
    for number, text in enumerate(read, 1):
        assert f"—{number}/{len(read)}—" in text
        assert ("申报编号" in text) == ("QD-2026-0000" in text), "lines have a head, and a head has lines"
    for line in RECOMMENDATION.lines:
        assert sum(text.count(line.claim_number) for text in read) == 1 + (
            line.claim_number == NOTICE.claim_number
        )


def test_the_sums_of_a_list_stand_in_figures_and_capitals(printed):
    for name in ("letter", "summary"):
        text = "".join(pages(printed[name]))
        assert "59,000,000.59" in text
        assert "人民币伍仟玖佰万元伍角玖分" in text
        assert "1件依政策须由市级认定" in text
    assert "120,000,000.00" in "".join(pages(printed["summary"]))
    assert "人民币陆仟万元陆角" in "".join(pages(printed["publication"]))


def test_the_table_lies_across_and_the_letter_stands():
    for name, (width, height) in {"summary": (297, 210), "letter": (210, 297)}.items():
        with pypdfium2.PdfDocument(pdf(name, replace(RECOMMENDATION, lines=lines(3)))) as document:
            for page in document:
                assert page.get_size() == pytest.approx((width * 72 / 25.4, height * 72 / 25.4), abs=0.1)


def boxes(page):
    """Where each visible character begins and ends, from the left."""
    texts = page.get_textpage()
    for n in range(texts.count_chars()):
        if not texts.get_text_range(n, 1).isspace():
            left, _, right, _ = texts.get_charbox(n)
            yield left, right


def test_all_text_stands_within_the_margins(printed):
    for name, made in printed.items():
        left, right = (37, 35) if name == "summary" else (28, 26)
        with pypdfium2.PdfDocument(made) as document:
            for page in document:
                begins, ends = zip(*boxes(page), strict=True)
                assert min(begins) >= left * 72 / 25.4 - 0.5, name
                assert max(ends) <= page.get_width() - right * 72 / 25.4 + 1, name


def test_the_public_notice_says_how_long_and_where_to_object(printed):
    text = pages(printed["publication"])[0]
    assert "2026年2月11日至2026年2月25日17时（5个工作日）" in text
    assert "异议受理：示例处，示例路1号" in text
    assert "〔2026〕第3次局长办公会" in text


def test_each_carries_its_record_and_the_same_facts_give_the_same_bytes(printed):
    for made in printed.values():
        assert pypdf.PdfReader(io.BytesIO(made)).attachments == {RECORD_NAME: [NOTICE.record]}
    assert pdf("opinion", OPINION) == printed["opinion"]


def test_a_demonstration_says_so_on_every_page_across_too():
    for text in pages(pdf("summary", replace(RECOMMENDATION, demo=True))):
        assert "演示文书" in text


@pytest.mark.parametrize(
    ("facts", "lacking"),
    [(OPINION, "checks"), (OPINION, "hands"), (RECOMMENDATION, "lines"), (PUBLICATION, "lines")],
)
def test_a_form_without_checks_or_hands_and_a_list_without_lines_is_refused(facts, lacking):
    with pytest.raises(MissingFact, match=lacking):
        replace(facts, **{lacking: ()})
