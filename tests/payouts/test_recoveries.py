"""What is owed back: set off against a later award, and how old it is."""

from datetime import timedelta

import pytest

from disburse.acts import act
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, NotYours, OutOfOrder, SamePerson
from disburse.payouts import PartlyRecovered
from disburse.pledged import Frozen
from disburse.queries import recoveries
from disburse.queries.locks import pledgeable_fen
from reports.figures import plain_yuan
from tests.make import (
    APPROVER,
    AUDITOR,
    FINANCE,
    PAYER,
    a_claim,
    a_freeze,
    a_fund,
    a_receipt,
    a_recovery,
    a_returned_payment,
    again,
    an_adoption,
    an_enterprise,
    here,
    payment_of,
    repay,
)
from tests.payouts.test_receipts import nothing_is_amiss
from tests.services.watching import differences, last_event, refused


def owing(time, yuan="2000000.00"):
    """An enterprise that owes an award of 200万 back, and a later one of 120万 that was approved."""
    an_adoption()
    owner = an_enterprise()
    funds = a_fund(), a_fund()
    first = a_claim("paid", enterprise=owner, fund=funds[0])
    recovery = a_recovery(first, yuan)
    later = a_claim("approved", enterprise=owner, fund=funds[1], **SECOND)
    return recovery, first, later, funds


SECOND = {"item": "QD24-14.1", "facts": {"recognised_on": "2025-01-15"}}


def set_off(recovery, claim, fen, by=FINANCE):
    body = {**here(again(recovery)), "claim_id": claim.id, "amount_yuan": plain_yuan(fen)}
    return act("offset_recovery", {**body, "document": "测试抵扣1号"}, by)


def money(funds):
    return [(again(f).reserved_fen, again(f).paid_fen, again(f).recovered_fen) for f in funds]


def test_a_receipt_may_bear_the_number_of_an_offsets_document_and_is_still_booked_once(time):
    """They are different papers: one of whoever pays in, one of the finance office."""
    recovery, _first, later, _funds = owing(time)
    done = set_off(recovery, later, 50_000_000)
    part = repay(done, "200000.00", receipt_number="测试抵扣1号")
    assert part.repaid_fen == 70_000_000
    with refused(AlreadyThere):
        repay(part, "200000.00", receipt_number="测试抵扣1号")
    assert (again(part).repaid_fen, differences(), nothing_is_amiss()) == (70_000_000, [], True)


def test_part_of_a_later_award_is_kept_and_the_rest_is_paid(time):
    recovery, _first, later, funds = owing(time)
    payable = later.payable_fen
    done = set_off(recovery, later, 50_000_000)
    assert (done.state, done.repaid_fen, again(later).state) == ("partly_repaid", 50_000_000, "approved")
    assert money(funds) == [(0, 200_000_000, 50_000_000), (payable - 50_000_000, 50_000_000, 0)]
    assert (last_event(later)["action"], last_event(later)["about"]) == ("offset", recovery.id)
    assert (last_event(recovery)["amount"], last_event(recovery)["about"]) == ("-500000.00", later.id)
    with refused(BadRecord):
        act("build_batch", batch_of(later, payable), FINANCE)
    batch = act("build_batch", batch_of(later, payable - 50_000_000), FINANCE)
    act("release_batch", here(batch), PAYER)
    later = again(later)
    receipt = {**a_receipt(later), "amount_yuan": plain_yuan(payable - 50_000_000)}
    act("confirm_payment", receipt, PAYER)
    assert (again(later).state, again(later).paid_fen) == ("paid", payable)
    assert money(funds) == [(0, 200_000_000, 50_000_000), (0, payable, 0)]
    payment = payment_of(again(later))
    assert payment.amount_fen == payable - 50_000_000
    back = {**a_returned_payment(again(later)), "amount_yuan": plain_yuan(payment.amount_fen)}
    act("return_payment", back, FINANCE)
    assert (again(later).state, again(later).paid_fen) == ("approved", 50_000_000)
    assert (differences(), nothing_is_amiss()) == ([], True)


def batch_of(claim, fen):
    lines = [{"claim_id": claim.id, "amount_yuan": plain_yuan(fen)}]
    return {"fund_id": claim.fund_id, "payment_count": 1, "total_yuan": plain_yuan(fen), "lines": lines}


def test_a_later_award_may_be_set_off_whole_and_settles_what_is_owed(time):
    recovery, first, later, _funds = owing(time, yuan="100000.00")
    done = set_off(recovery, later, 10_000_000)
    assert (done.state, again(first).state, again(first).recovered_fen) == ("repaid", "recovered", 10_000_000)
    assert again(later).paid_fen == 10_000_000
    assert (differences(), nothing_is_amiss()) == ([], True)


