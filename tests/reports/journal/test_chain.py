"""Attacks on the journal's chains: each is seen, and each is named where it lies."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import proof


def test_a_whole_journal_has_no_findings(journal):
    tally = proof.Tally()
    assert list(proof.verify(journal.events, journal.heads, journal.disclosures, tally)) == []
    assert tally.rows() == [
        {"kind": "claim", "action": "pay", "count": 3, "amount": "27.00"},
        {"kind": "claim", "action": "recommend", "count": 3, "amount": "0.00"},
        {"kind": "claim", "action": "submit", "count": 3, "amount": "0.00"},
    ]


def test_an_empty_journal_is_whole():
    assert list(proof.verify([], [])) == []


def test_money_that_comes_back_is_subtracted():
    tally = proof.Tally()
    for amount in ("1.00", "-2.50", None):
        tally.add({"kind": "payout", "action": "return", "amount": amount})
    assert tally.rows() == [{"kind": "payout", "action": "return", "count": 3, "amount": "-1.50"}]


def test_an_edited_event_breaks_the_link_after_it(journal):
    journal.change(1, reason="another")
    assert journal.found() == [("QD-1", 3, "prev")]


def test_an_edited_last_event_is_not_the_head(journal):
    journal.change(2, reason="another")
    assert journal.found() == [("QD-1", 3, "head")]


def test_a_deleted_event_leaves_a_gap(journal):
    del journal.events[1]
    assert ("QD-1", 3, "seq") in journal.found()
    assert ("QD-1", 3, "prev") in journal.found()


def test_a_deleted_first_event_is_seen(journal):
    del journal.events[0]
    assert ("QD-1", 2, "seq") in journal.found()
    assert ("QD-1", 2, "fold") in journal.found()


def test_swapped_events_are_seen(journal):
    journal.events[0:2] = journal.events[1::-1]
    assert {"seq", "prev", "at"} <= {code for _, _, code in journal.found()}


def test_an_event_taken_twice_is_seen(journal):
    journal.events.insert(1, journal.events[1])
    assert ("QD-1", 2, "seq") in journal.found()


def test_an_event_inserted_with_an_earlier_date_is_seen(journal):
    body = proof.parse(journal.events[2])
    late = {**body, "seq": 4, "prev": proof.digest(journal.events[2]), "at": "2026-03-05T00:00:00.000000Z"}
    journal.events.insert(3, proof.canonical({**late, "changes": {}}))
    assert journal.found() == [("QD-1", 4, "at"), ("QD-1", 4, "head")]


def test_a_cut_tail_is_not_the_head(journal):
    del journal.events[5]
    assert journal.found() == [("QD-2", 2, "head")]


@pytest.mark.parametrize("record", [0, 1, 2])
def test_a_claim_that_is_gone_is_missed(journal, record):
    del journal.events[3 * record : 3 * record + 3]
    assert (journal.heads[record].record, 0, "gone") in journal.found()


def test_a_claim_that_is_not_listed_is_seen(journal):
    del journal.heads[1]
    assert journal.found() == [("QD-2", 3, "headless")]


def test_a_claim_listed_twice_is_seen(journal):
    journal.heads.insert(1, journal.heads[1])
    assert journal.found() == [("QD-2", 3, "headless")]


def test_a_claim_rehashed_from_end_to_end_is_not_the_head(journal):
    journal.change(2, amount="90.00")
    journal.rehash("QD-1")
    assert journal.found() == [("QD-1", 3, "head")]


def test_a_changed_state_does_not_fold(journal):
    head = journal.heads[0]
    journal.heads[0] = head._replace(state=proof.state_digest({"state": "paid", "recognised_yuan": "99.00"}))
    assert journal.found() == [("QD-1", 3, "head")]


def test_an_event_that_lies_about_the_state_is_seen(journal):
    journal.change(2, state="0" * 64)
    assert ("QD-1", 3, "state") in journal.found()


def test_an_event_that_lies_about_the_value_before_is_seen(journal):
    journal.change(1, changes={"state": ["draft", "recommended"], "recognised_yuan": [None, "9.00"]})
    journal.rehash("QD-1")
    assert ("QD-1", 2, "fold") in journal.found()


def test_a_first_event_cannot_have_a_past(journal):
    journal.change(0, changes={"state": ["draft", "submitted"], "asked_yuan": [None, "10.00"]})
    assert ("QD-1", 1, "fold") in journal.found()


def test_a_claim_stays_a_claim(journal):
    journal.change(1, kind="fund")
    journal.rehash("QD-1")
    assert {("QD-1", 2, "kind"), ("QD-1", 3, "kind")} <= set(journal.found())


def test_claims_out_of_order_are_seen(journal):
    journal.events = journal.events[3:] + journal.events[:3]
    assert ("QD-1", 1, "order") in journal.found()


def test_two_claims_under_one_number_are_seen(journal):
    journal.events += journal.events[:3]
    assert {("QD-1", 1, "order"), ("QD-1", 3, "headless")} <= set(journal.found())


def test_the_same_facts_in_another_spelling_are_no_event(journal):
    journal.events[1] = journal.events[1].replace(b":", b": ", 1)
    assert ("QD-1", 2, "bytes") in journal.found()


def test_a_state_too_large_to_spell_is_a_finding_and_no_crash(journal):
    for at in (6, 7, 8):
        journal.change(at, changes={f"f{at}": [None, "x" * 40_000]})
    assert ("QD-3", 3, "bytes") in journal.found()


def test_findings_do_not_stop_the_walk(journal):
    journal.change(1, reason="another")
    del journal.events[8]
    assert journal.found() == [("QD-1", 3, "prev"), ("QD-3", 2, "head")]


def test_an_erased_value_leaves_the_proof_valid(journal):
    journal.disclosures.clear()
    assert journal.found() == []


@pytest.mark.parametrize(
    "change",
    [{"value": "other"}, {"salt": "0b" * 16}, {"field": "name"}, {"record": "QD-1"}, {"record": "QD-9"}],
)
def test_a_disclosure_changed_or_moved_is_seen(journal, change):
    journal.disclosures[0] = journal.disclosures[0]._replace(**change)
    assert [code for _, _, code in journal.found()] == ["disclosure"]


def test_a_disclosure_labelled_with_a_record_that_is_gone_is_seen(journal):
    journal.disclosures[0] = journal.disclosures[0]._replace(record="QD-15")
    assert journal.found() == [("QD-15", 0, "disclosure")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_bit_of_any_event_flips_unseen(journal, data):
    at = data.draw(st.integers(0, 8))
    bit = data.draw(st.integers(0, 8 * len(journal.events[at]) - 1))
    events = [bytearray(event) for event in journal.events]
    events[at][bit // 8] ^= 1 << bit % 8
    assert list(proof.verify(map(bytes, events), journal.heads, journal.disclosures))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("a0\n", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_in_an_event_is_judged_without_a_crash(journal, data):
    part = data.draw(st.sampled_from(sorted(proof.parse(journal.events[4]))))
    events = list(journal.events)
    whole = proof.parse(events[4])
    events[4] = proof.canonical({**whole, part: data.draw(ANYTHING)})
    findings = list(proof.verify(events, journal.heads, journal.disclosures))
    assert bool(findings) is (events != journal.events)
    assert list(proof.verify([proof.canonical(data.draw(ANYTHING))], []))
