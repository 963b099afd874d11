"""Several lists of one unit: 规上 and 规下 side by side, corrections in whole or in part, another year."""

import pytest

from disburse.errors import BadRecord, NoRatingList, TwoRatings
from disburse.queries import ratings
from tests.make import a_rating_list, an_enterprise
from tests.services.watching import last_event, refused


def rating(owner):
    return ratings.published(owner).rating


def row(owner, letter):
    return owner.name, owner.uscc, letter


@pytest.fixture
def firms(time):
    return an_enterprise(), an_enterprise()


def test_both_lists_of_a_year_are_searched(firms):
    first, second = firms
    a_rating_list(row(first, "A"), scale="above")
    a_rating_list(row(second, "D"), scale="below")
    assert (rating(first), rating(second)) == ("A", "D")


def test_lists_that_contradict_one_another_are_for_a_person(firms):
    a_rating_list(row(firms[0], "A"), scale="above")
    a_rating_list(row(firms[0], "C"), scale="below")
    with pytest.raises(TwoRatings, match="--corrects"):
        rating(firms[0])


def test_lists_that_agree_are_no_contradiction(firms):
    a_rating_list(row(firms[0], "C"))
    newest = a_rating_list(row(firms[0], "C"))
    assert ratings.published(firms[0]).source.id == newest.id


def test_a_correction_stands_in_the_place_of_the_whole_list(firms):
    first, second = firms
    old = a_rating_list(row(first, "D"), row(second, "C"))
    new = a_rating_list(row(first, "B"), corrects=old.id)
    assert (new.correction, last_event(new)["about"]) == ("whole", old.id)
    assert (rating(first), rating(second)) == ("B", "unrated")


def test_a_partial_correction_replaces_only_its_rows(firms):
    first, second = firms
    old = a_rating_list(row(first, "D"), row(second, "C"))
    a_rating_list(row(first, "B"), corrects=old.id, partial=True)
    assert (rating(first), rating(second)) == ("B", "C")


def test_a_partial_correction_by_name_replaces_a_row_with_a_code(firms):
    old = a_rating_list(row(firms[0], "D"))
    a_rating_list((firms[0].name, "", "B"), corrects=old.id, partial=True)
    assert rating(firms[0]) == "B"


def test_a_correction_is_corrected_again(firms):
    first, second = firms
    old = a_rating_list(row(first, "D"), row(second, "C"))
    part = a_rating_list(row(first, "B"), corrects=old.id, partial=True)
    a_rating_list(row(first, "A"), corrects=part.id, partial=True)
    assert rating(first) == "A"
    a_rating_list(row(first, "C"), corrects=old.id)
    assert (rating(first), rating(second)) == ("C", "unrated")


def test_a_correction_of_one_list_leaves_the_other_alone(firms):
    first, second = firms
    above = a_rating_list(row(first, "D"), scale="above")
    a_rating_list(row(second, "C"), scale="below")
    a_rating_list(row(first, "A"), scale="above", corrects=above.id)
    assert (rating(first), rating(second)) == ("A", "C")


@pytest.mark.parametrize("given", [{"year": 2023}, {"unit": "370202"}])
def test_a_correction_is_of_the_same_unit_and_year(firms, given):
    old = a_rating_list()
    with refused(BadRecord):
        a_rating_list(corrects=old.id, **given)


def test_what_was_replaced_is_not_corrected_again(firms):
    old = a_rating_list()
    a_rating_list(corrects=old.id)
    with refused(BadRecord) as no:
        a_rating_list(corrects=old.id)
    assert old.id in no.value.findings[0].zh


def test_a_partial_correction_says_what_it_corrects(firms):
    with refused(BadRecord):
        a_rating_list(partial=True)


def test_a_year_that_does_not_cover_a_scale_yet_says_nothing_of_it(time):
    large, small = an_enterprise(), an_enterprise(above_scale=False)
    a_rating_list(row(large, "C"), row(small, "D"), year=2024)
    a_rating_list(row(large, "A"), year=2025, scale="above")
    assert (rating(large), rating(small)) == ("A", "D")
    a_rating_list(year=2025, scale="below")
    assert rating(small) == "unrated"


def test_who_outgrew_its_list_is_found_in_the_other(time):
    grown = an_enterprise(above_scale=False)
    a_rating_list(row(grown, "B"), year=2025, scale="above")
    assert rating(grown) == "B"


def test_lists_of_the_other_scale_only_are_no_list(time):
    small = an_enterprise(above_scale=False)
    a_rating_list(scale="above")
    with pytest.raises(NoRatingList):
        rating(small)
