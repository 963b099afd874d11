"""What acts around payouts bring with them: sending a file, settling the bank's lines, setting off."""

from schemas.acts import Numbered
from schemas.choices import Choice
from schemas.fields import Count, Day, Fen, PlainText, Version
from schemas.identifiers import RecordNumber, Sha256
from schemas.receipt_faults import WHY
from schemas.receipt_lines import CONFIRMED, PENDING, RETURNED
from schemas.record import Record, Rows
from schemas.shown import Told


class SendAct(Numbered):
    """Record that a batch's file was handed to the bank, on the bank's own word for it."""

    version = Version()
    file_sha256 = Sha256()
    document = PlainText(80, low=2)


class LineAct(Numbered):
    """Apply one line of a receipt file."""

    version = Version(optional=True)
    row = Count(1)


class DismissLineAct(LineAct):
    """Say that one line of a receipt file is to be left, and why."""

    note = PlainText(2000, lines=True)


class MatchLineAct(DismissLineAct):
    """Say which payment one line of a receipt file is of, and on what grounds."""

    payment = RecordNumber()


class OffsetAct(Numbered):
    """Set a recovery off against a later award, by the document that says so."""

    version = Version(optional=True)
    claim_id = RecordNumber()
    amount_fen = Fen(min_fen=1)
    document = PlainText(80, low=2)


class ReceiptFileOut(Record):
    """A file of receipts, and how many of its lines wait."""

    id = RecordNumber()
    form = PlainText(40)
    message_id = PlainText(80, optional=True)
    file_name = PlainText()
    file_sha256 = Sha256()
    rows_sha256 = Sha256()
    row_count = Count(1)
    open_count = Count()
    imported_on = Day()
    version = Version()


class ReceiptLineOut(Record):
    """A line as the bank wrote it, what became of it, and, while it waits, why and whose it may be."""

    file_id = RecordNumber()
    row = Count(1)
    state = Choice(("open", "applied", "matched", "dismissed", "noted"))
    end_to_end = PlainText(80, optional=True)
    outcome = Choice((CONFIRMED, RETURNED, PENDING))
    amount_fen = Fen(optional=True)
    account_tail = PlainText(4, optional=True)
    reference = PlainText(80, low=0)
    on = Day()
    reason = PlainText(2000, optional=True, lines=True)
    payment_id = RecordNumber(optional=True)
    finding = Choice(WHY, optional=True)
    why_zh = Told(optional=True)
    why_en = Told(optional=True)
    candidates = Rows(RecordNumber())


OFFSET_ACT = OffsetAct()
SEND_ACT = SendAct()
LINE_ACT = LineAct()
DISMISS_LINE_ACT = DismissLineAct()
MATCH_LINE_ACT = MatchLineAct()
