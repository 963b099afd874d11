"""What narrows a list: columns and what they equal, and filters by name that are more than one column."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_

from disburse.actors import Actor
from disburse.models import Audited, Claim, Pledge, Recovery
from disburse.queries import claims, paying, recoveries, worklist

Narrow = Callable[[Actor, Any], ColumnElement[bool]]
NAMED: Mapping[tuple[str, str], Narrow] = {
    ("claim", "words"): lambda _by, words: claims.matching(words),
    ("claim", "named"): lambda _by, words: worklist.matching(words),
    ("claim", "waiting"): lambda by, _true: Claim.state.in_(worklist.WAITING[by.role]),
    ("claim", "dealt"): lambda by, _true: worklist.dealt(by),
    ("claim", "overdue"): lambda _by, _true: worklist.overdue(),
    ("claim", "payable"): lambda _by, _true: and_(*paying.can_be_paid()),
    ("recovery", "owed"): lambda _by, _true: Recovery.state.in_(recoveries.OPEN),
    ("recovery", "band"): lambda _by, band: recoveries.of_band(band),
    ("pledge", "receipted"): lambda _by, _true: Pledge.receipt_number.is_not(None),
}
"""By kind and name of the filter; every other name is a column. Of states there may be several at once."""


def narrowed(model: type[Audited], by: Actor, chosen: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The conditions of a filter on the records of a kind."""
    return [_condition(model, by, name, value) for name, value in chosen.items()]


def _condition(model: type[Audited], by: Actor, name: str, value: Any) -> ColumnElement[bool]:
    if (model.kind, name) in NAMED:
        return NAMED[model.kind, name](by, value)
    column = getattr(model, name)
    condition: ColumnElement[bool] = claims.of_state(column, value) if name == "state" else column == value
    return condition
