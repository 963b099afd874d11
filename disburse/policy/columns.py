"""``assess_many``: one item for a million rows at once, through the very pipeline that serves one case."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from disburse.policy.arithmetic import LIMIT_FEN, MISSING, Column
from disburse.policy.catalogue import Catalogue
from disburse.policy.engine import NO_ADOPTIONS, Adoptions, in_force
from disburse.policy.kinds import Bands
from disburse.policy.model import Document, Item
from disburse.policy.past import Past
from disburse.policy.readings import NO_DECISIONS, Decisions, holding, settle
from disburse.policy.weighing import NEEDS_DECISION, NOT_ELIGIBLE, PAYABLE, Weighed, numerators, weigh

RATING = "rating"
"""Name of the rating's column: places in ``RATINGS``, ``MISSING`` where none is known."""
BLOCK_ROWS = 1 << 15
"""Rows weighed at once: as many as the processor's cache holds with all that is reckoned on the way."""


@dataclass(frozen=True)
class Columns:
    """Answers by row: places in ``OUTCOMES``, and fen, ``MISSING`` where there is none.

    ``low`` and ``high`` are the range of rows that need a decision; a ``high`` of ``LIMIT_FEN`` stands for
    "the text sets no ceiling".
    """

    outcome: Column
    payable_fen: Column
    low_fen: Column
    high_fen: Column


def assess_many(
    catalogue: Catalogue,
    item_id: str,
    on: date,
    columns: Mapping[str, Column],
    past: Past | None = None,
    adoptions: Adoptions = NO_ADOPTIONS,
    decisions: Decisions = NO_DECISIONS,
) -> Columns:
    """Assess rows of encoded facts (``facts.encode``), ``MISSING`` where not given.

    A fact without a column is missing in every row. Simulates: whether a draft may be paid from is for
    ``assess`` to say. Raises ``ValueError`` for a column that is not of integers from -1 to ``LIMIT_FEN``.
    """
    item = settle(catalogue.governing(item_id, on), holding(decisions, on))
    document = catalogue.document(item)
    dates = in_force(document, adoptions)
    for name, column in columns.items():
        _check(name, column)
    rows = len(next(iter(columns.values())))
    closed = not item.grants_money or not dates[0] <= on <= dates[1] or bool(item.restates and not item.doubt)
    if closed:
        nothing = np.full(rows, MISSING)
        return Columns(np.full(rows, NOT_ELIGIBLE), nothing, nothing, nothing)
    made = Columns(*(np.empty(rows, dtype=np.int64) for _ in fields(Columns)))
    for start in range(0, rows, BLOCK_ROWS):
        block = slice(start, min(start + BLOCK_ROWS, rows))
        facts = _facts(catalogue, item, columns, block)
        factor = _factors(document, _part(columns, RATING, block))
        _fill(made, block, weigh(item, facts, factor, _past(past or Past(), block), dates))
    return made


def _facts(
    catalogue: Catalogue, item: Item, columns: Mapping[str, Column], block: slice
) -> dict[str, Column]:
    """What the item asks for, in one block of rows."""
    facts = {name: _part(columns, name, block) for name in item.facts}
    if isinstance(item.formula, Bands):
        facts["lpr"] = _lpr(catalogue, facts["contract_month"])
    return facts


def _part(columns: Mapping[str, Column], name: str, block: slice) -> Column:
    if name not in columns:
        return np.full(block.stop - block.start, MISSING)
    return columns[name][block].astype(np.int64, copy=False)


def _past(past: Past, block: slice) -> Past:
    """The past awards of one block of rows."""
    parts = {field.name: getattr(past, field.name) for field in fields(Past)}
    return Past(**{name: part if isinstance(part, int) else part[block] for name, part in parts.items()})


def _fill(made: Columns, block: slice, weighed: Weighed) -> None:
    """Write the answers of one block of rows."""
    made.outcome[block] = weighed.outcome
    outcome = made.outcome[block]
    made.payable_fen[block] = np.where(outcome == PAYABLE, weighed.low, MISSING)
    open_rows = outcome == NEEDS_DECISION
    made.low_fen[block] = np.where(open_rows, weighed.low, MISSING)
    made.high_fen[block] = np.where(open_rows, weighed.high, MISSING)


def _check(name: str, column: Column) -> None:
    if not np.issubdtype(column.dtype, np.integer) or column.ndim != 1:
        raise ValueError(f"{name}: a column of integers is needed, not {column.dtype}")
    if column.size and not (int(column.min()) >= MISSING and int(column.max()) <= LIMIT_FEN):
        raise ValueError(f"{name}: values must be from {MISSING} to {LIMIT_FEN}")


def _factors(document: Document, ratings: Column) -> tuple[Column, int]:
    shares, whole = numerators(document)
    table = np.array([*shares, MISSING], dtype=np.int64)
    return table[ratings], whole


def _lpr(catalogue: Catalogue, months: Column) -> Column:
    """The rate of each month, ``MISSING`` where the series has none."""
    known = catalogue.lpr_by_number
    first = min(known)
    series = np.array([known.get(month, MISSING) for month in range(first, max(known) + 1)], dtype=np.int64)
    place = months - first
    published = (place >= 0) & (place < len(series))
    return np.where(published, series[np.clip(place, 0, len(series) - 1)], MISSING)
