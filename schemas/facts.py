"""The facts of a claim: names and types come from the catalogue's closed vocabulary."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from marshmallow import Schema, fields, missing

from schemas.choices import Choice, YesNo
from schemas.fields import Count, Day, Fen, Month, PlainText, Quantity
from schemas.record import Record

_KINDS: dict[str, Callable[[], fields.Field[Any]]] = {
    "bool": lambda: YesNo(required=False),
    "money": lambda: Fen(required=False),
    "date": lambda: Day(required=False),
    "month": lambda: Month(required=False),
    "int": lambda: Count(required=False),
    "decimal": lambda: Quantity(required=False),
    "text": lambda: PlainText(required=False),
}


class FactKind(Protocol):
    """What the vocabulary says of a fact: ``values`` where only these are words, ``highest`` of a count."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def values(self) -> tuple[str, ...]: ...
    @property
    def highest(self) -> int | None: ...


class Facts(Record):
    """A set of facts. Each may be absent, for a missing fact is asked for by the engine; none may be null."""

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Read a fact; one that was not given is left out again."""
        value = Schema.get_attribute(self, obj, attr, default)
        return missing if value is None else value


def facts_schema(vocabulary: Iterable[FactKind]) -> Schema:
    """Build the schema of facts from the catalogue's vocabulary; build it once and keep it.

    Types are ``bool money date month int decimal text``; another raises ``ValueError``. Loading gives int fen
    for money, ``date``, ``Decimal``; dumping gives back the JSON that was loaded.
    """
    facts = list(vocabulary)
    unknown = sorted({fact.type for fact in facts} - _KINDS.keys())
    if unknown:
        raise ValueError(f"unknown types of facts: {', '.join(unknown)}")
    return Facts.from_dict({fact.name: _field(fact) for fact in facts}, name="Facts")()


def _field(fact: FactKind) -> fields.Field[Any]:
    if fact.values:
        return Choice(fact.values, required=False)
    if fact.highest is not None:
        return Count(0, fact.highest, required=False)
    return _KINDS[fact.type]()
