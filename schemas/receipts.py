"""Files of bank receipts 回单: tables, pain.002 and camt.054, read whole, every fault at once."""

import hashlib
from pathlib import Path

from schemas.fields import yuan
from schemas.receipt_lines import CONFIRMED, PENDING, RETURNED, Line, ReceiptsFile
from schemas.receipt_messages import read_message
from schemas.receipt_table import HEADINGS, Reading
from schemas.sheets import LIMIT_BYTES, NotThisKindOfFile, Sheet, read_rows

__all__ = ["HEADINGS", "Line", "NotThisKindOfFile", "ReceiptsFile", "cells", "receipts", "table"]
_SAID = {CONFIRMED: "成功", RETURNED: "退汇", PENDING: "处理中"}


def receipts(path: Path) -> ReceiptsFile:
    """Read a file of receipts (.csv, .xlsx, .xml), of 20 MB at most.

    Raises NotThisKindOfFile when it cannot be read at all.
    """
    size = path.stat().st_size
    if size == 0 or size > LIMIT_BYTES:
        raise NotThisKindOfFile("large" if size else "empty")
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if path.suffix.lower() == ".xml":
        return read_message(data, sha256)
    _, reading = table(path)
    form = path.suffix.lower().removeprefix(".")
    return ReceiptsFile(form, None, tuple(reading.lines), tuple(reading.findings), sha256)


def table(path: Path) -> tuple[Sheet, Reading]:
    """The cells of a table, and what was read from them."""
    sheet, reading = read_rows(path), Reading()
    reading.sheet(sheet)
    return sheet, reading


def cells(line: Line) -> tuple[str, ...]:
    """A line as a row of the template, to be corrected by a person."""
    amount = "" if line.amount_fen is None else yuan(line.amount_fen)
    return (
        line.end_to_end or "",
        amount,
        line.account or "",
        line.payee or "",
        _SAID[line.outcome],
        line.reference,
        line.on.isoformat(),
        "",
        line.reason or "",
        line.payer_account or "",
    )
