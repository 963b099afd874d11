"""What tests look at: every row there is, the journal's last words, and a refusal that changed nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from disburse.db import Base, db
from disburse.errors import Refusal
from disburse.models import Event
from disburse.models import Refusal as RefusalRow
from disburse.queries.funds import reconcile
from reports import proof


def everything() -> dict[str, list[Any]]:
    """Every row of every table but the record of refusals itself."""
    with db.engine.connect() as connection:
        rows = {t.name: connection.execute(select(t)).all() for t in Base.metadata.sorted_tables}
    del rows["refusal"]
    rows["event"] = [row for row in rows["event"] if row.kind != "refusal"]
    rows["numbering"] = [row for row in rows["numbering"] if not row.series.startswith("refusal")]
    return {table: sorted(map(repr, found)) for table, found in rows.items()}


@contextmanager
def refused(kind: type[Refusal], *, written_down: bool = True) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """What is done within is refused as ``kind``: nothing is half-done, and one refusal is written down.

    A body that no service ever saw is not written down.
    """
    before, known = everything(), _refusals()
    with pytest.raises(kind) as no:
        yield no
    assert no.type is kind
    assert _refusals()[len(known) :] == ([kind.__name__] if written_down else [])
    assert everything() == before


def _refusals() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(select(RefusalRow.code).order_by(RefusalRow.id)))


def last_event(record: Any) -> Any:
    """The last event of a record, as the journal wrote it."""
    body = db.session.scalars(
        select(Event.body).where(Event.record == record.id).order_by(Event.seq.desc()).limit(1)
    ).one()
    return proof.read_event(body.encode())


def where(no: pytest.ExceptionInfo[Refusal]) -> list[str]:
    """The places that a refusal finds fault with."""
    return [finding.where for finding in no.value.findings]


def differences() -> list[Any]:
    """What the funds and their claims do not agree on."""
    return list(reconcile(db.session()))
