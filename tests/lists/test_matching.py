"""Whose row is it: by code, by a name that is alone, or by a person's word; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.acts import act
from disburse.errors import AlreadyThere, BadRecord, NotFound, NotYours, SamePerson
from disburse.queries import matching, ratings
from disburse.queries.matching import Firm, Line, OpenMatch
from schemas.names import normalise_name
from tests.make import APPROVER, CITY_CLERK, RATER, a_claim, a_rating_list, an_adoption, an_enterprise, here
from tests.services.watching import last_event, refused

NAME, NEAR = "青岛海示装备有限公司", "青岛海市装备有限公司"


def verdict(source, row, enterprise):
    return {"number": source.id, "row": row, "enterprise": enterprise.id, "note": "经电话核实"}


def firm(n, name):
    return Firm(f"E-{n}", name, normalise_name(name), f"code-{n}")


def line(row, name, code=None):
    return Line("L-1", row, name, normalise_name(name), code)


def test_a_name_that_nearly_agrees_is_not_applied_until_a_person_confirms(time):
    owner = an_enterprise(name=NAME)
    kept = a_rating_list((NEAR, "", "C"))
    with pytest.raises(OpenMatch, match="worklist ratings"):
        ratings.published(owner)
    act("confirm_match", verdict(kept, 1, owner), RATER)
    found = ratings.published(owner)
    assert (found.rating, found.matched_by, found.source.id) == ("C", "confirmed", kept.id)


def test_a_rejected_match_leaves_the_enterprise_unlisted(time):
    owner = an_enterprise(name=NAME)
    kept = a_rating_list((NEAR, "", "D"))
    act("reject_match", verdict(kept, 1, owner), RATER)
    assert ratings.published(owner).rating == "unrated"


def test_a_claim_waits_for_the_match_and_says_how_it_was_found(time):
    owner = an_enterprise(name=NAME)
    an_adoption()
    claim = a_claim("recommended", enterprise=owner)
    kept = a_rating_list((NEAR, "", "C"))
    with refused(OpenMatch):
        act("rate_claim", here(claim), RATER)
    act("confirm_match", verdict(kept, 1, owner), RATER)
    rated = act("rate_claim", here(claim), RATER)
    assert (rated.rating, rated.rating_row, rated.rating_finding) == ("C", 1, "经人工确认匹配")


def test_two_registered_enterprises_of_one_name_wait_for_a_person(time):
    first, second = an_enterprise(name=NAME), an_enterprise(name=NAME)
    kept = a_rating_list((NAME, "", "D"))
    for owner in (first, second):
        with pytest.raises(OpenMatch):
            ratings.published(owner)
    act("confirm_match", verdict(kept, 1, second), RATER)
    assert (ratings.published(first).rating, ratings.published(second).rating) == ("unrated", "D")


def test_two_listed_enterprises_of_one_name_are_told_apart_by_their_codes(time):
    first, second = an_enterprise(name=NAME), an_enterprise(name=NAME)
    a_rating_list((NAME, first.uscc, "A"), (NAME, second.uscc, "D"))
    assert (ratings.published(first).rating, ratings.published(second).rating) == ("A", "D")


def test_an_exact_name_in_another_unit_is_another_enterprise(time):
    a_rating_list((NAME, "", "D"))
    elsewhere = an_enterprise(name=NAME, unit="370202")
    a_rating_list(unit="370202")
    assert ratings.published(elsewhere).rating == "unrated"


def test_the_work_list_shows_what_a_person_has_to_say_and_nothing_else(time):
    owner, listed = an_enterprise(name=NAME), an_enterprise(name="青岛另测仪表有限公司")
    kept = a_rating_list((NEAR, "", "C"), (listed.name, "", "B"), ("青岛远方食品有限公司", "", "A"))
    asked = list(ratings.to_match())
    assert [(one.line.row, one.firm.id, one.why) for one in asked] == [(1, owner.id, "near")]
    act("reject_match", verdict(kept, 1, owner), RATER)
    assert list(ratings.to_match()) == []


def test_who_imported_the_list_says_nothing_of_its_rows(time):
    owner = an_enterprise(name=NAME)
    kept = a_rating_list((NEAR, "", "C"))
    with refused(SamePerson):
        act("confirm_match", verdict(kept, 1, owner), CITY_CLERK)
    with refused(NotYours):
        act("confirm_match", verdict(kept, 1, owner), APPROVER)


def test_a_verdict_is_written_down_with_its_grounds_and_can_be_taken_back(time):
    owner = an_enterprise(name=NAME)
    kept = a_rating_list((NEAR, "", "C"))
    said = act("confirm_match", verdict(kept, 1, owner), RATER)
    event = last_event(said)
    assert (event["action"], event["reason"], event["about"]) == ("confirm", "经电话核实", owner.id)
    with refused(AlreadyThere):
        act("confirm_match", verdict(kept, 1, owner), RATER)
    again = act("reject_match", verdict(kept, 1, owner), RATER)
    assert (again.id, again.version, again.verdict) == (said.id, 2, "rejected")
    assert ratings.published(owner).rating == "unrated"


def test_one_row_is_one_enterprises(time):
    owner, other = an_enterprise(name=NAME), an_enterprise(name=NAME)
    kept = a_rating_list((NAME, "", "C"))
    act("confirm_match", verdict(kept, 1, owner), RATER)
    with refused(AlreadyThere):
        act("confirm_match", verdict(kept, 1, other), RATER)


def test_a_verdict_needs_a_row_and_an_enterprise_that_are_there(time):
    owner = an_enterprise()
    kept = a_rating_list((NEAR, "", "C"))
    with refused(NotFound):
        act("confirm_match", verdict(kept, 9, owner), RATER)
    with refused(NotFound):
        act("confirm_match", {**verdict(kept, 1, owner), "enterprise": "E-999999"}, RATER)


def test_a_row_with_another_code_is_not_confirmed_by_its_name(time):
    owner = an_enterprise(name=NAME)
    kept = a_rating_list((NAME, "9144030071526726XG", "D"))
    with refused(BadRecord):
        act("confirm_match", verdict(kept, 1, owner), RATER)


def test_a_row_with_a_code_is_nobody_elses_however_near_the_name():
    found = matching.match([firm(1, NAME)], [line(1, NAME, "another"), line(2, NEAR, "third")], {})
    assert not found.own
    assert not found.open


def test_an_enterprise_that_has_its_row_seeks_no_other():
    found = matching.match([firm(1, NAME)], [line(1, NEAR), line(2, NAME)], {})
    assert found.own == {"E-1": {("L-1", 2): "name"}}
    assert not found.open


def test_those_registered_elsewhere_are_known_by_code_only():
    abroad = firm(2, NAME)
    found = matching.match([firm(1, NAME)], [line(1, NAME), line(2, "甲", "code-2")], {}, [abroad])
    assert found.own == {"E-1": {("L-1", 1): "name"}, "E-2": {("L-1", 2): "uscc"}}


WORDS = st.text(alphabet="海示精密装备", min_size=1, max_size=6)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6), st.data())
def test_nothing_is_applied_but_what_is_exact_and_alone_or_confirmed(names, listed, choices):
    firms = [firm(n, name) for n, name in enumerate(names)]
    lines = [line(n, name) for n, name in enumerate(listed)]
    pairs = [("L-1", row.row, one.id) for row in lines for one in firms]
    said = st.sampled_from(["confirmed", "rejected"])
    verdicts = choices.draw(st.dictionaries(st.sampled_from(pairs), said)) if pairs else {}
    found = matching.match(firms, lines, verdicts)
    for owner, places in found.own.items():
        for (_, row), how in places.items():
            if how == "confirmed":
                assert verdicts["L-1", row, owner] == "confirmed"
            else:
                assert ("L-1", row, owner) not in verdicts
                assert [one.id for one in firms if one.name == listed[row]] == [owner]
    assert not found.open.keys() & found.own.keys()
