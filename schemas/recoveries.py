"""Recovery 追缴 of an award: the decision, each instalment, what is still owed."""

from schemas.choices import Choice
from schemas.fields import Day, Fen, PlainText, Version
from schemas.identifiers import RecordNumber
from schemas.record import Record
from workflows.recovery import RECOVERY


class RecoveryIn(Record):
    """The decision to take money back."""

    claim_id = RecordNumber()
    amount_fen = Fen(min_fen=1)
    grounds = PlainText(2000, low=5, lines=True)
    decision_number = PlainText(80, low=2)


class InstalmentIn(Record):
    """Money that came back, by the bank's receipt."""

    version = Version()
    amount_fen = Fen(min_fen=1)
    receipt_number = PlainText(80, low=2)
    received_on = Day()


class RecoveryOut(RecoveryIn):
    """A recovery and what came of it."""

    id = RecordNumber()
    state = Choice(tuple(state.name for state in RECOVERY.states))
    repaid_fen = Fen()
    version = Version()


RECOVERY_IN = RecoveryIn()
INSTALMENT_IN = InstalmentIn()
RECOVERY_OUT = RecoveryOut()
