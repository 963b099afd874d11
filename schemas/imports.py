"""What a look at a table says, and what an import of enterprises did."""

from schemas.choices import Choice, YesNo
from schemas.fields import Count, PlainText
from schemas.record import Part, Record, Rows
from schemas.shown import Kept, Told


class Noticed(Record):
    """One finding: its row (0 is the whole file), what is wrong, and how to mend it."""

    row = Count()
    where = Told()
    code = PlainText(40)
    severity = Choice(("error", "note"))
    zh = Told()
    en = Told()
    mend_zh = Told()
    mend_en = Told()


class Looked(Record):
    """What an import would find; ``written`` says that nothing was."""

    written = YesNo()
    rows = Count()
    counts = Kept()
    findings = Rows(Part(Noticed))


class Registered(Record):
    """How many enterprises were registered, and how many rows were passed over."""

    registered = Count()
    passed_over = Count()


class Bare(Record):
    """Nothing is said of the table beside its rows."""


LOOKED = Looked()
REGISTERED = Registered()
BARE = Bare()
