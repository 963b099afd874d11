"""The office's own tables: working days, LPR and budget codes, entered by one and confirmed by another."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from disburse import desk, jobs, numbering
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.models import BudgetTable, CityTable
from disburse.policy import catalogue as policy
from workflows.office import BUDGET_TABLE, CITY_TABLE
from workflows.table import NEW


@desk.use_case
def enter_calendar(
    *,
    year: int,
    number: str,
    published_on: date,
    holidays: Sequence[date],
    workdays: Sequence[date],
    by: Actor,
) -> CityTable:
    """Enter the working days of a year; once confirmed, its provisional deadlines are reckoned again."""
    content = {
        name: sorted({day.isoformat() for day in days})
        for name, days in (("holidays", holidays), ("workdays", workdays))
    }
    return _enter_city("calendar", year, number, published_on, content, by)


@desk.use_case
def enter_lpr(
    *, year: int, number: str, published_on: date, rates: Sequence[dict[str, str]], by: Actor
) -> CityTable:
    """Enter the one-year LPR of months that the shipped series lacks, in percent."""
    shipped = policy.load().lpr
    known = [rate["month"] for rate in rates if rate["month"] in shipped]
    if known:
        zh, en = "已随目录提供，不能改录", "is shipped with the catalogue and can't be entered"
        raise BadRecord([Finding(f"rates.{month}", zh, en) for month in known])
    content = {rate["month"]: rate["percent"] for rate in rates}
    return _enter_city("lpr", year, number, published_on, content, by)


@desk.use_case
def confirm_city_table(number: str, *, document: str, version: int | None = None, by: Actor) -> CityTable:
    """Confirm a table that another person entered: from now on working days, or sums, follow it."""
    table = desk.hold(CityTable, number, by=by, version=version)
    desk.move(table, "confirm", by=by, document=document)
    if table.series == "calendar":
        jobs.enqueue("redate", {"table": table.id}, f"redate:{table.id}", table.id, once=True)
    return table


@desk.use_case
def reject_city_table(number: str, *, note: str, version: int | None = None, by: Actor) -> CityTable:
    """Find that a table was entered wrongly."""
    table = desk.hold(CityTable, number, by=by, version=version)
    desk.move(table, "reject", by=by, note=note)
    return table


@desk.use_case
def repeal_city_table(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> CityTable:
    """Take a table out of use; what was reckoned by it stays as it is."""
    table = desk.hold(CityTable, number, by=by, version=version)
    desk.move(table, "repeal", by=by, note=note, document=document)
    return table


@desk.use_case
def enter_budget_codes(
    *, year: int, number: str, published_on: date, codes: Sequence[dict[str, str]], by: Actor
) -> BudgetTable:
    """Enter the budget codes of a year with their names, of all three kinds."""
    content: dict[str, Any] = {}
    for line in codes:
        content.setdefault(line["kind"], {})[line["code"]] = line["name"]
    table = BudgetTable(
        id=numbering.next_id("budget_table"),
        workflow_version=BUDGET_TABLE.version,
        state=NEW,
        year=year,
        number=number,
        published_on=published_on,
        content=content,
    )
    return desk.open_record(table, "enter", by=by, document=number)


@desk.use_case
def confirm_budget_table(number: str, *, document: str, version: int | None = None, by: Actor) -> BudgetTable:
    """Confirm budget codes that another person entered: from now on funds and batches keep to them."""
    table = desk.hold(BudgetTable, number, by=by, version=version)
    desk.move(table, "confirm", by=by, document=document)
    return table


@desk.use_case
def reject_budget_table(number: str, *, note: str, version: int | None = None, by: Actor) -> BudgetTable:
    """Find that budget codes were entered wrongly."""
    table = desk.hold(BudgetTable, number, by=by, version=version)
    desk.move(table, "reject", by=by, note=note)
    return table


@desk.use_case
def repeal_budget_table(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> BudgetTable:
    """Take budget codes out of use; payments keep those they have."""
    table = desk.hold(BudgetTable, number, by=by, version=version)
    desk.move(table, "repeal", by=by, note=note, document=document)
    return table


def _enter_city(
    series: str, year: int, number: str, published_on: date, content: dict[str, Any], by: Actor
) -> CityTable:
    table = CityTable(
        id=numbering.next_id("city_table"),
        workflow_version=CITY_TABLE.version,
        state=NEW,
        series=series,
        year=year,
        number=number,
        published_on=published_on,
        content=content,
    )
    return desk.open_record(table, "enter", by=by, document=number)
