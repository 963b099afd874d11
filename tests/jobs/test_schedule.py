"""What is done every day by itself is asked for once a day, by however many machines."""

from datetime import datetime, timedelta

import pytest

from disburse import clock
from disburse.clock import BEIJING
from disburse.work import schedule
from tests.webhooks.scene import jobs

MONDAY = datetime(2025, 3, 3, 0, 30, tzinfo=BEIJING)


def asked():
    return sorted(job.key for job in jobs())


@pytest.mark.parametrize(
    ("hour", "kinds"),
    [
        (0, []),
        (1, ["expiry"]),
        (2, ["expiry", "nightly"]),
        (8, sorted(daily.kind for daily in schedule.SCHEDULE)),
    ],
)
def test_a_job_is_asked_for_when_its_hour_has_struck(app, hour, kinds):
    with clock.demo_time(MONDAY.replace(hour=hour)):
        schedule.enqueue_due()
        assert asked() == [f"{kind}:2025-03-03" for kind in kinds]


def test_it_is_asked_for_once_a_day(app, work, doing, kinds):
    doing(lambda _: None)
    kinds.update(dict.fromkeys((daily.kind for daily in schedule.SCHEDULE), kinds["test"]))
    with clock.demo_time(MONDAY) as story:
        for day in range(3):
            story.move_to(MONDAY.replace(hour=9) + timedelta(days=day))
            first, again = schedule.enqueue_due(), schedule.enqueue_due()
            assert (len(first), again) == (len(schedule.SCHEDULE), [])
            assert work() == len(schedule.SCHEDULE)
            assert schedule.enqueue_due() == []
    assert len(asked()) == 3 * len(schedule.SCHEDULE)


def test_nobody_is_reminded_on_a_day_off_and_on_a_working_sunday_they_are():
    """2025-01-26, a Sunday, was worked; 2025-01-28 to 02-04 was the Spring Festival."""
    daily = next(daily for daily in schedule.SCHEDULE if daily.kind == "deadlines")
    days = [
        datetime.fromisoformat(f"{day}T09:00:00+08:00") for day in ("2025-01-26", "2025-01-28", "2025-03-08")
    ]
    assert [daily.is_due(day) for day in days] == [True, False, False]


def test_the_hour_is_that_of_beijing(app):
    with clock.demo_time(datetime.fromisoformat("2025-03-02T18:30:00+00:00")):
        assert len(schedule.enqueue_due()) == 2
        assert asked() == ["expiry:2025-03-03", "nightly:2025-03-03"]


def test_who_keeps_the_schedule_asks_when_an_hour_has_struck_and_not_in_between(app, monkeypatch):
    asked_for = []
    monkeypatch.setattr(schedule, "enqueue_due", lambda: asked_for.append(clock.now()))
    with clock.demo_time(MONDAY) as story:
        for minute in range(0, 10 * 60, 5):
            story.move_to(MONDAY + timedelta(minutes=minute))
            schedule.keep(app)
    hours = [when.astimezone(BEIJING).hour for when in asked_for]
    assert hours == [1, 2, 3, 4, 8]
