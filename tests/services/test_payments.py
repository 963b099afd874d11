"""Each payment's arrival or return: what the receipt must say, and the numbers given out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from disburse.acts import act
from disburse.db import db
from disburse.errors import AmountMismatch, BadRecord, NotFound, OutOfOrder, Refusal
from disburse.models import Payment
from tests.make import (
    FINANCE,
    PAYER,
    a_batch,
    a_claim,
    a_fund,
    a_receipt,
    a_returned_payment,
    advance,
    again,
    here,
    payment_of,
)
from tests.services.watching import differences, last_event, refused, where


def money(fund):
    fund = again(fund)
    return fund.reserved_fen, fund.paid_fen


def test_arrival_posts_the_payment_and_numbers_the_notice(time):
    fund = a_fund()
    claim = a_claim("paid", fund=fund)
    payment = payment_of(claim)
    assert (claim.state, claim.paid_fen, money(fund)) == ("paid", 200_000_000, (0, 200_000_000))
    assert (payment.state, payment.notice_number, payment.voucher_number) == (
        "paid", "〔2025〕1号", "V20250000001",
    )  # fmt: skip
    assert (last_event(fund)["action"], last_event(fund)["about"]) == ("pay", payment.id)
    assert differences() == []


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"amount_yuan": "1999999.99"}, AmountMismatch),
        ({"amount_yuan": "2000000.01"}, AmountMismatch),
        ({"account_number": "9000000000001235"}, BadRecord),
        ({"paid_on": "2025-03-11"}, BadRecord),
        ({"paid_on": "2025-03-09"}, BadRecord),
        ({"payment_id": "P-2025-0000099"}, NotFound),
    ],
)
def test_a_receipt_that_does_not_fit_is_refused(time, wrong, kind):
    claim = a_claim("paying")
    with refused(kind):
        act("confirm_payment", a_receipt(claim, **wrong), PAYER)


def test_nothing_arrives_before_the_batch_was_released(time):
    claim = a_claim("approved")
    a_batch(claim)
    claim = again(claim)
    with refused(OutOfOrder):
        act("confirm_payment", a_receipt(claim), PAYER)
    with refused(OutOfOrder):
        act("return_payment", a_returned_payment(claim), FINANCE)


def test_a_payment_of_a_cancelled_batch_cannot_arrive(time):
    claim = a_claim("approved")
    batch = a_batch(claim)
    claim = again(claim)
    receipt, back = a_receipt(claim), a_returned_payment(claim)
    act("cancel_batch", {**here(batch), "note": "账户有误"}, FINANCE)
    with refused(OutOfOrder):
        act("confirm_payment", receipt, PAYER)
    with refused(OutOfOrder):
        act("return_payment", back, FINANCE)


def test_a_payment_arrives_once(time):
    claim = a_claim("paid")
    with refused(OutOfOrder):
        act("confirm_payment", a_receipt(claim), PAYER)


def test_a_payment_returned_before_arrival_waits_for_another_batch(time):
    fund = a_fund()
    claim = a_claim("paying", fund=fund)
    first = payment_of(claim)
    act("return_payment", a_returned_payment(claim), FINANCE)
    claim = again(claim)
    assert (claim.state, claim.payment_id, money(fund)) == ("approved", None, (200_000_000, 0))
    assert (again(first).state, again(first).returned_reason) == ("returned", "收款账户状态异常")
    for state in ("paying", "paid"):
        claim = advance(claim, state)
    assert payment_of(claim).voucher_number != first.voucher_number
    assert money(fund) == (0, 200_000_000)
    assert differences() == []


def test_a_payment_returned_after_arrival_is_taken_back_and_paid_again(time):
    fund = a_fund()
    claim = a_claim("paid", fund=fund)
    first = payment_of(claim)
    act("return_payment", a_returned_payment(claim), FINANCE)
    claim = again(claim)
    assert (claim.state, claim.paid_fen, money(fund)) == ("approved", 0, (200_000_000, 0))
    assert last_event(fund)["action"] == "take_back"
    for state in ("paying", "paid"):
        claim = advance(claim, state)
    assert payment_of(claim).notice_number == "〔2025〕2号"
    assert again(first).notice_number == "〔2025〕1号"
    assert differences() == []


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [({"amount_yuan": "0.01"}, AmountMismatch), ({"returned_on": "2025-03-11"}, BadRecord)],
)
def test_a_return_that_does_not_fit_is_refused(time, wrong, kind):
    claim = a_claim("paying")
    with refused(kind):
        act("return_payment", a_returned_payment(claim, **wrong), FINANCE)


def test_the_account_paid_is_the_one_registered_when_the_batch_was_built(time):
    claim = a_claim("approved")
    claim = advance(claim, "paying")
    with refused(BadRecord) as no:
        act("confirm_payment", a_receipt(claim, account_number="9000000000000000"), PAYER)
    assert where(no) == ["account_number"]


def test_vouchers_and_notices_run_without_gap_or_repetition(time):
    fund = a_fund()
    claims = [a_claim("approved", fund=fund) for _ in range(3)]
    with pytest.raises(Refusal):
        act("release_batch", {"number": "B-2025-00001", "version": 1}, PAYER)
    batch = a_batch(*claims)
    act("release_batch", here(batch), PAYER)
    for claim in reversed(claims):
        claim = again(claim)
        with pytest.raises(AmountMismatch):
            act("confirm_payment", a_receipt(claim, amount_yuan="1.00"), PAYER)
        act("confirm_payment", a_receipt(claim), PAYER)
    payments = db.session.scalars(select(Payment)).all()
    assert sorted(p.voucher_number for p in payments) == [f"V2025{n:07d}" for n in (1, 2, 3)]
    assert sorted(p.notice_number for p in payments) == [f"〔2025〕{n}号" for n in (1, 2, 3)]


def test_each_year_begins_its_numbers_at_one(time):
    a_claim("paid")
    time.move_to(time.moment + timedelta(days=365))
    claim = a_claim("paid", on="2025-12-15", facts={"newly_recognised": True, "recognised_on": "2025-12-15"})
    assert payment_of(claim).notice_number == "〔2026〕1号"
    assert claim.id == "QD-2026-000001"
