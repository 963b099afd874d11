"""What a catalogue holds: documents, items, facts and overlaps, with the words of the text they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal

from disburse.policy.arithmetic import Number, Truth, known, refute
from disburse.policy.kinds import Formula, Rule, Service, is_decided

Reading = Literal["yes", "no", "undecided", "none"]
"""What the text says of a question; ``none``: the question does not arise in this document."""
Undecided = Literal["yes", "no", "undecided"]
Window = Literal["award", "year", "3 years", "ever"]
FactType = Literal["bool", "date", "decimal", "int", "money", "month", "text"]
RATINGS = ("A", "B", "C", "D", "T", "unrated")
"""亩产效益 classes; T is 暂不评价, unrated is "not in the published list", a recorded finding."""


@dataclass(frozen=True)
class Finding:
    """A fault of a list: where, what, how to mend."""

    where: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str


@dataclass(frozen=True)
class Word:
    """A figure or an edge word, and its place among those of its article, counted in the text's order."""

    field: str
    text: str
    mark: int


@dataclass(frozen=True)
class Fact:
    """An entry of the closed vocabulary: type, unit and label; ``values`` where only these are words."""

    name: str
    type: FactType
    unit: str
    zh: str
    en: str
    values: tuple[str, ...] = ()
    highest: int | None = None


@dataclass(frozen=True)
class Condition:
    """A fact held against a figure (encoded as an int), in the text's words; ``when`` limits its reach."""

    fact: str
    comparison: str
    limit: int
    words: str
    when: tuple[str, int] | None = None

    def fails(self, facts: Mapping[str, Number]) -> Truth:
        """The fact is known and the condition does not hold."""
        value = facts[self.fact]
        failing = known(value) & refute(self._holds(value))
        return failing if self.when is None else failing & (facts[self.when[0]] == self.when[1])

    def _holds(self, value: Number) -> Truth:
        match self.comparison:
            case ">":
                return value > self.limit
            case ">=":
                return value >= self.limit
            case "place":
                return (value >= 1) & (value <= self.limit)
            case "<=":
                return value <= self.limit
            case _:
                return value == 1


@dataclass(frozen=True)
class Cap:
    """A highest sum; past awards of ``items`` within the window count towards it.

    ``window``: ``award`` (each award by itself), ``year`` (calendar year), ``3 years`` or ``ever``.
    """

    fen: int
    literal: str
    window: Window
    items: frozenset[str]


@dataclass(frozen=True)
class RatingRule:
    """What share each rating class is paid, by the document's own article."""

    article: str
    factors: Mapping[str, Fraction]
    words: tuple[Word, ...] = ()

    @cached_property
    def numerators(self) -> tuple[tuple[int, ...], int]:
        """The factors over one denominator, in the order of ``RATINGS``."""
        whole = lcm(*(factor.denominator for factor in self.factors.values()))
        return tuple(int(self.factors.get(rating, Fraction(1)) * whole) for rating in RATINGS), whole


@dataclass(frozen=True)
class NotAward:
    """Figures and edge words of an article that grant nothing, and why."""

    article: str
    words: tuple[Word, ...]
    zh: str
    en: str


@dataclass(frozen=True)
class Document:
    """An edition of a policy document; ``to`` is ``None`` while the end is not known."""

    key: str
    edition: str
    title_zh: str
    title_en: str
    level: str
    status: Literal["draft", "adopted"]
    number: str
    style: str
    file: str
    start: date
    end: date | None
    words: tuple[Word, ...]
    rating: RatingRule | None
    not_awards: tuple[NotAward, ...] = ()
    noise: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One thing a document grants or offers."""

    id: str
    document: str
    edition: str
    article: str
    title_zh: str
    title_en: str
    beneficiary: str
    formula: Formula
    facts: tuple[str, ...]
    conditions: tuple[Condition, ...]
    cap: Cap | None
    investment: Reading
    rating_factor: Undecided
    pledgeable: bool | None
    one_off: bool
    per_object: Undecided
    object_zh: str
    object_en: str
    quota: int | None
    restates: str | None
    doubt: tuple[str, str] | None
    words: tuple[Word, ...]

    @property
    def kind(self) -> str:
        """Name of the formula's kind."""
        return self.formula.name

    @cached_property
    def grants_money(self) -> bool:
        """Money, not a service or a rule."""
        return not isinstance(self.formula, Service | Rule)

    @cached_property
    def needs_official(self) -> bool:
        """An official enters the sum."""
        return is_decided(self.formula)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Facts without which nothing can be said; the decision's two may come later, together."""
        return tuple(name for name in self.facts if name not in ("decided_amount", "decision_no"))


@dataclass(frozen=True)
class Overlap:
    """Items that meet on one recognition, loan or equipment, and what the texts say of it."""

    group: str
    items: tuple[str, str]
    cumulative: bool
    zh: str
    en: str
    basis_zh: str
    basis_en: str

    def joins(self, one: str, other: str) -> bool:
        """These are its two items."""
        return one != other and {one, other} == set(self.items)
