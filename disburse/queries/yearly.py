"""A rating list beside last year's: who rose, who fell, who is new, who is gone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from disburse.db import db
from disburse.models import RatingList, RatingRow
from disburse.queries.ratings import SCALES, in_force

Kind = Literal["rose", "fell", "other", "same", "new", "gone"]
KINDS: dict[Kind, tuple[str, str]] = {
    "rose": ("升级", "rose"),
    "fell": ("降级", "fell"),
    "other": ("涉及暂不评价", "to or from T"),
    "same": ("不变", "the same"),
    "new": ("新增", "new"),
    "gone": ("退出", "gone"),
}
ORDER = "ABCD"
"""Classes from the best. T stands beside them: no step to or from it is up or down."""


@dataclass(frozen=True)
class Difference:
    """One enterprise, by its name and code in the lists, in two years; None where it is not listed."""

    kind: Kind
    name: str
    uscc: str | None
    before: str | None
    after: str | None


def differences(source: RatingList) -> list[Difference]:
    """A list beside last year's lists in force of the same unit and scale; empty where there are none.

    A partial correction says nothing of those that it does not name.
    """
    last_year = [
        one.id
        for one in in_force(source.unit)
        if one.year == source.year - 1 and _scales(one) & _scales(source)
    ]
    if not last_year:
        return []
    found = compare(_rows(last_year), _rows([source.id]))
    return [one for one in found if source.correction != "part" or one.kind != "gone"]


def compare(before: Iterable[RatingRow], after: Iterable[RatingRow]) -> list[Difference]:
    """Each enterprise of either year. The same one has the same code; or the same name, one code missing."""
    by_code, by_name = {}, defaultdict(list)
    left = dict.fromkeys(before)
    for row in left:
        by_code[row.uscc] = row
        by_name[row.match_name].append(row)
    found = []
    for row in after:
        named = [old for old in by_name[row.match_name] if old in left and None in (row.uscc, old.uscc)]
        old = (by_code.get(row.uscc) if row.uscc else None) or (named[0] if len(named) == 1 else None)
        was = old.rating if old else None
        if old:
            left.pop(old, None)
        found.append(Difference(_kind(was, row.rating), row.name, row.uscc, was, row.rating))
    return found + [Difference("gone", row.name, row.uscc, row.rating, None) for row in left]


def _kind(before: str | None, after: str) -> Kind:
    if before is None:
        return "new"
    if before == after:
        return "same"
    if before not in ORDER or after not in ORDER:
        return "other"
    return "rose" if ORDER.index(after) < ORDER.index(before) else "fell"


def _scales(source: RatingList) -> frozenset[str]:
    return frozenset({source.scale}) if source.scale else SCALES


def _rows(lists: Sequence[str]) -> Sequence[RatingRow]:
    query = select(RatingRow).where(RatingRow.list_id.in_(lists))
    return db.session.scalars(query.order_by(RatingRow.list_id, RatingRow.row)).all()
