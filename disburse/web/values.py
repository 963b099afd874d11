"""What coded values are called: a unit, a role, an answer of a closed list; others are as they are."""

from collections.abc import Mapping
from typing import Any

from disburse.web.fields import answers
from disburse.web.kinds import KINDS
from disburse.web.languages import gettext as _
from disburse.web.languages import named, say
from disburse.web.wording import unit
from workflows.attachment import PAPERS
from workflows.roles import ROLES

UNITS = frozenset({"unit", "asker_unit"})
"""Columns that hold a unit's code."""
NAMED: Mapping[str, Mapping[str, Any]] = {
    "role": ROLES, "roles": ROLES, "asker_role": ROLES, "paper": PAPERS,
}  # fmt: skip
"""Values with two names of their own, by column."""


def called(column: str, value: str) -> str:
    """A value of a column as the reader calls it."""
    if column in UNITS:
        return unit(value)
    if column == "collection" and value in KINDS:
        return _(KINDS[value].many)
    if value in NAMED.get(column, {}):
        return say(NAMED[column][value])
    return named(dict(answers(column, [value]))[value])
