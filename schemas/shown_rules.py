"""What goes out of published lists, people and refusals, and of what the rules say; nothing of it secret."""

from schemas.choices import Choice, YesNo
from schemas.claims import ClaimBase
from schemas.fields import Count, Day, Fen, Moment, PlainText, Uscc, Version
from schemas.identifiers import DocumentId, ItemId, Masked, RecordNumber, Sha256
from schemas.ratings import RATINGS, RatingListOut
from schemas.record import Part, Record, Rows
from schemas.shown import Kept, Told
from workflows.people import PERSON
from workflows.review import REVIEW
from workflows.roles import HELD

OFFICES = tuple(dict.fromkeys(role.office for role in HELD.values()))
OUTCOMES = ("payable", "not_eligible", "needs_facts", "needs_decision")


class RatingListSeen(RatingListOut):
    """A rating list, and what it corrects."""

    counts = Kept()  # type: ignore[assignment]  # of a list, only the classes it has
    scale = Choice(("above", "below"), optional=True)
    corrects = RecordNumber(optional=True)
    correction = Choice(("whole", "part"), optional=True)


class RecognitionListSeen(Record):
    """A published list of recognitions for one item."""

    id = RecordNumber()
    item = ItemId()
    unit = PlainText(40)
    notice = PlainText(120)
    facts = Kept()
    file_name = PlainText()
    file_sha256 = Sha256()
    rows_sha256 = Sha256()
    row_count = Count(1)
    imported_on = Day()
    version = Version()


class OpenMatch(Record):
    """A row of a published list that may be an enterprise's: near by name, or one of several of that name."""

    kind = Choice(("rating_list", "recognition_list"))
    list_id = RecordNumber()
    row = Count(1)
    name = PlainText(120)
    enterprise_id = RecordNumber()
    enterprise_name = PlainText(120)
    why = Choice(("namesakes", "near"))


class ListedRating(Record):
    """One row of a rating list."""

    row = Count(1)
    name = PlainText(120)
    uscc = Uscc(optional=True)
    rating = Choice(RATINGS)


class ListedRecognition(Record):
    """One row of a recognition list."""

    row = Count(1)
    name = PlainText(120)
    uscc = Uscc(optional=True)
    recognised_on = Day()
    object = PlainText(120, optional=True)


class RowMatchSeen(Record):
    """What a person said of a row and an enterprise."""

    id = RecordNumber()
    list_id = RecordNumber()
    row = Count(1)
    enterprise_id = RecordNumber()
    verdict = Choice(("confirmed", "rejected"))
    version = Version()


class ReviewTaskSeen(Record):
    """A claim rated by a class that its enterprise no longer has; null where the lists contradict."""

    id = RecordNumber()
    claim_id = RecordNumber()
    state = Choice(tuple(state.name for state in REVIEW.states))
    list_id = RecordNumber()
    rated_by = RecordNumber()
    rating_was = PlainText(10)
    rating_now = PlainText(10, optional=True)
    raised_on = Day()
    outcome = PlainText(2000, optional=True, lines=True)
    outcome_document = PlainText(80, optional=True)
    version = Version()


class UnitSeen(Record):
    """An office, bank or audit body."""

    id = PlainText(40)
    office = Choice(OFFICES)
    name = PlainText(120)
    version = Version()


class PersonSeen(Record):
    """A person by number; name and telephone masked."""

    id = RecordNumber()
    login = PlainText(80)
    unit = Told()
    roles = Rows(Choice(HELD))
    state = Choice(tuple(state.name for state in PERSON.states))
    name = PlainText(40, optional=True)
    phone = Masked(3, optional=True)
    signed_in_at = Moment(optional=True)
    version = Version()


class TokenSeen(Record):
    """An API token, without its secret."""

    id = RecordNumber()
    owner = RecordNumber()
    name = PlainText(120)
    role = Choice(HELD)
    unit = PlainText(40)
    scopes = Rows(PlainText(20))
    expires_at = Moment()
    revoked_at = Moment(optional=True)
    version = Version()


class RefusalSeen(Record):
    """What was refused: of which record, by which use case, and the sentence."""

    id = RecordNumber()
    subject = Told(optional=True)
    use_case = PlainText(80)
    code = PlainText(80)
    sentence = Told()
    version = Version()


class Why(Record):
    """A reason in both languages."""

    code = PlainText(80)
    zh = Told()
    en = Told()


class Reckoned(Record):
    """One step of a calculation in words, with the article it rests on."""

    kind = PlainText(40)
    zh = Told()
    en = Told()
    rule = Told()
    result = PlainText(40)
    article = PlainText(40)


class AssessmentSeen(Record):
    """What the rules grant and why: ``frozen`` on a claim at its last review, or reckoned ``now``."""

    item = ItemId()
    basis = Choice(("frozen", "now"))
    outcome = Choice(OUTCOMES)
    gross_fen = Fen(optional=True)
    factor = PlainText(20, optional=True)
    payable_fen = Fen(optional=True)
    lowest_fen = Fen(optional=True)
    highest_fen = Fen(optional=True)
    missing = Rows(PlainText(80))
    reasons = Rows(Part(Why))
    steps = Rows(Part(Reckoned))
    edition = PlainText(80)
    catalogue = Sha256()
    decisions = PlainText(64, low=0)
    assessed_on = Day()


class WhatIfIn(ClaimBase):
    """One item with facts, to be assessed; nothing is written."""

    rating = Choice((*RATINGS, "unrated"), optional=True)


class MatchSeen(Record):
    """What an enterprise may claim, and what is missing."""

    item = ItemId()
    title_zh = Told()
    title_en = Told()
    article = PlainText(40)
    outcome = Choice(OUTCOMES)
    lowest_fen = Fen(optional=True)
    highest_fen = Fen(optional=True)
    missing = Rows(PlainText(80))
    reasons = Rows(Part(Why))


class ItemSeen(Record):
    """A policy item: what it grants money for, and the facts that it asks for."""

    id = ItemId()
    document = DocumentId()
    edition = PlainText(40)
    article = PlainText(40)
    title_zh = Told()
    title_en = Told()
    kind = PlainText(40)
    facts = Rows(PlainText(80))


class Fault(Record):
    """What a verification found."""

    record = Told()
    seq = Count()
    code = PlainText(40)
    zh = Told()
    en = Told()


class VerificationSeen(Record):
    """How a record, or the whole trail, stands up to verification."""

    events = Count()
    sound = YesNo()
    findings = Rows(Part(Fault))


class Stated(Record):
    """How many enterprises of each class the notice states; a class may be left out."""

    A = Count(required=False)
    B = Count(required=False)
    C = Count(required=False)
    D = Count(required=False)
    T = Count(required=False)


class RatingImportIn(Record):
    """What the notice of a rating list says; ``stated`` has its totals by class."""

    year = Count(2000, 2099)
    unit = PlainText(40)
    notice = PlainText(120, low=2)
    stated = Part(Stated, optional=True)
    scale = Choice(("above", "below"), optional=True)
    corrects = RecordNumber(optional=True)
    is_partial = YesNo(data_key="partial")


class RecognitionImportIn(Record):
    """What the notice of a recognition list says; ``on`` is the day of rows that have none of their own."""

    item = ItemId()
    unit = PlainText(40)
    notice = PlainText(120, low=2)
    on = Day(optional=True)
