"""Many claims at once: never beyond quota, yearly cap or budget, no tie broken, and the same each time."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.policy.allot import allot
from disburse.policy.case import Award, Case, Decision
from tests.policy.world import CATALOGUE, eligible

ON = date(2026, 9, 1)
BODY, EQUIPMENT, CENTRE_CITY, CENTRE_CHAIN = "QC26-14.1", "QD24-5.1", "QD24-13.1", "QC26-1.1"
QUOTA, AWARD_FEN, CAP_FEN = 3, 50_0000_00, 600_0000_00


def claim(number, item, enterprise, **facts):
    case = eligible(CATALOGUE.items[item], **facts)
    return replace(case, id=f"c{number}", on=ON, enterprise=enterprise)


def body(number, rank, enterprise=None):
    return claim(number, BODY, enterprise or f"e{number}", selected_rank=rank)


def equipment(number, fen, enterprise="e1"):
    return claim(number, EQUIPMENT, enterprise, equipment_investment=fen)


def standings(made):
    return [share.standing for share in made.shares]


def code(share):
    return share.reasons[0].code


def test_the_first_three_of_the_year_are_allotted_and_no_more():
    made = allot(CATALOGUE, [body(n, rank) for n, rank in enumerate((2, 1, 3))])
    assert standings(made) == ["allotted"] * 3
    assert made.places_left[BODY, 2026] == 0


def test_places_that_earlier_rounds_used_are_gone():
    claims = [body(1, 1), body(2, 2)]
    made = allot(CATALOGUE, claims, places_used={(BODY, 2026): 2})
    assert standings(made) == ["allotted", "out"]
    assert code(made.shares[1]) == "beyond_quota"


def test_a_tie_at_the_edge_is_reported_and_not_broken():
    made = allot(CATALOGUE, [body(1, 1), body(2, 2), body(3, 3), body(4, 3)])
    assert standings(made) == ["allotted", "allotted", "tied", "tied"]
    assert "2 件并列，只余 1 个名额" in made.shares[2].reasons[0].zh
    assert made.places_left[BODY, 2026] == 1


def test_a_tie_within_the_quota_is_none():
    made = allot(CATALOGUE, [body(1, 1), body(2, 1), body(3, 3)])
    assert standings(made) == ["allotted"] * 3


def test_who_ranks_behind_a_tie_at_the_edge_is_out():
    made = allot(CATALOGUE, [body(1, 1), body(2, 2), body(3, 2), body(4, 2), body(5, 3)])
    assert standings(made) == ["allotted", "tied", "tied", "tied", "out"]


def test_a_ranked_claim_that_is_still_open_keeps_its_place():
    waiting = body(1, 1)
    waiting = replace(waiting, facts={k: v for k, v in waiting.facts.items() if k != "recognised_on"})
    made = allot(CATALOGUE, [waiting, body(2, 2), body(3, 3), body(4, 3)])
    assert standings(made) == ["open", "allotted", "tied", "tied"]


def test_two_claims_for_one_place_take_it_once():
    made = allot(CATALOGUE, [body(1, 1, "e1"), body(2, 1, "e1"), body(3, 2), body(4, 3)])
    assert standings(made) == ["allotted", "out", "allotted", "allotted"]


def test_the_yearly_cap_holds_across_the_claims_of_one_enterprise():
    made = allot(CATALOGUE, [equipment(1, 40_000_000_00), equipment(2, 40_000_000_00), equipment(3, 100)])
    assert [share.amount_fen for share in made.shares] == [480_0000_00, 120_0000_00, 0]
    assert code(made.shares[2]) == "cap_used_up"


def test_past_awards_count_before_the_round():
    first = replace(equipment(1, 40_000_000_00), history=(Award(EQUIPMENT, ON, 500_0000_00),))
    assert allot(CATALOGUE, [first]).shares[0].amount_fen == 100_0000_00


def test_a_claim_that_the_budget_cannot_bear_gets_nothing_and_is_not_passed_over():
    claims = [equipment(n, fen, f"e{n}") for n, fen in enumerate((10_000_00, 100_000_00, 1_000_00), 1)]
    made = allot(CATALOGUE, claims, budget_fen=5_000_00)
    assert standings(made) == ["allotted", "out", "out"]
    assert [code(share) for share in made.shares] == ["allotted", "budget_short", "budget_waits"]
    assert (made.allotted_fen, made.left_fen) == (1_200_00, 3_800_00)


def test_items_that_meet_wait_for_a_decision_when_both_are_claimed():
    claims = [claim(1, CENTRE_CHAIN, "e1"), claim(2, CENTRE_CITY, "e1")]
    assert standings(allot(CATALOGUE, claims)) == ["allotted", "open"]


def test_only_the_higher_of_two_is_kept_whichever_was_submitted_first():
    decision = Decision("overlap:G7", "higher_only", "某函1号", date(2024, 1, 1))
    claims = [claim(1, CENTRE_CHAIN, "e1"), claim(2, CENTRE_CITY, "e1"), claim(3, CENTRE_CHAIN, "e2")]
    made = allot(CATALOGUE, claims, decisions=[decision])
    assert standings(made) == ["out", "allotted", "allotted"]
    assert code(made.shares[0]) == "lower_of_two:G7"


@pytest.mark.parametrize("spoil", [{"enterprise": ""}, {"id": "c2"}])
def test_claims_that_cannot_be_told_apart_are_refused(spoil):
    with pytest.raises(ValueError, match="/"):
        allot(CATALOGUE, [replace(body(1, 1), **spoil), body(2, 2)])


ROUNDS = st.lists(
    st.one_of(
        st.tuples(st.just(BODY), st.sampled_from("abcdefgh"), st.integers(1, 5)),
        st.tuples(st.just(EQUIPMENT), st.sampled_from("abc"), st.integers(0, 6_000_000_000)),
    ),
    max_size=14,
)


def made_of(round_):
    for number, (item, enterprise, figure) in enumerate(round_):
        fact = "selected_rank" if item == BODY else "equipment_investment"
        yield claim(number, item, enterprise, **{fact: figure})


def naive(round_, budget_fen):
    """The same round by counting alone: who gets what, written apart from the engine."""
    ranks = defaultdict(set)
    for item, enterprise, rank in round_:
        if item == BODY and rank <= QUOTA:
            ranks[rank].add(enterprise)
    free, inside = QUOTA, set()
    for rank in sorted(ranks):
        if len(ranks[rank]) > free:
            break
        free -= len(ranks[rank])
        inside.add(rank)
    granted, used, awarded, stopped = [], Counter(), set(), False
    for item, enterprise, figure in round_:
        if item == BODY:
            fen = AWARD_FEN if figure in inside and enterprise not in awarded else 0
        else:
            fen = min((12 * figure * 2 + 100) // 200, CAP_FEN - used[enterprise])
        stopped = stopped or fen > budget_fen
        fen = 0 if stopped else fen
        budget_fen -= fen
        used[enterprise] += fen if item == EQUIPMENT else 0
        awarded |= {enterprise} if item == BODY and fen else set()
        granted.append(fen)
    return granted


def once_each(round_):
    """Only rounds in which no enterprise stands for two places."""
    bodies = [enterprise for item, enterprise, _ in round_ if item == BODY]
    return len(bodies) == len(set(bodies))


@settings(max_examples=200)
@given(ROUNDS.filter(once_each), st.integers(0, 2_000_0000_00))
def test_a_round_is_what_counting_gives(round_, budget_fen):
    made = allot(CATALOGUE, list(made_of(round_)), budget_fen)
    assert [share.amount_fen for share in made.shares] == naive(round_, budget_fen)


@settings(max_examples=200)
@given(ROUNDS, st.integers(0, 2_000_0000_00))
def test_nothing_is_ever_beyond_quota_cap_or_budget(round_, budget_fen):
    cases: list[Case] = list(made_of(round_))
    made = allot(CATALOGUE, cases, budget_fen)
    assert made == allot(CATALOGUE, cases, budget_fen)
    assert made.allotted_fen + made.left_fen == budget_fen
    assert sum(bool(s.amount_fen) for s in made.shares if s.case.item == BODY) <= QUOTA
    yearly = Counter()
    for share in made.shares:
        assert share.reasons
        yearly[share.case.enterprise] += share.amount_fen if share.case.item == EQUIPMENT else 0
    assert all(fen <= CAP_FEN for fen in yearly.values())
