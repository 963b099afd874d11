"""Lists taken away as files: asked for here, written by a job, fetched when they are there; all on record."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from disburse import exporting, whole
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.exporting import Listed
from disburse.queries import jobs, records
from disburse.services import handing_over
from disburse.web import forms, once
from disburse.web.acting import typed_now
from disburse.web.fields import Asked
from disburse.web.filling import Form
from disburse.web.kinds import KINDS, address
from disburse.web.languages import N_
from disburse.web.languages import gettext as _
from disburse.web.reader import reader
from disburse.work.listing import place
from schemas.handover import FORMS
from workflows.roles import ROLES

pages = Blueprint("exports_pages", __name__, url_prefix="/exports")
SHOWN = 50
"""The newest hand-overs that the page shows; the list of hand-overs has them all."""
BESIDE = {
    "attachment": N_("附件"),
    "budget_table": N_("预算科目表"),
    "city_table": N_("市级参数表"),
    "hand_over": N_("数据移交"),
}
"""What kinds are called that may have no pages of their own."""
CALLED = BESIDE | {one.kind: one.many for one in KINDS.values()}
FORM_NAMES = {"xlsx": "Excel (xlsx)", "csv": "CSV", "jsonl": "JSON Lines"}


@pages.get("")
def show() -> str:
    """The lists that one may take away, and what was taken away so far, with how far each job is."""
    return _page(MultiDict({"form": "xlsx"}))


@pages.post("")
def ask() -> ResponseReturnValue:
    """Ask for a list; a job writes it."""
    typed = typed_now()
    try:
        forms.require()
        key, by = once.key(), reader()
        listed, form = _chosen(typed, by)
        asked: dict[str, Any] = {"audience": listed.audience, "collection": listed.name}
        asked |= {"chosen": {}, "form": form}
        once.do("ask_export", asked, lambda: handing_over.ask_export(**asked, by=by), "hand_over", key)
    except BadRecord as no:
        return _page(typed, no), no.status
    return redirect(url_for("exports_pages.show", done=key), 303)


@pages.post("/<number>/file")
def fetch(number: str) -> Response:
    """The file that a job has written; that it was fetched is on record. Raises NotFound or OutOfOrder."""
    forms.require()
    by = reader()
    records.one("hand_over", number, by)
    made = handing_over.fetch_export(number, by=by)
    name = f"{made.collection}-{made.id}.{made.form}"
    sent = Response(whole.chunks(place(made.id, made.form)), mimetype="application/octet-stream")
    sent.headers.set("Content-Disposition", "attachment", filename=name)
    return sent


def _page(typed: MultiDict[str, str], no: BadRecord | None = None) -> str:
    by = reader()
    written = {job.about: job for job in jobs.page(by, kind="list")}
    handed: Sequence[Any] = records.latest("hand_over", by, SHOWN)
    rows = [
        (made, _called(made.collection, made.audience), written.get(made.id), _may_fetch(made, by))
        for made in handed
    ]
    return render_template(
        "exports.html",
        form=Form(_fields(by), typed, no.findings if no else ()),
        rows=rows,
        hidden=[(forms.FIELD, forms.mark()), (once.FIELD, once.fresh())],
        form_names=FORM_NAMES,
        job_states=jobs.STATES,
    )


def _lists(by: Actor) -> dict[str, Listed]:
    """The lists of the reader's office by name."""
    known = current_app.extensions[exporting.EXTENSION]
    return {name: listed for (of, name), listed in known.items() if of == ROLES[by.role].office}


def _called(collection: str, audience: str) -> str:
    """What a list is called; by its own name where there is none any more."""
    listed = current_app.extensions[exporting.EXTENSION].get((audience, collection))
    return _(CALLED.get(listed.kind, collection)) if listed else collection


def _fields(by: Actor) -> tuple[Asked, ...]:
    lists = tuple((name, _(CALLED.get(listed.kind, name))) for name, listed in _lists(by).items())
    return (
        Asked("list", "choice", N_("名单"), answers=lists),
        Asked("form", "choice", N_("格式"), answers=tuple(FORM_NAMES.items())),
    )


def _chosen(typed: MultiDict[str, str], by: Actor) -> tuple[Listed, str]:
    """The list and the form that were chosen. Raises BadRecord."""
    listed, form = _lists(by).get(typed.get("list", "")), typed.get("form", "")
    findings = []
    if listed is None:
        findings.append(Finding("list", "请选择一份名单", "choose a list"))
    if form not in FORMS:
        findings.append(Finding("form", "请选择格式", "choose a format"))
    if findings or listed is None:
        raise BadRecord(findings)
    return listed, form


def _may_fetch(made: Any, by: Actor) -> bool:
    """Whether the file is there and the reader may have it."""
    mine = by.id == made.asker or (by.role, by.unit) == (made.asker_role, made.asker_unit)
    return mine and made.file_sha256 is not None and not made.forgotten_on and made.version > 1


pages.add_app_template_global(address, "address_of")
