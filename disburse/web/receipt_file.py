"""A file of the bank's receipts: what became of each line, and the lines that wait for a person."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from disburse import banking
from disburse.queries import receipt_lines, records
from disburse.web import forms
from disburse.web.languages import N_
from disburse.web.reader import reader

pages = Blueprint("receipt_file", __name__)
PAGE = 100
STATES = {
    "open": N_("待办"),
    "applied": N_("已办理"),
    "matched": N_("已认定"),
    "dismissed": N_("不予办理"),
    "noted": N_("仅作记载"),
}
"""What a line's states are called."""
OUTCOMES = {"confirmed": N_("成功"), "returned": N_("退汇"), "pending": N_("处理中")}
"""What the bank says of a payment."""


@pages.app_context_processor
def words() -> dict[str, object]:
    """Teach the templates the words of receipt lines."""
    return {"line_states": STATES, "outcomes": OUTCOMES}


@pages.get("/receipt-files/<number>")
def show(number: str) -> str:
    """A file with one page of its lines. Raises NotFound."""
    return _page(number)


@pages.post("/receipt-files/<number>/apply")
def go_on(number: str) -> ResponseReturnValue:
    """Apply every line that nothing speaks against and that is for the reader's role, each by itself."""
    file: Any = records.one("receipt_file", number, reader())
    if reader().role not in banking.BY_ROLE:
        abort(404)
    forms.require()
    done = banking.apply_due(file, is_known=True, by=reader())
    if done.refused:
        return _page(number, done), 409
    return redirect(url_for("receipt_file.show", number=number, applied=len(done.applied)), 303)


def _page(number: str, done: banking.Received | None = None) -> str:
    by = reader()
    file: Any = records.one("receipt_file", number, by)
    state, after = request.args.get("state", ""), request.args.get("after", "")
    if state not in {"", *STATES}:
        abort(400)
    lines = receipt_lines.of_file(file.id, after=after, size=PAGE + 1, state=state or None)
    counts = receipt_lines.counts(file.id)
    return render_template(
        "receipt_file.html",
        record=file,
        counts=counts,
        lines=lines[:PAGE],
        following=lines[PAGE - 1].place if len(lines) > PAGE else "",
        chosen=state,
        after=after,
        refused=done.refused if done else (),
        applied=request.args.get("applied", ""),
        may_apply=by.role in banking.BY_ROLE and counts["open"] > 0,
    )
