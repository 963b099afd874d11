"""One box to search, on top of every page: numbers, codes, names and pinyin; what was found, by kind."""

from flask import Blueprint, render_template, request

from disburse.queries.records import KINDS as MODELS
from disburse.queries.search import MOST, SHORTEST, Hit, search
from disburse.web.kinds import KINDS, NAMES
from disburse.web.reader import reader
from disburse.web.wording import told
from workflows.table import State

pages = Blueprint("searching", __name__)
LONGEST = 80


@pages.get("/search")
def show() -> str:
    """What the words may mean of what the reader may see; as many of each kind as fit a page."""
    words = request.args.get("words", "").strip()[:LONGEST]
    found = search(words, reader())
    groups = [(KINDS[NAMES[kind]], list(map(_line, hits))) for kind, hits in found.items() if kind in NAMES]
    return render_template("search.html", words=words, groups=groups, most=MOST, shortest=SHORTEST)


def _line(hit: Hit) -> tuple[Hit, State | None]:
    workflow = MODELS[hit.kind].workflow
    return hit, told(workflow, reader())[hit.state] if workflow and hit.state else None
