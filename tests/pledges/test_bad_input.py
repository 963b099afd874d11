"""What is wrong with a lock is refused clearly, all faults at once, written down, and nothing is lost."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from disburse import clock
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import BadRecord, NotFound, OutOfOrder
from disburse.models import Claim, Enterprise
from disburse.queries import locks
from disburse.services import locking
from disburse.services.locking import AlreadyLocked, StaleReceipt
from disburse.services.pledging import NotPledgeable
from tests.make import (
    BANK_CHECKER,
    BANK_CLERK,
    CLERK,
    HEAD,
    a_claim,
    a_fund,
    a_lock,
    a_pledge,
    a_proposal,
    a_rating_list,
    a_recovery,
    a_unit,
    advance,
    again,
    agent,
    an_account,
    an_adoption,
    an_enterprise,
    here,
    received,
)
from tests.services.watching import refused, where

LETTER = {"document": "测试银行函1号"}
OTHER_BANK = "102452000012"


@pytest.fixture
def pledge(bank):
    """An award of 2,000,000.00 yuan that the bank may ask to lock."""
    return a_pledge(a_claim("approved"))


def propose(pledge, **given):
    return act("propose_lock", a_proposal(pledge, **given), BANK_CLERK)


def account_of(pledge, **given):
    return {**a_proposal(pledge)["account"], **given}


def test_a_wrong_check_digit_and_a_short_account_number(pledge):
    wrong = account_of(pledge, bank_code="313452060151", number="12345678")
    with refused(BadRecord, written_down=False) as no:
        propose(pledge, account=wrong, registration_number="0658", secured_yuan="0.00")
    assert where(no) == ["account.bank_code", "account.number", "registration_number", "secured_yuan"]


def test_everything_that_does_not_fit_is_told_at_once(pledge, time):
    tomorrow = clock.today() + timedelta(days=1)
    with refused(BadRecord) as no:
        propose(
            pledge,
            account=account_of(pledge, name="青岛他人有限公司", bank_code=OTHER_BANK),
            secured_yuan="1600000.01",
            registered_on=tomorrow.isoformat(),
        )
    assert where(no) == ["account.name", "account.bank_code", "secured_yuan", "registered_on"]
    assert "1,600,000.00" in str(no.value)


def test_the_name_is_compared_as_people_write_it_and_kept_as_given(pledge):
    claim = db.session.get_one(Claim, pledge.claim_id)
    name = db.session.get_one(Enterprise, claim.enterprise_id).name
    spaced = f" {name[:2]} {name[2:]}".strip()
    assert propose(pledge, account=account_of(pledge, name=spaced)).account_name == spaced


def test_exactly_the_ratio_can_be_secured(pledge):
    assert propose(pledge, secured_yuan="1600000.00").secured_fen == 160_000_000


def test_what_the_enterprise_owes_from_another_award_is_deducted(bank):
    owner = an_enterprise()
    an_adoption()
    fund = a_fund()
    paid = a_claim("paid", enterprise=owner, fund=fund)
    facts = {"equipment_investment": "10000000.00", "meets_upgrade_standard": True}
    award = a_claim("approved", enterprise=owner, fund=fund, item="QD24-5.1", facts=facts)
    before = locks.pledgeable_fen(award)
    a_recovery(paid, "1000.00")
    assert locks.pledgeable_fen(award) == before - 80_000


def test_one_award_has_one_lock(pledge):
    a_unit(OTHER_BANK, "bank")
    other = a_pledge(db.session.get_one(Claim, pledge.claim_id), bank=OTHER_BANK)
    propose(pledge)
    theirs = a_proposal(other, account=account_of(other, bank_code=OTHER_BANK))
    with refused(AlreadyLocked) as no:
        act("propose_lock", theirs, Actor("x", "bank_clerk", OTHER_BANK))
    assert pledge.id in no.value.zh


def test_a_second_lock_is_stopped_by_the_database_too(pledge, monkeypatch):
    other = a_pledge(db.session.get_one(Claim, pledge.claim_id), bank=a_unit(OTHER_BANK, "bank").id)
    propose(pledge)
    monkeypatch.setattr(locking, "_require_free", lambda _claim: None)
    theirs = a_proposal(other, account=account_of(other, bank_code=OTHER_BANK))
    with pytest.raises(IntegrityError):
        act("propose_lock", theirs, Actor("x", "bank_clerk", OTHER_BANK))
    assert again(other).state == "authorised"


def test_after_a_refused_lock_another_bank_may_ask(pledge):
    a_unit(OTHER_BANK, "bank")
    other = a_pledge(db.session.get_one(Claim, pledge.claim_id), bank=OTHER_BANK)
    act("refuse_lock", {**here(propose(pledge)), "note": "账户不符"}, CLERK)
    theirs = a_proposal(other, account=account_of(other, bank_code=OTHER_BANK))
    by = Actor("x", "bank_clerk", OTHER_BANK)
    assert act("propose_lock", theirs, by).state == "proposed"


def test_a_bank_that_was_not_authorised_can_not_ask(pledge):
    with refused(NotFound):
        act("propose_lock", a_proposal(pledge), Actor("x", "bank_clerk", OTHER_BANK))


def test_an_authorisation_that_is_over_asks_for_nothing(pledge, time):
    time.move_to(clock.now() + timedelta(days=31))
    with refused(BadRecord) as no:
        propose(pledge)
    assert where(no) == ["number"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("release_lock", LETTER),
        ("close_short", {"shortfall_yuan": "1.00", "note": "不足"}),
        ("consent_to_change", {**LETTER, "account": an_account("青岛测试有限公司")}),
    ],
)
def test_a_stale_receipt_ends_and_changes_nothing(bank, name, body):
    pledge = a_lock()
    first = pledge.receipt_number
    consent = {**received(pledge), **LETTER, "account": an_account(pledge.account_name, "7000000000001111")}
    pledge = act("confirm_change", here(act("consent_to_change", consent, BANK_CHECKER)), CLERK)
    pledge = act("activate_change", here(pledge), HEAD)
    with refused(StaleReceipt):
        act(name, {**here(pledge), **body, "receipt_number": first}, BANK_CHECKER)


def test_a_shortfall_is_no_more_than_the_loan(bank):
    pledge = a_lock()
    short = {**received(pledge), "shortfall_yuan": "1000000.01", "note": "不足"}
    with refused(BadRecord) as no:
        act("close_short", short, BANK_CHECKER)
    assert where(no) == ["shortfall_yuan"]


def test_the_other_account_must_fit_too(bank):
    pledge = a_lock()
    wrong = an_account("青岛他人有限公司", code=OTHER_BANK)
    with refused(BadRecord) as no:
        act("consent_to_change", {**received(pledge), **LETTER, "account": wrong}, BANK_CHECKER)
    assert where(no) == ["account.name", "account.bank_code"]


def test_what_changed_meanwhile_is_seen_at_each_step(bank):
    pledge = a_lock("proposed")
    claim = db.session.get_one(Claim, pledge.claim_id)
    owner = db.session.get_one(Enterprise, claim.enterprise_id)
    renamed = {**here(owner), "name": "青岛新名装备有限公司", "document": "测试变更1号"}
    act("rename_enterprise", renamed, CLERK)
    with refused(BadRecord) as no:
        act("confirm_lock", here(pledge), CLERK)
    assert where(no) == ["account.name"]


def test_an_award_on_its_way_can_not_be_locked(bank):
    pledge = a_lock("confirmed")
    advance(db.session.get_one(Claim, pledge.claim_id), "paying")
    with refused(BadRecord) as no:
        act("activate_lock", here(pledge), HEAD)
    assert where(no) == ["state"]


def test_a_question_about_the_rating_must_be_settled_first(bank):
    claim = a_claim("approved", rating="C")
    a_rating_list(corrects=claim.rating_list_id)
    with refused(NotPledgeable) as no:
        a_pledge(again(claim))
    assert where(no) == ["rating"]


def test_a_withdrawn_pledge_is_over(pledge):
    claim = db.session.get_one(Claim, pledge.claim_id)
    act("withdraw_authorisation", here(pledge), agent(claim.enterprise_id))
    with refused(OutOfOrder):
        propose(again(pledge))
