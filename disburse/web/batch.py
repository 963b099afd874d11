"""A payout batch: its control totals, its payments with their payees, and the payment file for the bank."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from disburse import banking
from disburse.errors import BadRecord, NotFound, Refusal
from disburse.queries import paying, records
from disburse.records import read
from disburse.services.paying import write_file
from disburse.web import forms
from disburse.web.languages import N_
from disburse.web.reader import config, reader
from schemas.payouts import FILE_IN
from workflows.payout import BATCH

pages = Blueprint("batch", __name__)
FORMS = (
    ("csv", N_("CSV（UTF-8）")),
    ("csv-gb18030", N_("CSV（GB18030）")),
    ("xlsx", N_("Excel 工作簿")),
    ("pain001", N_("ISO 20022 pain.001")),
)
"""Forms of the payment file, and what each is called."""


@pages.get("/batches/<number>")
def show(number: str) -> str:
    """A batch whole. Raises NotFound."""
    return _page(number)


@pages.post("/batches/<number>/file")
def file(number: str) -> ResponseReturnValue:
    """The payment file, whose every writing is an event. Raises NotFound; other refusals come on the page."""
    records.one("batch", number, reader())
    try:
        forms.require()
        form = read(FILE_IN, {"form": forms.text("form")})["form"]
        made = write_file(number, form=form, payer=banking.payer_of(config()), by=reader())
    except (NotFound, BadRecord):
        raise
    except Refusal as no:
        return _page(number, no), no.status
    sent = Response(made.data, mimetype="application/octet-stream")
    sent.headers.set("Content-Disposition", "attachment", filename=made.name)
    sent.headers["X-Content-SHA256"] = made.sha256
    return sent


def _page(number: str, no: Refusal | None = None) -> str:
    by = reader()
    batch: Any = records.one("batch", number, by)
    lines = paying.of_batch(batch, by)
    return render_template(
        "batch_of_payments.html",
        record=batch,
        fund=records.one("fund", batch.fund_id, by),
        lines=lines,
        checked=paying.checked(batch, lines),
        no=no,
        forms=FORMS if _may_write(batch.state, by.role) else (),
        chosen=request.form.get("form", ""),
        sha256=_written(batch, by.role),
    )


def _may_write(state: str, role: str) -> bool:
    return any(step.action == "write_file" and step.role == role for step in BATCH.exits(state))


def _written(batch: Any, role: str) -> str:
    """The SHA-256 of the file written last, for whoever hands it over: accounts could be guessed by it."""
    if role != "finance_payer" or not batch.file_sha256:
        return ""
    return records.disclosed([batch.file_sha256]).get(batch.file_sha256, "")
