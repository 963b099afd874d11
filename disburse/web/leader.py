"""Pages of the audience ``leader``: days against limits, sums approved, paid and outstanding."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request

from disburse import clock
from disburse.errors import NotFound
from disburse.policy import catalogue as policy
from disburse.queries import statistics
from disburse.queries.statistics import Sums
from disburse.web import columns
from disburse.web.languages import N_, marked, said
from disburse.web.languages import gettext as _
from disburse.web.reader import reader
from disburse.web.wording import STATES, unit
from workflows.roles import ROLES

pages = Blueprint("leader_pages", __name__, url_prefix="/leader")
LEADERS = frozenset({"city_approver", "district_head", "auditor"})
"""Who reads as a leader: there is no role of leaders."""
BY = (("unit", N_("按区市")), ("item", N_("按事项")), ("rating", N_("按亩产评级")))
SUMMED = ("count", "claimed_fen", "approved_fen", "paid_fen", "outstanding_fen", "recovered_fen")


@pages.before_request
def _leaders_only() -> None:
    """Everybody else is told that there is no such page. Raises NotFound."""
    if reader().role not in LEADERS:
        raise NotFound(number=request.path)


@pages.get("")
def show() -> str:
    """Every table of the statistics, reckoned now, of the claims that the reader may see."""
    by = reader()
    pace, flow = statistics.movement(by)
    return render_template(
        "leader.html",
        reckoned_at=columns.shown("at", clock.now()),
        whose=marked(unit(by.unit)) if ROLES[by.role].office == "district" else _("全市"),
        tables=[(name, _(title), _summed(by, name)) for name, title in BY],
        months=statistics.months(by),
        pace=pace,
        flow=[(said_state(one.source), said_state(one.target), one.count) for one in flow],
    )


def said_state(name: str) -> str:
    """What a state of a claim is called."""
    return said(STATES[name].zh, STATES[name].en)


def _summed(by: Any, of: str) -> tuple[Sequence[tuple[str, Sums]], dict[str, int]]:
    """The sums by district, item or class, each by its name; and all of them added up."""
    rows = statistics.sums(by, of)
    total = {name: sum(getattr(row, name) for row in rows) for name in SUMMED}
    return [(_named(of, row.of), row) for row in rows], total


def _named(of: str, name: str | None) -> str:
    if name is None:
        return _("尚未核定评级")
    if of == "unit":
        return marked(unit(name))
    if of == "rating":
        return _("未参评") if name == "unrated" else _("%(class)s 类", **{"class": name})
    item = policy.load().items.get(name)
    return f"{name} {said(item.title_zh, item.title_en)}" if item else name
