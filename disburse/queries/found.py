"""What raises a doubt: a record, and the facts that raise it; and how claims are streamed to be looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable

from disburse.db import db

CHUNK = 500


@dataclass(frozen=True)
class Found:
    """A record that raises the doubt ``doubt``, beside which ``others`` it does, and by which ``facts``.

    Facts are written as people read them: sums as 1,234,567.89, days as 2025-03-01, accounts masked.
    """

    doubt: str
    record: str
    claim: str | None
    facts: Mapping[str, str]
    others: tuple[str, ...] = ()


def streamed(query: Executable) -> Iterator[Any]:
    """The rows of a query, with flat memory."""
    yield from db.session.execute(query.execution_options(yield_per=CHUNK))
