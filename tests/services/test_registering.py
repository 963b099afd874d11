"""Entering enterprises, adoptions and funds: what each act keeps, and what it refuses."""

from disburse import audit
from disburse.actors import Actor
from disburse.acts import act
from disburse.errors import AlreadyThere, AnotherAccount, NotFound, NotYours, OutOfOrder, SamePerson, Stale
from tests.make import (
    APPROVER,
    CITY_CLERK,
    CLERK,
    CODES,
    FINANCE,
    HEAD,
    a_fund,
    again,
    an_adoption,
    an_enterprise,
    here,
)
from tests.services.watching import differences, last_event, refused

ADOPTION = {
    "document": "QD24",
    "number": "测试〔2024〕1号",
    "published_on": "2024-01-01",
    "effective_from": "2024-01-01",
    "effective_to": "2026-12-31",
}


def account(name, **given):
    bank = {"bank_code": "313452060150", "bank_name": "测试银行青岛分行"}
    return {"name": name, "number": "9000000000009999", **bank, **given}


def test_an_enterprise_is_entered_and_its_personal_data_kept_apart(time):
    one = an_enterprise()
    event = last_event(one)
    assert (one.version, event["action"]) == (1, "register")
    assert audit.disclosed(one.account_number_digest) == "9000000000001234"
    assert audit.disclosed(one.contact_phone_digest) == "13900000000"
    assert "13900000000" not in str(event)
    assert "9000000000001234" not in str(event)


def test_an_enterprise_is_entered_once(time):
    one = an_enterprise()
    with refused(AlreadyThere) as no:
        an_enterprise(uscc=one.uscc)
    assert one.id in no.value.zh


def test_a_clerk_enters_only_enterprises_of_the_own_unit(time):
    body = {
        "uscc": "9144030071526726XG",
        "name": "青岛测试外区有限公司",
        "account": account("青岛测试外区有限公司"),
    }
    body |= {"nature": "enterprise", "unit": "370202", "above_scale": True, "manufacturing": True}
    with refused(NotYours):
        act("register_enterprise", body, CLERK)


def test_an_account_must_carry_the_registered_name(time):
    with refused(AnotherAccount) as no:
        an_enterprise(name="青岛测试甲有限公司", account=account("青岛测试乙有限公司"))
    assert "青岛测试乙有限公司" in no.value.en


def test_brackets_and_spaces_do_not_make_another_name(time):
    one = an_enterprise(name="青岛（测试）有限公司", account=account("青岛(测试) 有限公司"))
    assert one.account_name == "青岛(测试) 有限公司"


def test_an_account_is_changed_on_a_document(time):
    one = an_enterprise()
    body = {**here(one), "account": account(one.name), "document": "测试变更1号"}
    proposed = act("change_account", body, CLERK)
    assert audit.disclosed(proposed.account_number_digest) == "9000000000001234"
    assert last_event(one)["document"] == "测试变更1号"
    with refused(Stale):
        act("change_account", body, CLERK)
    changed = act("confirm_account", here(proposed), HEAD)
    assert audit.disclosed(changed.account_number_digest) == "9000000000009999"
    assert changed.new_account is None
    assert differences() == []


def test_who_proposed_an_account_does_not_confirm_it_and_nobody_of_another_role_does(time):
    one = an_enterprise()
    with refused(OutOfOrder):
        act("confirm_account", here(one), HEAD)
    proposed = act("change_account", {**here(one), "account": account(one.name), "document": "变更"}, CLERK)
    with refused(SamePerson):
        act("confirm_account", here(proposed), Actor(CLERK.id, "district_head", CLERK.unit))
    with refused(NotYours):
        act("confirm_account", here(proposed), CLERK)
    with refused(NotYours):
        act("refuse_account", {**here(proposed), "note": "有误"}, CLERK)
    assert again(one).account_number_digest == one.account_number_digest
    left = act("refuse_account", {**here(proposed), "note": "与函不符"}, HEAD)
    assert (left.new_account, left.account_number_digest) == (None, one.account_number_digest)


def test_an_account_proposed_before_a_rename_is_not_confirmed_under_the_old_name(time):
    one = an_enterprise()
    act("change_account", {**here(one), "account": account(one.name), "document": "变更"}, CLERK)
    renamed = {**here(again(one)), "name": "青岛新名装备有限公司", "document": "测试核准1号"}
    act("rename_enterprise", renamed, CLERK)
    with refused(AnotherAccount):
        act("confirm_account", here(again(one)), HEAD)


def test_an_account_is_never_changed_to_anothers(time):
    one = an_enterprise()
    with refused(AnotherAccount):
        act("change_account", {**here(one), "account": account("他人"), "document": "测试变更1号"}, CLERK)
    with refused(NotFound):
        outsider = Actor("clerk-2", "district_clerk", "370202")
        act("change_account", {**here(one), "account": account(one.name), "document": "变更"}, outsider)


def test_an_adoption_is_confirmed_by_another_person(time):
    entered = act("enter_adoption", ADOPTION, CITY_CLERK)
    assert (entered.state, len(entered.catalogue)) == ("entered", 64)
    body = {**here(entered), "document": "测试确认1号"}
    with refused(SamePerson):
        act("confirm_adoption", body, Actor(CITY_CLERK.id, "city_approver", "city"))
    assert act("confirm_adoption", body, APPROVER).state == "confirmed"


def test_an_adoption_is_rejected_or_later_repealed(time):
    wrong = act("enter_adoption", ADOPTION, CITY_CLERK)
    assert act("reject_adoption", {**here(wrong), "note": "文号有误"}, APPROVER).state == "rejected"
    body = {**here(an_adoption()), "note": "已有新文件", "document": "测试废止1号"}
    assert act("repeal_adoption", body, APPROVER).state == "repealed"
    with refused(OutOfOrder):
        act("repeal_adoption", {**body, "version": 3}, APPROVER)


def test_a_fund_is_opened_once_a_year_and_added_to(time):
    fund = a_fund("100.00")
    assert (fund.appropriated_fen, fund.reserved_fen, fund.paid_fen) == (10_000, 0, 0)
    body = {**here(fund), "amount_yuan": "0.01", "document": "测试追加1号"}
    assert act("appropriate", body, FINANCE).appropriated_fen == 10_001
    assert last_event(fund)["amount"] == "0.01"
    same = {"year": 2025, "name": fund.name, "appropriated_yuan": "1.00", "budget_codes": CODES}
    with refused(AlreadyThere):
        act("open_fund", {**same, "document": "测试预算2号"}, FINANCE)


def test_only_the_finance_clerk_opens_a_fund(time):
    body = {
        "year": 2025,
        "name": "测试",
        "appropriated_yuan": "1.00",
        "budget_codes": CODES,
        "document": "预算",
    }
    with refused(NotYours):
        act("open_fund", body, CITY_CLERK)
