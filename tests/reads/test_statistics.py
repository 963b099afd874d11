"""What leaders ask: days against the limit, sums, the flow; each of what the asker may see."""

from datetime import timedelta

from disburse.actors import Actor
from disburse.acts import act
from disburse.queries import statistics
from disburse.queries.statistics import Flow, MonthSums, Sums
from tests.make import (
    APPROVER,
    AUDITOR,
    CLERK,
    FINANCE,
    UNIT,
    a_claim,
    a_recovery,
    a_returned_payment,
    advance,
    again,
    repay,
)
from tests.reads.counting import questions

ELSEWHERE = Actor("other", "district_clerk", "370202")


def test_sums_are_told_by_district_item_and_class(time):
    paid = a_claim("paid", rating="C", claimed_yuan="3000000.00")
    repay(a_recovery(paid, "100.00"), "100.00")
    a_claim("approved", item="QD24-5.1", facts=UPGRADE)
    a_claim("draft", claimed_yuan="7.00")
    champion, upgrade = 160_000_000, 12_000_000
    whole = Sums(UNIT, 2, 300_000_000, champion + upgrade, champion, upgrade, 10_000)
    assert statistics.sums(APPROVER, "unit") == statistics.sums(CLERK, "unit") == [whole]
    assert [(s.of, s.approved_fen) for s in statistics.sums(AUDITOR, "item")] == [
        ("QD24-2.1", champion),
        ("QD24-5.1", upgrade),
    ]
    assert [(s.of, s.count) for s in statistics.sums(AUDITOR, "rating")] == [(None, 1), ("C", 1)]
    assert statistics.sums(ELSEWHERE, "unit") == []


UPGRADE = {"equipment_investment": "1000000.00", "meets_upgrade_standard": True}


def test_months_are_those_of_handing_in_approval_and_payment_in_beijing(time):
    time.move_to(time.moment.replace(day=31, hour=17))  # already April in Beijing
    claim = a_claim("public_notice", claimed_yuan="2000000.00")
    time.move_to(time.moment + timedelta(days=30))
    claim = advance(claim, "approved")
    time.move_to(time.moment + timedelta(days=35))
    advance(advance(claim, "paying"), "paid")
    fen = 200_000_000
    assert (
        statistics.months(AUDITOR)
        == statistics.months(CLERK)
        == [
            MonthSums("2025-04", 1, fen, 0, 0, 0, 0),
            MonthSums("2025-05", 0, 0, 1, fen, 0, 0),
            MonthSums("2025-06", 0, 0, 0, 0, 1, fen),
        ]
    )
    assert statistics.months(ELSEWHERE) == []


def test_days_in_each_state_are_working_days_against_the_limit(time):
    slow, quick = a_claim("submitted"), a_claim("submitted")
    act("accept_claim", {"number": quick.id, "version": 2}, CLERK)
    time.move_to(time.moment + timedelta(days=14))
    act("accept_claim", {"number": slow.id, "version": 2}, CLERK)
    pace, _ = statistics.movement(CLERK)
    waited = next(p for p in pace if p.state == "submitted")
    assert (waited.count, waited.limit, waited.over) == (2, 5, 1)
    assert (waited.median, waited.slowest, waited.total) == (0, 10, 10)
    assert "district_review" not in [p.state for p in pace]


def test_the_flow_counts_every_way_a_claim_went(time):
    paid = a_claim("paid")
    act("return_payment", a_returned_payment(paid), FINANCE)
    advance(advance(again(paid), "paying"), "paid")
    _, flow = statistics.movement(AUDITOR)
    counts = {(f.source, f.target): f.count for f in flow}
    assert counts["approved", "paying"] == 2
    assert counts["paying", "paid"] == 2
    assert counts["paid", "approved"] == 1
    assert flow[0] == Flow("draft", "submitted", 1)
    assert statistics.movement(ELSEWHERE) == ([], [])


def test_the_movement_of_one_year_is_of_claims_numbered_in_it(time):
    a_claim("submitted")
    assert statistics.movement(AUDITOR, "QD-2025-") == statistics.movement(AUDITOR)
    assert statistics.movement(AUDITOR, "QD-2024-") == ([], [])


def test_every_table_is_one_question(time):
    a_claim("paid")
    with questions() as asked:
        for of in statistics.OF:
            statistics.sums(CLERK, of)
        statistics.months(CLERK)
        statistics.movement(CLERK)
    assert len(asked) == len(statistics.OF) + 2
