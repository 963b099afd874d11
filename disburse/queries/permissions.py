"""Who may see and do what, as the tables and the scope say it: for the matrix in the manual."""

from typing import Literal

from sqlalchemy import false, true

from disburse.actors import Actor
from disburse.models import AUDITED
from disburse.scope import visible
from workflows.engine import Workflow
from workflows.roles import ROLES

Sight = Literal["all", "own", "none"]
"""What a role sees of a kind of record: every one, those of its unit or person, nothing."""


def workflows() -> dict[str, Workflow]:
    """Every table that a record walks, by name, in the order of the records."""
    return {m.workflow.name: m.workflow for m in AUDITED if m.workflow is not None}


def sight() -> dict[str, dict[str, Sight]]:
    """By kind of record and role, what the scope lets the role see."""
    return {model.kind: {role: _seen(model, role) for role in ROLES} for model in AUDITED}


def _seen(model: type, role: str) -> Sight:
    condition = visible(model, Actor("somebody", role, "somewhere"))
    if condition.compare(true()):
        return "all"
    return "none" if condition.compare(false()) else "own"
