"""Pages of the audience ``public``: what everybody may read without signing in."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from disburse.queries import publicity
from disburse.web.paper import sheet
from disburse.web.reader import config

pages = Blueprint("public_pages", __name__, url_prefix="/public")
PAGE = publicity.PAGE
LONGEST = 120
"""Characters of a code at most: that of a list has the name of its unit."""


@pages.get("/")
def notices() -> str:
    """The claims on public notice 公示: enterprise, item, sum; no account, no telephone."""
    words, after = request.args.get("words", "").strip()[:60], request.args.get("after", "")
    rows = publicity.page(words=words, after=after, size=PAGE + 1)
    count, payable_fen = publicity.tally(words=words)
    return render_template(
        "public/notices.html",
        bureau=config().city_bureau,
        rows=rows[:PAGE],
        following=rows[PAGE - 1].number if len(rows) > PAGE else "",
        words=words,
        after=after,
        count=count,
        payable_fen=payable_fen,
        posted=publicity.posted(),
    )


@pages.get("/notices/<number>.pdf")
def notice(number: str) -> Response:
    """A public notice as it is posted. Raises NotFound once it is over, OutOfOrder or NotIssued."""
    return sheet("publication", number, None)


@pages.get("/verify")
def verify() -> ResponseReturnValue:
    """Ask for the code that a paper bears, and lead to what it says."""
    code = "".join(request.args.get("code", "").split())[:LONGEST]
    if code:
        return redirect(url_for("verify.show", code=code), 303)
    return render_template("public/verify.html", asked="code" in request.args)
