"""Read one sheet of cells from an imported .xlsx or .csv, or say why the file is not what its name says."""

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from schemas.templates import EXPLAINED

LIMIT_BYTES = 20_000_000
LIMIT_UNPACKED_BYTES = 300_000_000
LIMIT_CELLS = 5_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_POWER = re.compile(r"\d+(\.\d+)?E\+\d+", re.ASCII | re.IGNORECASE)
_REFERENCE = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+)([0-9]+)"')

_REASONS = {
    "suffix": (
        "只接受 .xlsx 和 .csv 文件|only .xlsx and .csv files are read",
        "请另存为 .xlsx 后重新导入|save it as .xlsx and import it again",
    ),
    "empty": ("文件是空的|the file is empty", "请检查导出是否完成|check that the export was finished"),
    "large": (
        "文件超过 20 MB|the file is larger than 20 MB",
        "请只保留名单所在的工作表|keep only the sheet with the list",
    ),
    "old": (
        "这是旧版 .xls 或加密的文件|this is an old .xls or an encrypted file",
        "请去掉密码，另存为 .xlsx|remove the password and save it as .xlsx",
    ),
    "packed": (
        "文件名是 .csv，内容是压缩包或 Excel 文件|it is named .csv but is an archive or an Excel file",
        "如为 Excel 文件，请改回 .xlsx|if it is an Excel file, name it .xlsx",
    ),
    "other": (
        "文件名是 .xlsx，内容不是 Excel 文件|it is named .xlsx but is no Excel file",
        "请用 Excel 或 WPS 打开原文件，另存为 .xlsx|open the original in Excel or WPS and save it as .xlsx",
    ),
    "bomb": (
        "文件展开后大得不合理|the file unpacks to an unreasonable size",
        "请把名单复制到新的工作簿再导入|copy the list into a new workbook and import that",
    ),
    "binary": (
        "文件不是文本|the file is not text",
        "请另存为 CSV UTF-8 或 .xlsx|save it as CSV UTF-8 or .xlsx",
    ),
    "encoding": (
        "文字编码不是 UTF-8，也不是 GB18030|the text is neither UTF-8 nor GB18030",
        "请另存为 CSV UTF-8 或 .xlsx|save it as CSV UTF-8 or .xlsx",
    ),
}


class NotThisKindOfFile(ValueError):
    """The file is not what its name says, or cannot be read safely; with the sentence and its mend."""

    def __init__(self, reason: str) -> None:
        what, mend = _REASONS[reason]
        self.reason = reason
        self.zh, self.en = what.split("|")
        self.mend_zh, self.mend_en = mend.split("|")
        super().__init__(f"{self.zh} / {self.en}")


class Number(str):
    """The text of a cell that held a number: a code kept like that has lost its digits."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells as text, row by row from the first, merged cells filled; ``others`` are sheets left unread."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    others: tuple[str, ...] = ()


def read_rows(path: Path) -> Sheet:
    """The first visible sheet of an .xlsx, or a .csv in UTF-8 or GB18030; raises NotThisKindOfFile."""
    size = path.stat().st_size
    if size == 0 or size > LIMIT_BYTES:
        raise NotThisKindOfFile("large" if size else "empty")
    readers = {".xlsx": _workbook, ".csv": _text}
    if path.suffix.lower() not in readers:
        raise NotThisKindOfFile("suffix")
    data = path.read_bytes()
    if data.startswith(_OLE):
        raise NotThisKindOfFile("old")
    return readers[path.suffix.lower()](data, path.stem)


def _text(data: bytes, name: str) -> Sheet:
    if data.startswith(_ZIP):
        raise NotThisKindOfFile("packed")
    text = _decoded(data)
    if _CONTROL.search(text):
        raise NotThisKindOfFile("binary")
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise NotThisKindOfFile("binary") from None
    if not any(map(any, rows)):
        raise NotThisKindOfFile("empty")
    return Sheet(
        name, tuple(tuple(Number(c) if _POWER.fullmatch(c.strip()) else c for c in row) for row in rows)
    )


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise NotThisKindOfFile("binary" if b"\0" in data else "encoding")


def _workbook(data: bytes, _: str) -> Sheet:
    if not data.startswith(_ZIP):
        raise NotThisKindOfFile("other")
    try:
        _refuse_bombs(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if (sheet.typ, sheet.visible) == (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
        ]
        sheets = [(name, book.get_sheet_by_name(name)) for name in shown]
    except (CalamineError, zipfile.BadZipFile, zlib.error, RuntimeError, KeyError):
        raise NotThisKindOfFile("other") from None
    full = [(name, sheet) for name, sheet in sheets if sheet.height]
    if not full:
        raise NotThisKindOfFile("empty")
    name, first = full[0]
    others = tuple(other for other, _ in full[1:] if other != EXPLAINED)
    return Sheet(name, _filled(first), others)


def _refuse_bombs(data: bytes) -> None:
    """Refuse what would unpack beyond measure: the reader lays every sheet out as a full rectangle."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LIMIT_UNPACKED_BYTES:
            raise NotThisKindOfFile("bomb")
        for entry in archive.infolist():
            if entry.filename.startswith("xl/worksheets/sheet") and _cells(archive.read(entry)) > LIMIT_CELLS:
                raise NotThisKindOfFile("bomb")


def _cells(xml: bytes) -> int:
    columns, rows = set(), {0}
    for column, row in _REFERENCE.findall(xml):
        columns.add(column)
        rows.add(int(row))
    return max(rows) * max((_column(letters.decode()) for letters in columns), default=0)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _filled(sheet: Any) -> tuple[tuple[str, ...], ...]:
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return tuple(map(tuple, rows))


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | date):
        return str(value)
    whole = isinstance(value, float) and value.is_integer()
    return Number(f"{value:.0f}" if whole else str(value))
