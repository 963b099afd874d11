"""Published recognition lists 认定名单 for application by exception 免申即享: from a sheet to rows."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, NamedTuple

from schemas.listed import OF_ALL_LISTS, Reading
from schemas.names import normalise_name
from schemas.rating_faults import Finding
from schemas.sheets import Number, read_rows

_DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(00:00:00)?", re.ASCII)


class RecognitionRow(NamedTuple):
    """One recognition: row of the sheet, name as given, code where there is one, day, and what for."""

    row: int
    name: str
    uscc: str | None
    recognised_on: date
    object: str | None


class RecognitionsFile(NamedTuple):
    """What a file says: rows without repetitions, every finding, the file's SHA-256."""

    rows: tuple[RecognitionRow, ...]
    findings: tuple[Finding, ...]
    sha256: str
    header: int = 0
    """The row of the headings; 0 where there is none."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop the import."""
        return tuple(found for found in self.findings if found.severity == "error")


def recognitions(path: Path, on: date | None = None) -> RecognitionsFile:
    """Read a recognition list; ``on`` is the day of rows that have none of their own.

    Raises NotThisKindOfFile when the file cannot be read at all.
    """
    reading = _Recognitions(on)
    reading.sheet(read_rows(path))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return RecognitionsFile(tuple(reading.rows.values()), reading.in_order(), sha256, reading.header)


class _Recognitions(Reading):
    """A recognition list under way."""

    headings: ClassVar[Mapping[str, str]] = {
        **OF_ALL_LISTS,
        **dict.fromkeys(("认定日期", "认定时间", "公布日期", "公布时间", "获评日期", "发文日期"), "day"),
        **dict.fromkeys(("证书编号", "产品名称", "项目名称", "平台名称", "称号"), "object"),
    }

    def __init__(self, on: date | None) -> None:
        super().__init__()
        self.on = on
        self.rows: dict[tuple[str | date | None, ...], RecognitionRow] = {}

    @property
    def empty(self) -> bool:
        return not self.rows

    def enterprise(self, number: int, cells: Sequence[str]) -> None:
        code, day = self.code(number, cells), self.day(number, cells)
        name = self.sole_name(number, cells)
        what = self.cell(cells, "object").strip() or None
        if not (name and day):
            return
        key = (code or normalise_name(name), day, normalise_name(what or ""))
        if key in self.rows:
            self.fault("again", number, other=self.rows[key].row)
        else:
            self.rows[key] = RecognitionRow(number, name, code, day, what)

    def day(self, number: int, cells: Sequence[str]) -> date | None:
        """The day of the recognition, or that of the whole list."""
        cell, column = self.cell(cells, "day"), self.columns.get("day")
        text = normalise_name(cell)
        if not text:
            if self.on is None:
                self.fault("day_missing", number, column)
            return self.on
        day = None if isinstance(cell, Number) else _day(text)
        if day is None:
            self.fault("day_unknown", number, column, text=cell)
        return day


def _day(text: str) -> date | None:
    """A day however it is written, if the calendar has it."""
    match = _DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups()[:3])) if match else None
    except ValueError:
        return None
