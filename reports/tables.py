"""Rows to files, streamed with flat memory: JSON Lines, CSV, XLSX and pipe-delimited text.

A table is written as ``NAME.part`` and renamed when it is whole; a failure leaves neither. Cells are text,
integers or None; sums and codes are text, so that no spreadsheet rounds them.
"""

import csv
import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, ClassVar, NamedTuple, Self

from xlsxwriter import Workbook

from reports.proof import canonical, measure

Cell = str | int | None
ESCAPES = {"\\": "\\\\", "|": "\\p", "\r": "\\r", "\n": "\\n"}
"""How pipe-delimited text writes what would divide it: backslash, pipe, carriage return, line feed."""
LARGEST_EXACT = 10**15 - 1
"""Excel keeps 15 digits of a number; a larger integer is written as text."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The date every workbook is given, so that the same rows make the same file."""
SHEET_ROWS = 1_048_576
CELL_UNITS = 32_767
CUT = "…〔未完，见 JSON Lines / cut, see JSON Lines〕"
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


class Written(NamedTuple):
    """A whole file: rows without the header, size, SHA-256."""

    name: str
    rows: int
    bytes: int
    sha256: str


def neutral(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs as a formula: a dangerous first character gets an apostrophe before it.

    An apostrophe gets one as well, so that taking one apostrophe away always restores the text.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell


class Table(ABC):
    """A file that is being written, as a context manager; ``written`` is there once it is whole."""

    suffix: ClassVar[str]
    written: Written

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path, self.header, self.rows = path, tuple(header), 0
        self.part = path.with_name(path.name + ".part")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            size, sha256 = self.finish()
            if kind is None:
                self.part.replace(self.path)
                self.written = Written(self.path.name, self.rows, size, sha256)
        finally:
            self.part.unlink(missing_ok=True)

    def row(self, cells: Sequence[Cell]) -> None:
        """Write one row; ValueError when it is not as long as the header."""
        if len(cells) != len(self.header):
            raise ValueError(f"{len(cells)} cells under {len(self.header)} headings")
        self.put(cells)
        self.rows += 1

    @abstractmethod
    def start(self) -> None:
        """Open the part file and write the header."""

    @abstractmethod
    def put(self, cells: Sequence[Cell]) -> None:
        """Write the cells of one row."""

    @abstractmethod
    def finish(self) -> tuple[int, str]:
        """Close the part file; its size in bytes and SHA-256."""


class _Text(Table):
    """A table in UTF-8, hashed while it is written."""

    file: BinaryIO

    def start(self) -> None:
        self.file, self.size, self.sha = self.part.open("wb"), 0, hashlib.sha256()

    def write(self, text: str | bytes) -> None:
        """Append; the csv module writes through this as well."""
        data = text.encode() if isinstance(text, str) else text
        self.file.write(data)
        self.size += len(data)
        self.sha.update(data)

    def finish(self) -> tuple[int, str]:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        return self.size, self.sha.hexdigest()


class JsonLines(_Text):
    """One canonical JSON object a line, or lines that are canonical bytes already."""

    suffix = ".jsonl"

    def put(self, cells: Sequence[Cell]) -> None:
        self.write(canonical(dict(zip(self.header, cells, strict=True))) + b"\n")

    def line(self, data: bytes) -> None:
        """Write canonical bytes as they are."""
        self.write(data + b"\n")
        self.rows += 1


class Csv(_Text):
    """RFC 4180 with a byte order mark, as Excel and WPS expect; what could be a formula is neutralised."""

    suffix = ".csv"

    def start(self) -> None:
        super().start()
        self.write(b"\xef\xbb\xbf")
        self.csv = csv.writer(self)
        self.put(self.header)

    def put(self, cells: Sequence[Cell]) -> None:
        self.csv.writerow([neutral(cell) for cell in cells])


class Pipe(_Text):
    """Pipe-delimited text as the AICPA Audit Data Standards ask for; nothing inside a cell divides it."""

    suffix = ".txt"
    escapes = str.maketrans(ESCAPES)

    def start(self) -> None:
        super().start()
        self.put(self.header)

    def put(self, cells: Sequence[Cell]) -> None:
        texts = ("" if cell is None else str(cell).translate(self.escapes) for cell in cells)
        self.write("|".join(texts) + "\r\n")


class Xlsx(Table):
    """A workbook; when a sheet is full the rows go on in the next, under the same frozen header."""

    suffix = ".xlsx"
    sheet_rows = SHEET_ROWS

    def start(self) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = Workbook(str(self.part), {**options, "strings_to_numbers": False})
        self.book.use_zip64()
        self.book.set_properties({"created": UNDATED})
        self.bold = self.book.add_format({"bold": True})
        self.next_sheet()

    def next_sheet(self) -> None:
        """Begin a sheet with the frozen header."""
        self.sheet, self.line = self.book.add_worksheet(), 1
        self.sheet.freeze_panes(1, 0)
        for column, heading in enumerate(self.header):
            self.sheet.write_string(0, column, heading, self.bold)

    def put(self, cells: Sequence[Cell]) -> None:
        if self.line == self.sheet_rows:
            self.next_sheet()
        for column, cell in enumerate(cells):
            if isinstance(cell, int) and abs(cell) <= LARGEST_EXACT:
                self.sheet.write_number(self.line, column, cell)
            elif cell is not None:
                self.sheet.write_string(self.line, column, _within_a_cell(str(cell)))
        self.line += 1

    def finish(self) -> tuple[int, str]:
        self.book.close()
        return measure(self.part)


def _within_a_cell(text: str) -> str:
    """Text as a cell can hold it: at most 32,767 UTF-16 units, no character that XML forbids."""
    text = text.translate(_NOT_IN_XML)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_UNITS:
        return text
    return units[: 2 * (CELL_UNITS - len(CUT))].decode("utf-16-le", "ignore") + CUT


FORMATS: dict[str, type[Table]] = {"jsonl": JsonLines, "csv": Csv, "xlsx": Xlsx, "pipe": Pipe}


def write(table: Table, rows: Iterable[Sequence[Cell]]) -> Written:
    """Write all rows and close the table."""
    with table:
        for row in rows:
            table.row(row)
    return table.written
