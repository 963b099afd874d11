"""What a district recommended in some days: the list, and its letter and table as papers."""

from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request

from disburse import clock
from disburse.actors import DISTRICT, Actor
from disburse.errors import NotYours
from disburse.policy import catalogue as policy
from disburse.queries import reviewed, units
from disburse.queries.rolls import Roll
from disburse.web.languages import gettext as _
from disburse.web.reader import reader
from disburse.web.typed import READ
from disburse.web.wording import who_may

pages = Blueprint("recommended_pages", __name__)
USUAL = timedelta(days=30)
"""How far back the list begins where nobody says."""


@pages.get("/recommended")
def show() -> str:
    """What a unit recommended from one day to another; a district sees its own. Raises NotYours."""
    by = reader()
    if by.role not in reviewed.OFFICIALS:
        raise NotYours(number=request.path, action=_("查看"), **who_may(by, sorted(reviewed.OFFICIALS)))
    offered, first, last = _units(by), *_days()
    unit = by.unit if by.role in DISTRICT else request.args.get("unit", "")
    if offered and unit not in {"", *offered}:
        abort(400)
    roll = Roll("recommend", unit, first, last) if unit and first and last and first <= last else None
    lines = reviewed.recommended(roll, by) if roll else ()
    known = policy.load().items
    return render_template(
        "recommended.html",
        roll=roll,
        unit=unit,
        units=offered,
        given=[request.args.get(name) or day for name, day in (("first", first), ("last", last))],
        rows=[(line, known[line.item_id]) for line in lines],
        claimed_fen=sum(line.claimed_fen or 0 for line in lines),
        recognised_fen=sum(line.recognised_fen or 0 for line in lines),
        open_count=sum(line.recognised_fen is None for line in lines),
    )


def _units(by: Actor) -> list[str]:
    """The districts among which one chooses; none for a district itself."""
    if by.role in DISTRICT:
        return []
    return [one.id for one in units.listed(by, "district")]


def _days() -> tuple[date | None, date | None]:
    """First and last day of the list, the last month where nobody says; None for what is no day."""
    today = clock.today()
    return _day("first", today - USUAL), _day("last", today)


def _day(name: str, usual: date) -> date | None:
    text = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(READ["day"](text) or "") if text else usual
    except ValueError:
        return None
