"""Lines of receipt files as finance works through them: what became of each, and what it waits for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from disburse.actors import Actor
from disburse.db import db
from disburse.models import ReceiptFile, ReceiptLine, ReceiptMark
from disburse.queries import receipts
from disburse.scope import visible
from schemas.receipt_faults import NOTES

DONE = {"apply": "applied", "match": "matched", "dismiss": "dismissed"}
STATES = ("open", *DONE.values(), "noted")
"""Of a line: it waits, it was dealt with, or nothing is to be done with it."""
_OPEN = and_(ReceiptMark.row.is_(None), or_(ReceiptLine.finding.is_(None), ReceiptLine.finding.not_in(NOTES)))
_IS: dict[str, ColumnElement[bool]] = {
    "open": _OPEN,
    "noted": and_(ReceiptMark.row.is_(None), ReceiptLine.finding.in_(NOTES)),
    **{state: ReceiptMark.action == action for action, state in DONE.items()},
}


@dataclass(frozen=True)
class Seen:
    """A line, what became of it and, while it waits, why, and which payments it may be of."""

    place: str
    file_id: str
    row: int
    state: str
    end_to_end: str | None
    outcome: str
    amount_fen: int | None
    account_tail: str | None
    reference: str
    on: date
    reason: str | None
    payment_id: str | None
    finding: str | None
    why_zh: str | None
    why_en: str | None
    candidates: Sequence[str]


def of_file(file: str, *, after: str, size: int, state: str | None = None) -> list[Seen]:
    """The next lines of one file. Whether one may see it is asked before."""
    narrowed = [ReceiptLine.file_id == file, *([_IS[state]] if state else [])]
    return list(_seen(_next(after).where(*narrowed).limit(size)))


def waiting(by: Actor, *, after: str, size: int) -> list[Seen]:
    """The next open lines of the files that ``by`` may see."""
    files = select(ReceiptFile.id).where(ReceiptFile.open_count > 0, visible(ReceiptFile, by))
    return list(_seen(_next(after).where(ReceiptLine.file_id.in_(files), _OPEN).limit(size)))


def counts(file: str) -> dict[str, int]:
    """How many lines of one file are in each state; one query."""
    joined = and_(ReceiptMark.file_id == ReceiptLine.file_id, ReceiptMark.row == ReceiptLine.row)
    each = [func.count().filter(_IS[state]) for state in STATES]
    query = select(*each).select_from(ReceiptLine).outerjoin(ReceiptMark, joined)
    row = db.session.execute(query.where(ReceiptLine.file_id == file)).one()
    return dict(zip(STATES, map(int, row), strict=True))


def count_waiting(by: Actor) -> int:
    """How many lines wait in the files that ``by`` may see."""
    query = select(func.sum(ReceiptFile.open_count)).where(visible(ReceiptFile, by))
    return int(db.session.scalar(query) or 0)


def _next(after: str) -> Select[ReceiptLine, ReceiptMark]:
    """Lines with their marks after ``after``, which is ``file/row`` or nothing."""
    joined = and_(ReceiptMark.file_id == ReceiptLine.file_id, ReceiptMark.row == ReceiptLine.row)
    query = select(ReceiptLine, ReceiptMark).outerjoin(ReceiptMark, joined)
    file, _, row = after.partition("/")
    if row.isdecimal():
        query = query.where(tuple_(ReceiptLine.file_id, ReceiptLine.row) > tuple_(file, int(row)))
    return query.order_by(ReceiptLine.file_id, ReceiptLine.row)


def _seen(query: Select[ReceiptLine, ReceiptMark]) -> Iterator[Seen]:
    for line, mark in db.session.execute(query):
        state = DONE[mark.action] if mark is not None else "noted" if line.finding in NOTES else "open"
        why = receipts.why(line) if state == "open" else None
        lost = state == "open" and line.payment_id is None
        yield Seen(
            place=f"{line.file_id}/{line.row}",
            state=state,
            payment_id=mark.payment_id if mark else line.payment_id,
            why_zh=why.zh if why else None,
            why_en=why.en if why else None,
            candidates=receipts.candidates(line.amount_fen, line.account_tail) if lost else (),
            **{name: getattr(line, name) for name in _COPIED},
        )


_COPIED = (
    "file_id", "row", "end_to_end", "outcome", "amount_fen", "account_tail", "reference", "on", "reason",
    "finding",
)  # fmt: skip
