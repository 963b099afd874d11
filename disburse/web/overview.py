"""The first page: totals by state, the funds, and the list of claims, narrowed and page by page."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from disburse import office
from disburse.actors import BANK
from disburse.ledger import left_fen
from disburse.queries import claims, funds
from disburse.queries.claims import PAGE
from disburse.queries.holding import holding
from disburse.web.reader import reader
from disburse.web.wording import governing, summed, told
from workflows.claim import CLAIM

pages = Blueprint("overview", __name__)


@pages.get("/")
def show() -> ResponseReturnValue:
    """Totals, funds, and one page of claims; ``state``, ``words`` and ``after`` narrow the list.

    A bank begins with its pledges: of awards it sees what it asks for, one by one.
    """
    if reader().role in BANK:
        return redirect(url_for("bank_pages.home"), 303)
    chosen = {"state": request.args.get("state", ""), "words": request.args.get("words", "").strip()}
    if chosen["state"] not in {"", *CLAIM.choices}:
        abort(400)
    after = request.args.get("after", "")
    lines = claims.page(reader(), **chosen, after=after, size=PAGE + 1)
    days = office.calendar()
    count, payable_fen = claims.tally(reader(), **chosen)
    return render_template(
        "overview.html",
        totals=summed(reader()),
        states=told(CLAIM, reader()),
        funds=[(fund, left_fen(fund)) for fund in funds.listed(reader())],
        chosen=chosen,
        after=after,
        rows=[
            (line, governing(line.claim.item, line.claim.on), holding(line.claim, days))
            for line in lines[:PAGE]
        ],
        following=lines[PAGE - 1].claim.id if len(lines) > PAGE else None,
        count=count,
        payable_fen=payable_fen,
    )
