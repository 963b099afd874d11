"""A special fund of one budget year: appropriated, reserved, paid, taken back."""

from schemas.fields import Count, Fen, PlainText, Version
from schemas.identifiers import BudgetCode, RecordNumber
from schemas.record import Part, Record


class BudgetLine(Record):
    """One budget code with its name; names change yearly."""

    code = BudgetCode()
    name = PlainText(80)


class BudgetCodes(Record):
    """The three codes of a payment line: functional, departmental economic, government economic."""

    functional = Part(BudgetLine)
    departmental = Part(BudgetLine)
    government = Part(BudgetLine)


class FundIn(Record):
    """A fund as finance opens it."""

    year = Count(2000, 2099)
    name = PlainText(80)
    appropriated_fen = Fen(min_fen=1)
    budget_codes = Part(BudgetCodes)
    document = PlainText(80, low=2)


class AppropriationIn(Record):
    """An addition to a fund, by the document that grants it."""

    version = Version()
    amount_fen = Fen(min_fen=1)
    document = PlainText(80, low=2)


class FundOut(Record):
    """A fund and what has become of it; reserved and paid never exceed the appropriation."""

    id = RecordNumber()
    year = Count(2000, 2099)
    name = PlainText(80)
    appropriated_fen = Fen(min_fen=1)
    budget_codes = Part(BudgetCodes)
    reserved_fen = Fen()
    paid_fen = Fen()
    recovered_fen = Fen()
    version = Version()


FUND_IN = FundIn()
APPROPRIATION_IN = AppropriationIn()
FUND_OUT = FundOut()
