"""Whatever happens to an award that is locked, its bank is told of it in the same transaction."""

import json

import pytest
from sqlalchemy import select

from disburse.acts import act
from disburse.db import db
from disburse.errors import OutOfOrder
from disburse.models import Claim, Enterprise, Notice
from tests.make import (
    APPROVER,
    BANK_CHECKER,
    BANK_CLERK,
    BANK_CODE,
    CLERK,
    FINANCE,
    HEAD,
    LOCKED_NUMBER,
    PAYER,
    a_batch,
    a_claim,
    a_freeze,
    a_lock,
    a_receipt,
    a_recovery,
    a_returned_payment,
    advance,
    again,
    an_account,
    here,
    received,
    repay,
)
from tests.services.watching import refused

LETTER = {"document": "测试银行函1号"}


def claim_of(pledge):
    return db.session.get_one(Claim, pledge.claim_id, populate_existing=True)


def told(since=0):
    """What the bank was told after so many notices: the type's last word, and what was done."""
    query = select(Notice).where(Notice.unit == BANK_CODE, Notice.number > since).order_by(Notice.number)
    return [
        (row.type.removeprefix("cn.disburse.award."), [deed["action"] for deed in row.data["done"]])
        for row in db.session.scalars(query)
    ]


@pytest.fixture
def pledge(bank):
    return a_lock()


@pytest.fixture
def before(pledge):
    return len(told())


def test_a_bank_is_told_of_each_step_to_the_lock(pledge):
    assert told() == [
        ("changed", ["authorise"]),
        ("changed", ["propose"]),
        ("changed", ["confirm"]),
        ("changed", ["activate", "pledge"]),
    ]


def test_what_is_told_says_where_the_award_stands_and_nothing_private(pledge):
    row = db.session.scalars(select(Notice).order_by(Notice.number.desc())).first()
    assert (row.unit, row.subject) == (BANK_CODE, pledge.claim_id)
    assert row.data["state"] == "pledged"
    assert row.data["lock"] == pledge.id
    assert (row.data["payable_yuan"], row.data["paid_yuan"]) == ("2000000.00", "0.00")
    assert row.data["at"].endswith("+08:00")
    assert not row.data["frozen"]
    text = json.dumps(row.data, ensure_ascii=False)
    assert LOCKED_NUMBER not in text
    assert pledge.account_name not in text


def test_schedule_return_and_payment(pledge, before):
    claim = advance(claim_of(pledge), "paying")
    act("return_payment", a_returned_payment(again(claim)), FINANCE)
    claim = advance(again(claim), "paying")
    act("confirm_payment", a_receipt(again(claim), account_number=LOCKED_NUMBER), PAYER)
    kinds = [kind for kind, _ in told(before)]
    assert kinds == ["changed", "returned", "changed", "paid"]


def test_recovery_and_what_comes_back(pledge, before):
    claim = advance(claim_of(pledge), "paying")
    act("confirm_payment", a_receipt(again(claim), account_number=LOCKED_NUMBER), PAYER)
    recovery = a_recovery(again(claim), "100.00")
    repay(recovery, "40.00")
    decided = {**here(again(recovery)), "note": "复议", "document": "测试撤销1号"}
    act("annul_recovery", decided, APPROVER)
    assert told(before)[2:] == [
        ("changed", ["recover", "decide"]),
        ("changed", ["record_instalment"]),
        ("changed", ["annul", "annul_recovery"]),
    ]


def test_freeze_rename_and_change_of_account(pledge, before):
    freeze = a_freeze(claim_of(pledge))
    frozen = db.session.scalars(select(Notice).order_by(Notice.number.desc())).first()
    assert frozen.data["frozen"]
    act("lift_freeze", {**here(freeze), "document": "裁定1号"}, APPROVER)
    owner = db.session.get_one(Enterprise, claim_of(pledge).enterprise_id)
    renamed = {**here(owner), "name": "青岛新名装备有限公司", "document": "测试变更1号"}
    owner = act("rename_enterprise", renamed, CLERK)
    own = {**here(owner), "account": an_account(owner.name, "900000001"), "document": "测试变更2号"}
    act("confirm_account", here(act("change_account", own, CLERK)), HEAD)
    consent = {**received(pledge), **LETTER, "account": an_account(owner.name, "7000000000001111")}
    changed = act("consent_to_change", consent, BANK_CHECKER)
    act("activate_change", here(act("confirm_change", here(changed), CLERK)), HEAD)
    actions = [done for _, done in told(before)]
    assert actions == [
        *(["enter"], ["lift"], ["rename"], ["consent"], ["confirm_change"]),
        ["activate_change", "change_lock"],
    ]


def test_revocation_and_release(pledge, before):
    revoke = {**here(claim_of(pledge)), "note": "不符合", "document": "测试撤销1号"}
    act("revoke_claim", revoke, APPROVER)
    assert told(before)[-1] == ("revoked", ["annul"])
    other = a_lock()
    act("release_lock", {**received(other), **LETTER}, BANK_CHECKER)
    assert told(before)[-1] == ("changed", ["release"])


def test_a_bank_is_told_nothing_of_its_own_question_of_what_was_refused_or_of_other_awards(pledge, before):
    act("query_award", {"number": pledge.claim_id, "purpose": "放款前核对"}, BANK_CLERK)
    with refused(OutOfOrder):
        act("confirm_lock", here(again(pledge)), CLERK)
    a_batch(a_claim("approved"))
    assert told(before) == []


def test_after_the_lock_nothing_more_is_told(pledge):
    act("release_lock", {**received(pledge), **LETTER}, BANK_CHECKER)
    before = len(told())
    a_batch(claim_of(pledge))
    assert told(before) == []
