"""The office's own tables as they are entered: working days of a year, LPR by month, budget codes."""

import re
from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.choices import Choice
from schemas.faults import say, sentences
from schemas.fields import Count, Day, Month, PlainText, Version
from schemas.identifiers import BudgetCode, RecordNumber
from schemas.record import Part, Patterned, Record, Rows
from schemas.shown import Kept
from workflows.office import BUDGET_TABLE, CITY_TABLE
from workflows.workdays import misplaced

CODE_KINDS = {
    "functional": ("支出功能分类科目", "functional code"),
    "departmental": ("部门预算支出经济分类科目", "departmental economic code"),
    "government": ("政府预算支出经济分类科目", "government economic code"),
}
"""The three codes of a payment line."""
SERIES = ("calendar", "lpr")
DAYS = {
    "holidays": ("周末无须列出", "a weekend needs no line"),
    "workdays": ("只列调休上班的周末", "list only weekends that are worked"),
}


class Percent(Patterned):
    """A rate in percent with two decimals, such as ``3.00``."""

    pattern = re.compile(r"[0-9]{1,2}\.[0-9]{2}")
    default_error_messages = sentences(
        shape=('利率写作 "3.00"（百分比，两位小数）。', 'Write the rate as "3.00", in percent.')
    )


class TableIn(Record):
    """What every table rests on: its year, the number of its document, and the day of that."""

    year = Count(2000, 2099, metadata={"example": 2027})
    number = PlainText(80, low=2)
    published_on = Day()


class CalendarIn(TableIn):
    """The arrangement of holidays of a year: the weekdays that are off, the weekend days that are worked."""

    holidays = Rows(Day(), high=200, metadata={"example": ["2027-01-01"]})
    workdays = Rows(Day(), high=100, metadata={"example": ["2027-02-06"]})

    @validates_schema
    def _days_have_their_place(self, given: dict[str, Any], **_: Any) -> None:
        wrong: dict[str, Any] = {}
        for name, day, is_of_year in misplaced(given["year"], given["holidays"], given["workdays"]):
            zh, en = DAYS[name] if is_of_year else (f"不在 {given['year']} 年", f"is not of {given['year']}")
            wrong.setdefault(name, {})[given[name].index(day)] = [say(f"{day} {zh}。", f"{day}: {en}.")]
        if wrong:
            raise ValidationError(wrong)


class MonthRate(Record):
    """The one-year LPR published in a month."""

    month = Month()
    percent = Percent()


class LprIn(TableIn):
    """LPR of months of one year; a month that is left out has no rate, the last one is never carried on."""

    rates = Rows(
        Part(MonthRate), low=1, high=12, metadata={"example": [{"month": "2027-01", "percent": "3.00"}]}
    )

    @validates_schema
    def _months_are_of_the_year(self, given: dict[str, Any], **_: Any) -> None:
        months = [rate["month"] for rate in given["rates"]]
        other = say(f"不在 {given['year']} 年，请另行登记。", f"Not of {given['year']}: enter it apart.")
        wrong = {n: {"month": [other]} for n, m in enumerate(months) if m[:4] != str(given["year"])}
        wrong |= {n: {"month": [_AGAIN]} for n in _repeated(months)}
        if wrong:
            raise ValidationError({"rates": wrong})


class CodeLine(Record):
    """One budget code and its name in the year."""

    kind = Choice(CODE_KINDS)
    code = BudgetCode()
    name = PlainText(80)


class BudgetTableIn(TableIn):
    """All budget codes of a year that payments may carry."""

    codes = Rows(Part(CodeLine), low=1, high=5000)

    @validates_schema
    def _no_code_twice(self, given: dict[str, Any], **_: Any) -> None:
        again = _repeated([(line["kind"], line["code"]) for line in given["codes"]])
        if again:
            raise ValidationError({"codes": {n: {"code": [_AGAIN]} for n in again}})


class CityTableOut(Record):
    """A calendar or LPR of the city bureau, and what became of it."""

    id = RecordNumber()
    state = Choice(tuple(state.name for state in CITY_TABLE.states))
    series = Choice(SERIES)
    year = Count(2000, 2099)
    number = PlainText(80, low=2)
    published_on = Day()
    content = Kept()
    version = Version()


class BudgetTableOut(Record):
    """A year's budget codes, and what became of them."""

    id = RecordNumber()
    state = Choice(tuple(state.name for state in BUDGET_TABLE.states))
    year = Count(2000, 2099)
    number = PlainText(80, low=2)
    published_on = Day()
    content = Kept()
    version = Version()


_AGAIN = say("重复，请删除一行。", "Twice: remove one line.")


def _repeated(values: Sequence[object]) -> list[int]:
    return [n for n, value in enumerate(values) if value in values[:n]]


TABLE_IN = TableIn()
CALENDAR_IN = CalendarIn()
LPR_IN = LprIn()
BUDGET_TABLE_IN = BudgetTableIn()
CITY_TABLE_OUT = CityTableOut()
BUDGET_TABLE_OUT = BudgetTableOut()
