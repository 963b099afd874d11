"""From the schema of an act's body to the fields of a form: what each asks for, and how it is answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema
from marshmallow.fields import Field

from disburse.web.labels import ANSWERS, HINTS, KIND_HINTS, LABELS, SOMETIMES, Called, found
from disburse.web.languages import N_
from schemas.choices import Choice, Commitment, YesNo
from schemas.facts import Facts
from schemas.fields import AccountNumber, BankCode, Count, Day, Fen, Month, PlainText, Quantity, Uscc
from schemas.identifiers import BudgetCode, DocumentId, ItemId, Phone, RecordNumber, Sha256
from schemas.record import Part, Rows

KINDS: tuple[tuple[type[Field[Any]], str], ...] = (
    (Fen, "sum"),
    (Day, "day"),
    (Month, "month"),
    (Commitment, "agreed"),
    (YesNo, "yes_no"),
    (Choice, "choice"),
    (Count, "count"),
    (Quantity, "decimal"),
    (Part, "part"),
    (Rows, "rows"),
    (Uscc, "code"),
    *((one, "code") for one in (AccountNumber, BankCode, BudgetCode, DocumentId, ItemId, Phone)),
    *((one, "code") for one in (RecordNumber, Sha256)),
)
"""How each kind of field is asked for, the first that fits; anything else is a line of text."""
NESTING = frozenset({"part", "rows", "group"})
TICKED = frozenset({"agreed", "yes_no"})
"""What a person ticks, and nobody in the person's stead."""
PICKED = frozenset({"result"})
"""Answers that are weighed side by side: shown as radios, none of them ticked before."""
LISTED = frozenset({("return_claim", "note")})
"""Texts of an act that are entered one by one and numbered, such as all defects of a claim at once."""
YES_NO = (("true", N_("是")), ("false", N_("否")))


@dataclass(frozen=True)
class Asked:
    """One field of a form: ``name`` is its address, such as ``lines.0.amount_yuan``, ``label`` a message id.

    ``kind``: ``text code paragraphs listed sum count decimal day month choice picked choices yes_no agreed``;
    or ``part``, which is an object of ``parts``, ``rows``, a list of such, ``group``, some fields under one
    heading. ``blank``: what is left empty is an empty text. ``narrows``: a filter, where empty means all.
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    required: bool = True
    high: int | None = None
    answers: tuple[tuple[str, Called], ...] = ()
    parts: tuple["Asked", ...] = ()
    blank: bool = False
    narrows: bool = False

    @property
    def key(self) -> str:
        """What the field is called in the object that it belongs to."""
        return self.name.rpartition(".")[2]

    @property
    def is_optional(self) -> bool:
        """Whether it is said that it may always be left empty; of a filter everybody knows."""
        known = self.narrows or self.kind == "agreed" or self.key in SOMETIMES
        return not self.required and not known

    def below(self, front: str) -> "Asked":
        """The same field, under another address."""
        name = f"{front}.{self.key}"
        return replace(self, name=name, parts=tuple(part.below(name) for part in self.parts))


def asked(act: str, schema: Schema, beside: Iterable[str] = ()) -> tuple[Asked, ...]:
    """The fields of an act's body, without those named ``beside``, such as the record's number."""
    return _of(act, schema, "", frozenset(beside))


def flat(fields: Iterable[Asked]) -> Iterator[Asked]:
    """The fields and all below them."""
    for one in fields:
        yield from (one, *flat(one.parts))


def _of(act: str, schema: Schema, front: str, beside: frozenset[str] = frozenset()) -> tuple[Asked, ...]:
    wanted = ((name, field) for name, field in schema.load_fields.items() if name not in beside)
    return tuple(one(act, f"{front}{field.data_key or name}", field) for name, field in wanted)


def one(act: str, name: str, field: Field[Any]) -> Asked:
    """One field of a schema, at its address in the form."""
    kind = next((kind for of, kind in KINDS if isinstance(field, of)), "text")
    made = Asked(name, kind, _label(act, name), found(HINTS, act, name), field.required)
    if isinstance(field, Rows):
        return _rows(act, made, field)
    if isinstance(field, Part):
        inside = () if isinstance(field.schema, Facts) else _of(act, field.schema, f"{name}.")
        return replace(made, parts=inside)
    if kind == "yes_no":
        return replace(made, answers=YES_NO)
    if isinstance(field, Choice):
        kind = "picked" if made.key in PICKED else "choice"
        return replace(made, kind=kind, answers=answers(name, field.names))
    if isinstance(field, PlainText) and kind == "text":
        kind = "listed" if (act, name) in LISTED else "paragraphs" if field.lines else "text"
        blank = field.low == 0
        made = replace(made, kind=kind, high=field.high, blank=blank, required=made.required and not blank)
    return replace(made, hint=made.hint or KIND_HINTS.get(made.kind, ""))


def _rows(act: str, made: Asked, field: Rows) -> Asked:
    inner = field.inner
    if isinstance(inner, Choice):
        return replace(made, kind="choices", answers=answers(made.name, inner.names))
    assert isinstance(inner, Part)  # noqa: S101  # lists hold words or objects, and nothing else
    return replace(made, high=field.high, parts=_of(act, inner.schema, f"{made.name}.0."))


def _label(act: str, name: str) -> str:
    return found(LABELS, act, name) or name


def answers(name: str, words: Sequence[str]) -> tuple[tuple[str, Called], ...]:
    """The words of a closed list, each with what it is called."""
    called = ANSWERS.get(name.rpartition(".")[2], {})
    return tuple((word, called.get(word, word)) for word in words)
