"""Lists that are longer than a page shows: each is paged, or says so and leads to where all of it is."""

import html
import re

import pytest

from disburse.acts import act
from disburse.queries import accounts, dossier, own
from disburse.web import city, claim, enterprise, exports
from tests.access.world import a_unit
from tests.decisions.test_decisions import entered
from tests.make import (
    APPROVER,
    BANK_CODE,
    a_claim,
    a_freeze,
    a_lock,
    an_adoption,
    an_enterprise,
    an_objection,
    here,
)
from tests.services.test_policy_in_the_flow import SIXTY_MILLION
from tests.web.forms_world import a_desk, ids, sends, takes

NEXT = re.compile(r'href="([^"]+)" rel="next"')
REST = re.compile(r'href="([^"]+)">查看全部')


@pytest.fixture
def clerk(app, time):
    """The desk of a city clerk; a district is on record."""
    a_unit("district")
    return a_desk(app, "city_clerk")


def test_the_rules_show_the_newest_of_each_register_and_where_all_are(clerk, monkeypatch):
    monkeypatch.setattr(city, "PAGE", 2)
    adopted = [an_adoption(document).id for document in ("QD24", "XH24")]
    assert "查看全部" not in clerk.get("/city/rules").text
    adopted.append(an_adoption("QD24").id)
    shown = clerk.get("/city/rules").text
    assert re.findall(r'href="/adoptions/([^"]+)"', shown) == adopted[:0:-1]
    assert '<a class="govuk-link" href="/adoptions">查看全部</a>' in shown
    assert all(number in clerk.get("/adoptions").text for number in adopted)


def test_the_last_decisions_on_each_question_are_shown_however_many_others_there_are(clerk, monkeypatch):
    monkeypatch.setattr(city, "DECIDED", 2)
    other = entered(question="investment:QD24-13.2").id
    made = []
    for _ in range(3):
        made.append(entered())
        act("reject_decision", {**here(made[-1]), "note": "理由不足"}, APPROVER)
    shown = clerk.get("/city/rules").text
    assert re.findall(r'href="/decisions/(D[^"]+)"', shown).count(other) == 1
    assert [one for one in re.findall(r'href="/decisions/(D[^"]+)"', shown) if one != other] == [
        made[2].id,
        made[1].id,
    ]
    [register] = re.findall(r'href="(/decisions\?question=[^"]+)"', shown)
    listed = clerk.get(register).text
    assert all(one.id in listed for one in made)
    assert other not in listed


def test_the_notice_is_paged_and_its_sums_are_of_all_pages(clerk, monkeypatch):
    monkeypatch.setattr(city, "PAGE", 2)
    an_adoption()
    firm = an_enterprise()
    numbers = [a_claim("public_notice", enterprise=firm).id for _ in range(5)]
    address, seen = "/city/notices", []
    for _ in range(3):
        page = clerk.get(address).text
        seen.append(re.findall(r'href="/claims/([^"]+)"', page))
        assert "共 5 件，拟支持合计 10,000,000.00 元" in page
        [address] = map(html.unescape, NEXT.findall(page)) if len(seen) < 3 else [""]
    assert seen == [numbers[:2], numbers[2:4], numbers[4:]]
    assert NEXT.findall(page) == []


def test_objections_that_do_not_fit_are_in_their_register(clerk, monkeypatch):
    monkeypatch.setattr(city, "PAGE", 1)
    first, second = (an_objection(a_claim("public_notice")).id for _ in range(2))
    shown = clerk.get("/city/notices").text
    assert second in shown
    assert first not in shown
    register = re.search(r'href="(/objections\?[^"]+)">查看全部', shown)[1]
    assert first in clerk.get(html.unescape(register)).text


def test_a_dossier_that_is_cut_says_so_and_its_claims_are_taken_away_whole(app, time, monkeypatch):
    firm = an_enterprise()
    numbers = {a_claim(enterprise=firm).id for _ in range(2)}
    a_claim()
    clerk = a_desk(app, "city_clerk")
    address = f"/city/enterprises/{firm.id}"
    assert "每种只列最近的" not in clerk.get(address).text
    monkeypatch.setattr(dossier, "MOST", 1)
    assert "每种只列最近的 1 条" in clerk.get(address).text
    assert ids(takes(clerk, address)) == numbers


def test_an_enterprise_is_led_to_the_awards_that_do_not_fit_on_its_first_page(app, time, monkeypatch):
    monkeypatch.setattr(enterprise, "MOST", 1)
    an_adoption()
    firm = an_enterprise()
    older = a_claim("paid", enterprise=firm).id
    newer = a_claim("paid", enterprise=firm, item="QD24-5.1", facts=SIXTY_MILLION).id
    desk = a_desk(app, "enterprise_agent", unit=firm.id)
    paid = re.search(r'id="paid".*?</section>', desk.get("/enterprise").text, re.S)[0]
    assert newer in paid
    assert older not in paid
    assert "只列最新的 1 条" in paid
    assert older in desk.get(REST.search(paid)[1]).text


def test_an_enterprise_is_told_that_more_waits_than_is_listed(app, time, monkeypatch):
    monkeypatch.setattr(own, "MOST", 1)
    firm = an_enterprise()
    a_claim("draft", enterprise=firm)
    desk = a_desk(app, "enterprise_agent", unit=firm.id)
    assert "只列最急的" not in desk.get("/enterprise").text
    a_claim("draft", enterprise=firm)
    assert "只列最急的 1 件" in desk.get("/enterprise").text


def test_a_district_is_told_that_more_accounts_wait_than_are_listed(app, time, monkeypatch):
    monkeypatch.setattr(accounts, "MOST", 1)
    desk = a_desk(app, "district_clerk")
    a_unit("bank", BANK_CODE)
    first = a_lock("proposed")
    assert "只列最早的" not in desk.get("/district/accounts").text
    second = a_lock("proposed")
    shown = desk.get("/district/accounts").text
    assert "只列最早的 1 条" in shown
    assert first.id in shown
    assert second.id not in shown


def test_freezes_that_do_not_fit_on_a_claims_page_are_in_their_register(app, clerk, monkeypatch):
    monkeypatch.setattr(claim, "MOST", 1)
    award = a_claim("approved")
    first, second = (a_freeze(award, f"（2025）测试执{n}号").id for n in (1, 2))
    a_freeze(a_claim("approved"))
    shown = clerk.get(f"/claims/{award.id}").text
    assert second in shown
    assert first not in shown
    assert re.findall(r'href="/freezes/([^"]+)"', clerk.get(REST.search(shown)[1]).text) == [first, second]


def test_older_hand_overs_are_in_their_register(clerk, monkeypatch):
    monkeypatch.setattr(exports, "SHOWN", 1)
    sends(clerk, "/exports", list="claims", form="csv")
    assert "查看全部" not in clerk.get("/exports").text
    sends(clerk, "/exports", list="claims", form="xlsx")
    assert REST.search(clerk.get("/exports").text)[1] == "/hand-overs"
