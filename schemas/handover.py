"""Data handed over as a file: who took which list under which filter, how many rows, the file's hash."""

from schemas.choices import Choice
from schemas.fields import Count, Day, PlainText, Version
from schemas.identifiers import RecordNumber, Sha256
from schemas.record import Record
from schemas.shown import Kept, Told
from workflows.roles import HELD

FORMS = ("xlsx", "csv", "jsonl")
TYPED = frozenset({"words", "named"})
"""Filters of words that people type, which may be somebody's name: the journal has a digest of them."""


class HandOverOut(Record):
    """One hand-over; rows and hash are empty until the job has written the file."""

    id = RecordNumber()
    audience = PlainText(40)
    collection = PlainText(40)
    chosen = Kept()
    form = Choice(FORMS)
    asker = Told()
    asker_role = Choice(HELD)
    asker_unit = Told()
    row_count = Count(optional=True)
    file_sha256 = Sha256(optional=True)
    forgotten_on = Day(optional=True)
    version = Version()


HAND_OVER_OUT = HandOverOut()
