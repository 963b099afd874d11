"""Deadlines in working days: the official arrangement of holidays and 调休, one file a year in ``calendar/``.

The first day is not counted and the last ends at 17:00, +08:00. A year without a file is not an error: its
Mondays to Fridays count, and a deadline that needed it says that it is provisional.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Self

BEIJING = timezone(timedelta(hours=8), "+08:00")
CLOSING_TIME = time(17, 0, tzinfo=BEIJING)
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class UnsoundYear(Exception):
    """A calendar file contradicts itself or the week; ``faults`` lists everything to mend."""

    def __init__(self, source: str, faults: tuple[str, ...]) -> None:
        """Keep every fault, one sentence each."""
        self.faults = faults
        super().__init__(f"{source}: " + "; ".join(faults))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term; ``provisional`` until the year's arrangement is published and loaded."""

    day: date
    provisional: bool

    @property
    def at(self) -> datetime:
        """The moment the term ends: 17:00 +08:00 of the last day."""
        return datetime.combine(self.day, CLOSING_TIME)


@dataclass(frozen=True)
class Calendar:
    """The known years, and in them the days on which the ordinary week does not hold."""

    years: frozenset[int]
    holidays: frozenset[date]
    workdays: frozenset[date]

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Self:
        """Read files of one year each; a later file of the same year is refused. Raises ``UnsoundYear``."""
        calendar = cls(frozenset(), frozenset(), frozenset())
        for path in paths:
            calendar = calendar.extended(path.read_text(encoding="utf-8"), path.name)
        return calendar

    def extended(self, text: str, source: str) -> Self:
        """Add one year from TOML ``text``; ``source`` names it in faults. Raises ``UnsoundYear``."""
        try:
            page = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise UnsoundYear(source, (str(error),)) from error
        faults = tuple(_faults(page, self.years))
        if faults:
            raise UnsoundYear(source, faults)
        return replace(
            self,
            years=self.years | {page["year"]},
            holidays=self.holidays | set(page["holidays"]),
            workdays=self.workdays | set(page["workdays"]),
        )

    def with_year(self, year: int, holidays: frozenset[date], workdays: frozenset[date]) -> Self:
        """Put an arrangement without ``misplaced`` days in the place of what is known of ``year``."""
        return replace(
            self,
            years=self.years | {year},
            holidays=holidays | {day for day in self.holidays if day.year != year},
            workdays=workdays | {day for day in self.workdays if day.year != year},
        )

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``; in an unknown year, whether it is a Monday to Friday."""
        return day in self.workdays or (day.weekday() < _SATURDAY and day not in self.holidays)

    def add_workdays(self, day: date, workdays: int) -> Deadline:
        """Find the last day of a term of ``workdays`` ≥ 1 that begins the day after ``day``."""
        if workdays < 1:
            raise ValueError(f"a term has at least one working day, not {workdays}")
        last = day
        while workdays:
            last += _ONE_DAY
            workdays -= self.is_workday(last)
        return Deadline(last, provisional=not self.years.issuperset(range(day.year, last.year + 1)))

    def workdays_between(self, day: date, last: date) -> int:
        """Count the working days after ``day`` up to and with ``last``; negative if ``last`` is earlier."""
        if last < day:
            return -self.workdays_between(last, day)
        return sum(self.is_workday(day + timedelta(days=n)) for n in range(1, (last - day).days + 1))


def _faults(page: dict[str, object], known: frozenset[int]) -> Iterable[str]:
    year, holidays, workdays = page.get("year"), page.get("holidays"), page.get("workdays")
    if not (isinstance(year, int) and isinstance(holidays, list) and isinstance(workdays, list)):
        yield "needs year = YYYY, holidays = [dates] and workdays = [dates]"
        return
    if year in known:
        yield f"{year} is already known"
    for name, day, is_of_year in misplaced(year, holidays, workdays):
        weekend = "not " * (name == "workdays")
        said = f"is {weekend}a weekend day and needs no line" if is_of_year else f"is not a date of {year}"
        yield f"{name}: {day} {said}"


def misplaced(
    year: int, holidays: Iterable[object], workdays: Iterable[object]
) -> Iterator[tuple[str, object, bool]]:
    """Days that an arrangement can't have: which list, which day, whether it is a date of the year at all.

    A holiday that falls on a weekend, or a working day that does not, changes nothing and is a mistake.
    """
    for days, name, weekend in ((holidays, "holidays", False), (workdays, "workdays", True)):
        for day in days:
            if not (type(day) is date and day.year == year):
                yield name, day, False
            elif (day.weekday() >= _SATURDAY) is not weekend:
                yield name, day, True


CALENDAR = Calendar.read(sorted((Path(__file__).parent / "calendar").glob("*.toml")))
"""The years shipped with this release; ``extended`` adds one an office loads."""
