"""The newest records of a kind on a page about something else, and where all of them are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from disburse.queries import records
from disburse.web.kinds import NAMES
from disburse.web.reader import reader


@dataclass(frozen=True)
class Newest:
    """The last records of a register; ``register`` is its address, empty where it has no more than these."""

    rows: Sequence[Any]
    register: str


def newest(kind: str, size: int, chosen: Mapping[str, str] | None = None) -> Newest:
    """The last ``size`` records that the reader may see, narrowed as their register may be."""
    only = chosen or {}
    rows = records.latest(kind, reader(), size + 1, chosen=only)
    query = f"?{urlencode(only)}" if only else ""
    return Newest(rows[:size], f"/{NAMES[kind]}{query}" if len(rows) > size else "")
