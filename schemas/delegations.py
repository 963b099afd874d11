"""A role lent to a colleague for some days 委托."""

from schemas.choices import Choice
from schemas.fields import Day, PlainText, Version
from schemas.identifiers import RecordNumber
from schemas.record import Record
from workflows.roles import HELD


class DelegationIn(Record):
    """Whom one lends one's own role, from when to when (both days included), and why."""

    delegate = RecordNumber()
    from_day = Day()
    until_day = Day()
    grounds = PlainText(500, low=2)


class DelegationOut(Record):
    """A delegation as its unit and the administrators see it."""

    id = RecordNumber()
    principal = RecordNumber()
    delegate = RecordNumber()
    role = Choice(HELD)
    unit = PlainText(40)
    from_day = Day()
    until_day = Day()
    grounds = PlainText(500, low=2)
    ended_on = Day(optional=True)
    version = Version()


DELEGATION_IN = DelegationIn()
DELEGATION_OUT = DelegationOut()
