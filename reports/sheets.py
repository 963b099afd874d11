"""Workbooks for people who import tables: a template to fill in, and a table with its faults beside it.

Every cell is text and stays as it was written: no spreadsheet takes it for a number or runs it as a formula.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from xlsxwriter import Workbook

from reports.tables import UNDATED

HEADINGS = ("错误原因", "原值", "如何改正")
"""Columns that an error workbook adds; imports pass them over."""
TEXT = {"num_format": "@"}


class Wrong(NamedTuple):
    """What is wrong with a row: why, which value, how to mend it."""

    reason: str
    value: str
    mend: str


class Fault(Protocol):
    """A fault at a place: ``row`` counts from 1, ``column`` from 0, None being the whole row."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int | None: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def mend_zh(self) -> str: ...
    @property
    def mend_en(self) -> str: ...


class Explained(NamedTuple):
    """A column of a template: its heading, what to write in Chinese and English, an example."""

    heading: str
    zh: str
    en: str
    example: str


def template(columns: Sequence[Explained], second: str) -> bytes:
    """A table of text columns with a marked example, and a sheet named ``second`` that explains them."""
    file = io.BytesIO()
    book = _book(file)
    text, bold = book.add_format(TEXT), book.add_format({**TEXT, "bold": True})
    grey = book.add_format({**TEXT, "italic": True, "font_color": "#767676"})
    sheet = book.add_worksheet("填写")
    sheet.set_column(0, len(columns) - 1, 24, text)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.heading, bold)
        sheet.write_string(1, at, column.example, grey)
    told = book.add_worksheet(second)
    told.set_column(0, 3, 36, text)
    lines = [("列 / column", "填写 / how to fill it in", "in English", "示例 / example"), *columns]
    for row, line in enumerate(lines):
        for at, cell in enumerate(line):
            told.write_string(row, at, cell, text if row else bold)
    told.write_string(len(lines) + 1, 0, "填写前请删除示例行 / delete the example row before importing", bold)
    book.close()
    return file.getvalue()


def faulty(rows: Sequence[Sequence[str]], header: int, wrong: Mapping[int, Wrong]) -> bytes:
    """All ``rows`` with three columns more; rows and ``header`` count from 1, 0 is the whole file."""
    file = io.BytesIO()
    book = _book(file)
    text, red = book.add_format(TEXT), book.add_format({**TEXT, "bg_color": "#FFD9D9"})
    sheet = book.add_worksheet("更正")
    own = _own_column(rows, header)
    for number, row in enumerate(rows, 1):
        style = red if number in wrong else text
        said = HEADINGS if number == header else wrong.get(number, ())
        for column, cell in enumerate(row[:own]):
            sheet.write_string(number - 1, column, cell, style)
        for column, cell in enumerate(said, own):
            sheet.write_string(number - 1, column, cell, style)
    for column, cell in enumerate(wrong.get(0, ()), own):
        sheet.write_string(len(rows), column, cell, red)
    book.close()
    return file.getvalue()


def wrongs(rows: Sequence[Sequence[str]], faults: Iterable[Fault]) -> dict[int, Wrong]:
    """Faults by row, all of one row together, each with the value as it was written."""
    said: dict[int, list[Wrong]] = {}
    for fault in faults:
        value = _cell(rows, fault.row, fault.column)
        wrong = Wrong(f"{fault.zh} / {fault.en}", value, f"{fault.mend_zh} / {fault.mend_en}")
        said.setdefault(fault.row, []).append(wrong)
    return {
        row: Wrong(*("；".join(filter(None, texts)) for texts in zip(*of, strict=True)))
        for row, of in said.items()
    }


def _cell(rows: Sequence[Sequence[str]], row: int, column: int | None) -> str:
    known = 0 < row <= len(rows) and column is not None and column < len(rows[row - 1])
    return rows[row - 1][column or 0] if known else ""


def _book(file: io.BytesIO) -> Any:
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": UNDATED})
    return book


def _own_column(rows: Sequence[Sequence[str]], header: int) -> int:
    """Where the faults go: beside the table, or in the columns of an earlier such workbook."""
    headings = list(rows[header - 1]) if header else []
    width = max((len(row) for row in rows), default=0)
    return headings.index(HEADINGS[0]) if HEADINGS[0] in headings else width
