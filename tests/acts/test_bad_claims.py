"""Bodies that are well written and still wrong: the services find it, and write the refusal down."""

import pytest

from disburse.actors import Actor
from disburse.acts import act
from disburse.errors import BadRecord, NotFound, OutOfOrder, Stale
from disburse.queries import claims
from tests.make import (
    CHAMPION,
    CHECKS,
    CITY_CLERK,
    CLERK,
    HEAD,
    UNIT,
    a_claim,
    agent,
    an_enterprise,
    here,
)
from tests.services.watching import refused, where

OUTSIDER = Actor("clerk-2", "district_clerk", "370202")
BANKER = Actor("banker", "bank_clerk", "bank")


def draft(owner, **given):
    body = {"enterprise": owner.id, "item": "QD24-2.1", "on": "2025-01-15", "facts": CHAMPION, **given}
    return act("draft_claim", body, agent(owner.id))


def test_an_item_that_no_document_has(time):
    owner = an_enterprise()
    with refused(BadRecord) as no:
        draft(owner, item="QD24-99.9")
    assert where(no) == ["item"]


def test_facts_of_another_item_and_facts_for_officials_are_told_together(time):
    owner = an_enterprise()
    facts = {"decided_amount": "1.00", "decision_no": "会议1号", "booth_fee": "1.00"}
    with refused(BadRecord) as no:
        draft(owner, item="QD24-20.1", facts=facts, on="2025-03-04")
    assert where(no) == ["on", "facts.booth_fee", "facts.decided_amount", "facts.decision_no"]


@pytest.mark.parametrize(("on", "accepted"), [("2025-03-03", True), ("2025-03-04", False)])
def test_the_event_may_be_of_today_but_not_of_tomorrow(time, on, accepted):
    owner = an_enterprise()
    if accepted:
        assert draft(owner, on=on).on.isoformat() == on
    else:
        with refused(BadRecord) as no:
            draft(owner, on=on)
        assert where(no) == ["on"]


def test_a_recognition_that_is_yet_to_come_is_no_fact(time):
    owner = an_enterprise()
    with refused(BadRecord) as no:
        draft(owner, facts={**CHAMPION, "recognised_on": "2025-03-04"})
    assert where(no) == ["facts.recognised_on"]
    draft(owner, facts={**CHAMPION, "recognised_on": "2025-03-03"})


def test_a_month_that_is_yet_to_come_is_no_fact(time):
    owner = an_enterprise()
    with refused(BadRecord) as no:
        draft(owner, item="XH24-I-5.1", facts={"contract_month": "2025-04"})
    assert where(no) == ["facts.contract_month"]
    draft(owner, item="XH24-I-5.1", facts={"contract_month": "2025-03"})


@pytest.mark.parametrize("by", [OUTSIDER, BANKER, agent("E-000099")], ids=lambda by: by.role)
def test_anothers_claim_looks_like_one_that_does_not_exist(time, by):
    claim = a_claim("submitted")
    told = []
    for number in (claim.id, "QD-2025-000099"):
        with refused(NotFound) as no:
            act("accept_claim", {"number": number, "version": 1}, by)
        told.append(str(no.value).replace(number, "?"))
        with pytest.raises(NotFound):
            claims.one(number, by)
    assert told[0] == told[1]


def test_a_claim_is_not_made_in_the_name_of_another(time):
    mine, other = an_enterprise(), an_enterprise()
    told = []
    for number in (other.id, "E-999999"):
        body = {"enterprise": number, "item": "QD24-2.1", "on": "2025-01-15", "facts": CHAMPION}
        with refused(NotFound) as no:
            act("draft_claim", body, agent(mine.id))
        told.append(str(no.value).replace(number, "?"))
    assert told[0] == told[1]


def test_a_step_out_of_order_says_which_steps_there_are(time):
    claim = a_claim("submitted")
    with refused(OutOfOrder) as no:
        act("recommend_claim", {**here(claim), "checks": CHECKS}, HEAD)
    assert "“已提交”状态下不能“推荐”；可办理：" in no.value.zh
    assert "possible: Withdraw, Return, Accept, Refuse" in no.value.en


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_that_is_not_the_present_one(time, version):
    claim = a_claim("submitted")
    assert claim.version == 2
    with refused(Stale) as no:
        act("accept_claim", {**here(claim), "version": version}, CLERK)
    assert f"version {version}, it is now version 2" in no.value.en


def test_a_document_that_the_catalogue_does_not_have(time):
    body = {"document": "ZZ99", "number": "测试1号", "published_on": "2024-01-01"}
    body |= {"effective_from": "2024-01-01", "effective_to": "2024-12-31"}
    with refused(BadRecord) as no:
        act("enter_adoption", body, CITY_CLERK)
    assert where(no) == ["document"]


def test_the_unit_decides_who_sees_a_claim_and_not_the_district_code(time):
    owner = an_enterprise(district="370202")
    claim = draft(owner)
    assert (owner.district, claim.unit) == ("370202", UNIT)
    assert claims.one(claim.id, CLERK).id == claim.id
    with pytest.raises(NotFound):
        claims.one(claim.id, OUTSIDER)
