"""Receipts of the bank: a file kept whole, its lines, and the lines of all files that wait for a person."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from disburse import banking
from disburse.actors import Actor
from disburse.api import describe, door, shapes, uploads
from disburse.api.audience import Collection, Extra
from disburse.api.describe import Piece
from disburse.api.fields import json_schema
from disburse.api.reading import paged
from disburse.api.shapes import Shape
from disburse.api.uploads import Kept
from disburse.exporting import Source
from disburse.queries import receipt_lines, records
from disburse.queries.receipt_lines import Seen
from schemas.choices import Choice
from schemas.identifiers import RecordNumber
from schemas.receipt_acts import ReceiptLineOut
from schemas.record import Record

LINE = Shape(ReceiptLineOut())
NOTHING = Record()
FILTERS = {"state": Choice(receipt_lines.STATES)}
FILE = Kept("receipt_file", "finance/receipt-files", shapes.RECEIPT_FILE)
NUMBER = describe.in_path("number", RecordNumber.pattern.pattern)


def import_file() -> Response:
    """Keep a file of receipts with all its lines; each line is applied by itself."""
    given = uploads.sent(NOTHING)
    payer = banking.payer_of(door.config())
    return uploads.keep(
        given, lambda path: banking.keep_receipt_file(path, payer=payer, by=door.asking()), FILE
    )


def lines(number: str) -> Response:
    """The lines of one file, as the bank wrote them, and what became of each."""
    file = records.one("receipt_file", number, door.asking())

    def rows(asked: Any) -> Any:
        state = asked.chosen.get("state")
        return receipt_lines.of_file(file.id, after=asked.after, size=asked.limit + 1, state=state)

    return paged(rows, LINE, FILTERS, "place")


def waiting() -> Response:
    """Lines of all files that are to be applied, matched or dismissed, and the payments they may be of."""

    def rows(asked: Any) -> Any:
        return receipt_lines.waiting(door.asking(), after=asked.after, size=asked.limit + 1)

    return paged(rows, LINE, {}, "place")


def _says(zh: str, en: str, parameters: list[Any]) -> Piece:
    return {
        "summary": f"{zh} / {en}",
        "parameters": parameters,
        "responses": describe.answers(
            "200", "一页", "one page", describe.a_list(describe.ref(LINE.schema)), "Link"
        ),
    }


LINES = Collection(
    "receipt-lines", "receipt_line", "待办的回单行", "lines of receipts that wait", LINE, LINE,
    source=Source(
        lambda by, after, size, _: receipt_lines.waiting(by, after=after, size=size),
        lambda by, _: [receipt_lines.count_waiting(by)],
        "place",
    ),
)  # fmt: skip
"""The lines that wait for a person as a list to be taken away."""


def _of_file(by: Actor, after: str, size: int, chosen: Mapping[str, Any]) -> Sequence[Seen]:
    if "file_id" not in chosen:
        return ()
    file = records.one("receipt_file", chosen["file_id"], by)
    return receipt_lines.of_file(file.id, after=after, size=size, state=chosen.get("state"))


def _count_of_file(by: Actor, chosen: Mapping[str, Any]) -> list[int]:
    if "file_id" not in chosen:
        return [0]
    counts = receipt_lines.counts(records.one("receipt_file", chosen["file_id"], by).id)
    return [sum(count for state, count in counts.items() if chosen.get("state", state) == state)]


OF_FILE = Collection(
    "receipt-file-lines", "receipt_file_line", "回单的行", "lines of a receipt file", LINE, LINE,
    {"file_id": RecordNumber(), **FILTERS}, source=Source(_of_file, _count_of_file, "place"),
)  # fmt: skip
"""The lines of one file as a list to be taken away, none where no file is named."""
READ = (
    Extra(
        "GET", "/receipt-files/<number>/lines", "list_receipt_file_lines", "read", lines,
        _says("回单的行", "The lines of a receipt file", describe.paging(FILTERS, json_schema)), (NUMBER,),
    ),
    Extra(
        "GET", "/receipt-lines", "list_receipt_lines", "read", waiting,
        _says("待办的回单行", "Lines that wait for a person", describe.paging({}, json_schema)),
    ),
)  # fmt: skip
IMPORT = Extra(
    "POST", "/receipt-files", "import_receipts", "money", import_file,
    uploads.says(
        "导入银行回单", "Import the bank's receipts", NOTHING, "ReceiptImportBody", FILE, scope="money"
    ),
)  # fmt: skip
