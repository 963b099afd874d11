"""What a payment file says: who pays, when, and each payment. Sums are whole fen."""

from datetime import date, datetime
from typing import NamedTuple


class Payer(NamedTuple):
    """The account that pays: its name, its number, its bank's code 联行号."""

    name: str
    account: str
    bank_code: str


class Instruction(NamedTuple):
    """One payment. ``codes`` are the functional, departmental and government budget codes."""

    end_to_end: str
    account_number: str
    account_name: str
    bank_code: str
    bank_name: str
    amount_fen: int
    purpose: str
    codes: tuple[str, str, str]
    approval_number: str
    voucher_number: str


class Order(NamedTuple):
    """A released batch: ``number`` is its message id, ``released_at`` the file's time of creation."""

    number: str
    payer: Payer
    released_at: datetime
    execute_on: date
    total_fen: int
    total_capitals: str
    lines: tuple[Instruction, ...]
