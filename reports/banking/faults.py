"""A table of receipts with what is wrong beside each row: to be corrected, and imported in its place."""

import io
from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook

from reports.tables import UNDATED

HEADING = "问题"


def workbook(rows: Sequence[Sequence[str]], header: int, faults: Mapping[int, str]) -> bytes:
    """All ``rows`` as text with one column more; rows and ``header`` count from 1, 0 is the whole file."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": UNDATED})
    text, wrong = (
        book.add_format({"num_format": "@"}),
        book.add_format({"num_format": "@", "bg_color": "#FFD9D9"}),
    )
    sheet = book.add_worksheet("回单")
    width = max((len(row) for row in rows), default=0)
    own = _own_column(rows, header, width)
    for number, row in enumerate(rows, 1):
        style = wrong if number in faults else text
        for column, cell in enumerate(row[:own]):
            sheet.write_string(number - 1, column, cell, style)
        sheet.write_string(number - 1, own, HEADING if number == header else faults.get(number, ""), style)
    if faults.get(0):
        sheet.write_string(len(rows), own, faults[0], wrong)
    book.close()
    return file.getvalue()


def _own_column(rows: Sequence[Sequence[str]], header: int, width: int) -> int:
    """Where the faults go: beside the table, or in the column of an earlier such workbook."""
    headings = list(rows[header - 1]) if header else []
    return headings.index(HEADING) if HEADING in headings else width
