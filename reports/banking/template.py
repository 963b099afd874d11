"""The bank's table of payments 付款清单 as CSV or XLSX: codes and sums are text, the last row the totals.

Laid out to be typed into any bank's own template; what a spreadsheet could run as a formula is neutralised.
"""

import csv
import io
from collections.abc import Iterator
from datetime import UTC

from xlsxwriter import Workbook

from reports.banking.order import Order
from reports.figures import plain_yuan
from reports.tables import neutral

HEADINGS = (
    "序号",
    "收款账号",
    "收款户名",
    "联行号",
    "开户行",
    "金额",
    "用途",
    "端到端编号",
    "功能分类科目",
    "部门经济科目",
    "政府经济科目",
    "指标文号",
)
WIDTHS = (6, 26, 36, 16, 30, 18, 34, 18, 14, 14, 14, 24)
"""Columns of the table, and how wide a sheet shows them, in characters."""


def csv_bytes(order: Order, encoding: str) -> bytes:
    """The table in ``utf-8-sig`` (with a byte order mark) or ``gb18030``, lines ended by CR LF."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADINGS, *rows(order)])
    return text.getvalue().encode(encoding)


def xlsx_bytes(order: Order) -> bytes:
    """The table as a workbook whose cells are all formatted as text."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": order.released_at.astimezone(UTC)})
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
    sheet = book.add_worksheet("付款清单")
    sheet.freeze_panes(1, 0)
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, heading, bold)
    for line, cells in enumerate(rows(order), 1):
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, cell, text)
    book.close()
    return file.getvalue()


def rows(order: Order) -> Iterator[tuple[str, ...]]:
    """One row a payment, then the control totals: count, sum, sum in capitals, number of the batch."""
    for number, line in enumerate(order.lines, 1):
        cells = (
            str(number),
            line.account_number,
            line.account_name,
            line.bank_code,
            line.bank_name,
            plain_yuan(line.amount_fen),
            line.purpose,
            line.end_to_end,
            *line.codes,
            line.approval_number,
        )
        yield tuple(str(neutral(cell)) for cell in cells)
    count, total = f"{len(order.lines)}笔", plain_yuan(order.total_fen)
    yield ("合计", count, "", "", "", total, order.total_capitals, order.number, "", "", "", "")
