"""Payout batches: control totals, release by another person, cancelling, settling."""

import pytest

from disburse.actors import Actor
from disburse.acts import act
from disburse.errors import BadRecord, NotFound, OutOfOrder, SamePerson, UnfinishedBatch
from disburse.services import paying
from tests.make import (
    FINANCE,
    PAYER,
    a_batch,
    a_claim,
    a_fund,
    a_receipt,
    a_returned_payment,
    again,
    here,
    payment_of,
)
from tests.services.watching import differences, last_event, refused, where

STATEMENT = {"document": "测试对账单1号"}


def lines(*claims):
    return [{"claim_id": claim.id, "amount_fen": claim.payable_fen} for claim in claims]


def build(fund, of, count, total_fen):
    return paying.build_batch(fund_id=fund.id, lines=of, payment_count=count, total_fen=total_fen, by=FINANCE)


def two_awards():
    fund = a_fund()
    return fund, a_claim("approved", fund=fund), a_claim("approved", fund=fund, rating="C")


def test_a_batch_carries_count_sum_and_capitals(time):
    fund, one, two = two_awards()
    batch = a_batch(one, two)
    assert (batch.state, batch.payment_count, batch.total_fen) == ("built", 2, 360_000_000)
    assert batch.total_capitals == "人民币叁佰陆拾万元整"
    one, two = again(one), again(two)
    assert (one.state, two.state) == ("paying", "paying")
    payment = payment_of(one)
    assert (payment.claim_id, payment.amount_fen, payment.state) == (one.id, 200_000_000, "instructed")
    assert (payment.approval_number, payment.budget_codes) == (one.approval_number, fund.budget_codes)
    assert differences() == []


def test_wrong_totals_are_refused(time):
    fund, one, two = two_awards()
    for count, total_fen in ((1, 360_000_000), (2, 360_000_001)):
        with refused(BadRecord) as no:
            build(fund, lines(one, two), count, total_fen)
        assert where(no) == ["total_yuan"]


def test_a_claim_is_not_paid_twice_in_one_batch(time):
    fund = a_fund()
    claim = a_claim("approved", fund=fund)
    with refused(BadRecord) as no:
        build(fund, lines(claim, claim), 2, 400_000_000)
    assert "listed twice" in no.value.findings[0].en


def test_a_claim_of_another_fund_or_with_another_sum_is_refused(time):
    fund, one, two = two_awards()
    other = a_claim("approved")
    wrong = [*lines(one, other), {"claim_id": two.id, "amount_fen": 160_000_001}]
    with refused(BadRecord) as no:
        build(fund, wrong, 3, 560_000_001)
    assert where(no) == [two.id, other.id]


def test_an_empty_batch_is_refused(time):
    fund = a_fund()
    with refused(BadRecord) as no:
        build(fund, [], 0, 0)
    assert where(no) == ["lines"]


@pytest.mark.parametrize("state", ["paying", "paid"])
def test_an_award_under_way_or_paid_is_not_listed_again(time, state):
    fund = a_fund()
    claim = a_claim(state, fund=fund)
    with refused(OutOfOrder):
        build(fund, lines(claim), 1, claim.payable_fen)


def test_an_unapproved_or_unknown_claim_is_not_paid(time):
    fund = a_fund()
    claim = a_claim("public_notice")
    with refused(BadRecord):
        build(fund, lines(claim), 1, claim.payable_fen)
    with refused(NotFound):
        build(fund, [{"claim_id": "QD-2025-999999", "amount_fen": 1}], 1, 1)


def test_every_award_that_can_not_be_paid_is_named_at_once(time):
    fund = a_fund()
    good, paid = a_claim("approved", fund=fund), a_claim("paid", fund=fund)
    unknown = {"claim_id": "QD-2025-999999", "amount_fen": 1}
    of = [*lines(good, paid), unknown]
    with refused(BadRecord) as no:
        build(fund, of, 3, sum(line["amount_fen"] for line in of))
    assert where(no) == [paid.id, "QD-2025-999999"]
    assert "列入拨付" in no.value.findings[0].zh
    assert "无权查看" in no.value.findings[1].zh
    assert again(good).state == "approved"


def test_whoever_built_a_batch_does_not_release_it(time):
    batch = a_batch(a_claim("approved"))
    with refused(SamePerson):
        act("release_batch", here(batch), Actor(FINANCE.id, "finance_payer", "finance"))
    released = act("release_batch", here(batch), PAYER)
    assert (released.state, released.released_on.isoformat()) == ("released", "2025-03-10")


def test_a_cancelled_batch_leaves_its_awards_waiting(time):
    fund, one, two = two_awards()
    batch = a_batch(one, two)
    cancelled = act("cancel_batch", {**here(batch), "note": "账户有误"}, FINANCE)
    assert cancelled.state == "cancelled"
    assert (again(one).state, again(one).payment_id) == ("approved", None)
    assert again(fund).reserved_fen == 360_000_000
    second = a_batch(again(one), again(two))
    assert second.id != batch.id
    assert differences() == []


def test_a_released_batch_is_not_cancelled(time):
    batch = a_batch(a_claim("approved"))
    released = act("release_batch", here(batch), PAYER)
    with refused(OutOfOrder):
        act("cancel_batch", {**here(released), "note": "账户有误"}, FINANCE)


def test_a_batch_is_settled_when_every_payment_arrived_or_came_back(time):
    _, one, two = two_awards()
    batch = a_batch(one, two)
    released = act("release_batch", here(batch), PAYER)
    act("confirm_payment", a_receipt(again(one)), PAYER)
    with refused(UnfinishedBatch) as no:
        act("settle_batch", {**here(released), **STATEMENT}, FINANCE)
    assert "还有 1 笔" in no.value.zh
    act("return_payment", a_returned_payment(again(two)), FINANCE)
    settled = act("settle_batch", {**here(released), **STATEMENT}, FINANCE)
    assert (settled.state, last_event(settled)["document"]) == ("settled", "测试对账单1号")


def test_a_batch_that_was_never_released_is_not_settled(time):
    batch = a_batch(a_claim("approved"))
    with refused(OutOfOrder):
        act("settle_batch", {**here(batch), **STATEMENT}, FINANCE)
