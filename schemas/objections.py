"""An objection 异议 to a claim on public notice."""

from schemas.choices import Choice
from schemas.enterprises import Contact
from schemas.fields import Day, PlainText, Version
from schemas.identifiers import RecordNumber
from schemas.record import Part, Record
from workflows.objection import OBJECTION


class ObjectionIn(Record):
    """An objection as anyone may raise it; the contact is personal data and may stay out."""

    claim_id = RecordNumber()
    grounds = PlainText(2000, low=5, lines=True)
    contact = Part(Contact, optional=True)


class ObjectionOut(Record):
    """An objection as the offices see it, without the person who raised it."""

    id = RecordNumber()
    claim_id = RecordNumber()
    state = Choice(tuple(state.name for state in OBJECTION.states))
    grounds = PlainText(2000, low=5, lines=True)
    raised_on = Day()
    outcome = PlainText(2000, optional=True, lines=True)
    version = Version()


OBJECTION_IN = ObjectionIn()
OBJECTION_OUT = ObjectionOut()
