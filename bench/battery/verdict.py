"""What an attack came to: refused, kept in the history, or past it; told by holding history against rows."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, Table, select

from bench.battery.peer import HISTORY, TABLES, TRANSACTIONS

Verdict = Literal["refused", "kept", "past", "none"]
"""``none``: there is nothing of the kind to attack."""
ITS_OWN = ("transaction_id", "end_transaction_id", "operation_type")
GONE = 2
"""Continuum's ``operation_type`` of a deletion."""

Known = Mapping[str, Sequence[RowMapping]]


def history(connection: Connection) -> Known:
    """Every version of every row, and the transactions that made them."""
    tables = {**HISTORY, TRANSACTIONS.name: TRANSACTIONS}
    return {name: connection.execute(select(table)).mappings().all() for name, table in tables.items()}


def judge(connection: Connection, before: Known) -> Verdict:
    """Whether what was done since is all in the history, and the history of before still there."""
    after = history(connection)
    whole = all(_goes_on(HISTORY.get(name, TRANSACTIONS), before[name], after[name]) for name in before)
    agrees = all(_agrees(connection, name, after[name]) for name in HISTORY)
    return "kept" if whole and agrees else "past"


def _goes_on(table: Table, before: Sequence[RowMapping], after: Sequence[RowMapping]) -> bool:
    """No version was changed or removed; only its end may have come."""
    now = {_key(table, row): row for row in after}
    return all(_same(row, now.get(_key(table, row)), ITS_OWN[1]) for row in before)


def _same(row: RowMapping, now: RowMapping | None, but: str) -> bool:
    return now is not None and all(now[name] == value for name, value in row.items() if name != but)


def _agrees(connection: Connection, name: str, versions: Sequence[RowMapping]) -> bool:
    """The last version of each row is the row; a row that is gone has a last version that says so."""
    table, last = TABLES[name], {}
    for version in sorted(versions, key=lambda version: version["transaction_id"]):
        last[_key(table, version)] = version
    said = {key: _plain(version) for key, version in last.items() if version["operation_type"] != GONE}
    rows = connection.execute(select(table)).mappings()
    return said == {_key(table, row): dict(row) for row in rows}


def _plain(version: RowMapping) -> dict[str, Any]:
    return {name: value for name, value in version.items() if name not in ITS_OWN}


def _key(table: Table, row: RowMapping) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key.columns)
