"""A bank's pages: its pledges, an award in answer to a query, receipts, notices, endpoints; nothing else."""

import pytest

from disburse.acts import act
from disburse.queries import records
from tests.make import AUDITOR, BANK_CODE, a_claim, a_freeze, a_fund, a_lock, a_pledge, again, agent, here
from tests.web.forms_world import Page, a_desk, sends

PAGES = ["/bank/", "/bank/receipts", "/bank/notices", "/bank/endpoints"]
URL = "https://notices.bank.example/awards"


@pytest.fixture
def bank(app, time):
    """The desk of a bank's clerk."""
    return a_desk(app, "bank_clerk")


@pytest.fixture
def checker(app, time):
    """The desk of a bank's checker."""
    return a_desk(app, "bank_checker")


def text(desk, address, status=200):
    answer = desk.get(address)
    assert answer.status_code == status, address
    return Page(answer.text).text


def test_the_bank_begins_with_its_pledges_and_what_waits_for_it(bank):
    pledge = a_pledge(a_claim("approved"))
    for address in ("/", "/claims"):
        assert bank.get(address).location == "/bank/"
    page = text(bank, "/bank/")
    assert pledge.id in page
    assert "已授权 由您办理" in page
    assert "还没有企业向本行授权" in text(bank, "/bank/?state=active")


def test_of_an_award_nothing_is_shown_without_a_query(bank):
    claim = a_pledge(a_claim("approved")).claim_id
    assert bank.get(f"/claims/{claim}").location == f"/bank/awards/{claim}"
    page = text(bank, f"/bank/awards/{claim}")
    assert "只在查询后显示" in page
    assert "2,000,000.00" not in page
    assert "已批准" not in page


def test_a_query_is_an_event_and_shows_the_award_as_the_bank_needs_it(bank):
    pledge = a_pledge(a_claim("approved"))
    asked = sends(bank, f"/claims/{pledge.claim_id}/do/query_award", purpose="补贴贷审查")
    answer = bank.get(bank.get(asked.location).location)
    page = Page(answer.text).text
    assert "应付金额 2,000,000.00 元" in page
    assert "可质押金额 1,600,000.00 元" in page
    assert "评价比例 100%" in page
    assert "他行锁定 无" in page
    assert "测试指标1号" in page
    assert "不构成付款承诺、债权确认或任何形式的担保" in page
    last = records.last_event(pledge.id)
    assert (last.action, last.unit) == ("query", BANK_CODE)
    assert "9000000000001234" not in answer.text
    assert "2,000,000.00" not in text(bank, f"/bank/awards/{pledge.claim_id}")


def test_a_frozen_award_has_nothing_to_pledge(bank):
    claim = a_claim("approved")
    a_pledge(claim)
    freeze = a_freeze(again(claim))
    asked = sends(bank, f"/claims/{claim.id}/do/query_award", purpose="贷后检查")
    page = text(bank, bank.get(asked.location).location)
    assert f"司法冻结 {freeze.id}" in page
    assert "可质押金额 0.00 元" in page


def test_no_page_leads_to_an_award_that_the_bank_may_no_longer_see(bank):
    pledge = a_pledge(a_claim("approved"))
    links = f'href="/claims/{pledge.claim_id}"', f'href="/bank/awards/{pledge.claim_id}"'
    pages = ("/bank/", "/bank/notices", f"/pledges/{pledge.id}")
    leading = [page for page in pages if any(link in bank.get(page).text for link in links)]
    act(
        "withdraw_authorisation",
        here(pledge),
        agent(records.one("claim", pledge.claim_id, AUDITOR).enterprise_id),
    )
    assert leading == list(pages)
    assert not [page for page in pages if any(link in bank.get(page).text for link in links)]
    assert pledge.claim_id in text(bank, "/bank/")


