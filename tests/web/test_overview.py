"""The first page: totals, funds, and the list of claims."""

import re

import pytest

from disburse.web import overview
from tests.make import a_claim, an_enterprise

NUMBER = re.compile(r"QD-\d{4}-\d{6}(?=</a>)")


def test_the_first_page_has_totals_funds_and_claims(read, time):
    paid, draft = a_claim("paid"), a_claim("draft")
    page = read("/")
    assert NUMBER.findall(page) == [paid.id, draft.id]
    assert "共 2 件，应付合计 2,000,000.00 元" in page
    assert "98,000,000.00" in page, "what is left of the fund"
    assert "国家级制造业单项冠军" in page
    assert "黄岛区" in page


def test_an_empty_database_has_a_first_page(read):
    assert "没有符合条件的申报" in read("/")


def test_the_list_is_narrowed_by_state(read, time):
    a_claim("draft")
    held = a_claim("district_review")
    assert NUMBER.findall(read("/?state=district_review")) == [held.id]


def test_the_list_is_narrowed_by_a_part_of_number_or_name(read, time):
    first, second = (
        a_claim(enterprise=an_enterprise(name=f"青岛{word}有限公司")) for word in ("鸥波", "岚石")
    )
    assert NUMBER.findall(read("/?words=鸥波")) == [first.id]
    assert NUMBER.findall(read(f"/?words={second.id[-6:]}")) == [second.id]
    assert NUMBER.findall(read("/?words=qd-")) == [first.id, second.id]
    assert NUMBER.findall(read("/?words=%25")) == [], "a per cent sign stands for itself"


def test_pages_follow_one_another_by_number(read, time, monkeypatch):
    monkeypatch.setattr(overview, "PAGE", 2)
    firm = an_enterprise()
    numbers = [a_claim(enterprise=firm).id for _ in range(5)]
    page, seen = read("/?state=draft"), []
    while True:
        seen.append(NUMBER.findall(page))
        following = re.search(r'href="([^"]+)" rel="next"', page)
        if not following:
            break
        page = read(following[1])
    assert seen == [numbers[:2], numbers[2:4], numbers[4:]]


def test_a_page_asks_the_database_as_much_for_50_claims_as_for_5(client, statements, time):
    firm = an_enterprise()
    counts = []
    for more in (5, 45):
        for _ in range(more):
            a_claim(enterprise=firm)
        with statements() as seen:
            client.get("/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 7


def test_a_natural_persons_name_is_masked_and_not_found(read, time):
    claim = a_claim(
        enterprise=an_enterprise(name="测试设计师", nature="person", account=_account("测试设计师"))
    )
    for address in ("/", f"/claims/{claim.id}"):
        page = read(address)
        assert "测**" in page
        assert "测试设计师" not in page
    assert NUMBER.findall(read("/?words=设计师")) == []


def _account(name):
    return {"name": name, "number": "9000000000001234", "bank_code": "313452060150", "bank_name": "测试银行"}


@pytest.mark.parametrize("address", ["/?state=nowhere", "/?words=%00", "/?after=%00"])
def test_what_can_not_be_read_is_said_so(read, address):
    assert "无法识别" in read(address, 400)
