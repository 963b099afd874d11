"""A bank proposes, the district confirms in two steps, and the award moves with its pledge."""

from datetime import timedelta

import pytest

from disburse import clock
from disburse.actors import CLOCK, Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import NotYours, OutOfOrder, SamePerson, Stale
from disburse.models import Claim
from disburse.services.pledging import NotExpired
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
    payment_of,
    received,
)
from tests.services.watching import differences, last_event, refused

LETTER = {"document": "测试银行函1号"}


def claim_of(pledge):
    return db.session.get_one(Claim, pledge.claim_id, populate_existing=True)


def account(row):
    return row.account_name, row.bank_code, row.bank_name, row.account_number_digest


def test_an_award_moves_with_its_lock_and_takes_its_account(bank):
    pledge = a_lock()
    claim = claim_of(pledge)
    assert (pledge.state, claim.state, claim.lock_id) == ("active", "pledged", pledge.id)
    assert account(claim) == account(pledge)
    assert pledge.receipt_number == "回执〔2025〕1号"
    assert last_event(claim)["document"] == pledge.receipt_number


@pytest.mark.parametrize("state", ["proposed", "confirmed"])
def test_until_then_the_award_stays_as_it_was(bank, state):
    claim = claim_of(a_lock(state))
    assert (claim.state, claim.lock_id) == ("approved", None)


def test_maker_and_checker_are_two_persons(bank):
    pledge = a_lock("confirmed")
    with refused(SamePerson):
        act("activate_lock", here(pledge), Actor(CLERK.id, "district_head", CLERK.unit))
    for by in (CLERK, BANK_CHECKER, APPROVER):
        with refused(NotYours):
            act("activate_lock", here(pledge), by)


def test_the_bank_lets_go_and_the_award_has_its_enterprises_account_again(bank):
    pledge = a_lock()
    own = a_claim("approved")
    act("release_lock", {**received(pledge), **LETTER}, BANK_CHECKER)
    claim = claim_of(pledge)
    assert (again(pledge).state, claim.state, claim.lock_id) == ("released", "approved", None)
    assert (claim.bank_name, claim.bank_code) == (own.bank_name, own.bank_code)
    with refused(OutOfOrder):
        act("release_lock", {**received(again(pledge)), **LETTER}, BANK_CHECKER)


def test_who_proposed_does_not_let_go(bank):
    pledge = a_lock()
    with refused(SamePerson):
        act("release_lock", {**received(pledge), **LETTER}, Actor(BANK_CLERK.id, "bank_checker", BANK_CODE))


def test_the_lock_is_paid_and_closes_without_moving_the_claim(bank):
    pledge = a_lock()
    claim = advance(claim_of(pledge), "paying")
    assert account(payment_of(claim)) == account(pledge)
    with refused(OutOfOrder):
        act("release_lock", {**received(pledge), **LETTER}, BANK_CHECKER)
    act("confirm_payment", a_receipt(again(claim), account_number=LOCKED_NUMBER), PAYER)
    assert (again(claim).state, again(claim).lock_id) == ("paid", pledge.id)
    act("release_lock", {**received(pledge), **LETTER}, BANK_CHECKER)
    assert (again(claim).state, again(claim).lock_id, again(pledge).state) == ("paid", None, "released")
    assert differences() == []


def test_a_loan_that_was_not_covered_is_closed_with_the_shortfall(bank):
    pledge = a_lock()
    short = {**received(pledge), "shortfall_yuan": "200000.00", "note": "拨付金额核减"}
    act("close_short", short, BANK_CHECKER)
    closed = again(pledge)
    assert (closed.state, closed.shortfall_fen) == ("closed_short", 20_000_000)
    assert last_event(closed)["amount"] == "200000.00"


def test_a_returned_payment_keeps_the_lock(bank):
    pledge = a_lock()
    claim = advance(claim_of(pledge), "paying")
    act("return_payment", a_returned_payment(again(claim)), FINANCE)
    claim = again(claim)
    assert (claim.state, claim.lock_id, account(claim)) == ("pledged", pledge.id, account(pledge))
    assert account(payment_of(advance(claim, "paying"))) == account(pledge)


def test_a_batch_taken_back_keeps_the_lock(bank):
    pledge = a_lock()
    batch = a_batch(claim_of(pledge))
    act("cancel_batch", {**here(batch), "note": "重编"}, FINANCE)
    assert (claim_of(pledge).state, claim_of(pledge).lock_id) == ("pledged", pledge.id)


