"""One award from the draft to the account, pledged to a bank on the way: eight people, who only click."""

import pytest
from playwright.sync_api import expect

from disburse.queries import records
from tests.browser.town import Desk, a_town
from tests.make import AUDITOR, BANK_CODE
from tests.payouts.bank import payments, receipt, table

CHECKS = ("真实性", "完整性", "项目查重", "失信惩戒", "绿色门槛")
LOCKED = "8000000000005678"


@pytest.fixture
def town(sqlite_template, tmp_path):
    """A town of the test's own."""
    with a_town(sqlite_template, tmp_path) as made:
        yield made


@pytest.fixture
def desk(chromium, town):
    """The desk of somebody of a role, in a browser of its own; signed in when it is first asked for."""
    desks = {}

    def of(role: str) -> Desk:
        if role not in desks:
            context = chromium.new_context(viewport={"width": 1366, "height": 860}, locale="zh-CN")
            context.set_default_timeout(10_000)
            desks[role] = Desk(context.new_page(), town.address).sign_in(town, role)
        return desks[role]

    yield of
    assert not [one.said + one.elsewhere for one in desks.values() if one.said or one.elsewhere]
    for one in desks.values():
        one.page.context.close()


def test_an_award_is_claimed_reviewed_rated_published_approved_pledged_and_paid(desk, town, tmp_path):
    claim = drafts_and_submits(desk("enterprise_agent"))
    desk("district_clerk").menu("待办").follow(claim).follow("受理").confirm("受理")
    recommends(desk("district_head"), claim)
    rates_and_publishes(desk("city_clerk"), claim)
    town.wait_for_the_notice(claim)
    approver = desk("city_approver").menu("待办").reads("79,012.34").follow(claim).follow("批准")
    approver.fill(专项资金=town.fund, 指标文号="测试指标1号").confirm("批准").reads("79,012.34 元")
    pledges(desk, town, claim)
    batch = pays(desk, town, claim, tmp_path)
    arrives(desk, claim, batch)


def drafts_and_submits(agent) -> str:
    """A fee of 98,765.43 for a booth; the number of the claim."""
    agent.menu("待办").follow("看看可以申报什么")
    agent.page.get_by_label("事项发生日").fill("2025-01-15")
    agent.page.get_by_label("事项名称或编号").fill("QD24-23.1")
    agent.press("筛选")
    agent.page.get_by_role("link", name="起草申报 QD24-23.1").click()
    agent.page.locator("[name='facts.booth_fee']").fill("98,765.43")
    for answer in agent.page.locator("main input[type=radio][value=true]").all():
        answer.check()
    expect(agent.page.locator("#reckoned .verdict")).to_contain_text("79,012.34 元")
    agent.confirm("起草申报").follow("提交")
    agent.page.get_by_label("真实性承诺").check()
    agent.confirm("提交").reads("已提交")
    return agent.number


def recommends(head, claim) -> None:
    head.menu("待办").follow(claim).follow("推荐")
    for check in CHECKS:
        head.page.get_by_role("group", name=check).get_by_label("通过", exact=True).check()
    head.confirm("推荐").reads("98,765.43 元")


def rates_and_publishes(clerk, claim) -> None:
    """Class C is paid four fifths: 98,765.43 × 80 % = 79,012.344, so 79,012.34."""
    clerk.menu("待办").follow(claim).follow("核定评级").confirm("核定评级").reads("79,012.34 元")
    clerk.follow("公示").fill(集体研究会议纪要文号="测试会议1号").confirm("公示")
    clerk.menu("公示").reads(claim, "79,012.34")


def pledges(desk, town, claim) -> None:
    """The enterprise lets a bank ask; the bank proposes an account with itself; two of the district agree."""
    agent = desk("enterprise_agent").menu("待办").follow("授权银行查询")
    agent.fill(银行联行号=BANK_CODE, 授权有效期至="2025-04-30").confirm("授权银行查询")
    bank = desk("bank_clerk").menu("质押").follow(claim).follow("查询奖补")
    bank.fill(查询用途="补贴贷审查").confirm("查询奖补").reads("79,012.34", "63,209.87 元")
    bank.menu("质押").follow("Z-").follow("提请锁定")
    account = {"账号": LOCKED, "户名": town.enterprise.name, "开户行联行号": BANK_CODE}
    bank.fill(**account, 开户行名称="测试银行质押支行", 贷款合同号="测试借款1号")
    bank.page.get_by_label("担保金额（元）").fill("60,000.00")
    bank.fill(中登网登记编号="06589124001234567890", 查询证明编号="06589124001234567891")
    bank.fill(登记日期=town.time.moment.date().isoformat()).confirm("提请锁定")
    desk("district_clerk").menu("账户确认").follow("核对账户信息").confirm("核对账户信息")
    desk("district_head").menu("账户确认").follow("确认账户信息").confirm("确认账户信息")


def pays(desk, town, claim, folder) -> str:
    """One builds the batch, another releases it and says what the bank answered; the number of the batch."""
    clerk = desk("finance_clerk").menu("资金拨付").follow("1 件，79,012.34").press("编制拨付批次")
    clerk.fill(笔数="1")
    clerk.page.get_by_label("合计金额（元）").fill("79,012.34")
    clerk.confirm("编制拨付批次").reads("与控制总数一致", "79,012.34")
    number = clerk.number
    payer = desk("finance_payer").menu("拨付批次").follow(number).follow("下达").confirm("下达")
    with payer.page.expect_download() as coming:
        payer.press("生成并下载")
    assert number in coming.value.suggested_filename
    with town.now():
        rows = [receipt(one, 收款账号=LOCKED) for one in payments(records.one("batch", number, AUDITOR))]
    payer.menu("银行回单")
    payer.page.get_by_label("导入回单文件").set_input_files(table(folder / "receipts.csv", *rows))
    payer.press("试读").press("导入").reads("本次办理 1 行")
    return number


def arrives(desk, claim, batch) -> None:
    """The award is there: finance, the enterprise and the bank each read so."""
    desk("finance_payer").menu("拨付批次").follow(batch).reads("已到账", "79,012.34")
    desk("enterprise_agent").menu("待办").reads("已到账", "79,012.34").follow(claim).reads("已拨付")
    desk("enterprise_agent").look("story-paid")
    desk("bank_clerk").menu("奖补变动通知").reads("奖补已到账")
