"""The page of a record: what its reader needs at a glance, from one layout for every kind."""

import re
from datetime import timedelta

import pytest

from disburse.acts import act
from disburse.queries import records
from disburse.web import changes
from tests.make import (
    BANK_CODE,
    FINANCE,
    UNIT,
    a_claim,
    a_fund,
    a_lock,
    a_recovery,
    a_returned_payment,
    a_unit,
    again,
    an_adoption,
    an_enterprise,
    here,
    payment_of,
    repay,
)
from tests.office.asked import the_codes
from tests.web.forms_world import Page, a_desk

LINK = re.compile(r'<a class="govuk-link" href="([^"]+)"')


@pytest.fixture
def auditor(app, time):
    """The desk of an auditor."""
    return a_desk(app, "auditor")


def page(desk, address):
    answer = desk.get(address)
    assert answer.status_code == 200, Page(answer.text).text
    return answer.text, Page(answer.text).text


def test_a_payment_says_whose_it_is_where_it_belongs_and_who_holds_it_until_when(app, auditor, time):
    claim = a_claim("paying")
    payment = payment_of(claim)
    html, text = page(auditor, f"/payments/{payment.id}")
    assert {f"/claims/{claim.id}", f"/batches/{payment.batch_id}"} <= set(LINK.findall(html))
    assert "现由 财政拨付人" in text
    assert "2,000,000.00" in text
    assert "9000********1234" in text
    assert "9000000000001234" not in html
    assert "2150805" in text
    assert "剩 20 日" in text
    time.move_to(time.moment + timedelta(days=60))
    assert "已超" in page(a_desk(app, "auditor"), f"/payments/{payment.id}")[1]


def test_a_payment_that_arrived_has_its_notice_and_one_that_came_back_its_reason(auditor, time):
    paid, back = a_claim("paid"), a_claim("paying")
    html, text = page(auditor, f"/payments/{payment_of(paid).id}")
    assert f"/claims/{paid.id}/notice.pdf" in html
    assert "已办结" in text
    number = payment_of(back).id
    act("return_payment", a_returned_payment(back), FINANCE)
    html, text = page(auditor, f"/payments/{number}")
    assert "收款账户状态异常" in text
    assert "notice.pdf" not in html


def test_a_recovery_says_what_is_still_owed_and_what_came_when(auditor, time):
    recovery = a_recovery(a_claim("paid"), "100.00")
    repay(recovery, "30.00")
    text = page(auditor, f"/recoveries/{recovery.id}")[1]
    assert "未退回（元） 70.00" in text
    assert "已退回（元） 0.00 → 30.00" in text
    assert "测试追缴1号" in text


def test_a_fund_says_what_is_left_and_which_batches_it_has(auditor, time):
    fund = a_fund("5000000.00")
    claim = a_claim("paying", fund=fund)
    html, text = page(auditor, f"/funds/{fund.id}")
    assert "可用（元） 3,000,000.00" in text
    assert f"/batches/{payment_of(claim).batch_id}" in html
    assert "功能科目 2150805" in text
    assert "预留" in text
    assert "0.00 → 2,000,000.00" in text


def test_a_budget_table_shows_its_codes_to_whoever_confirms_it(app, time):
    table = act("enter_budget_codes", the_codes(), FINANCE)
    payer = a_desk(app, "finance_payer")
    assert "/budget-tables?state=entered" in page(payer, "/finance/")[0]
    assert table.id in page(payer, "/budget-tables?state=entered")[0]
    html, text = page(payer, f"/budget-tables/{table.id}")
    assert f"/budget-tables/{table.id}/do/confirm_budget_table" in html
    assert "/budget-tables" in page(a_desk(app, "finance_clerk"), "/finance/")[0]
    assert "2150805" in text
    assert "政府经济科目" in text


def test_a_pledge_shows_its_receipt_and_a_bank_only_the_way_to_ask_for_the_award(app, auditor, time):
    a_unit(BANK_CODE, "bank")
    lock = a_lock()
    html, text = page(auditor, f"/pledges/{lock.id}")
    assert f"/claims/{lock.claim_id}/receipt.pdf" in html
    assert lock.receipt_number in text
    bank = page(a_desk(app, "bank_checker", unit=BANK_CODE), f"/pledges/{lock.id}")[0]
    assert f'href="/claims/{lock.claim_id}"' in bank
    firm = a_claim("draft").enterprise_id
    assert a_desk(app, "enterprise_agent", unit=firm).get(f"/pledges/{lock.id}").status_code == 404


def test_a_natural_person_is_masked_and_what_one_may_not_see_is_no_link(app, auditor, time):
    bank = {
        "name": "测试设计师",
        "number": "9000000000001234",
        "bank_code": BANK_CODE,
        "bank_name": "测试银行",
    }
    an_adoption()
    owner = an_enterprise(name="测试设计师", nature="person", account=bank)
    payment = payment_of(a_claim("paid", enterprise=owner, fund=a_fund()))
    for address in (f"/payments/{payment.id}", f"/enterprises/{owner.id}", "/enterprises"):
        html = page(auditor, address)[0]
        assert "测试设计师" not in html, address
    html = page(a_desk(app, "district_clerk", unit=UNIT), f"/payments/{payment.id}")[0]
    assert f"/claims/{payment.claim_id}" in html
    assert f'href="/batches/{payment.batch_id}"' not in html


def test_a_page_asks_no_more_for_a_long_history_than_for_a_short_one(auditor, time, statements):
    fund = a_fund("900000000.00")

    def asked():
        page(auditor, "/funds")  # the session is seen to be in use
        with statements() as seen:
            text = page(auditor, f"/funds/{fund.id}")[1]
        return len(seen), text

    few, _ = asked()
    for _ in range(30):
        a_claim("approved", fund=fund)
    for _ in range(25):
        act("appropriate", {**here(again(fund)), "amount_yuan": "1.00", "document": "测试追加1号"}, FINANCE)
    many, text = asked()
    assert many == few <= 8
    assert "更早的" in text


def test_no_event_of_any_record_is_left_without_a_name(auditor, time):
    advanced = a_claim("paid")
    kinds = {"fund": advanced.fund_id, "enterprise": advanced.enterprise_id}
    act("return_payment", a_returned_payment(advanced), FINANCE)
    for kind, number in kinds.items():
        names = {event.action for event in records.events(number, after=0, size=50)}
        assert [name for name in names if changes.action(kind, name) == name] == []
