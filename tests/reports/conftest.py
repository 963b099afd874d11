"""Facts of a notice and of a calculation sheet, none of them real, and papers made from them."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pypdfium2
import pytest

from reports.facts import BudgetCode, Calculation, CalculationStep, Notice, RatingSource
from reports.paper import pdf

NOTICE = Notice(
    issuer="青岛市工业和信息化局",
    issued_on=date(2026, 3, 5),
    verify_url="https://example.org/verify/QD-2026-000017-8f3ac2",
    record='{"claim":"QD-2026-000017","payable":"1600000.00","名称":"云帆"}'.encode(),
    demo=False,
    document_number="青工信拨〔2026〕17号",
    claim_number="QD-2026-000017",
    enterprise="青岛云帆智能装备示例有限公司",
    uscc="9144030071526726XG",
    item_id="QD24-05-1",
    item_title="支持企业实施智能化技术改造",
    document_title="青岛市加快推进新型工业化若干政策措施",
    policy_number="演示文号〔2026〕1号",
    article="第五条",
    minutes_number="〔2026〕第3次局长办公会",
    notice_from=date(2026, 2, 2),
    notice_to=date(2026, 2, 6),
    fund_number="青财工指〔2026〕12号",
    budget_codes=(
        BudgetCode("支出功能分类", "2150805", "中小企业发展专项"),
        BudgetCode("部门支出经济分类", "31299", "其他对企业补助"),
        BudgetCode("政府支出经济分类", "50799", "其他对企业补助"),
    ),
    recognised_fen=200_000_000,
    factor=Fraction(4, 5),
    payable_fen=160_000_000,
    payee="青岛云帆智能装备示例有限公司",
    account_masked="6222***********3445",
    bank_code="313452060150",
    bank="示例银行青岛分行",
    voucher_number="2026-03-000123",
    batch_number="P-2026-0007",
    paid_on=date(2026, 3, 2),
    contacts=("受理单位：崂山区工业和信息化局", "网上查询：登录申报系统“我的申报”"),
)

CALCULATION = Calculation(
    issuer=NOTICE.issuer,
    issued_on=NOTICE.issued_on,
    verify_url=NOTICE.verify_url,
    record=NOTICE.record,
    demo=False,
    claim_number=NOTICE.claim_number,
    enterprise=NOTICE.enterprise,
    uscc=NOTICE.uscc,
    item_id=NOTICE.item_id,
    item_title=NOTICE.item_title,
    document_title=NOTICE.document_title,
    on=date(2026, 1, 1),
    rating="C 类",
    rating_source=RatingSource("演示亩产评价名单〔2025〕1号", 128, "9f86d081" * 8, date(2025, 9, 1)),
    steps=(
        CalculationStep(
            "产品销售额 40,000,000.00 元 × 5% = 2,000,000.00 元",
            (("产品销售额", "40,000,000.00 元"), ("比例", "5%")),
            "第五条",
            "2,000,000.00 元",
        ),
        CalculationStep(
            "单项上限 150万元，取 1,500,000.00 元", (("上限", "150万元"),), "第五条", "1,500,000.00 元"
        ),
        CalculationStep("C 类按 80% 兑现", (), "第二十六条", "1,200,000.00 元"),
    ),
    recognised_fen=150_000_000,
    factor=Fraction(4, 5),
    payable_fen=120_000_000,
    catalogue_digest="sha256:" + "2c26b46b" * 8,
    decisions=("演示决定〔2026〕1号",),
)


@pytest.fixture
def a_notice():
    """Facts of a notice, with what is given changed."""
    return lambda **changed: replace(NOTICE, **changed)


@pytest.fixture
def a_calculation():
    """Facts of a calculation sheet, with what is given changed."""
    return lambda **changed: replace(CALCULATION, **changed)


@pytest.fixture(scope="session")
def notice_pdf():
    """The notice, printed once for all who only read it."""
    return pdf("notice", NOTICE)


@pytest.fixture
def read():
    """All text of a PDF without any space or line break, which depend on where its lines end."""

    def text_of(made):
        with pypdfium2.PdfDocument(made) as document:
            texts = [page.get_textpage().get_text_bounded() for page in document]
        return "".join("".join(texts).split())

    return text_of
