"""What goes out of searches, work lists, doubts, samples and statistics; personal data is masked before."""

from schemas.choices import Choice, YesNo
from schemas.claims import ClaimOut
from schemas.enterprises import DISTRICTS, NATURES
from schemas.fields import MAX_COUNT, Count, Fen, Moment, PlainText, Uscc
from schemas.identifiers import ItemId, RecordNumber, Sha256
from schemas.record import Part, Record, Rows
from schemas.shown import Kept, Told
from workflows.claim import CLAIM
from workflows.roles import ROLES

SAMPLING = ("random", "by_unit", "by_sum", "by_size")
"""How a sample may be drawn."""
_STATES = tuple(state.name for state in CLAIM.states)


class HitSeen(Record):
    """A record that a search found, with its state in words where it has one."""

    kind = PlainText(40)
    number = Told()
    name = PlainText(120, optional=True)
    state = PlainText(40, optional=True)
    state_zh = PlainText(optional=True)
    state_en = PlainText(optional=True)
    public_zh = PlainText(optional=True)
    public_en = PlainText(optional=True)


class DueSeen(ClaimOut):
    """A claim that waits, with the working days that are left of its term, below zero once it is over."""

    enterprise = PlainText(120)
    left_workdays = Count(-MAX_COUNT, optional=True)
    overdue = YesNo()
    barred_by = PlainText(40, optional=True)


class WaitingSeen(Record):
    """How many records of a kind wait in a state."""

    kind = PlainText(40)
    state = PlainText(40)
    zh = PlainText(40)
    en = PlainText(40)
    count = Count()
    overdue = Count()
    payable_fen = Fen()


class DoneSeen(Record):
    """A step that was taken on a claim."""

    claim_id = RecordNumber()
    seq = Count(1)
    action = PlainText(40)
    role = Choice(ROLES)
    actor = Told()
    at = Moment()
    state = Choice(_STATES)
    enterprise_id = RecordNumber()


class DoubtSeen(Record):
    """A question that auditors ask."""

    name = PlainText(40)
    zh = PlainText(40)
    en = PlainText(60)
    means_zh = PlainText(400)
    means_en = PlainText(400)
    next_zh = PlainText(400)
    next_en = PlainText(400)


class MemberSeen(Record):
    """A claim that was drawn."""

    number = RecordNumber()
    unit = PlainText(40)
    fen = Fen(data_key="sum_yuan")


class SampleSeen(Record):
    """A sample, with everything that is needed to draw it again; ``strata``: how many of how many."""

    seed = Told()
    method = PlainText(20)
    algorithm = Told()
    population = Count()
    population_fen = Fen()
    digest = Sha256()
    strata = Kept()
    drawn = Rows(Part(MemberSeen))


class SumsSeen(Record):
    """Sums of the claims of one district, item or class."""

    of = PlainText(80, optional=True)
    count = Count()
    claimed_fen = Fen()
    approved_fen = Fen()
    paid_fen = Fen()
    outstanding_fen = Fen()
    recovered_fen = Fen()


class MonthSeen(Record):
    """What was handed in, approved and paid in one month."""

    month = PlainText(7)
    claimed = Count()
    claimed_fen = Fen()
    approved = Count()
    approved_fen = Fen()
    paid = Count()
    paid_fen = Fen()


class PaceSeen(Record):
    """Working days that claims stayed in a state."""

    state = Choice(_STATES)
    zh = PlainText(40)
    en = PlainText(40)
    limit = Count(optional=True)
    count = Count()
    over = Count()
    median = Count()
    slowest = Count()
    total = Count()


class FlowSeen(Record):
    """How often claims went from one state to another."""

    source = Choice(_STATES)
    target = Choice(_STATES)
    count = Count(1)


class StatisticsSeen(Record):
    """All tables of the statistics page, and the moment they were reckoned."""

    reckoned_at = Moment()
    units = Rows(Part(SumsSeen))
    items = Rows(Part(SumsSeen))
    ratings = Rows(Part(SumsSeen))
    months = Rows(Part(MonthSeen))
    pace = Rows(Part(PaceSeen))
    flow = Rows(Part(FlowSeen))


class YearSeen(Record):
    """One year of an enterprise."""

    year = Count(1900, 2999)
    claims = Count()
    awards = Count()
    approved_fen = Fen()
    paid_fen = Fen()
    recovered_fen = Fen()


class RatedSeen(Record):
    """A published class of an enterprise."""

    year = Count(1900, 2999)
    rating = PlainText(10)
    list_id = RecordNumber()
    row = Count(1)
    name = PlainText(120)


class FirmSeen(Record):
    """The head of a dossier."""

    id = RecordNumber()
    name = PlainText(120)
    uscc = Uscc()
    nature = Choice(NATURES)
    district = Choice(DISTRICTS, optional=True)
    unit = PlainText(40)
    above_scale = YesNo()
    manufacturing = YesNo()


class ChangedSeen(Record):
    """What one claim would be due under another class."""

    claim = RecordNumber()
    item = ItemId()
    rating = PlainText(10, optional=True)
    now_fen = Fen(optional=True)
    then_fen = Fen(optional=True)
    verdict = Choice(("same", "gains", "loses", "open"))
    settled = YesNo()


class FoundSeen(Record):
    """A record that raises a doubt, beside which others, and by which facts."""

    doubt = PlainText(40)
    record = RecordNumber()
    claim = RecordNumber(optional=True)
    facts = Kept()
    others = Rows(RecordNumber())


class SampleIn(Record):
    """What sample is asked for; the seed is stated, never made up."""

    seed = PlainText(80)
    method = Choice(SAMPLING)
    size = Count(1, 10_000)
    state = Choice(_STATES)
    unit = PlainText(40, optional=True)
    item = ItemId(optional=True)