def test_another_account_needs_the_bank_and_the_district_again(bank):
    pledge = a_lock()
    old = account(pledge)
    new = an_account(pledge.account_name, "7000000000001111")
    consent = {**received(pledge), **LETTER, "account": new}
    with refused(NotYours):
        act("consent_to_change", consent, HEAD)
    pledge = act("consent_to_change", consent, BANK_CHECKER)
    assert account(claim_of(pledge)) == account(pledge) == old
    pledge = act("confirm_change", here(pledge), CLERK)
    with refused(SamePerson):
        act("activate_change", here(pledge), Actor(CLERK.id, "district_head", CLERK.unit))
    first = pledge.receipt_number
    pledge = act("activate_change", here(pledge), HEAD)
    assert (pledge.state, pledge.new_account) == ("active", None)
    assert pledge.receipt_number != first
    assert account(claim_of(pledge)) == account(pledge) != old
    assert claim_of(pledge).state == "pledged"


def test_a_change_can_be_refused_at_either_step(bank):
    pledge = a_lock()
    before = account(pledge)
    for confirmed in (False, True):
        consent = {**received(pledge), **LETTER, "account": an_account(pledge.account_name, "700000000000")}
        pledge = act("consent_to_change", consent, BANK_CHECKER)
        if confirmed:
            pledge = act("confirm_change", here(pledge), CLERK)
        pledge = act("refuse_change", {**here(pledge), "note": "不符"}, HEAD if confirmed else CLERK)
        assert (pledge.state, pledge.new_account, account(pledge)) == ("active", None, before)


def test_the_account_does_not_change_while_a_payment_is_under_way(bank):
    pledge = a_lock()
    consent = {**received(pledge), **LETTER, "account": an_account(pledge.account_name, "700000000000")}
    pledge = act("confirm_change", here(act("consent_to_change", consent, BANK_CHECKER)), CLERK)
    claim = advance(claim_of(pledge), "paying")
    with refused(OutOfOrder):
        act("activate_change", here(pledge), HEAD)
    act("confirm_payment", a_receipt(again(claim), account_number=LOCKED_NUMBER), PAYER)
    act("refuse_change", {**here(pledge), "note": "已到账"}, HEAD)
    with refused(OutOfOrder):
        act(
            "consent_to_change",
            {**received(again(pledge)), **LETTER, "account": consent["account"]},
            BANK_CHECKER,
        )


def test_the_district_refuses_at_either_step(bank):
    for state, by in (("proposed", CLERK), ("confirmed", HEAD)):
        pledge = a_lock(state)
        refusal = act("refuse_lock", {**here(pledge), "note": "账户不符"}, by)
        assert (refusal.state, claim_of(refusal).state) == ("refused", "approved")


def test_the_enterprise_withdraws_before_the_lock_and_not_after(bank):
    for state in ("proposed", "confirmed"):
        pledge = a_lock(state)
        owner = agent(claim_of(pledge).enterprise_id)
        assert act("withdraw_authorisation", here(pledge), owner).state == "withdrawn"
    pledge = a_lock()
    with refused(OutOfOrder):
        act("withdraw_authorisation", here(pledge), agent(claim_of(pledge).enterprise_id))


@pytest.mark.parametrize("state", ["authorised", "proposed", "confirmed"])
def test_the_clock_ends_an_authorisation_after_its_day(bank, time, state):
    pledge = a_pledge(a_claim("approved")) if state == "authorised" else a_lock(state)
    time.move_to(clock.now() + timedelta(days=30))
    with refused(NotExpired):
        act("expire_pledge", here(pledge), CLOCK)
    time.move_to(clock.now() + timedelta(days=1))
    with refused(NotYours):
        act("expire_pledge", here(pledge), APPROVER)
    assert act("expire_pledge", here(pledge), CLOCK).state == "expired"


def test_a_lock_in_force_does_not_expire(bank, time):
    pledge = a_lock()
    time.move_to(clock.now() + timedelta(days=60))
    with refused(OutOfOrder):
        act("expire_pledge", here(pledge), CLOCK)


def test_a_revoked_award_ends_every_authorisation_and_lock(bank):
    for state in ("authorised", "proposed", "active"):
        pledge = a_pledge(a_claim("approved")) if state == "authorised" else a_lock(state)
        revoke = {**here(claim_of(pledge)), "note": "不符合", "document": "测试撤销1号"}
        act("revoke_claim", revoke, APPROVER)
        assert (again(pledge).state, claim_of(pledge).state) == ("annulled", "revoked")
        assert claim_of(pledge).lock_id is None
    assert differences() == []


def test_two_who_saw_the_same_version_do_not_both_act(bank):
    pledge = a_lock("proposed")
    act("confirm_lock", here(pledge), CLERK)
    with refused(Stale):
        act("refuse_lock", {**here(pledge), "note": "不符"}, CLERK)


def test_a_proposal_is_a_bank_clerks(bank):
    pledge = a_pledge(a_claim("approved"))
    for by in (BANK_CHECKER, CLERK):
        with refused(NotYours):
            act("propose_lock", a_proposal(pledge), by)
