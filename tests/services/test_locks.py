"""Rows are locked in one order, so that no two use cases wait for each other."""

from itertools import pairwise

import pytest
from sqlalchemy import event

from disburse import desk
from disburse.acts import act
from disburse.db import db
from disburse.models import Claim
from tests.make import (
    APPROVER,
    BANK_CHECKER,
    BANK_CODE,
    CITY_CLERK,
    FINANCE,
    a_batch,
    a_claim,
    a_fund,
    a_lock,
    a_recovery,
    a_returned_payment,
    a_unit,
    advance,
    again,
    an_adoption,
    an_enterprise,
    an_objection,
    here,
    received,
    repay,
    wait_for_the_notice,
)

ORDER = ("batch", "payment", "recovery", "claim", "pledge", "enterprise", "fund")
NOTE = {"note": "测试原因", "document": "测试文号1号"}


@pytest.fixture
def locked(time):
    """The kinds of rows locked, transaction by transaction."""
    transactions = [[]]

    def begin(*_):
        transactions.append([])

    def lock(asked):
        if asked.is_select and asked.statement._for_update_arg is not None:
            transactions[-1].append(asked.bind_mapper.class_.kind)

    event.listen(db.session, "after_begin", begin)
    event.listen(db.session, "do_orm_execute", lock)
    yield transactions
    event.remove(db.session, "after_begin", begin)
    event.remove(db.session, "do_orm_execute", lock)


def play():
    """Every use case that locks more than one row."""
    fund = a_fund()
    claim = a_claim("paid", fund=fund)
    repay(a_recovery(claim, "100.00"), "50.00")
    claim = a_claim("paid", fund=fund)
    act("return_payment", a_returned_payment(claim), FINANCE)
    batch = a_batch(again(claim))
    act("cancel_batch", {**here(batch), "note": "账户有误"}, FINANCE)
    act("revoke_claim", {**here(again(claim)), **NOTE}, APPROVER)
    recovery = a_recovery(a_claim("paid", fund=fund), "100.00")
    act("annul_recovery", {**here(recovery), **NOTE}, APPROVER)
    claim = a_claim("public_notice")
    act("uphold_objection", {**here(an_objection(claim)), **NOTE}, APPROVER)
    back = act("reconsider_claim", {**here(claim), "note": "复核"}, CITY_CLERK)
    act("decide_claim", {**here(back), **NOTE, "recognised_yuan": "1.00"}, CITY_CLERK)
    a_unit(BANK_CODE, "bank")
    lock = a_lock()
    act("release_lock", {**received(lock), "document": "测试银行函1号"}, BANK_CHECKER)
    batch = a_batch(again(db.session.get_one(Claim, a_lock().claim_id)))
    act("cancel_batch", {**here(batch), "note": "账户有误"}, FINANCE)
    act("revoke_claim", {**here(db.session.get_one(Claim, a_lock().claim_id)), **NOTE}, APPROVER)


def test_every_use_case_locks_in_one_order(locked):
    play()
    several = [kinds for kinds in locked if len(kinds) > 1]
    assert {kind for kinds in several for kind in kinds} == set(ORDER)
    for kinds in several:
        places = [ORDER.index(kind) for kind in kinds]
        assert places == sorted(places), kinds


def test_rows_of_one_kind_are_locked_by_number(time, monkeypatch):
    an_adoption()
    fund, owners = a_fund(), [an_enterprise(), an_enterprise()]
    claims = [a_claim("public_notice", enterprise=owner) for owner in reversed(owners)]
    for claim in claims:
        wait_for_the_notice(claim)
    claims = [advance(claim, "approved", fund=fund) for claim in claims]
    held, hold = [], desk.hold

    def watch(model, number, **given):
        held.append((model.kind, number))
        return hold(model, number, **given)

    monkeypatch.setattr(desk, "hold", watch)
    a_batch(*reversed(claims))
    assert [kind for kind, _ in held] == ["claim", "claim", "enterprise", "enterprise", "fund"]
    assert all(one < other for (a, one), (b, other) in pairwise(held) if a == b)
