"""Lists of every kind from one table: filters and place in the address, totals, nothing of others."""

import html
import re

import pytest
from flask import g
from sqlalchemy import inspect

from disburse.access.caller import Caller
from disburse.actors import Actor
from disburse.exporting import Source
from disburse.queries import claims
from disburse.queries.records import KINDS
from disburse.web import kinds, listing
from disburse.web.listings import LISTINGS, Column, Listing
from tests.make import CLERK, UNIT, a_claim, a_fund, an_adoption, an_enterprise
from tests.web.forms_world import Page, a_desk


def test_every_kind_of_record_has_an_address_and_a_list_of_columns_that_there_are():
    assert LISTINGS.keys() == kinds.NAMES.keys() == KINDS.keys()
    for kind, one in LISTINGS.items():
        there = {column.key for column in inspect(KINDS[kind]).column_attrs}
        named = {name for name in (*one.columns, *one.more) if isinstance(name, str)}
        assert {*named, *one.filters, *one.sums} <= there, kind
        assert not [name for name in named if name.endswith("_digest")], kind


def test_every_column_has_a_name():
    shown = {name for one in LISTINGS.values() for name in (*one.columns, *one.more, *one.filters)}
    names = {name for name in shown if isinstance(name, str)}
    assert [name for name in sorted(names) if listing.columns.label(name).isascii()] == []


def test_what_a_column_holds_by_a_code_is_shown_by_its_name(app, time):
    firm = an_enterprise()
    page = Page(a_desk(app, "auditor").get("/enterprises").text).text
    assert f"{firm.uscc} 企业 黄岛区" in page
    english = a_desk(app, "auditor")
    english.set_cookie("disburse-language", "en")
    answer = english.get("/enterprises").text
    assert "enterprise</td>" in answer
    assert f'<span lang="zh-CN">{firm.name}</span>' in answer


def test_the_roles_of_a_person_are_named(app, time):
    page = Page(a_desk(app, "system_admin").get("/persons").text).text
    person = page.split("U-")[1][:6]
    assert "系统管理员" in Page(a_desk(app, "system_admin").get(f"/persons/U-{person}").text).text


def test_a_list_is_narrowed_and_added_up_and_its_filters_stay(app, time):
    finance = a_desk(app, "finance_clerk")
    a_claim("approved", fund=a_fund("5000000.00"))
    a_claim("submitted")
    answer = finance.get("/claims?state=approved")
    text = Page(answer.text).text
    assert "共 1 条" in text
    assert "2,000,000.00" in text
    assert '<option value="approved" selected>' in answer.text
    assert finance.get("/claims?state=nowhere").status_code == 400
    assert finance.get("/funds?year=x").status_code == 400
    assert "设立专项资金" in finance.get("/funds").text


def test_states_that_an_enterprise_knows_by_one_name_are_chosen_together(app, time):
    an_adoption()
    firm = an_enterprise()
    wanted = {a_claim(state, enterprise=firm).id for state in ("recommended", "rated")}
    other = a_claim("submitted", enterprise=firm).id
    agent = a_desk(app, "enterprise_agent", unit=firm.id)
    assert agent.get("/claims").text.count("市级审核中</option>") == 1
    shown = agent.get("/claims?state=recommended.rated").text
    assert '<option value="recommended.rated" selected>市级审核中</option>' in shown
    assert "共 2 条" in Page(shown).text
    assert all(f'href="/claims/{number}"' in shown for number in wanted)
    assert other not in shown
    assert agent.get("/claims?state=rated").status_code == 400
    assert a_desk(app, "city_clerk").get("/claims?state=recommended.rated").status_code == 400


