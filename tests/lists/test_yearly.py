"""A list beside last year's: who rose, who fell, who is new, who is gone."""

from disburse.models import RatingRow
from disburse.queries.yearly import compare, differences
from schemas.names import normalise_name
from tests.make import a_rating_list

A, B = "9144030071526726XG", "914403001922038216"


def rows(*listed):
    return [
        RatingRow(list_id="L", row=n, name=name, match_name=normalise_name(name), uscc=code, rating=letter)
        for n, (name, code, letter) in enumerate(listed)
    ]


def told(before, after):
    return [(one.kind, one.name, one.before, one.after) for one in compare(rows(*before), rows(*after))]


def test_up_down_the_same_new_and_gone():
    before = [("甲", None, "B"), ("乙", None, "B"), ("丙", None, "B"), ("丁", None, "B")]
    after = [("甲", None, "A"), ("乙", None, "D"), ("丙", None, "B"), ("戊", None, "C")]
    assert told(before, after) == [
        ("rose", "甲", "B", "A"),
        ("fell", "乙", "B", "D"),
        ("same", "丙", "B", "B"),
        ("new", "戊", None, "C"),
        ("gone", "丁", "B", None),
    ]


def test_no_step_to_or_from_t_is_up_or_down():
    assert [kind for kind, *_ in told([("甲", None, "T")], [("甲", None, "A")])] == ["other"]


def test_a_renamed_enterprise_is_known_by_its_code():
    assert told([("甲", A, "B")], [("甲新", A, "A")]) == [("rose", "甲新", "B", "A")]


def test_a_code_that_came_or_went_leaves_the_name():
    assert told([("甲", None, "B")], [("甲", A, "B")]) == [("same", "甲", "B", "B")]
    assert told([("甲", A, "B")], [("甲", None, "B")]) == [("same", "甲", "B", "B")]


def test_namesakes_are_told_apart_or_not_paired_at_all():
    assert [kind for kind, *_ in told([("甲", A, "B")], [("甲", B, "A")])] == ["new", "gone"]
    assert [kind for kind, *_ in told([("甲", A, "B"), ("甲", B, "C")], [("甲", None, "A")])] == [
        "new",
        "gone",
        "gone",
    ]


def test_a_list_is_held_against_last_years_of_its_unit_and_scale(time):
    a_rating_list(("甲", "", "B"), year=2023, scale="above")
    a_rating_list(("乙", "", "B"), year=2023, scale="below")
    a_rating_list(("丙", "", "B"), year=2023, unit="370202")
    kept = a_rating_list(("甲", "", "A"), scale="above")
    assert [(one.kind, one.name) for one in differences(kept)] == [("rose", "甲")]
    whole = a_rating_list(("甲", "", "B"), year=2024)
    assert [(one.kind, one.name) for one in differences(whole)] == [("same", "甲"), ("gone", "乙")]


def test_a_partial_correction_drives_nobody_out(time):
    a_rating_list(("甲", "", "B"), ("乙", "", "B"), year=2023)
    kept = a_rating_list(("甲", "", "C"), ("乙", "", "B"))
    part = a_rating_list(("甲", "", "A"), corrects=kept.id, partial=True)
    assert [(one.kind, one.name) for one in differences(part)] == [("rose", "甲")]


def test_the_first_list_has_nothing_to_be_held_against(time):
    assert differences(a_rating_list()) == []
