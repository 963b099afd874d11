"""A court's freeze halts what would pledge or pay, and nothing that only ends or records."""

import pytest

from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import AlreadyThere, NotYours, OutOfOrder, SamePerson
from disburse.models import Claim
from disburse.pledged import Frozen
from tests.make import (
    APPROVER,
    BANK_CHECKER,
    BANK_CLERK,
    CITY_CLERK,
    CLERK,
    FINANCE,
    HEAD,
    LOCKED_NUMBER,
    PAYER,
    a_batch,
    a_claim,
    a_freeze,
    a_lock,
    a_pledge,
    a_proposal,
    a_receipt,
    a_returned_payment,
    advance,
    again,
    agent,
    an_account,
    here,
    received,
)
from tests.services.watching import differences, refused
from workflows.freeze import HALTED
from workflows.pledge import PLEDGE

LETTER = {"document": "测试银行函1号"}
LIFTED = {"document": "（2025）测试执1号之一"}


def claim_of(pledge):
    return db.session.get_one(Claim, pledge.claim_id, populate_existing=True)


def test_every_halted_step_is_a_step():
    assert set(HALTED["pledge"]) <= set(PLEDGE.actions)


def test_nothing_is_pledged_or_locked_until_it_is_lifted(bank):
    claim = a_claim("approved")
    pledge = a_pledge(claim)
    freeze = a_freeze(claim)
    with refused(Frozen) as no:
        act("propose_lock", a_proposal(pledge), BANK_CLERK)
    assert freeze.id in no.value.zh
    act("lift_freeze", {**here(freeze), **LIFTED}, APPROVER)
    for name, by in (("confirm_lock", CLERK), ("activate_lock", HEAD)):
        pledge = again(pledge)
        if pledge.state == "authorised":
            pledge = act("propose_lock", a_proposal(pledge), BANK_CLERK)
        second = a_freeze(claim_of(pledge))
        with refused(Frozen):
            act(name, here(pledge), by)
        act("lift_freeze", {**here(second), **LIFTED}, APPROVER)
        act(name, here(pledge), by)


def test_a_frozen_award_is_not_authorised_to_a_bank(bank):
    claim = a_claim("approved")
    a_freeze(claim)
    with refused(Frozen):
        a_pledge(claim)


def test_the_payee_stays_as_the_court_found_it(bank):
    pledge = a_lock()
    a_freeze(claim_of(pledge))
    consent = {**received(pledge), **LETTER, "account": an_account(pledge.account_name, "7000000000001111")}
    with refused(Frozen):
        act("consent_to_change", consent, BANK_CHECKER)
    with refused(Frozen):
        act("release_lock", {**received(pledge), **LETTER}, BANK_CHECKER)


def test_a_frozen_award_goes_on_no_list_and_a_list_with_one_is_not_released(bank):
    frozen, free = a_lock(), a_claim("approved")
    freeze = a_freeze(claim_of(frozen))
    with refused(Frozen):
        a_batch(claim_of(frozen))
    act("lift_freeze", {**here(freeze), **LIFTED}, APPROVER)
    batch = a_batch(free)
    a_freeze(again(free))
    with refused(Frozen):
        act("release_batch", here(batch), PAYER)
    act("cancel_batch", {**here(batch), "note": "司法冻结"}, FINANCE)
    assert again(free).state == "approved"


@pytest.mark.parametrize("name", ["confirm_payment", "return_payment"])
def test_money_that_left_is_recorded(bank, name):
    pledge = a_lock()
    claim = advance(claim_of(pledge), "paying")
    a_freeze(again(claim))
    if name == "confirm_payment":
        act(name, a_receipt(again(claim), account_number=LOCKED_NUMBER), PAYER)
    else:
        act(name, a_returned_payment(again(claim)), FINANCE)
    assert again(claim).state == ("paid" if name == "confirm_payment" else "pledged")
    assert differences() == []


def test_what_only_ends_goes_on(bank):
    asked, other = a_lock("proposed"), a_lock("proposed")
    a_freeze(claim_of(asked))
    a_freeze(claim_of(other))
    assert act("refuse_lock", {**here(asked), "note": "冻结"}, CLERK).state == "refused"
    owner = agent(claim_of(other).enterprise_id)
    assert act("withdraw_authorisation", here(other), owner).state == "withdrawn"
    revoke = {**here(claim_of(asked)), "note": "不符合", "document": "测试撤销1号"}
    assert act("revoke_claim", revoke, APPROVER).state == "revoked"


def test_two_orders_freeze_until_both_are_lifted(bank):
    claim = a_claim("approved")
    first, second = a_freeze(claim), a_freeze(claim, "（2025）测试执2号")
    with refused(AlreadyThere):
        a_freeze(claim)
    act("lift_freeze", {**here(first), **LIFTED}, APPROVER)
    with refused(Frozen):
        a_batch(claim)
    act("lift_freeze", {**here(second), **LIFTED}, APPROVER)
    assert a_batch(claim).state == "built"


def test_who_enters_does_not_lift_and_only_the_city_does_either(bank):
    claim = a_claim("approved")
    body = {"claim_id": claim.id, "court": "测试法院", "order_number": "（2025）测试执1号"}
    for by in (CLERK, APPROVER, FINANCE):
        with refused(NotYours):
            act("enter_freeze", body, by)
    freeze = act("enter_freeze", body, CITY_CLERK)
    with refused(SamePerson):
        act("lift_freeze", {**here(freeze), **LIFTED}, Actor(CITY_CLERK.id, "city_approver", "city"))


@pytest.mark.parametrize("state", ["public_notice", "paid"])
def test_there_must_be_money_to_freeze(bank, state):
    claim = a_claim(state)
    with refused(OutOfOrder):
        a_freeze(claim)
