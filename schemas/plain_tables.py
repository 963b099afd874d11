"""Tables of a template's columns: cells to records that a schema checks, every fault with its place."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from marshmallow import Schema, ValidationError

from schemas.faults import faults
from schemas.rating_faults import Finding, finding
from schemas.sheets import Number, Sheet, read_rows
from schemas.templates import MARK, TEMPLATES, Column


class PlainTable(NamedTuple):
    """A table as it was read: its cells, the row of its headings, and a record for each row by number."""

    sheet: Sheet
    header: int
    places: Mapping[str, int]
    records: Mapping[int, dict[str, Any]]
    findings: tuple[Finding, ...]


def read_table(path: Path, kind: str) -> PlainTable:
    """Read a table of a template. Raises NotThisKindOfFile when it cannot be read at all."""
    sheet, columns = read_rows(path), TEMPLATES[kind]
    header, places = _headings(sheet, columns)
    if not places:
        names = "、".join(column.heading for column in columns if not column.may_lack)
        return PlainTable(sheet, 0, {}, {}, (finding("no_columns", text=names),))
    found: list[Finding] = []
    read = {
        number: _record(number, cells, columns, places, found)
        for number, cells in enumerate(sheet.rows[header:], header + 1)
        if any(cell.strip() for cell in cells)
    }
    rows = {number: record for number, record in read.items() if record}
    if not (rows or found):
        found.append(finding("no_rows"))
    return PlainTable(sheet, header, places, rows, tuple(found))


def check(table: PlainTable, schema: Schema, field: str = "") -> tuple[Finding, ...]:
    """What a schema finds wrong with each record; ``field`` is the column of what is wrong with a row."""
    found = []
    for number, record in table.records.items():
        try:
            schema.load(record)
        except ValidationError as no:
            for fault in faults(no):
                column = table.places.get(fault.path, table.places.get(field))
                found.append(finding("not_fit", number, column, zh=fault.zh, en=fault.en))
    return tuple(found)


def in_order(*groups: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings down the sheet; a cell with a fault already is not told a second time."""
    first = {
        (f.row, f.column, f.zh if f.column is None else ""): f for group in reversed(groups) for f in group
    }
    return tuple(sorted(first.values(), key=lambda f: (f.row, f.column or 0)))


def _headings(sheet: Sheet, columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    needed = {column.heading for column in columns if not column.may_lack}
    for number, cells in enumerate(sheet.rows, 1):
        tidy = [cell.strip() for cell in cells]
        if needed <= set(tidy):
            return number, {c.field: tidy.index(c.heading) for c in columns if c.heading in tidy}
    return 0, {}


def _record(
    number: int,
    cells: Sequence[str],
    columns: Sequence[Column],
    places: Mapping[str, int],
    found: list[Finding],
) -> dict[str, Any]:
    record: dict[str, Any] = {}
    if any(cell.startswith(MARK) for cell in cells):
        found.append(finding("example", number))
        return record
    for column in columns:
        at = places.get(column.field, len(cells))
        text = cells[at] if at < len(cells) else ""
        if isinstance(text, Number):
            found.append(finding("number", number, at, text=text))
        _put(record, column.field, _value(column, text.strip(), number, at, found))
    return {name: value for name, value in record.items() if value != {}}


def _value(column: Column, text: str, number: int, at: int, found: list[Finding]) -> object:
    if column.said is None or text in column.said:
        return column.said[text] if column.said else text
    found.append(finding("not_said", number, at, text=text, other="、".join(column.said)))
    return text


def _put(record: dict[str, Any], field: str, value: object) -> None:
    """Put a value where its field is; an empty one is left out."""
    outer, _, inner = field.rpartition(".")
    place = record.setdefault(outer, {}) if outer else record
    if value != "":
        place[inner] = value
