"""Pages of the audience ``finance``: funds, batches, payments and recoveries at the finance bureau."""

from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from disburse import banking, offers
from disburse.errors import Refusal
from disburse.ledger import left_fen
from disburse.queries import funds, paying, receipt_lines, records, recoveries, worklist
from disburse.web import forms, receipts_in
from disburse.web.kinds import KINDS, NAMES
from disburse.web.reader import config, reader
from disburse.web.receipts_in import Seen
from disburse.web.waiting_file import File, sent
from reports.figures import plain_yuan
from workflows.payout import BATCH
from workflows.roles import ROLES

pages = Blueprint("finance_pages", __name__, url_prefix="/finance")
PAGE = paying.PAGE
MOST = 100
"""Awards that are carried into the form of one batch."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = frozenset(state.name for state in BATCH.states)


@pages.before_request
def _finance_only() -> None:
    if ROLES[reader().role].office != "finance":
        abort(404)


@pages.get("/")
def home() -> str:
    """What waits, funds with what is left of them, batches by state, what came back, what is owed."""
    by = reader()
    owed = recoveries.owed(by)
    return render_template(
        "finance/home.html",
        waiting=[(one, KINDS[NAMES[one.kind]]) for one in worklist.beside(by) if one.kind in NAMES],
        lines=receipt_lines.count_waiting(by),
        funds=[(fund, left_fen(fund)) for fund in funds.listed(by)],
        due=paying.due_by_fund(by),
        totals=paying.totals(by),
        returned=paying.returned_tally(by),
        owed=recoveries.by_band(owed),
        owed_fen=sum(one.owed_fen for one in owed),
        may_build=offers.may_make("build_batch", by),
    )


@pages.get("/batches")
def batches() -> str:
    """Batches, the newest first, of a ``state`` or of all."""
    state, after = request.args.get("state", ""), request.args.get("after", "")
    if state not in {"", *STATES}:
        abort(400)
    rows = paying.batches(reader(), state=state or None, after=after, size=PAGE + 1)
    return render_template(
        "finance/batches.html",
        totals=paying.totals(reader()),
        rows=rows[:PAGE],
        following=rows[PAGE - 1].id if len(rows) > PAGE else "",
        chosen=state,
        after=after,
        may_build=offers.may_make("build_batch", reader()),
    )


@pages.get("/funds/<number>/due")
def due(number: str) -> str:
    """Awards of a fund that can be paid, to be picked for a batch. Raises NotFound."""
    by, after = reader(), request.args.get("after", "")
    fund: Any = records.one("fund", number, by)
    rows = paying.due(by, number, after=after, size=PAGE + 1)
    count, due_fen = paying.due_by_fund(by).get(number, (0, 0))
    return render_template(
        "finance/due.html",
        fund=fund,
        left_fen=left_fen(fund),
        count=count,
        due_fen=due_fen,
        rows=rows[:PAGE],
        following=rows[PAGE - 1].claim.id if len(rows) > PAGE else "",
        after=after,
        may_build=offers.may_make("build_batch", by),
    )


@pages.get("/funds/<number>/batch")
def pick(number: str) -> ResponseReturnValue:
    """Carry the awards named ``row`` into the form of a batch; whoever builds it adds them up by itself."""
    rows = list(dict.fromkeys(request.args.getlist("row")))
    if len(rows) > MOST:
        abort(413)
    typed = {"fund_id": number}
    for place, (claim, due_fen) in enumerate(paying.due_of(reader(), rows).items()):
        typed[f"lines.{place}.claim_id"] = claim
        typed[f"lines.{place}.amount_yuan"] = plain_yuan(due_fen)
    return redirect(f"/batches/new?{urlencode(typed)}", 303)


@pages.get("/returned")
def returned() -> str:
    """Payments that the bank returned 退汇, and whether their awards wait for another batch."""
    before = request.args.get("before", "")
    rows = paying.returned(reader(), before=before, size=PAGE + 1)
    return render_template(
        "finance/returned.html",
        tally=paying.returned_tally(reader()),
        rows=rows[:PAGE],
        following=rows[PAGE - 1].payment.id if len(rows) > PAGE else "",
        before=before,
        payable=paying.PAYABLE,
    )


@pages.get("/recoveries")
def ageing() -> str:
    """What enterprises still owe back 应收未收, by age, the oldest first."""
    rows = recoveries.owed(reader())
    band = request.args.get("band", "")
    bands = recoveries.by_band(rows)
    if band not in {"", *bands}:
        abort(400)
    return render_template(
        "finance/recoveries.html",
        bands=bands,
        chosen=band,
        rows=[row for row in rows if band in ("", row.band)],
        owed_fen=sum(row.owed_fen for row in rows),
    )


@pages.get("/receipts")
def receipts() -> str:
    """Lines of all files that wait for a person, and the way to send a file."""
    return _receipts()


@pages.post("/receipts")
def receive() -> ResponseReturnValue:
    """Look at a file of receipts; or, once it was looked at, import it; or give its faults as a workbook.

    An import applies what fits and is for the reader's role. The same file again goes on where it stopped;
    so nothing is done twice by sending it twice.
    """
    request.max_content_length = request.max_form_memory_size = 2 * config().max_import_bytes
    file = None
    try:
        forms.require()
        file = sent()
        if request.form.get("do") == "keep":
            done = _imported(file)
            place = url_for("receipt_file.show", number=done.file.id, applied=len(done.applied))
            return redirect(place, 303)
        if request.form.get("do") == "errors":
            return _workbook(receipts_in.workbook(file))
        return _receipts(file=file, seen=receipts_in.looked(file, reader()))
    except Refusal as no:
        return _receipts(no, file=file), no.status


def _receipts(no: Refusal | None = None, *, file: File | None = None, seen: Seen | None = None) -> str:
    by, after = reader(), request.args.get("after", "")
    lines = receipt_lines.waiting(by, after=after, size=PAGE + 1)
    return render_template(
        "finance/receipts.html",
        no=no,
        file=file,
        seen=seen,
        mendable=receipts_in.has_rows(no),
        ways=receipts_in.WAYS,
        most=receipts_in.MOST,
        waiting=receipt_lines.count_waiting(by),
        lines=lines[:PAGE],
        following=lines[PAGE - 1].place if len(lines) > PAGE else "",
        after=after,
    )


def _imported(file: File) -> banking.Received:
    """The file, in a folder of its own under its own name for as long as it is read."""
    with TemporaryDirectory() as folder:
        path = file.laid(folder)
        return banking.import_receipt_file(path, payer=banking.payer_of(config()), by=reader())


def _workbook(data: bytes) -> Response:
    answer = Response(data, mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename="receipts-errors.xlsx")
    return answer
