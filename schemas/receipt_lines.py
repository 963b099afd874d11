"""What every file of bank receipts comes down to: lines, each saying what became of one payment."""

from datetime import date
from typing import NamedTuple

from schemas.rating_faults import Finding

CONFIRMED, RETURNED, PENDING = "confirmed", "returned", "pending"
"""What a bank may say of a payment: the money is there, it came back, or neither yet."""
LARGEST_FILE = 50_000
"""Lines that one file may have."""


class Line(NamedTuple):
    """One line. ``row`` counts from 1 down the sheet or the message; sums are in fen.

    ``account`` is the payee's number as the bank gives it, whole, masked or only its tail. ``message`` is
    the batch that the bank answers to; with ``whole`` the line speaks of every payment in it.
    """

    row: int
    end_to_end: str | None
    outcome: str
    amount_fen: int | None
    account: str | None
    payee: str | None
    reference: str
    on: date
    reason: str | None
    payer_account: str | None = None
    payer_bank: str | None = None
    message: str | None = None
    whole: bool = False


class ReceiptsFile(NamedTuple):
    """What a file says: its form, the bank's number of it, lines, every fault, its SHA-256."""

    form: str
    message_id: str | None
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    sha256: str

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The faults that stop the import: all that were found."""
        return self.findings
