"""Cases gathered into columns, for both sides of a comparison: one group for each item and day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from disburse.policy.arithmetic import MISSING, Column
from disburse.policy.case import Case
from disburse.policy.columns import RATING
from disburse.policy.compare import Claims, Rows, Side
from disburse.policy.facts import encode
from disburse.policy.model import RATINGS
from disburse.policy.past import Past, review
from disburse.policy.readings import holding, settle

Ratings = Mapping[str, str]
"""Another rating of some enterprises, by the enterprise (or by the case's id where it names none)."""
NO_RATINGS: Ratings = {}


@dataclass(frozen=True)
class Gathered:
    """The groups with the cases of their rows, and the name of each district by its number."""

    groups: tuple[tuple[tuple[Case, ...], Claims], ...]
    districts: tuple[str, ...]


def gather(cases: Iterable[Case], a: Side, b: Side, ratings_b: Ratings = NO_RATINGS) -> Gathered:
    """Columns of the cases as each side sees them; who is not among ``ratings_b`` keeps the case's rating."""
    together: dict[tuple[str, date], list[Case]] = defaultdict(list)
    for case in cases:
        together[case.item, case.on].append(case)
    districts: dict[str, int] = {}
    groups = []
    for (item, on), rows in together.items():
        rated = [
            replace(case, rating=ratings_b.get(case.enterprise or case.id, case.rating)) for case in rows
        ]
        district = _column(districts.setdefault(case.district, len(districts)) for case in rows)
        groups.append((tuple(rows), Claims(item, on, district, _rows(a, rows), _rows(b, rated))))
    return Gathered(tuple(groups), tuple(districts))


def _rows(side: Side, cases: Sequence[Case]) -> Rows:
    """Encoded facts, ratings and past awards; nothing where the side's catalogue lacks the item."""
    item_id, on = cases[0].item, cases[0].on
    if item_id not in side.catalogue.items:
        return Rows({})
    readings = holding(side.decisions, on)
    item = settle(side.catalogue.governing(item_id, on), readings)
    facts = {
        name: _column(encode(side.catalogue.facts[name], case.facts.get(name)) for case in cases)
        for name in item.facts
    }
    facts[RATING] = _column(RATINGS.index(case.rating) if case.rating else MISSING for case in cases)
    if not any(case.history for case in cases):
        return Rows(facts)
    pasts = [vars(review(side.catalogue, item, case, readings)[0]) for case in cases]
    return Rows(facts, Past(**{name: _column(past[name] for past in pasts) for name in pasts[0]}))


def _column(values: Iterable[int]) -> Column:
    return np.fromiter(values, dtype=np.int64)
