"""One page for every act on every kind of record: the form, and what comes of it.

What is sent twice is done once. What was typed is not lost to a fault, a refusal, or a page become stale.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from disburse import offers
from disburse.errors import BadRecord, NotFound, NotYours, Refusal, Stale
from disburse.queries import records
from disburse.web import changes, forms, once, reckoning
from disburse.web import typed as typing_in
from disburse.web.changes import Change
from disburse.web.fields import TICKED, flat
from disburse.web.filling import MORE, Form
from disburse.web.kinds import KINDS, under
from disburse.web.reader import reader
from disburse.web.task import Task
from disburse.web.typed import Typed
from disburse.web.wording import told, who_may

pages = Blueprint("acting", __name__)
MAKING = {
    "claims": "draft_claim",
    "enterprises": "register_enterprise",
    "adoptions": "enter_adoption",
    "decisions": "enter_decision",
    "funds": "open_fund",
    "batches": "build_batch",
    "signing-keys": "register_signing_key",
    "delegations": "delegate_role",
    "jobs": "start_job",
    "units": "register_unit",
    "persons": "register_person",
}
"""The act that makes a record, by the name of its kind in addresses."""
OURS = frozenset({forms.FIELD, once.FIELD, "version", MORE, reckoning.ASKS})
"""Fields of a form that are not of the act's body."""


@dataclass(frozen=True)
class Trouble:
    """Why an act was not done: the refusal, and where somebody else was first, what was changed since."""

    no: Refusal
    changes: tuple[Change, ...] = ()


def on(collection: str, number: str, name: str) -> ResponseReturnValue:
    """An act on a record that the reader may see. Raises NotFound, or why it is not open to the reader."""
    kind, by = KINDS[collection].kind, reader()
    if name not in offers.OFFERS or kind not in offers.OFFERS[name].kinds:
        raise NotFound(number=name)
    record = records.one(kind, number, by)
    task = Task(name, by, record)
    if is_sent():
        return _done(task)
    no = offers.why_not(name, record, by)
    if no is not None:
        raise no
    return _page(task, Form(task.fields, kept() or _begun(task)))


def new(collection: str) -> ResponseReturnValue:
    """An act that makes a record. Raises NotYours."""
    name, by = MAKING[collection], reader()
    if not offers.may_make(name, by):
        words = who_may(by, offers.MADE[name])
        raise NotYours(number=collection, action=Task(name, by).title, **words)
    given = kept() or (request.form if is_sent() else request.args)
    task = Task(name, by, item=given.get("item", ""))
    if is_sent():
        return _done(task)
    return _page(task, Form(task.fields, kept() or _begun(task)))


def _begun(task: Task) -> Typed:
    """What the form begins with: of the record, and what the link that led here names in its address.

    No link ticks anything for a person: commitments, checks and answers of yes or no stay open.
    """
    typed: Typed = MultiDict(task.begins())
    own = {one.name for one in flat(task.fields) if one.kind in TICKED or one.key == "result"}
    for name, value in request.args.items():
        if name not in OURS | own:
            typed[name] = value
    return typed


def kept() -> Typed | None:
    """What was typed before the session ended, where one has just signed in again."""
    found: Typed | None = g.get("kept")
    return found


def is_sent() -> bool:
    """Whether the form was sent, rather than opened, or shown again to whoever has just signed in."""
    return request.method == "POST" and kept() is None


def here() -> str:
    """The address that the form of this page is sent to."""
    address: str = g.get("here") or request.path
    return address


def typed_now() -> Typed:
    """What was typed into the form that was sent."""
    return MultiDict((name, value) for name, value in request.form.items(multi=True))


def _done(task: Task) -> ResponseReturnValue:
    typed = typing_in.compact(task.fields, typed_now())
    form = Form(task.fields, typed)
    if MORE in typed or reckoning.ASKS in typed or task.lacks_item:
        return _page(task, form)
    try:
        forms.require()
        key = once.key()
        notice = task.do(form.body, typed.get("version", ""), key)
    except BadRecord as no:
        return _page(task, Form(task.fields, typed, no.findings), Trouble(no)), no.status
    except Stale as no:
        return _stale(task, form, no)
    except Refusal as no:
        return _page(task, Form(task.fields, typed, no.findings), Trouble(no)), no.status
    return redirect(once.place(notice.kind, notice.number, key), 303)


def _stale(task: Task, form: Form, no: Stale) -> ResponseReturnValue:
    """Say who changed what meanwhile; what was typed goes on with the version that is there now."""
    seen = form.value("version")
    now = records.one(task.record.kind, task.record.id, task.by)
    told = tuple(changes.since(now.id, int(seen) if seen.isdecimal() and len(seen) < 16 else 0))
    fresh = Task(task.name, task.by, now)
    still = offers.why_not(task.name, now, task.by)
    return _page(fresh, form, Trouble(no, told), closed=still), no.status


def _page(task: Task, form: Form, trouble: Trouble | None = None, *, closed: Refusal | None = None) -> str:
    """``closed``: why the act can't go on at all."""
    seen = form.value("version") if trouble is None or not trouble.changes else ""
    return render_template(
        "act.html",
        task=task,
        form=form,
        trouble=trouble,
        closed=closed,
        hidden=_hidden(task, seen),
        heading=heading(task.record),
        here=here(),
        reckons=reckoning.reckons(task),
        reckoned=reckoning.reckoned(task, form),
        reckon=reckoning.ASKS,
        facts_called=reckoning.named,
    )


def _hidden(task: Task, seen: str) -> list[tuple[str, Any]]:
    made: list[tuple[str, Any]] = [(forms.FIELD, forms.mark()), (once.FIELD, once.fresh())]
    return [*made, ("version", seen or task.record.version)] if task.record is not None else made


def heading(record: Any) -> dict[str, Any] | None:
    """What a record is called on top of a page: its kind, its number and its state, as the reader is told."""
    if record is None:
        return None
    kind = next(kind for kind in KINDS.values() if kind.kind == record.kind)
    state = told(record.workflow, reader())[record.state] if record.workflow else None
    return {"kind": kind.one, "number": record.id, "state": state}


under(pages, KINDS, "/<number>/do/<name>", on, "GET", "POST")
under(pages, MAKING, "/new", new, "GET", "POST")
