"""A form: its fields, what was typed, and what is wrong with it, in the reader's language, all at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict

from disburse.errors import Finding
from disburse.web import typed as typing_in
from disburse.web.fields import Asked
from disburse.web.labels import UNREADABLE
from disburse.web.languages import gettext as _
from disburse.web.languages import said
from disburse.web.typed import Typed

MORE = "more"
"""The button that asks for more rows; its value is the name of the list."""
SPARE, MORE_SPARE = 1, 4
"""Empty rows of a list, and those after more were asked for."""
ENTRIES = 3
"""Places for what is entered one by one, at first."""


@dataclass(frozen=True)
class Form:
    """What the macro ``fields`` shows. ``findings`` are at paths such as ``lines[3].claim_id``."""

    fields: Sequence[Asked]
    typed: Typed = field(default_factory=MultiDict)
    findings: Sequence[Finding] = ()

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body that the form stands for."""
        return typing_in.body(self.fields, self.typed)

    def value(self, name: str) -> str:
        """What was typed into a field."""
        return self.typed.get(name, "")

    def values(self, name: str) -> list[str]:
        """What was ticked of a list."""
        return self.typed.getlist(name)

    def entries(self, one: Asked) -> list[str]:
        """What was entered one by one, and empty places for more."""
        filled = [text for text in self.values(one.name) if text.strip()]
        more = MORE_SPARE if self.typed.get(MORE) == one.name else SPARE
        return filled + [""] * max(more, ENTRIES - len(filled))

    def rows(self, one: Asked) -> list[tuple[Asked, ...]]:
        """The rows of a list that were filled in, and some to fill in."""
        more = self.typed.get(MORE) == one.name
        return typing_in.rows(one, self.typed, MORE_SPARE if more else SPARE)

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong, by field; under an empty name what is of no one field."""
        known = {one.name: one for one in self._all(self.fields)}
        found: dict[str, list[str]] = {}
        for finding in self.findings:
            name = re.sub(r"\[([0-9]+)\]", r".\1", finding.where)
            one = known.get(name)
            found.setdefault(name if one else "", []).append(self._sentence(one, finding))
        return found

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every error with the id of its field, in the order of the fields; empty where there is none."""
        fields = [one for one in self._all(self.fields) if one.name in self.errors]
        beside = [
            (anchor(one), f"{self._called(one)}：{no}") for one in fields for no in self.errors[one.name]
        ]
        return beside + [("", no) for no in self.errors.get("", [])]

    def _called(self, one: Asked) -> str:
        """The label of a field; of one of several alike, after the name of its part."""
        part = next(
            (p for p in self._all(self.fields) if one in p.parts and p.parts[0].kind == "picked"), None
        )
        return f"{_(part.label)} · {_(one.label)}" if part else _(one.label)

    def _sentence(self, one: Asked | None, finding: Finding) -> str:
        if one and one.kind == "picked" and not self.value(one.name):
            return _(UNREADABLE[one.kind])
        if one and one.kind in UNREADABLE and typing_in.unreadable(one, self.typed):
            return _(UNREADABLE[one.kind])
        return said(finding.zh, finding.en)

    def _all(self, fields: Sequence[Asked]) -> Iterator[Asked]:
        for one in fields:
            yield one
            parts = [part for row in self.rows(one) for part in row] if one.kind == "rows" else one.parts
            yield from self._all(parts)


def anchor(one: Asked) -> str:
    """The id of what is focused for a field."""
    return f"f-{one.name}"
