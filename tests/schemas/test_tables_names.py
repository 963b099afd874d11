"""Which names nearly agree: one character astray, another legal form, the place left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.names import are_near, core, near_keys

NAMES = st.text(alphabet="青岛海示精密装备公司集团有限股份()（）", max_size=12)
CORES = st.text(alphabet="甲乙丙丁戊己庚辛", min_size=4, max_size=8)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("青岛海示装备有限公司", "海示装备"),
        ("海示（青岛）装备集团股份有限公司", "海示装备"),
        ("山东省青岛市海示装备有限责任公司", "海示装备"),
        ("青岛集团有限公司", ""),
    ],
)
def test_the_core_is_what_tells_a_name_from_others(name, kept):
    assert core(name) == kept


@pytest.mark.parametrize(
    "other",
    [
        "海示装备有限公司",
        "青岛海示装备股份有限公司",
        "青岛海市装备有限公司",
        "青岛海示装务备有限公司",
        "青岛海示备有限公司",
        "青岛示海装备有限公司",
    ],
)
def test_one_character_or_the_form_astray_is_near(other):
    assert are_near("青岛海示装备有限公司", other)


@pytest.mark.parametrize("other", ["青岛海达机械有限公司", "青岛海示有限公司", "青岛集团有限公司", ""])
def test_more_than_that_is_another_name(other):
    assert not are_near("青岛海示装备有限公司", other)


def test_short_cores_must_be_the_same():
    assert not are_near("青岛甲乙丙有限公司", "青岛甲乙丁有限公司")
    assert are_near("青岛甲乙丙有限公司", "甲乙丙（青岛）集团")


@given(NAMES, NAMES)
def test_nearness_goes_both_ways(one, other):
    assert are_near(one, other) == are_near(other, one)
    assert are_near(one, one) == bool(near_keys(one))


@given(CORES, st.integers(0, 7), st.sampled_from("子丑寅卯"))
def test_any_one_character_may_be_wrong_or_missing(kept, at, wrong):
    at %= len(kept)
    assert are_near(kept, kept[:at] + wrong + kept[at + 1 :])
    assert are_near(kept, kept[:at] + wrong + kept[at:])
