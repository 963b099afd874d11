"""One box to search: numbers, codes, names and pinyin; and nobody finds what is not theirs to see."""

import pytest
from sqlalchemy import select

from disburse.acts import act
from disburse.db import db
from disburse.models import EnterpriseKey
from disburse.queries.search import MOST, search
from schemas.pinyin import keys
from tests.make import (
    AUDITOR,
    BANK_CODE,
    CLERK,
    a_claim,
    a_lock,
    a_unit,
    agent,
    an_account,
    an_enterprise,
    here,
    payment_of,
)
from tests.reads.counting import questions

OTHERS = {"unit": "370202", "district": "370202"}


def firm(name, **given):
    return an_enterprise(name=name, account=an_account(name), **given)


def numbers(words, by=CLERK, kind="enterprise"):
    return [hit.number for hit in search(words, by).get(kind, [])]


@pytest.mark.parametrize(
    "words",
    ["乐朗", "E-000001", "hailan", "lelang", "yuelang", "qdllhl", "ylhlzg", "HLzg", "hl zg", "海蓝 重工"],
)
def test_an_enterprise_is_found_by_name_number_pinyin_and_other_readings(time, words):
    one = firm("青岛乐朗海蓝重工有限公司")
    firm("青岛他山木器有限公司")
    assert numbers(words) == [one.id]


def test_an_enterprise_is_found_by_the_beginning_of_its_code(time):
    one, other = firm("青岛甲木有限公司"), firm("青岛乙木有限公司")
    assert numbers(one.uscc) == [one.id]
    assert sorted(numbers(one.uscc[:8].lower())) == [one.id, other.id]


def test_a_former_name_still_finds_an_enterprise(time):
    one = firm("青岛前名木器有限公司")
    act("rename_enterprise", {**here(one), "name": "青岛后来石材有限公司", "document": "测试变更1号"}, CLERK)
    assert numbers("houlai") == numbers("qianming") == numbers("后来") == [one.id]


def test_a_natural_person_is_found_by_code_only_and_shown_masked(time):
    person = firm("测试人", nature="person")
    assert numbers("测试人") == numbers("ceshiren") == numbers("csr") == []
    assert db.session.scalars(select(EnterpriseKey)).all() == []
    (hit,) = search(person.uscc, CLERK)["enterprise"]
    assert (hit.number, hit.name) == (person.id, "测**")


def test_records_are_found_by_the_beginning_of_their_number_and_papers_by_theirs(time):
    claim = a_claim("paid")
    payment = payment_of(claim)
    found = search("qd-2025", AUDITOR)
    assert [(h.number, h.state) for h in found["claim"]] == [(claim.id, "paid")]
    assert found["claim"][0].name.startswith("青岛测试")
    for words in (payment.id, payment.voucher_number, payment.notice_number, payment.receipt_number):
        assert numbers(words, AUDITOR, "payment") == [payment.id], words


def test_a_lock_is_found_by_its_receipt(time):
    a_unit(BANK_CODE, "bank")
    lock = a_lock()
    assert numbers(lock.receipt_number, AUDITOR, "pledge") == [lock.id]


def test_nobody_finds_what_is_not_theirs_to_see(time):
    mine, theirs = firm("青岛共名一木有限公司"), firm("青岛共名二木有限公司", **OTHERS)
    claim = a_claim("draft", enterprise=mine)
    other = a_claim("draft", enterprise=theirs)
    assert numbers("共名") == numbers("gongming") == [mine.id]
    assert numbers("gongming", agent(theirs.id)) == [theirs.id]
    assert numbers("QD-20", kind="claim") == [claim.id]
    assert numbers("QD-20", agent(theirs.id), "claim") == [other.id]
    assert sorted(numbers("gongming", AUDITOR)) == sorted([mine.id, theirs.id])


def test_too_short_or_strange_words_find_nothing_and_wildcards_are_letters(time):
    firm("青岛甲木有限公司")
    assert search("青", CLERK) == search("  ", CLERK) == search("%%", CLERK) == search("__", CLERK) == {}
    assert search("'; DROP TABLE claim", CLERK) == {}


def test_however_much_there_is_a_few_questions_give_a_few_hits(time):
    owner = firm("青岛甲木有限公司")
    a_claim("draft", enterprise=owner)
    with questions() as few:
        search("QD-20", CLERK)
    for n in range(MOST + 3):
        a_claim("draft", enterprise=firm(f"青岛甲木{n}号有限公司"))
    with questions() as many:
        found = search("QD-20", CLERK)
    assert len(many) == len(few) <= 3
    assert len(found["claim"]) == MOST
    assert len(numbers("jiamu")) == MOST


def test_a_name_with_letters_digits_and_brackets_is_spelled_without_them():
    assert "a3qingdaojiamu2keji" in keys("A3（青岛）甲木 2 科技")
    assert "a3qdjm2kj" in keys("A3（青岛）甲木 2 科技")
