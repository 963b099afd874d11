"""The pledge of an award to a bank 补贴贷: what the enterprise authorises, what the bank asks."""

from schemas.choices import Choice
from schemas.fields import BankCode, Day, PlainText, Version
from schemas.identifiers import RecordNumber
from schemas.record import Record
from workflows.pledge import PLEDGE


class AuthoriseIn(Record):
    """An enterprise lets one bank see one award until a day it names."""

    number = RecordNumber()
    version = Version()
    bank = BankCode()
    expires_on = Day()


class QueryIn(Record):
    """A bank asks for an award that it was authorised to see, and says what for."""

    number = RecordNumber()
    purpose = PlainText(200, low=2)


class PledgeOut(Record):
    """A pledge as the enterprise, the bank and the offices see it."""

    id = RecordNumber()
    claim_id = RecordNumber()
    bank = BankCode()
    state = Choice(tuple(state.name for state in PLEDGE.states))
    expires_on = Day()
    version = Version()


AUTHORISE_IN = AuthoriseIn()
QUERY_IN = QueryIn()
PLEDGE_OUT = PledgeOut()