@pytest.mark.parametrize("role", ["enterprise_agent", "bank_clerk", "auditor"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_of_a_lists_state_is_one_that_its_export_takes(app, time, role, language):
    with app.test_request_context("/", headers={"Accept-Language": language}):
        g.caller = Caller(Actor("p", role, UNIT), "session", "1")
        for kind, one in LISTINGS.items():
            workflow = KINDS[kind].workflow
            if workflow and "state" in one.filters:
                [state] = [asked for asked in listing.filters(one) if asked.name == "state"]
                assert {value for value, _ in state.answers} <= set(workflow.choices), kind


def test_pages_follow_each_other_without_gaps(app, time, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    finance = a_desk(app, "finance_clerk")
    funds = [a_fund().id for _ in range(5)]
    seen, address = [], f"/funds?year={time.moment.year}"
    while address:
        page = finance.get(address).text
        seen += re.findall(r'<a class="govuk-link" href="/funds/([^"/]+)">', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = html.unescape(following[1]) if following else None
    assert seen == funds


def test_nobody_sees_what_is_not_theirs(app, time):
    theirs = a_claim("submitted")
    elsewhere = a_desk(app, "district_clerk", unit="370202")
    assert theirs.id not in elsewhere.get("/claims").text
    assert elsewhere.get(f"/enterprises/{theirs.enterprise_id}").status_code == 404
    assert elsewhere.get("/funds").status_code == 200
    assert "共 0 条" in Page(elsewhere.get("/funds").text).text


def test_rows_are_picked_for_acts_of_ones_own_role_only(app, time):
    a_claim("submitted")
    assert "/claims/all/accept_claim" in a_desk(app, "district_clerk").get("/claims").text
    assert "/claims/all/" not in a_desk(app, "auditor").get("/claims").text


@pytest.mark.parametrize("address", ["/claims", "/enterprises", "/funds"])
def test_a_list_asks_the_database_no_more_for_many_rows_than_for_few(app, time, statements, address):
    desk = a_desk(app, "city_clerk")

    def asked():
        with statements() as seen:
            assert desk.get(address).status_code == 200
        return len(seen)

    a_fund()
    few = asked()
    for _ in range(6):
        a_fund()
        an_enterprise()
        a_claim("draft")
    assert asked() == few <= 8


def test_an_audiences_list_is_data_with_a_query_and_columns_of_its_own(app, time):
    waiting = Listing(
        "claim",
        ("id", Column("企业", lambda line: line.enterprise), "state"),
        fixed={"state": "submitted"},
        acts=("accept_claim",),
        source=Source(page=_lines, tally=lambda by, chosen: claims.tally(by, state=chosen["state"])),
        sums=("payable_fen",),
    )
    submitted, draft = a_claim("submitted"), a_claim("draft")
    with app.test_request_context("/inbox"):
        g.caller = Caller(CLERK, "session", "1")
        shown = listing.shown(waiting, "/inbox", "待受理")
    assert [number for _, number, _ in shown.rows] == [submitted.id]
    assert draft.id != submitted.id
    assert shown.rows[0][2] == [again_name(submitted), "已提交"]
    assert (shown.count, shown.sums, shown.acts) == (
        1,
        [("应付金额（元）", "0.00")],
        [("accept_claim", "受理")],
    )


class Named:
    """A claim's line with the columns that the list shows."""

    def __init__(self, line):
        self.id, self.state, self.workflow = line.claim.id, line.claim.state, line.claim.workflow
        self.enterprise = line.enterprise


def _lines(by, after, size, chosen):
    return [Named(line) for line in claims.page(by, state=chosen["state"], after=after, size=size)]


def again_name(claim):
    return claims.enterprise_of(claim).name


def test_a_records_page_asks_a_bounded_number_of_questions(app, time, statements):
    claim = a_claim("public_notice")
    desk = a_desk(app, "city_approver")
    with statements() as seen:
        text = desk.get(f"/enterprises/{claim.enterprise_id}").text
    assert claim.enterprise_id in text
    assert len(seen) <= 8
    with statements() as seen:
        assert "/do/approve_claim" in desk.get(f"/claims/{claim.id}").text
    assert len(seen) <= 24
