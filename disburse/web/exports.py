"""Lists taken away as files, all on record: at once from a list's page, or written by a job and fetched here.

A list's page offers what it shows, under the filter that it shows: ``{{ take_away(kind, filter) }}``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from disburse import exporting, sending
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding, NotFound
from disburse.exporting import Listed
from disburse.queries import jobs, records
from disburse.services import handing_over
from disburse.web import forms, once
from disburse.web.acting import typed_now
from disburse.web.fields import Asked
from disburse.web.filling import Form
from disburse.web.filter_words import in_words
from disburse.web.kinds import KINDS, address
from disburse.web.languages import N_
from disburse.web.languages import gettext as _
from disburse.web.newest import newest
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
    "hit": N_("查找结果"),
    "job": N_("后台任务"),
    "notice": N_("通知"),
    "open_match": N_("待认定的匹配"),
    "person_session": N_("他人的会话"),
    "receipt_file_line": N_("回单的行"),
    "receipt_line": N_("待办的回单行"),
    "session": N_("会话"),
}
"""What kinds are called that may have no pages of their own."""
NEVER_WHOLE = frozenset({"hit", "person_session", "receipt_file_line"})
"""What there is only of what somebody names: words, a person, a file."""
CALLED = BESIDE | {one.kind: one.many for one in KINDS.values()}
ONLY = "only."
"""Before the names of filters in a form."""
EVERYONE = "everyone"
"""The audience of lists that every office has."""
FORM_NAMES = {"xlsx": "Excel (xlsx)", "csv": "CSV", "jsonl": "JSON Lines"}


@dataclass(frozen=True)
class Offer:
    """A list that can be taken away as it is shown: where that is asked, and the filter as hidden fields."""

    address: str
    hidden: Sequence[tuple[str, str]]


@pages.app_template_global("taken")
def taken(kind: str, chosen: Mapping[str, Any]) -> Offer | None:
    """The records of a kind under a filter, for the reader to take away; None where that is not offered."""
    given = {name: str(value) for name, value in chosen.items() if value not in ("", None, False)}
    listed = next((one for one in _lists(reader()).values() if one.kind == kind), None)
    if listed is None or not given.keys() <= listed.filters.keys():
        return None
    hidden = [(forms.FIELD, forms.mark()), (once.FIELD, once.fresh())]
    only = [(f"{ONLY}{name}", value) for name, value in given.items()]
    return Offer(url_for("exports_pages.take", name=listed.name), [*hidden, *only])


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
        return _later(*_chosen(typed, reader()))
    except BadRecord as no:
        return _page(typed, no), no.status


@pages.post("/<name>")
def take(name: str) -> ResponseReturnValue:
    """A list under a filter: a file at once, or, where it is long, a job. Raises NotFound or BadRecord."""
    forms.require()
    listed, form, by = _lists(reader()).get(name), forms.text("form"), reader()
    if listed is None or form not in FORMS:
        raise NotFound(number=name)
    given = {key.removeprefix(ONLY): text for key, text in request.form.items() if key.startswith(ONLY)}
    chosen = listed.typed(given)
    if exporting.count(listed, chosen, by) > exporting.LARGEST:
        return _later(listed, chosen, form)
    with TemporaryDirectory() as folder:  # the file lives on until it is sent
        path = Path(folder) / f"{name}.{form}"
        return _file(path, exporting.at_once(listed, chosen, form, path, by))


@pages.post("/<number>/file")
def fetch(number: str) -> Response:
    """The file that a job has written; that it was fetched is on record. Raises NotFound or OutOfOrder."""
    forms.require()
    by = reader()
    records.one("hand_over", number, by)
    made = handing_over.fetch_export(number, by=by)
    return _file(place(made.id, made.form), made)


def _file(path: Path, made: Any) -> Response:
    name = f"{made.collection}-{made.id}.{made.form}"
    return sending.a_file(path.open("rb"), "application/octet-stream", name)


def _later(listed: Listed, chosen: Mapping[str, Any], form: str) -> ResponseReturnValue:
    """Ask for a list, once however often the form is sent; a job writes it."""
    key, by = once.key(), reader()
    asked: dict[str, Any] = {"audience": listed.audience, "collection": listed.name}
    asked |= {"chosen": exporting.plain(chosen), "form": form}
    once.do("ask_export", asked, lambda: handing_over.ask_export(**asked, by=by), "hand_over", key)
    return redirect(url_for("exports_pages.show", done=key), 303)


def _page(typed: MultiDict[str, str], no: BadRecord | None = None) -> str:
    by = reader()
    written = {job.about: job for job in jobs.page(by, kind="list")}
    handed = newest("hand_over", SHOWN)
    rows = [(made, *_called(made), written.get(made.id), _may_fetch(made, by)) for made in handed.rows]
    return render_template(
        "exports.html",
        form=Form(_fields(by), typed, no.findings if no else ()),
        rows=rows,
        handed=handed,
        hidden=[(forms.FIELD, forms.mark()), (once.FIELD, once.fresh())],
        form_names=FORM_NAMES,
        job_states=jobs.STATES,
    )


def _lists(by: Actor) -> dict[str, Listed]:
    """The lists of the reader's office by name, before those that every office has."""
    known: Mapping[tuple[str, str], Listed] = current_app.extensions[exporting.EXTENSION]
    own, everyones = (
        {name: listed for (of, name), listed in known.items() if of == audience and listed.may(by)}
        for audience in (ROLES[by.role].office, EVERYONE)
    )
    return own | {name: listed for name, listed in everyones.items() if name not in own}


def _whole(by: Actor) -> dict[str, Listed]:
    """The lists that may be asked for without a filter."""
    return {name: listed for name, listed in _lists(by).items() if listed.kind not in NEVER_WHOLE}


def _called(made: Any) -> tuple[str, str]:
    """What a list is called, and its filter in words; by its own name where there is none any more."""
    listed = current_app.extensions[exporting.EXTENSION].get((made.audience, made.collection))
    kind = listed.kind if listed else ""
    return _(CALLED.get(kind, made.collection)), in_words(kind, made.chosen)


def _fields(by: Actor) -> tuple[Asked, ...]:
    lists = tuple((name, _(CALLED.get(listed.kind, name))) for name, listed in _whole(by).items())
    return (
        Asked("list", "choice", N_("名单"), answers=lists),
        Asked("form", "choice", N_("格式"), answers=tuple(FORM_NAMES.items())),
    )


def _chosen(typed: MultiDict[str, str], by: Actor) -> tuple[Listed, dict[str, Any], str]:
    """The list that was chosen, whole, and the form. Raises BadRecord."""
    listed, form = _whole(by).get(typed.get("list", "")), typed.get("form", "")
    findings = []
    if listed is None:
        findings.append(Finding("list", "请选择一份名单", "choose a list"))
    if form not in FORMS:
        findings.append(Finding("form", "请选择格式", "choose a format"))
    if findings or listed is None:
        raise BadRecord(findings)
    return listed, {}, form


def _may_fetch(made: Any, by: Actor) -> bool:
    """Whether the file is there and the reader may have it."""
    mine = by.id == made.asker or (by.role, by.unit) == (made.asker_role, made.asker_unit)
    return mine and made.file_sha256 is not None and not made.forgotten_on and made.version > 1


pages.add_app_template_global(address, "address_of")
