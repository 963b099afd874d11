"""``assess_many``: one item for a million rows at once, through the very pipeline that serves one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from disburse.policy.arithmetic import LIMIT_FEN, MISSING, Column
from disburse.policy.catalogue import Catalogue
from disburse.policy.engine import NO_ADOPTIONS, Adoptions, in_force
from disburse.policy.facts import month_number
from disburse.policy.kinds import Bands
from disburse.policy.model import Document
from disburse.policy.past import Past
from disburse.policy.readings import NO_DECISIONS, Decisions, holding, settle
from disburse.policy.weighing import NEEDS_DECISION, NOT_ELIGIBLE, PAYABLE, numerators, weigh

RATING = "rating"
"""Name of the rating's column: places in ``RATINGS``, ``MISSING`` where none is known."""


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
    checked = {name: _checked(name, column) for name, column in columns.items()}
    rows = len(next(iter(checked.values())))
    closed = not item.grants_money or not dates[0] <= on <= dates[1] or bool(item.restates and not item.doubt)
    if closed:
        nothing = np.full(rows, MISSING)
        return Columns(np.full(rows, NOT_ELIGIBLE), nothing, nothing, nothing)
    absent = np.full(rows, MISSING)
    facts = {name: checked.get(name, absent) for name in item.facts}
    if isinstance(item.formula, Bands):
        facts["lpr"] = _lpr(catalogue, facts["contract_month"])
    factor = _factors(document, checked.get(RATING, absent))
    made = weigh(item, facts, factor, past or Past(), dates)
    outcome, low, high = (np.broadcast_to(part, rows) for part in (made.outcome, made.low, made.high))
    open_rows = outcome == NEEDS_DECISION
    return Columns(
        outcome=outcome,
        payable_fen=np.where(outcome == PAYABLE, low, MISSING),
        low_fen=np.where(open_rows, low, MISSING),
        high_fen=np.where(open_rows, high, MISSING),
    )


def _checked(name: str, column: Column) -> Column:
    if not np.issubdtype(column.dtype, np.integer) or column.ndim != 1:
        raise ValueError(f"{name}: a column of integers is needed, not {column.dtype}")
    if column.size and not (int(column.min()) >= MISSING and int(column.max()) <= LIMIT_FEN):
        raise ValueError(f"{name}: values must be from {MISSING} to {LIMIT_FEN}")
    return column.astype(np.int64)


def _factors(document: Document, ratings: Column) -> tuple[Column, int]:
    shares, whole = numerators(document)
    table = np.array([*shares, MISSING], dtype=np.int64)
    return table[ratings], whole


def _lpr(catalogue: Catalogue, months: Column) -> Column:
    """The rate of each month, ``MISSING`` where the series has none."""
    series = np.array(list(catalogue.lpr.values()), dtype=np.int64)
    first = month_number(next(iter(catalogue.lpr)))
    place = months - first
    published = (place >= 0) & (place < len(series))
    return np.where(published, series[np.clip(place, 0, len(series) - 1)], MISSING)
