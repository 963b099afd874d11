"""Rows of published lists that may be an enterprise's: the work list of whoever says whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from disburse.actors import Actor
from disburse.queries import ratings, recognitions
from disburse.queries.matching import Candidate, Why
from workflows.roles import ROLES


@dataclass(frozen=True)
class Open:
    """A row and the enterprise that it may be of; ``place`` is where it stands in the work list."""

    place: str
    kind: str
    list_id: str
    row: int
    name: str
    enterprise_id: str
    enterprise_name: str
    why: Why


def page(by: Actor, *, after: str = "", size: int) -> Sequence[Open]:
    """The next ``size`` of them after a place, by list and row; none for who is not of the city bureau."""
    return [one for one in _all(by) if one.place > after][:size]


def count(by: Actor) -> int:
    """How many wait."""
    return len(_all(by))


def _all(by: Actor) -> list[Open]:
    """All, in order: names are held against names, so there is no query for a part of them."""
    if ROLES[by.role].office != "city":
        return []
    rated = (_open("rating_list", one) for one in ratings.to_match())
    recognised = (_open("recognition_list", one) for one in recognitions.to_match())
    return sorted(chain(rated, recognised), key=lambda one: one.place)


def _open(kind: str, one: Candidate) -> Open:
    line, firm = one.line, one.firm
    place = f"{line.list_id}/{line.row:07}/{firm.id}"
    return Open(place, kind, line.list_id, line.row, line.name, firm.id, firm.name, one.why)