def test_anothers_award_is_not_there(app, bank):
    claim = a_pledge(a_claim("approved")).claim_id
    other = a_desk(app, "bank_clerk", unit="102452000012")
    assert other.get(f"/bank/awards/{claim}").status_code == 404
    assert claim not in text(other, "/bank/")
    assert bank.get(f"/bank/awards/{a_claim('approved').id}").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_a_banks_pages_are_nobody_elses(app, time, address):
    assert a_desk(app, "finance_clerk").get(address).status_code == 404
    assert a_desk(app, "bank_checker").get(address).status_code == 200


def test_receipts_lead_to_their_verification(bank):
    lock = a_lock()
    page = bank.get("/bank/receipts")
    assert lock.receipt_number in page.text
    code = page.text.split("/verify/")[1].split('"')[0]
    assert "有效" in text(bank, f"/verify/{code}")


def test_the_feed_says_what_was_done_in_order(bank):
    lock = a_lock()
    a_freeze(again(lock_claim(lock)))
    page = text(bank, "/bank/notices")
    assert lock.claim_id in page
    assert "奖补有变动" in page
    assert "2,000,000.00 0.00" in page
    assert "已冻结" in page
    assert "没有新的通知" in text(bank, "/bank/notices?after=999")


def lock_claim(lock):
    """The claim that a lock is on."""
    return records.one("claim", lock.claim_id, AUDITOR)


def test_an_address_is_registered_and_its_secret_shown_once(checker):
    form = Page(checker.get("/bank/endpoints").text)
    data = {"mark": form.sent["mark"], "url": URL, "types": ""}
    answer = checker.post("/bank/endpoints", data=data)
    assert answer.status_code == 201
    assert "whsec_" in answer.text
    assert URL in text(checker, "/bank/endpoints")
    assert "whsec_" not in checker.get("/bank/endpoints").text
    assert checker.post("/bank/endpoints", data=data).status_code == 409


def test_a_secret_is_changed_in_the_version_that_was_seen(checker):
    form = Page(checker.get("/bank/endpoints").text)
    checker.post("/bank/endpoints", data={"mark": form.sent["mark"], "url": URL})
    number = records.page("endpoint", AUDITOR, after="", size=1)[0].id
    at = f"/bank/endpoints/{number}/rotate"
    assert "whsec_" in checker.post(at, data={"mark": form.sent["mark"], "version": "1"}).text
    stale = checker.post(at, data={"mark": form.sent["mark"], "version": "1"})
    assert stale.status_code == 412
    assert "whsec_" not in stale.text


@pytest.mark.parametrize(("url", "types"), [("", ""), ("nowhere", ""), (URL, "NOT A TYPE")])
def test_an_address_that_is_unfit_is_refused_and_stays_in_the_form(checker, url, types):
    form = Page(checker.get("/bank/endpoints").text)
    answer = checker.post("/bank/endpoints", data={"mark": form.sent["mark"], "url": url, "types": types})
    assert answer.status_code == 422
    assert "不能办理" in Page(answer.text).text
    assert Page(answer.text).sent["types"] == [types]


def test_only_a_checker_keeps_addresses_and_only_by_our_form(bank, checker):
    assert bank.post("/bank/endpoints", data={"url": URL}).status_code == 404
    assert checker.post("/bank/endpoints", data={"url": URL}).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_no_more_for_many_rows_than_for_few(bank, statements, address):
    fund, counts = a_fund(), []
    for more in (1, 3):
        for _ in range(more):
            a_pledge(a_claim("approved", fund=fund))
        with statements() as seen:
            assert bank.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_a_lock_is_asked_for_from_the_pledge(bank):
    pledge = a_pledge(a_claim("approved"))
    assert f"/pledges/{pledge.id}/do/propose_lock" in bank.get(f"/pledges/{pledge.id}").text
    act("withdraw_authorisation", here(pledge), agent_of(pledge))
    assert "do/propose_lock" not in bank.get(f"/pledges/{pledge.id}").text


def agent_of(pledge):
    """Whoever acts for the enterprise that gave a pledge."""
    from_claim = records.one("claim", pledge.claim_id, AUDITOR)
    return agent(from_claim.enterprise_id)
