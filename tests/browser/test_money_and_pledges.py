"""A day's work at the finance bureau, in a bank and of everybody, by clicking."""

import pytest
from playwright.sync_api import expect

from disburse import clock
from disburse.queries import records
from tests.browser.paid_out import an_office, sign_in
from tests.make import AUDITOR
from tests.payouts.bank import payments, receipt, table


@pytest.fixture
def office(sqlite_template, tmp_path):
    """A service of the test's own."""
    with an_office(sqlite_template, tmp_path) as made:
        yield made


def test_finance_pays_two_awards_from_the_list_to_the_receipt(opened, office, tmp_path):
    browser = opened(served_at=office)
    page = browser.page
    sign_in(page, office, "finance_clerk")
    page.get_by_role("link", name="资金拨付", exact=True).click()
    page.get_by_role("link", name="3 件，6,000,000.00").click()
    page.get_by_role("checkbox", name=office.award).uncheck()
    page.get_by_role("button", name="编制拨付批次").click()
    page.get_by_label("笔数").fill("2")
    page.get_by_label("合计金额（元）").fill("4,000,000.00")
    page.get_by_role("button", name="编制拨付批次").click()
    expect(page.locator(".verdict")).to_contain_text("与控制总数一致")
    number = page.url.split("/batches/")[1].split("?")[0]
    browser.look("finance-batch-built")
    sign_in(page, office, "finance_payer")
    page.get_by_role("link", name="资金拨付", exact=True).click()
    page.get_by_role("link", name="拨付批次 · 已编制").click()
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="下达").click()
    page.get_by_role("button", name="下达").click()
    page.get_by_label("格式").select_option("xlsx")
    with page.expect_download() as coming:
        page.get_by_role("button", name="生成并下载").click()
    assert coming.value.suggested_filename == f"{number}.xlsx"
    with office.app.app_context():
        batch = records.one("batch", number, AUDITOR)
        path = table(tmp_path / "receipts.csv", *map(receipt, payments(batch)))
    page.get_by_role("link", name="银行回单").click()
    page.get_by_label("导入回单文件").set_input_files(path)
    page.get_by_role("button", name="试读").click()
    browser.look("finance-receipts-looked-at")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("本次办理 2 行")).to_be_visible()
    browser.look("finance-receipt-file")
    page.goto(f"{office.address}/batches/{number}")
    expect(page.get_by_text("已到账")).to_have_count(2)
    browser.look("finance-batch-paid")


def test_a_bank_asks_for_an_award_and_proposes_its_lock(opened, office):
    browser = opened(served_at=office)
    page = browser.page
    sign_in(page, office, "bank_clerk")
    expect(page.get_by_role("heading", level=1)).to_have_text("质押")
    page.get_by_role("link", name=office.award).click()
    page.get_by_role("button", name="查询奖补").click()
    page.get_by_label("查询用途").fill("补贴贷审查")
    page.get_by_role("button", name="查询奖补").click()
    expect(page.get_by_text("可质押金额")).to_be_visible()
    expect(page.get_by_text("1,600,000.00 元")).to_be_visible()
    browser.look("bank-award")
    page.get_by_role("link", name=office.pledge).click()
    page.get_by_role("button", name="提请锁定").click()
    browser.look("bank-propose")
    for label, value in (
        ("账号", "8000000000005678"),
        ("户名", owner_of(office)),
        ("开户行联行号", "313452060150"),
        ("开户行名称", "测试银行质押支行"),
        ("贷款合同号", "测试借款1号"),
        ("担保金额（元）", "1,000,000.00"),
        ("中登网登记编号", "06589124001234567890"),
        ("登记日期", clock.today().isoformat()),
        ("查询证明编号", "06589124001234567891"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="提请锁定").click()
    expect(page.get_by_text("待核对").first).to_be_visible()


def owner_of(office):
    """The registered name of the enterprise whose award is pledged."""
    with office.app.app_context():
        claim = records.one("claim", office.award, AUDITOR)
        return records.one("enterprise", claim.enterprise_id, AUDITOR).name


def test_everybody_finds_an_award_on_public_notice(opened, story):
    page = opened().go("/public/").page
    page.get_by_label("申报编号或企业名称").fill(story.claims["public_notice"])
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="核验文书").click()
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_text("请填写核验码")).to_be_visible()
