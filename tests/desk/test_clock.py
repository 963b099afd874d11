"""Demo time stands still, moves forward only, and is over with the story."""

from datetime import UTC, date, datetime, timedelta

import pytest

from disburse import clock
from tests.conftest import FIRST_DAY


def test_demo_time_stands_still_until_it_is_moved():
    with clock.demo_time(FIRST_DAY) as story:
        assert clock.now() == clock.now() == FIRST_DAY
        story.move_to(FIRST_DAY + timedelta(days=1))
        assert clock.now() == FIRST_DAY + timedelta(days=1)


def test_demo_time_never_goes_back():
    with clock.demo_time(FIRST_DAY) as story, pytest.raises(ValueError, match="forward only"):
        story.move_to(FIRST_DAY - timedelta(microseconds=1))


def test_after_the_story_it_is_now_again():
    with clock.demo_time(FIRST_DAY):
        assert clock.is_demo()
    assert not clock.is_demo()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_day_is_that_of_beijing():
    with clock.demo_time(datetime(2025, 3, 2, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2025, 3, 3)


def test_a_story_has_the_same_salts_each_time_and_life_never():
    def salts():
        with clock.demo_time(FIRST_DAY, seed=7):
            return [clock.salt() for _ in range(3)]

    assert salts() == salts()
    assert len({*salts(), clock.salt(), clock.salt()}) == 5
    assert all(len(salt) == 32 for salt in (clock.salt(), *salts()))
