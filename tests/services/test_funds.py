"""A fund is never overspent, and what it says is what its claims add up to."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from disburse import ledger
from disburse.acts import act
from disburse.db import db
from disburse.errors import BadRecord
from disburse.ledger import FundExhausted
from disburse.models import Fund
from disburse.queries import funds
from disburse.services import funding
from tests.make import (
    APPROVER,
    FINANCE,
    a_claim,
    a_fund,
    again,
    here,
    wait_for_the_notice,
)
from tests.services.watching import differences, everything, refused


def approve(claim, fund):
    wait_for_the_notice(claim)
    body = {**here(claim), "fund": fund.id, "approval_number": "测试指标1号"}
    return act("approve_claim", body, APPROVER)


def test_the_last_fen_may_be_reserved_and_not_one_more(time):
    fund = a_fund("3999999.99")
    one, two = a_claim("public_notice"), a_claim("public_notice")
    approve(one, fund)
    with refused(FundExhausted) as no:
        approve(two, fund)
    assert "1,999,999.99" in no.value.en
    act("appropriate", {**here(again(fund)), "amount_yuan": "0.01", "document": "测试追加1号"}, FINANCE)
    approve(two, fund)
    assert ledger.left_fen(again(fund)) == 0
    assert differences() == []


def test_the_database_alone_refuses_an_overspent_fund(time, monkeypatch):
    fund, claim = a_fund("1999999.99"), a_claim("public_notice")
    wait_for_the_notice(claim)
    before = everything()
    monkeypatch.setattr(ledger, "left_fen", lambda _fund: 10**12)
    with pytest.raises(IntegrityError, match="never_overspent"):
        approve(claim, fund)
    assert everything() == before


def test_what_was_paid_is_not_left_to_reserve(time):
    fund = a_fund("2000000.00")
    a_claim("paid", fund=fund)
    late = a_claim("public_notice")
    with refused(FundExhausted):
        approve(late, fund)


@pytest.mark.parametrize("amount_fen", [0, -1])
def test_nothing_and_less_is_not_appropriated(time, amount_fen):
    fund = a_fund()
    with refused(BadRecord):
        funding.appropriate(fund.id, amount_fen=amount_fen, document="测试追加1号", by=FINANCE)


@pytest.mark.parametrize("state", ["approved", "paying", "paid"])
def test_funds_and_claims_agree_at_every_step(time, state):
    fund = a_fund()
    a_claim(state, fund=fund)
    a_claim("approved", fund=fund, rating="C")
    assert differences() == []


@pytest.mark.parametrize(
    ("column", "what"), [("reserved_fen", "reserved"), ("paid_fen", "paid"), ("recovered_fen", "recovered")]
)
def test_a_fund_that_says_something_else_is_found(time, column, what):
    fund = a_fund()
    a_claim("approved", fund=fund)
    with Session(db.engine) as session, session.no_autoflush:
        row = session.get_one(Fund, fund.id)
        setattr(row, column, getattr(row, column) + 1)
        found = list(funds.reconcile(session))
    assert [(d.fund, d.what) for d in found] == [(fund.id, what)]
