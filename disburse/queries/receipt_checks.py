"""Do the bank's files still say what was imported, and do their marks say what the journal says?"""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select

from disburse.models import Event, ReceiptFile, ReceiptLine, ReceiptMark
from disburse.queries.digests import receipts_digest
from disburse.queries.trail import Snapshot
from reports import proof
from schemas.receipt_faults import NOTES

ACTIONS = ("apply", "match", "dismiss")


def check(view: Snapshot) -> Iterator[proof.Finding]:
    """The lines of every file, how many are open, and one mark for each event that dealt with a line."""
    grouped = groupby(view.lines(ReceiptLine, ReceiptLine.file_id), lambda line: line.file_id)
    kept = {number: _summary(list(lines)) for number, lines in grouped}
    for file in view.session.scalars(select(ReceiptFile).order_by(ReceiptFile.id)):
        marks = _marks(view, file)
        digest, asking = kept.get(file.id, ("", 0))
        if digest != file.rows_sha256:
            zh, en = "回单的行与导入时不一致", "its lines are not those that were imported"
            yield proof.Finding(file.id, 1, "rows", zh, en)
        if marks != _events(view, file) or file.open_count != asking - len(marks):
            zh, en = "回单的办理标记与事件不一致", "its marks are not what its events say"
            yield proof.Finding(file.id, file.version, "marks", zh, en)


def _summary(lines: list[ReceiptLine]) -> tuple[str, int]:
    return receipts_digest(lines), sum(1 for line in lines if line.finding not in NOTES)


_Mark = tuple[int, str, str | None, str | None]


def _marks(view: Snapshot, file: ReceiptFile) -> list[_Mark]:
    query = select(ReceiptMark).where(ReceiptMark.file_id == file.id).order_by(ReceiptMark.seq)
    found = view.session.scalars(query)
    return [(mark.seq, mark.action, mark.payment_id, f"{file.id}/{mark.row}") for mark in found]


def _events(view: Snapshot, file: ReceiptFile) -> list[_Mark]:
    query = select(Event).where(Event.record == file.id, Event.action.in_(ACTIONS)).order_by(Event.seq)
    found = [(event, proof.read_event(event.body.encode())) for event in view.session.scalars(query)]
    return [(event.seq, event.action, body["about"], body["document"]) for event, body in found]
