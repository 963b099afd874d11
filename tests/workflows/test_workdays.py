"""Working days against the official arrangements of 2019 to 2026, and what happens beyond them."""

from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.workdays import BEIJING, CALENDAR, Calendar, Deadline, UnsoundYear

KNOWN_DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
NOTHING_KNOWN = Calendar.read([])
YEAR_2027 = "year = 2027\nholidays = [2027-01-01]\nworkdays = [2027-01-03]\n"


def test_the_files_say_what_chinesecalendar_says_on_every_day():
    day = date(2019, 1, 1)
    while day <= date(2026, 12, 31):
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-02-11", "2026-02-25"),
        ("2026-04-30", "2026-05-11"),
        ("2026-09-18", "2026-09-24"),
        ("2026-09-28", "2026-10-10"),
    ],
)
def test_five_working_days_step_over_the_holidays_and_onto_shifted_days(day, last):
    assert CALENDAR.add_workdays(date.fromisoformat(day), 5) == Deadline(
        date.fromisoformat(last), provisional=False
    )


def test_a_term_ends_at_17_00_in_beijing():
    assert CALENDAR.add_workdays(date(2026, 2, 11), 5).at == datetime(2026, 2, 25, 17, tzinfo=BEIJING)
    assert CALENDAR.add_workdays(date(2026, 2, 11), 5).at.isoformat() == "2026-02-25T17:00:00+08:00"


def test_a_deadline_in_an_unknown_year_counts_mondays_to_fridays_and_is_provisional():
    assert CALENDAR.add_workdays(date(2026, 12, 31), 1) == Deadline(date(2027, 1, 1), provisional=True)
    assert CALENDAR.add_workdays(date(2031, 5, 2), 5) == Deadline(date(2031, 5, 9), provisional=True)


def test_an_office_loads_a_new_year_and_the_deadline_is_firm():
    loaded = CALENDAR.extended(YEAR_2027, "2027.toml")
    assert loaded.add_workdays(date(2026, 12, 31), 1) == Deadline(date(2027, 1, 3), provisional=False)
    assert CALENDAR.add_workdays(date(2026, 12, 31), 1).provisional


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("year = ", "Invalid value"),
        ("year = '2027'", "needs year = YYYY"),
        ("year = 2026\nholidays = []\nworkdays = []", "2026 is already known"),
        ("year = 2027\nholidays = [2028-01-03]\nworkdays = []", "2028-01-03 is not a date of 2027"),
        ("year = 2027\nholidays = ['x']\nworkdays = []", "x is not a date of 2027"),
        ("year = 2027\nholidays = [2027-01-02]\nworkdays = []", "is a weekend day and needs no line"),
        ("year = 2027\nholidays = []\nworkdays = [2027-01-01]", "is not a weekend day and needs no line"),
    ],
)
def test_a_year_that_contradicts_itself_is_refused_with_its_fault(text, fault):
    with pytest.raises(UnsoundYear, match=fault):
        CALENDAR.extended(text, "2027.toml")


def test_a_term_of_no_days_is_no_term():
    with pytest.raises(ValueError, match="at least one working day"):
        CALENDAR.add_workdays(date(2026, 1, 5), 0)


@given(day=KNOWN_DAYS, workdays=st.integers(1, 40))
def test_counting_back_a_term_gives_its_length(day, workdays):
    last = CALENDAR.add_workdays(day, workdays).day
    assert CALENDAR.is_workday(last)
    assert CALENDAR.workdays_between(day, last) == workdays
    assert CALENDAR.workdays_between(last, day) == -workdays


@given(day=st.dates(date(1950, 1, 1), date(2100, 1, 1)), workdays=st.integers(1, 40))
def test_without_any_calendar_a_deadline_is_never_an_error_but_always_provisional(day, workdays):
    deadline = NOTHING_KNOWN.add_workdays(day, workdays)
    assert deadline.provisional
    assert deadline.day.weekday() < 5
