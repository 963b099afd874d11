"""Taking money back: the decision, instalments, the end; and what it means for later claims."""

import pytest

from disburse.acts import act
from disburse.errors import AlreadyThere, BadRecord, NotGranted, OutOfOrder, Stale
from tests.make import (
    APPROVER,
    CHECKS,
    HEAD,
    a_claim,
    a_fund,
    a_recovery,
    again,
    an_adoption,
    an_enterprise,
    here,
    repay,
)
from tests.services.watching import differences, last_event, refused

ANNUL = {"note": "复议撤销", "document": "测试撤销2号"}


def test_a_recovery_is_paid_back_by_instalments_and_ends_the_claim(time):
    fund = a_fund()
    claim = a_claim("paid", fund=fund)
    recovery = a_recovery(claim, "2000000.00")
    assert (recovery.state, again(claim).state) == ("decided", "recovering")
    part = repay(recovery, "500000.00")
    assert (part.state, part.repaid_fen, again(claim).state) == ("partly_repaid", 50_000_000, "recovering")
    whole = repay(part, "1500000.00")
    assert (whole.state, again(claim).state, again(claim).recovered_fen) == (
        "repaid",
        "recovered",
        200_000_000,
    )
    assert (again(fund).paid_fen, again(fund).recovered_fen) == (200_000_000, 200_000_000)
    assert last_event(fund)["amount"] == "-1500000.00"
    assert differences() == []


def test_a_receipt_is_booked_once(time):
    """Found by hand: sent again with a fresh key and version, the same instalment was counted twice."""
    part = repay(a_recovery(a_claim("paid"), "2000000.00"), "500000.00", receipt_number="测试缴款7号")
    with refused(AlreadyThere):
        repay(part, "500000.00", receipt_number="测试缴款7号")
    assert again(part).repaid_fen == 50_000_000
    assert repay(part, "500000.00", receipt_number="测试缴款8号").repaid_fen == 100_000_000


def test_what_comes_back_is_not_awarded_again(time):
    fund = a_fund("2000000.00")
    claim = a_claim("paid", fund=fund)
    repay(a_recovery(claim, "2000000.00"), "2000000.00")
    fund = again(fund)
    assert fund.appropriated_fen - fund.reserved_fen - fund.paid_fen == 0


@pytest.mark.parametrize("yuan", ["2000000.01", "9999999.00"])
def test_no_more_is_taken_back_than_was_paid(time, yuan):
    claim = a_claim("paid")
    with refused(BadRecord):
        a_recovery(claim, yuan)


def test_no_more_is_repaid_than_is_owed_and_nothing_tomorrow(time):
    recovery = a_recovery(a_claim("paid"), "100.00")
    with refused(BadRecord):
        repay(recovery, "100.01")
    with refused(BadRecord):
        repay(recovery, "100.00", received_on="2025-03-11")


def test_one_receipt_is_not_counted_twice(time):
    recovery = a_recovery(a_claim("paid"), "100.00")
    repay(recovery, "50.00")
    with refused(Stale):
        repay(recovery, "50.00", version=1)


def test_an_unpaid_award_is_not_recovered(time):
    claim = a_claim("approved")
    with refused(OutOfOrder):
        a_recovery(claim, "1.00")


def test_an_annulled_recovery_leaves_the_award_paid(time):
    claim = a_claim("paid")
    recovery = a_recovery(claim, "100.00")
    annulled = act("annul_recovery", {**here(recovery), **ANNUL}, APPROVER)
    assert (annulled.state, again(claim).state, again(claim).recovered_fen) == ("annulled", "paid", 0)
    with refused(OutOfOrder):
        repay(annulled, "100.00")
    assert differences() == []


def test_what_came_back_before_an_annulment_is_not_taken_back_again(time):
    claim = a_claim("paid")
    part = repay(a_recovery(claim, "2000000.00"), "500000.00")
    act("annul_recovery", {**here(part), **ANNUL}, APPROVER)
    assert again(claim).recovered_fen == 50_000_000
    with refused(BadRecord):
        a_recovery(claim, "1500000.01")
    repay(a_recovery(claim, "1500000.00"), "1500000.00")
    assert again(claim).recovered_fen == again(claim).paid_fen == 200_000_000
    assert differences() == []


def test_an_award_under_recovery_still_bars_a_second_one(time):
    an_adoption()
    owner = an_enterprise()
    recovery = a_recovery(a_claim("paid", enterprise=owner), "2000000.00")
    second = a_claim("district_review", enterprise=owner)
    body = {**here(second), "checks": CHECKS}
    with refused(NotGranted):
        act("recommend_claim", body, HEAD)
    repay(recovery, "2000000.00")
    assert act("recommend_claim", body, HEAD).recognised_fen == 200_000_000
