"""Digests over the lines that belong to one record; the record's event keeps them."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from disburse.models import Payment, ReceiptLine
from reports import proof


class Rated(Protocol):
    """A line of a rating list, as read from the file or as kept."""

    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def uscc(self) -> str | None: ...
    @property
    def rating(self) -> str: ...


class Recognised(Protocol):
    """A line of a recognition list, as read from the file or as kept."""

    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def uscc(self) -> str | None: ...
    @property
    def recognised_on(self) -> date: ...
    @property
    def object(self) -> str | None: ...


def lines_digest(payments: Iterable[Payment]) -> str:
    """Digest over the lines of a batch: one added, dropped or changed is seen."""
    lines = sorted(
        f"{p.id}|{p.claim_id}|{p.amount_fen}|{p.bank_code}|{p.account_number_digest}" for p in payments
    )
    return proof.digest("\n".join(lines).encode())


def rows_digest(rows: Iterable[Rated]) -> str:
    """Digest over the rows of a rating list."""
    ordered = sorted(rows, key=lambda row: row.row)
    return proof.digest("\n".join(f"{r.row}|{r.name}|{r.uscc or ''}|{r.rating}" for r in ordered).encode())


def recognitions_digest(rows: Iterable[Recognised]) -> str:
    """Digest over the rows of a recognition list."""
    ordered = sorted(rows, key=lambda row: row.row)
    lines = (f"{r.row}|{r.name}|{r.uscc or ''}|{r.recognised_on}|{r.object or ''}" for r in ordered)
    return proof.digest("\n".join(lines).encode())


def receipts_digest(lines: Iterable[ReceiptLine]) -> str:
    """Digest over the lines of a receipt file, with what was found of each at the import."""
    ordered = sorted(lines, key=lambda line: line.row)
    said = (
        (r.row, r.end_to_end, r.outcome, r.amount_fen, r.account_tail, r.reference, r.on, r.reason,
         r.payment_id, r.finding)
        for r in ordered
    )  # fmt: skip
    texts = ("|".join("" if value is None else str(value) for value in line) for line in said)
    return proof.digest("\n".join(texts).encode())
