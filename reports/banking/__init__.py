"""Payment files for a bank: one order, written as CSV, XLSX or ISO 20022; same order, same bytes."""

from collections.abc import Callable
from typing import NamedTuple

from reports.banking.order import Instruction, Order, Payer
from reports.banking.pain001 import message
from reports.banking.template import csv_bytes, xlsx_bytes

__all__ = ["FORMS", "Form", "Instruction", "Order", "Payer"]


class Form(NamedTuple):
    """One kind of payment file: how its name ends, and what writes it."""

    suffix: str
    write: Callable[[Order], bytes]


FORMS: dict[str, Form] = {
    "csv": Form(".csv", lambda order: csv_bytes(order, "utf-8-sig")),
    "csv-gb18030": Form(".csv", lambda order: csv_bytes(order, "gb18030")),
    "xlsx": Form(".xlsx", xlsx_bytes),
    "pain001": Form(".xml", message),
}
"""All kinds of payment file by the name that the batch's event keeps."""
