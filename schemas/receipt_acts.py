"""What acts around payouts bring with them: sending a file, settling the bank's lines, setting off."""

from schemas.acts import Numbered
from schemas.fields import Count, Fen, PlainText, Version
from schemas.identifiers import RecordNumber, Sha256


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


OFFSET_ACT = OffsetAct()
SEND_ACT = SendAct()
LINE_ACT = LineAct()
DISMISS_LINE_ACT = DismissLineAct()
MATCH_LINE_ACT = MatchLineAct()
