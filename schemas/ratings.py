"""Published rating lists 亩产效益评价 and their rows, going out; what comes in is a file (``tables.py``)."""

from schemas.choices import Choice
from schemas.fields import Count, Day, PlainText, Uscc, Version
from schemas.identifiers import RecordNumber, Sha256
from schemas.record import Part, Record

RATINGS = ("A", "B", "C", "D", "T")
"""Published classes; T is 暂不评价. An enterprise that is not listed has none of them."""


class RatingCounts(Record):
    """How many rows of each class the list has, to be held against the notice's own figures."""

    A = Count()
    B = Count()
    C = Count()
    D = Count()
    T = Count()


class RatingListOut(Record):
    """One list of one unit and year; a correction is a later list."""

    id = RecordNumber()
    year = Count(2000, 2099)
    unit = PlainText(40)
    notice = PlainText(120)
    file_name = PlainText()
    file_sha256 = Sha256()
    rows_sha256 = Sha256()
    row_count = Count(1)
    counts = Part(RatingCounts)
    imported_on = Day()
    version = Version()


class RatingRowOut(Record):
    """One row as published; often there is a name only."""

    list_id = RecordNumber()
    row = Count(1)
    name = PlainText(120)
    uscc = Uscc(optional=True)
    rating = Choice(RATINGS)


RATING_LIST_OUT = RatingListOut()
RATING_ROW_OUT = RatingRowOut()
