"""What is asked and what is answered: a case with its past awards, and an assessment with its steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from disburse.policy import figures
from disburse.policy.facts import Value
from disburse.policy.reasons import Reason

Outcome = Literal["payable", "not_eligible", "needs_facts", "needs_decision"]
OUTCOMES: tuple[Outcome, ...] = ("payable", "not_eligible", "needs_facts", "needs_decision")
"""In the order of the codes that columns use."""
Mode = Literal["simulate", "pay"]


@dataclass(frozen=True)
class Award:
    """A past award of the same beneficiary; ``object`` names the product or project it was for."""

    item: str
    on: date
    amount_fen: int
    object: str = ""


@dataclass(frozen=True)
class Case:
    """One claim to assess. Money facts are fen, decimals ``Decimal``, days ``date``, months "YYYY-MM".

    ``enterprise`` and ``district`` change no sum: they say whose claim it is, where claims meet.
    """

    id: str
    item: str
    on: date
    rating: str | None
    facts: Mapping[str, Value]
    history: tuple[Award, ...] = ()
    mode: Mode = "simulate"
    enterprise: str = ""
    district: str = ""


@dataclass(frozen=True)
class Adoption:
    """The record that a draft was adopted: number, publication, and the dates in force."""

    document: str
    number: str
    published: date
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True)
class Decision:
    """An official reading of a question that a text leaves open, by document ``number``.

    It holds for every case from ``holds_from`` on (the day that selects the edition), until a later one.
    """

    question: str
    reading: str
    number: str
    holds_from: date


@dataclass(frozen=True)
class Rate:
    """The one-year LPR of a month, in hundredths of a percent, as an office entered it by a document."""

    month: str
    value: int
    number: str


@dataclass(frozen=True)
class Input:
    """A named figure that went into a step; money as yuan with two decimals."""

    name: str
    zh: str
    en: str
    value: str
    unit: str = ""


@dataclass(frozen=True)
class Step:
    """One stage of a calculation, as data: ``rule`` in the text's own figures, ``result`` in yuan."""

    kind: str
    inputs: tuple[Input, ...]
    rule: str
    result: str
    article: str


@dataclass(frozen=True)
class Assessment:
    """What the rules grant, and why.

    ``gross_fen`` is the sum after all caps and before the rating factor, ``factor`` that factor as a pair of
    ints (``None`` where none applies or its reading is open), ``range_fen`` lowest and highest sum while a
    decision is open (``None`` where the text sets no ceiling). ``edition`` governed the case,
    ``catalogue`` is the digest of what was read, ``decisions`` that of the official readings and of the rate
    entered by an office that were used ("" where none was): an old assessment replays exactly.
    """

    id: str
    item: str
    outcome: Outcome
    catalogue: str
    payable_fen: int | None = None
    gross_fen: int | None = None
    factor: tuple[int, int] | None = None
    range_fen: tuple[int, int] | None = None
    missing: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    steps: tuple[Step, ...] = ()
    edition: str = ""
    decisions: str = ""


def yuan(fen: int) -> str:
    """Fen as a string of yuan with two decimals."""
    return figures.decimals(fen, 2)
