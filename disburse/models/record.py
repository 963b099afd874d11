"""What makes a row an audited record: it carries its version and the hash of its last event."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Text, inspect
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from disburse.models.types import Whole, iso
from workflows.engine import Workflow

NOT_STATE = frozenset({"id", "version", "head"})


class Audited:
    """A record that the journal follows. The database refuses a change of it without its event.

    ``id`` is unique over all kinds; ``version`` counts the events; ``head`` is the last event's SHA-256.
    """

    kind: ClassVar[str]
    workflow: ClassVar[Workflow | None] = None
    constraints: ClassVar[tuple[Any, ...]] = ()

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Whole)
    head: Mapped[str] = mapped_column(Text)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        to_event = ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name=f"fk_{cls.kind}_its_event",
            deferrable=True,
            initially="DEFERRED",
            use_alter=False,
        )
        return (to_event, *cls.constraints, {"sqlite_strict": True})

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version, "version_id_generator": False}


def journal_name(column: str) -> str:
    """The name under which the journal keeps a column: sums are written in yuan."""
    return column.removesuffix("_fen") + "_yuan" if column.endswith("_fen") else column


def journal_value(column: str, value: Any) -> Any:
    """A column's value as the journal writes it: sums as strings of yuan, times in UTC, days in ISO."""
    if value is None or isinstance(value, bool | str | dict | list):
        return value
    if column.endswith("_fen"):
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) else value


_columns: dict[type[Audited], tuple[str, ...]] = {}


def audited_columns(model: type[Audited]) -> tuple[str, ...]:
    """Names of the columns that are a record's state; asked of the mapper once for each model."""
    if model not in _columns:
        _columns[model] = tuple(c.key for c in inspect(model).column_attrs if c.key not in NOT_STATE)
    return _columns[model]


def audited_state(record: Audited) -> dict[str, Any]:
    """The record's whole state as the journal writes it; what is empty is left out."""
    found = ((c, getattr(record, c)) for c in audited_columns(type(record)))
    return {journal_name(c): journal_value(c, v) for c, v in found if v is not None}