def test_an_award_set_off_in_full_is_paid_without_a_payment(time):
    recovery, _first, later, funds = owing(time)
    done = set_off(recovery, later, later.payable_fen)
    assert (done.state, again(later).state, again(later).payment_id) == ("partly_repaid", "paid", None)
    assert money(funds)[1] == (0, later.payable_fen, 0)
    assert (differences(), nothing_is_amiss()) == ([], True)


def test_nothing_is_set_off_beyond_what_is_owed_or_due_nor_against_anothers_award(time):
    recovery, first, later, _funds = owing(time, yuan="100000.00")
    stranger = a_claim("approved", enterprise=an_enterprise())
    for claim, fen in ((later, 10_000_001), (stranger, 1), (first, 1)):
        with refused(BadRecord):
            set_off(recovery, claim, fen)


def test_who_may_not_set_off(time):
    recovery, _first, later, _funds = owing(time)
    with refused(NotYours):
        set_off(recovery, later, 1, PAYER)
    with refused(SamePerson):
        set_off(recovery, later, 1, type(FINANCE)(APPROVER.id, "finance_clerk", "finance"))


def test_an_award_set_off_is_not_revoked_and_one_under_way_not_set_off(time):
    recovery, _first, later, _funds = owing(time)
    set_off(recovery, later, 1)
    with refused(OutOfOrder):
        decided = {"note": "测试原因", "document": "测试撤销1号"}
        act("revoke_claim", {**here(again(later)), **decided}, APPROVER)
    act("build_batch", batch_of(later, later.payable_fen - 1), FINANCE)
    with refused(OutOfOrder):
        set_off(recovery, later, 1)


@pytest.mark.parametrize(("days", "band"), [(0, "0–30"), (30, "0–30"), (31, "31–90"), (366, "> 365")])
def test_what_is_owed_is_listed_by_age(time, days, band):
    claim = a_claim("paid")
    recovery = a_recovery(claim, "100.00")
    decided = time.moment.date()
    time.move_to(time.moment + timedelta(days=days))
    db.session.expire_all()
    [row] = recoveries.owed(AUDITOR)
    assert (row.recovery, row.owed_fen, row.days, row.band) == (recovery.id, 10_000, days, band)
    assert row.decided_on == decided
    assert recoveries.by_band([row])[band] == (1, 10_000)
    assert sum(count for count, _ in recoveries.by_band([row]).values()) == 1


def test_a_payment_of_which_a_part_was_taken_back_does_not_come_back_whole(time):
    """After a recovery that was paid back in part and annulled, the part stays counted on the claim."""
    claim = a_claim("paid")
    part = repay(a_recovery(claim, "500000.00"), "200000.00")
    act("annul_recovery", {**here(part), "note": "复议撤销", "document": "测试撤销2号"}, APPROVER)
    claim = again(claim)
    assert (claim.state, claim.recovered_fen) == ("paid", 20_000_000)
    with refused(PartlyRecovered) as no:
        act("return_payment", a_returned_payment(claim), FINANCE)
    assert "200,000.00" in no.value.zh
    assert (again(claim).state, differences(), nothing_is_amiss()) == ("paid", [], True)


def test_a_frozen_award_is_not_set_off(time):
    recovery, _first, later, _funds = owing(time)
    freeze = a_freeze(later)
    for fen in (1, later.payable_fen):
        with refused(Frozen):
            set_off(recovery, later, fen)
    act("lift_freeze", {**here(freeze), "document": "（2025）测试执1号之一"}, APPROVER)
    assert set_off(recovery, later, 1).repaid_fen == 1


def test_what_was_set_off_of_an_award_secures_no_loan(time):
    recovery, _first, later, _funds = owing(time, yuan="100000.00")
    assert pledgeable_fen(again(later)) == (later.payable_fen - 10_000_000) * 80 // 100
    set_off(recovery, later, 10_000_000)
    assert pledgeable_fen(again(later)) == (later.payable_fen - 10_000_000) * 80 // 100


def test_a_natural_person_who_owes_is_masked(time):
    bank = {"name": "测试设计师", "number": "9000000000001234", "bank_code": "313452060150"}
    owner = an_enterprise(name="测试设计师", nature="person", account={**bank, "bank_name": "测试银行"})
    an_adoption()
    a_recovery(a_claim("paid", enterprise=owner, fund=a_fund()), "100.00")
    assert [one.enterprise for one in recoveries.owed(AUDITOR)] == ["测**"]
