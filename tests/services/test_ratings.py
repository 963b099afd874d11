"""Applying a rating: which list and row is used, what it does to the sum, and that it stays as it was."""

import pytest

from disburse.acts import act
from disburse.clock import BEIJING
from disburse.errors import NoRatingList, NotGranted, TwoRatings
from tests.make import (
    CITY_CLERK,
    RATER,
    a_claim,
    a_rating_list,
    again,
    an_adoption,
    an_enterprise,
    here,
)
from tests.services.watching import refused, where

INVESTMENT = {"equipment_investment": "1000000.00", "meets_upgrade_standard": True}


def a_recommended(owner, **given):
    an_adoption()
    return a_claim("recommended", enterprise=owner, **given)


def rate(claim):
    return act("rate_claim", here(claim), RATER)


def test_the_code_finds_the_row_whatever_the_name(time):
    owner = an_enterprise()
    kept = a_rating_list(("青岛他人有限公司", "", "A"), ("青岛曾用名有限公司", owner.uscc, "C"))
    claim = rate(a_recommended(owner))
    assert (claim.rating, claim.rating_list_id, claim.rating_row) == ("C", kept.id, 2)
    assert (claim.recognised_fen, claim.payable_fen) == (200_000_000, 160_000_000)
    assert claim.rating_finding == "按统一社会信用代码匹配"


def test_a_row_without_code_is_found_by_its_name_however_written(time):
    owner = an_enterprise(name="青岛（测试）丙有限公司")
    a_rating_list(("青岛(测试) 丙有限公司", "", "C"))
    claim = rate(a_recommended(owner))
    assert (claim.rating, claim.rating_finding) == ("C", "按企业名称匹配")


def test_a_namesake_with_another_code_is_somebody_else(time):
    owner = an_enterprise()
    a_rating_list((owner.name, "9144030071526726XG", "D"))
    assert rate(a_recommended(owner)).rating == "unrated"


@pytest.mark.parametrize(
    ("rating", "payable_fen"),
    [("A", 200_000_000), ("B", 200_000_000), ("T", 200_000_000), ("C", 160_000_000)],
)
def test_each_class_has_its_share(time, rating, payable_fen):
    claim = a_claim("rated", rating=rating)
    assert (claim.rating, claim.payable_fen) == (rating, payable_fen)


def test_class_d_is_paid_nothing_from_an_item_that_is_no_investment(time):
    owner = an_enterprise()
    a_rating_list((owner.name, owner.uscc, "D"))
    claim = a_recommended(owner)
    with refused(NotGranted) as no:
        rate(claim)
    assert "rating_refused" in where(no)


def test_an_investment_item_needs_no_rating_and_no_list(time):
    claim = rate(a_recommended(an_enterprise(), item="QD24-5.1", facts=INVESTMENT))
    assert (claim.payable_fen, claim.rating, claim.rating_list_id) == (12_000_000, None, None)
    assert claim.rating_finding is None


def test_an_undecided_investment_type_waits_where_the_class_would_change_the_sum(time):
    owner = an_enterprise()
    facts = {"newly_connected": True, "construction_cost": "1000000.00"}
    claim = a_recommended(owner, item="QD24-18.3", facts=facts)
    kept = a_rating_list((owner.name, owner.uscc, "C"))
    with refused(NotGranted) as no:
        rate(claim)
    assert "investment_undecided" in where(no)
    a_rating_list((owner.name, owner.uscc, "B"), corrects=kept.id)
    assert rate(claim).payable_fen == claim.recognised_fen


def test_who_is_not_in_the_published_list_is_recorded_as_such(time):
    kept = a_rating_list()
    claim = rate(a_recommended(an_enterprise()))
    assert (claim.rating, claim.payable_fen) == ("unrated", 200_000_000)
    assert (claim.rating_list_id, claim.rating_row) == (kept.id, None)
    assert claim.rating_finding == "未列入已公布的评价名单"


def test_without_any_list_nobody_is_taken_for_unrated(time):
    a_rating_list(unit="370202")
    claim = a_recommended(an_enterprise())
    with refused(NoRatingList) as no:
        rate(claim)
    assert "disburse import ratings" in no.value.en


def test_two_rows_of_one_name_are_for_a_person_to_tell_apart(time):
    owner = an_enterprise()
    a_rating_list((owner.name, "", "A"), (owner.name, "", "D"))
    claim = a_recommended(owner)
    with refused(TwoRatings):
        rate(claim)


def test_a_partial_correction_supersedes_only_the_rows_it_has(time):
    corrected, other = an_enterprise(), an_enterprise()
    first = a_rating_list((corrected.name, corrected.uscc, "D"), (other.name, other.uscc, "C"))
    a_rating_list((corrected.name, corrected.uscc, "B"), corrects=first.id, partial=True)
    assert rate(a_recommended(corrected)).rating == "B"
    assert rate(a_recommended(other)).rating == "C"


def test_the_newest_year_counts_even_when_an_older_list_comes_in_later(time):
    owner = an_enterprise()
    a_rating_list((owner.name, owner.uscc, "C"), year=2024)
    a_rating_list((owner.name, owner.uscc, "D"), year=2023)
    assert rate(a_recommended(owner)).rating == "C"


def test_the_rating_used_is_frozen_on_the_claim(time):
    owner = an_enterprise()
    kept = a_rating_list((owner.name, owner.uscc, "C"))
    claim = rate(a_recommended(owner))
    frozen = (claim.rating, claim.rating_list_id, claim.rating_row, claim.rating_file, claim.rating_on)
    assert frozen == ("C", kept.id, 1, kept.file_sha256, time.moment.astimezone(BEIJING).date())
    a_rating_list((owner.name, owner.uscc, "A"), corrects=kept.id)
    same = again(claim)
    assert (same.version, same.rating, same.payable_fen) == (claim.version, "C", 160_000_000)


def test_a_reconsidered_claim_is_rated_by_the_list_of_that_day(time):
    owner = an_enterprise()
    kept = a_rating_list((owner.name, owner.uscc, "C"))
    claim = rate(a_recommended(owner))
    a_rating_list((owner.name, owner.uscc, "A"), corrects=kept.id)
    back = act("reconsider_claim", {**here(claim), "note": "名单已更正"}, CITY_CLERK)
    assert (rate(back).rating, again(back).payable_fen) == ("A", 200_000_000)
