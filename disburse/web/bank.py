"""Pages of the audience ``bank``: awards that a bank was authorised to see, locks and notices."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from disburse.actors import BANK
from disburse.clock import BEIJING
from disburse.errors import Refusal
from disburse.queries import awards, claims, notices, pledging, records
from disburse.records import read
from disburse.web import forms, once
from disburse.web.languages import N_
from disburse.web.reader import reader
from disburse.web.wording import NOTHING, governing
from disburse.work import endpoints
from reports.figures import percent
from schemas.endpoints import ENDPOINT_IN
from workflows.pledge import LOCKED, PLEDGE

pages = Blueprint("bank_pages", __name__, url_prefix="/bank")
PAGE = pledging.PAGE
KEEPER = "bank_checker"
"""Who registers the addresses of the own bank, and holds their secrets."""
OTHER = N_("其他通知")
STATES = frozenset(state.name for state in PLEDGE.states)

TYPES = defaultdict(
    lambda: OTHER,
    {
        "cn.disburse.award.changed": N_("奖补有变动"),
        "cn.disburse.award.paid": N_("奖补已到账"),
        "cn.disburse.award.returned": N_("拨付被退回"),
        "cn.disburse.award.revoked": N_("批准已撤销"),
    },
)
"""What the types of notices are called."""


@pages.before_request
def _banks_only() -> None:
    if reader().role not in BANK:
        abort(404)


@pages.app_template_filter("shown_moment")
def shown_moment(at: datetime | None) -> str:
    """A moment in Beijing time, to the second."""
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S") if at else NOTHING


@pages.get("/")
def home() -> str:
    """The pledges made to the bank, by number, of a ``state`` or of all."""
    by, state, after = reader(), request.args.get("state", ""), request.args.get("after", "")
    if state not in {"", *STATES}:
        abort(400)
    rows = pledging.page(by, state=state or None, after=after, size=PAGE + 1)
    return render_template(
        "bank/home.html",
        totals=pledging.totals(by),
        rows=rows[:PAGE],
        seen=_seen([row.claim_id for row in rows]),
        following=rows[PAGE - 1].id if len(rows) > PAGE else "",
        chosen=state,
        after=after,
        mine=by.role,
    )


@pages.get("/awards/<number>")
def award(number: str) -> str:
    """An award as the bank may see it, in answer to a query just made. Raises NotFound without authority.

    The query itself is the act ``query_award``: without one nothing of the award is shown.
    """
    by = reader()
    claim = claims.one(number, by)
    done = once.notice()
    asked = done is not None and (done.act, done.number) == ("query_award", number)
    shown = awards.award_for_bank(claim, by) if asked else None
    return render_template(
        "bank/award.html",
        number=number,
        claim=claim if asked else None,
        item=governing(claim.item, claim.on),
        award=shown,
        factor=percent(Fraction(shown["factor"])) if shown and shown["factor"] else "",
        pledges=pledging.of_award(number, by),
    )


@pages.get("/receipts")
def receipts() -> str:
    """The receipts that the bank was given: numbers, days, papers, and where each is verified."""
    by, after = reader(), request.args.get("after", "")
    rows = pledging.receipts(by, after=after, size=PAGE + 1)
    return render_template(
        "bank/receipts.html",
        rows=rows[:PAGE],
        following=rows[PAGE - 1].pledge.id if len(rows) > PAGE else "",
        after=after,
        locked=LOCKED,
    )


@pages.get("/notices")
def feed() -> str:
    """What the bank was told of its awards, in order after number ``after``."""
    given = request.args.get("after", "")
    after = int(given) if given.isdecimal() and len(given) < 16 else 0
    rows = notices.feed(reader(), after=after, size=PAGE + 1)
    return render_template(
        "bank/notices.html",
        rows=rows[:PAGE],
        seen=_seen([row.subject for row in rows]),
        following=rows[PAGE - 1].number if len(rows) > PAGE else 0,
        after=after,
        types=TYPES,
    )


def _seen(numbers: Sequence[str]) -> frozenset[str]:
    """The awards that the bank may still see: an authority ends, what was pledged stays in its lists."""
    return frozenset(records.some("claim", numbers, reader()))


@pages.get("/endpoints")
def addresses() -> str:
    """Where notices are sent, and what did not arrive."""
    return _addresses()


@pages.post("/endpoints")
def register() -> ResponseReturnValue:
    """Register an address; the page that answers shows its secret, this once."""
    _require_keeper()
    try:
        forms.require()
        given = read(ENDPOINT_IN, {"url": forms.text("url").strip(), "types": forms.text("types").split()})
        secret, _made = endpoints.register(given["url"], given["types"], reader())
    except Refusal as no:
        return _addresses(no), no.status
    return _addresses(secret=secret), 201


@pages.post("/endpoints/<number>/rotate")
def rotate(number: str) -> ResponseReturnValue:
    """Another secret for an address; the page that answers shows it, this once. Raises NotFound."""
    _require_keeper()
    records.one("endpoint", number, reader())
    version = forms.text("version")
    try:
        forms.require()
        seen = int(version) if version.isdecimal() and len(version) < 16 else 0
        secret, _made = endpoints.rotate(number, version=seen, by=reader())
    except Refusal as no:
        return _addresses(no), no.status
    return _addresses(secret=secret)


def _require_keeper() -> None:
    if reader().role != KEEPER:
        abort(404)


def _addresses(no: Refusal | None = None, secret: str | None = None) -> str:
    by = reader()
    found = notices.endpoints(by)
    typed: Any = request.form if no is not None else MultiDict()
    return render_template(
        "bank/endpoints.html",
        no=no,
        secret=secret,
        typed=typed,
        rows=found,
        unsent=notices.unsent(by),
        may_keep=by.role == KEEPER,
    )
