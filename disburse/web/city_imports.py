"""Tables on their way in: what the notice says, the file, a look that writes nothing, then the import.

Between the look and the import the file waits in the form itself, so that nothing half-done lies about here.
"""

from collections.abc import Mapping
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from werkzeug.datastructures import MultiDict

from disburse import intake
from disburse.errors import BadRecord, NotYours, Refusal
from disburse.importing import ABOUT, import_list
from disburse.records import read
from disburse.web import choosing, fields, forms, once, typed, waiting
from disburse.web.facts_asked import with_facts
from disburse.web.filling import Form
from disburse.web.languages import N_
from disburse.web.languages import gettext as _
from disburse.web.reader import config, reader
from disburse.web.waiting_file import File, sent
from disburse.web.wording import who_may
from schemas.office import TABLE_IN

TITLES = {
    "ratings": N_("评价名单"),
    "recognitions": N_("认定名单"),
    "calendar": N_("工作日历"),
    "lpr": N_("贷款市场报价利率（LPR）"),
}
"""What each table is called."""
SAID: Mapping[str, Schema] = {**ABOUT, "calendar": TABLE_IN, "lpr": TABLE_IN}
GIVES = {"ratings": "rating_list", "recognitions": "recognition_list"}
"""The kind of record that an import gives; the city's own tables are of one kind."""
CLERK = ("city_clerk",)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_under(pages: Blueprint) -> None:
    """Open the doors of every table."""
    pages.add_url_rule("/imports/<kind>", "imports", show, methods=["GET", "POST"])
    pages.add_url_rule("/imports/<kind>/template.xlsx", "template", template)


def template(kind: str) -> Response:
    """The workbook to fill in."""
    _require(kind)
    return _workbook(intake.template(kind), f"{kind}-template.xlsx")


def show(kind: str) -> ResponseReturnValue:
    """The form; after ``look`` the findings, after ``errors`` the workbook, after ``keep`` the record."""
    by = _require(kind)
    item = request.values.get("item", "")
    if request.method == "GET":
        return _page(kind, Form(_asked(kind, item), MultiDict({"item": item})))
    request.max_content_length = request.max_form_memory_size = 2 * config().max_import_bytes
    forms.require()
    given: typed.Typed = MultiDict((name, text) for name, text in request.form.items(multi=True))
    form = Form(_asked(kind, item), given)
    file = None
    try:
        file = sent()
        about = _about(kind, form.body)
        if request.form.get("do") == "keep":
            return _keep(kind, file, form.body, about)
        with TemporaryDirectory() as folder:
            seen = intake.look(kind, file.laid(folder), about, by)
    except BadRecord as no:
        return _page(kind, Form(_asked(kind, item), given, no.findings), no=no, file=file), no.status
    except Refusal as no:
        return _page(kind, form, no=no, file=file), no.status
    if request.form.get("do") == "errors":
        return _workbook(seen.workbook(), f"{kind}-errors.xlsx")
    return _page(kind, form, file=file, seen=seen)


def _require(kind: str) -> Any:
    by = waiting.require("city")
    if kind not in TITLES:
        abort(404)
    if by.role not in CLERK:
        raise NotYours(number=kind, action=_("导入"), **who_may(by, CLERK))
    return by


def _asked(kind: str, item: str) -> tuple[fields.Asked, ...]:
    """What a table's notice says; of a recognition first the item, then the facts that it needs."""
    act = f"import_{kind}"
    made = choosing.with_answers(fields.asked(act, SAID[kind]), act, reader())
    if kind != "recognitions":
        return made
    if item not in choosing.recognised():
        return tuple(one for one in made if one.name == "item")
    return with_facts(made, act, item)


def _about(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """What was said, as the look takes it. Raises BadRecord."""
    given = read(SAID[kind], body)
    if kind in intake.OFFICE:
        return body
    if kind == "ratings":
        given["partial"] = given.pop("is_partial")
    else:
        given["facts"] = body.get("facts")
    return given


def _keep(kind: str, file: File, said: dict[str, Any], about: dict[str, Any]) -> ResponseReturnValue:
    """Import it once, whole or not at all."""
    by = reader()

    def do() -> Any:
        with TemporaryDirectory() as folder:
            path = file.laid(folder)
            if kind in intake.OFFICE:
                return intake.import_office_table(kind, path, about, by)
            return import_list(kind, path, said, by=by)

    key, gives = once.key(), GIVES.get(kind, "city_table")
    act = intake.OFFICE[kind][0] if kind in intake.OFFICE else f"import_{kind}"
    done = once.do(act, {**said, "file": file.sha256, "name": file.name}, do, gives, key)
    return redirect(once.place(done.kind, done.number, key), 303)


def _page(
    kind: str,
    form: Form,
    *,
    file: File | None = None,
    seen: intake.Looked | None = None,
    no: Refusal | None = None,
) -> str:
    return render_template(
        "city_import.html",
        kind=kind,
        title=TITLES[kind],
        form=form,
        lacks_item=kind == "recognitions" and len(form.fields) == 1,
        file=file,
        seen=seen,
        no=no,
        hidden=[(forms.FIELD, forms.mark()), (once.FIELD, once.fresh())],
    )


def _workbook(data: bytes, name: str) -> Response:
    sent = Response(data, mimetype=XLSX)
    sent.headers.set("Content-Disposition", "attachment", filename=name)
    return sent
