"""The district's pages: what waits, due first; what was done; accounts that a second person confirms."""

import html
from datetime import timedelta

import pytest

from disburse.acts import act
from tests.make import (
    BANK_CODE,
    CLERK,
    a_claim,
    a_fund,
    a_lock,
    a_unit,
    again,
    an_account,
    an_enterprise,
    here,
)
from tests.web.forms_world import Page, a_desk, sends


@pytest.fixture
def clerk(app, time):
    """The desk of a district clerk."""
    return a_desk(app, "district_clerk")


def test_what_waits_is_shown_overdue_first_with_a_view_for_each_state(clerk, time):
    late = a_claim("submitted")
    time.move_to(time.moment + timedelta(days=30))
    early = a_claim("submitted")
    a_claim("draft")
    answer = clerk.get("/district")
    assert answer.text.index(late.id) < answer.text.index(early.id)
    text = Page(answer.text).text
    assert "共 2 件，超期 1 件" in text
    assert "全部（2）" in html.unescape(answer.text)
    assert "已提交（2）" in html.unescape(answer.text)
    assert early.id not in clerk.get("/district?overdue=true").text
    assert late.id in clerk.get("/district?overdue=true").text


def test_filters_are_in_the_address_and_a_word_that_there_is_not_is_refused(clerk):
    claim = a_claim("submitted")
    assert claim.id in clerk.get("/district?state=submitted&item=QD24-2.1").text
    assert claim.id in clerk.get(f"/district?words={claim.id}").text
    assert "没有等您办理的申报" in clerk.get("/district?item=QD24-1.1").text
    for wrong in ("state=nowhere", "overdue=perhaps", f"words={'x' * 61}", "after=x"):
        assert clerk.get(f"/district?{wrong}").status_code == 400


def test_many_are_accepted_after_a_page_that_confirms(clerk):
    first, second = a_claim("submitted"), a_claim("submitted")
    assert "/claims/all/accept_claim" in clerk.get("/district").text
    answer = sends(clerk, f"/claims/all/accept_claim?row={first.id}&row={second.id}")
    assert answer.status_code == 200
    assert [again(first).state, again(second).state] == ["district_review"] * 2
    done = clerk.get("/district/done").text
    assert "受理" in done
    assert first.id in done


def test_another_district_sees_nothing_of_it_and_other_offices_no_such_page(app, clerk):
    claim = a_claim("submitted")
    elsewhere = a_desk(app, "district_clerk", unit="370202")
    for page in ("/district", "/district/done", "/district/accounts"):
        assert claim.id not in elsewhere.get(page).text
        assert a_desk(app, "city_clerk").get(page).status_code == 403


def test_a_page_asks_no_more_of_the_database_for_many_claims_than_for_few(clerk, statements):
    def asked():
        with statements() as seen:
            assert clerk.get("/district").status_code == 200
        return len(seen)

    a_claim("submitted")
    few = asked()
    for _ in range(4):
        a_claim("submitted")
    assert asked() == few <= 16


def test_an_account_that_one_proposed_another_confirms_from_the_list(app, clerk):
    firm = an_enterprise()
    account = {
        "name": firm.name,
        "number": "9000000000005678",
        "bank_code": "313452060150",
        "bank_name": "新行",
    }
    act("change_account", {**here(firm), "account": account, "document": "测试函1号"}, CLERK)
    head = a_desk(app, "district_head")
    assert "confirm_account" not in clerk.get("/district/accounts").text
    assert f"/enterprises/{firm.id}/do/confirm_account" in head.get("/district/accounts").text
    assert sends(head, f"/enterprises/{firm.id}/do/confirm_account").status_code == 303
    assert again(firm).bank_name == "新行"
    assert firm.id not in head.get("/district/accounts").text


def test_the_account_of_a_lock_waits_first_for_the_maker_then_for_the_checker(app, clerk):
    a_unit(BANK_CODE, "bank")
    lock = a_lock("proposed")
    head = a_desk(app, "district_head")
    assert lock.id not in head.get("/district/accounts").text
    assert f"/pledges/{lock.id}/do/confirm_lock" in clerk.get("/district/accounts").text
    assert sends(clerk, f"/pledges/{lock.id}/do/confirm_lock").status_code == 303
    assert f"/pledges/{lock.id}/do/activate_lock" in head.get("/district/accounts").text


def test_thirty_accounts_ask_no_more_of_the_database_than_one(app, clerk, statements):
    a_unit(BANK_CODE, "bank")
    head = a_desk(app, "district_head")

    def asked(browser, rows, act_shown):
        with statements() as seen:
            page = browser.get("/district/accounts").text
        assert page.count(act_shown) == rows
        return len(seen)

    def proposed(count):
        for _ in range(count):
            firm = an_enterprise()
            account = an_account(firm.name)
            act("change_account", {**here(firm), "account": account, "document": "测试函1号"}, CLERK)
            a_lock("proposed", claim=a_claim("approved", fund=fund))

    fund = a_fund("1000000000.00")
    proposed(1)
    few = asked(clerk, 1, "/do/confirm_lock"), asked(head, 1, "/do/confirm_account")
    proposed(29)
    many = asked(clerk, 30, "/do/confirm_lock"), asked(head, 30, "/do/confirm_account")
    assert many == few
    assert max(many) <= 12
