"""A claim's whole life, on both databases."""

from disburse.queries import claims, trail
from disburse.queries.verification import verify
from reports import proof
from tests.make import a_claim


def test_a_claim_goes_from_draft_to_paid_and_the_journal_agrees(time):
    claim = a_claim("paid")
    assert (claim.state, claim.paid_fen) == ("paid", 200_000_000)
    assert [event["to"] for event in claims.time_line(claim)] == [
        "draft", "submitted", "district_review", "recommended", "rated",
        "public_notice", "approved", "paying", "paid",
    ]  # fmt: skip
    with trail.snapshot() as view:
        assert list(verify(view, proof.Tally())) == []


def test_class_c_is_paid_eighty_per_cent(time):
    assert a_claim("rated", rating="C").payable_fen == 160_000_000
