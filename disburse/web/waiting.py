"""The work list 待办 and what was done 已办, for every office whose daily work are claims.

Filters and place are in the address. Acts on many go to the pages of ``batching``, which confirm first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import abort, render_template, request

from disburse import offers
from disburse.actors import Actor
from disburse.errors import NotYours
from disburse.policy import catalogue as policy
from disburse.queries import claims, units, worklist
from disburse.queries.worklist import Chosen, Count, Due
from disburse.web import changes, columns
from disburse.web.batching import ROW, for_many
from disburse.web.kinds import KINDS, NAMES
from disburse.web.languages import gettext as _
from disburse.web.languages import say
from disburse.web.reader import reader
from disburse.web.task import Task
from disburse.web.wording import governing, who_may
from workflows.claim import CLAIM
from workflows.roles import ROLES

MOST = 60
"""Characters of words to look for."""


@dataclass(frozen=True)
class Beside:
    """Records of another kind that wait: what they are called, their state, how many, and their list."""

    called: str
    state: Count
    count: int
    address: str


def require(office: str) -> Actor:
    """The reader, who is of an office. Raises NotYours for everybody else."""
    by = reader()
    if ROLES[by.role].office != office:
        theirs = tuple(name for name, role in ROLES.items() if role.office == office)
        raise NotYours(number=request.path, action=_("查看"), **who_may(by, theirs))
    return by


def show(office: str, at: str, acts: Iterable[str], *, with_units: bool = False) -> str:
    """What waits for the reader, what is due first at the top. Raises NotYours."""
    by = require(office)
    given = _given()
    chosen, after = _chosen(given), _after()
    rows = worklist.page(by, chosen, after=after, size=worklist.PAGE + 1)
    counts = worklist.counts(by, replace(chosen, state=None))
    shown = [one for one in counts if given.get("state") in (None, one.state)]
    return render_template(
        "waiting.html",
        at=at,
        given=given,
        only={"waiting": "true", **{"named" if name == "words" else name: v for name, v in given.items()}},
        rows=[(row, governing(row.claim.item, row.claim.on), _late(row)) for row in rows[: worklist.PAGE]],
        tabs=_tabs(at, given, counts),
        count=sum(one.count for one in shown),
        overdue=sum(one.overdue for one in shown),
        payable_fen=sum(one.payable_fen for one in shown),
        beside=[] if given else _beside(by),
        items=_items(by),
        units=[unit.id for unit in units.listed(by)] if with_units else [],
        acts=[(act, Task(act, by).title) for act in acts if _is_for(act, by) and for_many(act)],
        row=ROW,
        after=after,
        following=_with(at, {**given, "after": rows[worklist.PAGE - 1].key})
        if len(rows) > worklist.PAGE
        else "",
        first=_with(at, given),
    )


def done(office: str, at: str) -> str:
    """The last steps of the reader's unit, the newest first. Raises NotYours."""
    by = require(office)
    before = request.args.get("before", "")
    if before and not (before.isdecimal() and len(before) < 16):
        abort(400)
    rows = worklist.done(by, before=int(before) if before else None, size=worklist.PAGE + 1)
    return render_template(
        "done.html",
        rows=[
            (
                columns.shown("at", row.event.at),
                row.claim,
                changes.action("claim", row.event.action),
                row.event.role,
            )
            for row in rows[: worklist.PAGE]
        ],
        at=at if before else "",
        following=f"{at}?before={rows[worklist.PAGE - 1].id}" if len(rows) > worklist.PAGE else "",
    )


def waits(by: Actor) -> int:
    """How many claims wait for somebody: the count in the menu."""
    return sum(one.count for one in worklist.counts(by))


def _given() -> dict[str, str]:
    """The filters that were given; a word that there is not is a wrong address."""
    names = ("state", "item", "unit", "words", "overdue")
    given = {name: text for name in names if (text := request.args.get(name, "").strip())}
    states = {state.name for state in CLAIM.states}
    wrong = given.get("state", "submitted") not in states or given.get("overdue", "true") != "true"
    if wrong or len(given.get("words", "")) > MOST:
        abort(400)
    return given


def _chosen(given: Mapping[str, str]) -> Chosen:
    return Chosen(
        state=given.get("state"),
        item=given.get("item"),
        unit=given.get("unit"),
        words=given.get("words", ""),
        overdue="overdue" in given,
    )


def _after() -> str:
    """Where the page begins: a day and a number."""
    after = request.args.get("after", "")
    day = after.partition("|")[0]
    if after and (len(day) != 10 or not day.replace("-", "").isdecimal() or "|" not in after):
        abort(400)
    return after


def _late(row: Due) -> bool:
    return bool(row.term and row.term.over and row.claim.state in worklist.TIMED)


def _tabs(at: str, given: Mapping[str, str], counts: Iterable[Count]) -> list[tuple[str, str, bool]]:
    """A view for all states, one for each that has claims, and one for what is overdue."""
    counts = list(counts)
    rest = {name: text for name, text in given.items() if name not in ("state", "overdue")}
    late, state = "overdue" in given, given.get("state")
    whole = _("全部（%(count)d）", count=sum(one.count for one in counts))
    made = [(whole, _with(at, rest), not late and state is None)]
    for one in counts:
        text = f"{say(one)}（{one.count}）" if say(one) == one.zh else f"{say(one)} ({one.count})"
        made.append((text, _with(at, {**rest, "state": one.state}), state == one.state))
    overdue = sum(one.overdue for one in counts)
    return [*made, (_("超期（%(count)d）", count=overdue), _with(at, {**rest, "overdue": "true"}), late)]


def _beside(by: Actor) -> list[Beside]:
    """What waits beside claims and has pages."""
    found = [one for one in worklist.beside(by) if one.kind in NAMES]
    called = {kind.kind: kind.many for kind in KINDS.values()}
    return [
        Beside(called[one.kind], one, one.count, f"/{NAMES[one.kind]}?state={one.state}") for one in found
    ]


def _items(by: Actor) -> list[tuple[str, str]]:
    known = policy.load().items
    return [(item, f"{item} {say(known[item])}") for item in sorted(claims.items(by)) if item in known]


def _is_for(act: str, by: Actor) -> bool:
    return by.role in {step.role for step in offers.steps_of(act)}


def _with(at: str, given: Mapping[str, Any]) -> str:
    return f"{at}?{urlencode(given)}" if given else at
