"""Pages of the audience ``enterprise``: what waits for it, what it may claim, its awards and pledges."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, render_template, request

from disburse import clock
from disburse.actors import ENTERPRISE
from disburse.errors import NotYours
from disburse.policy.kinds import NO_CEILING
from disburse.policy.match import ORDER, Match
from disburse.queries import assessing, own
from disburse.web.languages import N_, said
from disburse.web.languages import gettext as _
from disburse.web.newest import newest
from disburse.web.reader import reader
from disburse.web.reckoning import named
from disburse.web.wording import governing, summed, told, who_may, yuan
from workflows.claim import CLAIM
from workflows.pledge import PLEDGE

pages = Blueprint("enterprise_pages", __name__, url_prefix="/enterprise")
MOST = 20
"""The newest awards, pledges and papers that the first page shows; the lists have them all."""
CHANGES = 10
"""Changes on the first page; a page of their own has as many more as there are."""
LINES = 20
"""Items of one page of what may be claimed."""
PAGE = 50
"""Changes of one page."""
DIGITS = 16
LONGEST = 60
"""Characters of what is looked for."""
OUTCOMES = {
    "payable": N_("可以申报"),
    "needs_decision": N_("待政策解释"),
    "needs_facts": N_("还缺事实"),
    "not_eligible": N_("不符合"),
}
NOTICES = {
    "cn.disburse.deadline.near": N_("时限将到"),
    "cn.disburse.deadline.over": N_("时限已过"),
}
"""What a notice is called, by its type; others by their type."""


@pages.before_request
def _ours() -> None:
    """Only for who acts for an enterprise. Raises NotYours."""
    by = reader()
    if by.role not in ENTERPRISE:
        raise NotYours(number="/enterprise", action=_("企业办事"), **who_may(by, sorted(ENTERPRISE)))


@pages.get("")
def home() -> str:
    """What the enterprise has to do, where its claims are, its awards, and what it was told."""
    by = reader()
    waiting = own.waiting(by, own.MOST + 1)
    approved, paid = (newest("claim", MOST, {"state": state}) for state in ("approved", "paid"))
    return render_template(
        "enterprise.html",
        own=assessing.own(by),
        waiting=[(one, governing(one.due.claim.item, one.due.claim.on)) for one in waiting[: own.MOST]],
        more_wait=own.MOST if len(waiting) > own.MOST else 0,
        totals=summed(by),
        states=told(CLAIM, by),
        approved=approved,
        paid=paid,
        items={row.id: governing(row.item, row.on) for row in [*approved.rows, *paid.rows]},
        pledges=newest("pledge", MOST),
        pledge_states=told(PLEDGE, by),
        changes=own.changes(by, size=CHANGES),
        notices=[(one, _(NOTICES.get(one.type, one.type))) for one in own.latest(by)],
    )


@pages.get("/changes")
def changes() -> str:
    """What others did to the claims of the enterprise, newest first, a page at a time."""
    by = reader()
    before = request.args.get("before", "")
    if before and not (before.isdecimal() and len(before) < DIGITS):
        abort(400)
    rows = own.changes(by, size=PAGE + 1, before=int(before) if before else None)
    return render_template(
        "changes.html",
        changes=rows[:PAGE],
        older=rows[PAGE - 1][0] if len(rows) > PAGE else None,
        states=told(CLAIM, by),
    )


@pages.get("/match")
def match() -> str:
    """Items that grant money on a chosen day: what may be claimed, or what is missing, or why not."""
    typed = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("on", "words", "group", "page")}
    on, readable = _day(typed["on"])
    enterprise = assessing.own(reader())
    found = assessing.matches(enterprise, on, {}) if readable else ()
    groups = _grouped([one for one in found if _speaks_of(one, typed["words"])])
    name = typed["group"] or next(iter(groups), ORDER[0])
    if name not in ORDER or not (typed["page"] or "1").isdecimal():
        abort(400)
    lines, page = groups.get(name, []), max(int(typed["page"] or 1), 1)
    asked = {"on": on.isoformat(), "words": typed["words"]}
    return render_template(
        "match.html",
        own=enterprise,
        on=on,
        typed={**typed, "on": typed["on"] or on.isoformat()},
        readable=readable,
        outcome=name,
        tabs=[(one, _(OUTCOMES[one]), len(groups.get(one, ()))) for one in ORDER],
        asked=asked,
        rows=[_line(one) for one in lines[(page - 1) * LINES : page * LINES]],
        page=page,
        more=len(lines) > page * LINES,
    )


def _day(text: str) -> tuple[date, bool]:
    """The day that is asked about, today by default; and whether it could be read."""
    try:
        return (date.fromisoformat(text) if text else clock.today()), True
    except ValueError:
        return clock.today(), False


def _speaks_of(one: Match, words: str) -> bool:
    """Whether an item's number, title or article has the words, in either language."""
    item = one.item
    told = f"{item.id} {item.title_zh} {item.title_en} {item.article}".casefold()
    return all(word in told for word in words.casefold().split())


def _grouped(found: Sequence[Match]) -> dict[str, list[Match]]:
    """Items by outcome, what can be claimed first; only outcomes that there are."""
    groups = {name: [one for one in found if one.assessment.outcome == name] for name in ORDER}
    return {name: lines for name, lines in groups.items() if lines}


def _line(one: Match) -> tuple[Match, str, list[tuple[str, str]]]:
    """An item with its sum in words and the names of the facts that are missing."""
    return one, _range(one), named(one.assessment.missing)


def _range(one: Match) -> str:
    if one.range_fen is None:
        return ""
    low, high = one.range_fen
    if high >= NO_CEILING:
        return said("不设上限", "no ceiling")
    return yuan(high) if low == high else f"{yuan(low)} – {yuan(high)}"
