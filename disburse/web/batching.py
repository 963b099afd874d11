"""One act on many records: to be confirmed, exceptions first; then each by itself, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from disburse import offers
from disburse.acts import ACTS
from disburse.errors import BadRecord, NotFound, Refusal
from disburse.queries import hindrances, records
from disburse.records import read
from disburse.web import fields, forms, once
from disburse.web.acting import here, is_sent, kept, typed_now
from disburse.web.fields import NESTING
from disburse.web.filling import Form
from disburse.web.kinds import KINDS, Kind, under
from disburse.web.once import Notice
from disburse.web.reader import reader
from disburse.web.task import Task
from disburse.web.typed import Typed

pages = Blueprint("batching", __name__)
ROW = "row"
MOST = 200
"""Records of one batch."""
SUMS = {"claim": "payable_fen", "batch": "total_fen", "payment": "amount_fen", "recovery": "amount_fen"}
"""The column that is added up, by kind."""


@dataclass(frozen=True)
class Line:
    """One record of a batch: what may be done, or why it can't, and what was done."""

    number: str
    record: Any = None
    no: Refusal | None = None
    done: Notice | None = None

    @property
    def amount_fen(self) -> int | None:
        """What the record is about, in fen; None where it is about no money or is not there."""
        column = SUMS.get(getattr(self.record, "kind", ""))
        return getattr(self.record, column) if column else None


def on(collection: str, name: str) -> ResponseReturnValue:
    """Confirm an act on the records named ``row``, and do it. Raises NotFound where it is not for many."""
    kind = KINDS[collection]
    if name not in offers.OFFERS or kind.kind not in offers.OFFERS[name].kinds or not for_many(name):
        raise NotFound(number=name)
    if is_sent():
        return _done(kind, name, typed_now())
    typed = kept() or request.args
    return _page(kind, name, _looked_at(kind, name, _rows(typed)), typed)


def for_many(name: str) -> bool:
    """Whether an act needs nothing but what its records may share: a note, a document, a fund."""
    return all(one.kind not in NESTING for one in fields.asked(name, ACTS[name].body))


def _rows(typed: Typed) -> list[str]:
    rows = list(dict.fromkeys(typed.getlist(ROW)))
    if len(rows) > MOST:
        abort(413)
    return rows


def _looked_at(kind: Kind, name: str, numbers: Sequence[str]) -> list[Line]:
    by = reader()
    found = records.some(kind.kind, numbers, by)
    known = hindrances.of(list(found.values()), by)
    return [
        Line(number, found[number], offers.why_not(name, found[number], by, known))
        if number in found
        else Line(number, no=NotFound(number=number))
        for number in numbers
    ]


def _done(kind: Kind, name: str, typed: Typed) -> ResponseReturnValue:
    task = Task(name, reader())
    numbers = _rows(typed)
    form = Form(task.fields, typed)
    try:
        forms.require()
        key = once.key()
        read(_shared(name), form.body)
    except BadRecord as no:
        return _page(kind, name, _looked_at(kind, name, numbers), typed, no), no.status
    except Refusal as no:
        return _page(kind, name, _looked_at(kind, name, numbers), typed, no), no.status
    lines = [_one(kind, name, number, form, f"{key}.{number}") for number in numbers]
    return render_template("batch_done.html", kind=kind, task=task, lines=lines)


def _shared(name: str) -> Schema:
    """The schema of what the records share."""
    body = ACTS[name].body
    return type(body)(exclude=tuple(one for one in body.fields if one in (ACTS[name].key, "version")))


def _one(kind: Kind, name: str, number: str, form: Form, under: str) -> Line:
    """One record's act, in a transaction of its own."""
    by = reader()
    try:
        record = records.one(kind.kind, number, by)
        done = Task(name, by, record).do(form.body, form.value(f"version.{number}"), under)
    except Refusal as no:
        return Line(number, no=no)
    return Line(number, records.one(kind.kind, number, by), done=done)


def _page(kind: Kind, name: str, lines: Sequence[Line], typed: Typed, no: Refusal | None = None) -> str:
    task = Task(name, reader())
    ready = [line for line in lines if line.no is None]
    hidden = [(forms.FIELD, forms.mark()), (once.FIELD, once.fresh())]
    for line in ready:
        seen = typed.get(f"version.{line.number}") or line.record.version
        hidden += [(ROW, line.number), (f"version.{line.number}", seen)]
    return render_template(
        "batch.html",
        kind=kind,
        task=task,
        form=Form(task.fields, typed, no.findings if no else ()),
        no=no,
        exceptions=[line for line in lines if line.no is not None],
        ready=ready,
        total_fen=sum(line.amount_fen or 0 for line in ready),
        hidden=hidden,
        here=here(),
    )


under(pages, KINDS, "/all/<name>", on, "GET", "POST")
