"""What the papers of review state: the opinion form, the letter and table of a district, the public notice.

Facts like those of ``reports.facts``; in a module of their own because they are of lists and checks.
"""

from dataclasses import dataclass
from datetime import date

from reports.facts import MissingFact, Paper

CHECKS = 5
"""How many checks a district makes."""


@dataclass(frozen=True)
class Ground:
    """A fact of a claim as the enterprise stated it and as the district found it; ``None`` where not said."""

    name: str
    stated: str | None
    found: str | None


@dataclass(frozen=True)
class Check:
    """One of the five checks 审查: its name, its result as printed, and the reviewer's remark."""

    name: str
    result: str
    remark: str | None


@dataclass(frozen=True)
class Hand:
    """Who took a step of the review and when; ``person`` is ``None`` once the name was erased."""

    step: str
    role: str
    person: str | None
    on: date


@dataclass(frozen=True, kw_only=True)
class Opinion(Paper):
    """Facts of the district's opinion form (初审意见表) of one claim."""

    claim_number: str
    enterprise: str
    uscc: str
    item_id: str
    item_title: str
    document_title: str
    article: str
    on: date
    """Day that selects the edition of the policy."""
    submitted_on: date
    claimed_fen: int | None
    recognised_fen: int | None
    """``None`` where only the city can decide: printed as such."""
    difference: str | None
    """Why less is recognised than was computed, with its document."""
    grounds: tuple[Ground, ...]
    checks: tuple[Check, ...]
    hands: tuple[Hand, ...]

    def __post_init__(self) -> None:
        """Refuse a form with a check left out, or that nobody reviewed."""
        super().__post_init__()
        if len(self.checks) != CHECKS:
            raise MissingFact("checks")
        if not self.hands:
            raise MissingFact("hands")


@dataclass(frozen=True)
class Recommended:
    """A line of a recommendation: one claim, what was claimed and what the district recognises, in fen."""

    claim_number: str
    enterprise: str
    uscc: str
    item_id: str
    item_title: str
    claimed_fen: int | None
    recognised_fen: int | None
    on: date
    """Day of the recommendation."""


@dataclass(frozen=True, kw_only=True)
class Recommendation(Paper):
    """Facts of the letter (推荐函) and of the summary table (汇总表) of what a district recommended."""

    number: str
    """Number of the list, by which it is verified."""
    addressee: str
    """The city bureau."""
    first: date
    last: date
    """First and last day of the recommendations."""
    lines: tuple[Recommended, ...]

    def __post_init__(self) -> None:
        """Refuse a recommendation of nothing."""
        super().__post_init__()
        if not self.lines:
            raise MissingFact("lines")

    @property
    def claimed_fen(self) -> int:
        """All that was claimed."""
        return sum(line.claimed_fen or 0 for line in self.lines)

    @property
    def recognised_fen(self) -> int:
        """All that is recognised; lines that the city decides are not in it."""
        return sum(line.recognised_fen or 0 for line in self.lines)

    @property
    def left_to_the_city(self) -> int:
        """How many lines have no sum yet."""
        return sum(line.recognised_fen is None for line in self.lines)


@dataclass(frozen=True)
class Posted:
    """A line of a public notice: enterprise, item, sum; no account, no telephone."""

    claim_number: str
    enterprise: str
    item_title: str
    payable_fen: int


@dataclass(frozen=True, kw_only=True)
class Publication(Paper):
    """Facts of a public notice (公示): who is to get how much for what, and where to object until when."""

    number: str
    minutes: tuple[str, ...]
    """Numbers of the minutes of the collective decisions."""
    first: date
    last: date
    """First and last day of the notice, which ends at 17:00."""
    workdays: int
    """How many working days that is."""
    objections: str
    """Where objections are taken."""
    lines: tuple[Posted, ...]

    def __post_init__(self) -> None:
        """Refuse a notice of nothing."""
        super().__post_init__()
        if not self.lines:
            raise MissingFact("lines")

    @property
    def payable_fen(self) -> int:
        """All that is to be paid."""
        return sum(line.payable_fen for line in self.lines)
