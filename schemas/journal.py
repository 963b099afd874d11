"""An event of the journal as it is read: who did what to which record, and its place in the chain."""

from schemas.choices import Choice, YesNo
from schemas.fields import Count, Moment, PlainText
from schemas.identifiers import Sha256
from schemas.record import Record
from workflows.roles import ROLES


class EventOut(Record):
    """One event. The hashed bytes themselves travel in the trail export, not here."""

    record = PlainText(40)
    kind = PlainText(40)
    seq = Count(1)
    prev = Sha256()
    hash = Sha256()
    action = PlainText(40)
    actor = PlainText(80)
    role = Choice(ROLES)
    unit = PlainText(40)
    at = Moment()
    demo = YesNo()


EVENT_OUT = EventOut()
