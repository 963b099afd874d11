"""Claims as their readers see them."""

from disburse.queries import claims
from tests.make import AUDITOR, CLERK, a_claim, agent


def test_a_page_holds_what_its_reader_may_see_in_the_order_of_numbers(time):
    one, two = a_claim("draft"), a_claim("submitted")
    assert [line.claim.id for line in claims.page(AUDITOR)] == [one.id, two.id]
    assert [line.claim.id for line in claims.page(CLERK, after=one.id)] == [two.id]
    assert [line.claim.id for line in claims.page(CLERK, state="draft")] == [one.id]
    assert [line.claim.id for line in claims.page(agent(two.enterprise_id))] == [two.id]


def test_totals_come_in_the_order_of_the_flow(time):
    a_claim("paid")
    a_claim("draft", claimed_yuan="5.00")
    found = claims.totals(AUDITOR)
    assert [(t.state, t.count, t.claimed_fen, t.payable_fen, t.paid_fen) for t in found] == [
        ("draft", 1, 500, 0, 0),
        ("paid", 1, 0, 200_000_000, 200_000_000),
    ]
    assert claims.items(AUDITOR) == ["QD24-2.1"]


def test_the_time_line_names_each_step_and_who_took_it(time):
    claim = a_claim("recommended")
    assert [(e["action"], e["by"]["id"]) for e in claims.time_line(claim)] == [
        ("draft", f"agent-{claim.enterprise_id}"),
        ("submit", f"agent-{claim.enterprise_id}"),
        ("accept", "clerk"),
        ("recommend", "head"),
    ]
