"""Lists and records as data: a ``Listing`` says which columns, filters, sums and batch acts there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from disburse import offers
from disburse.actors import BANK, Actor
from disburse.exporting import of_records
from disburse.queries import records
from disburse.web import changes, columns, glancing, once
from disburse.web.acting import MAKING, heading
from disburse.web.batching import ROW, for_many
from disburse.web.fields import Asked, answers
from disburse.web.filling import Form
from disburse.web.kinds import KINDS, NAMES, address, under
from disburse.web.labels import FILES
from disburse.web.languages import gettext as _
from disburse.web.languages import say
from disburse.web.listings import LISTINGS, Column, Listing
from disburse.web.once import Notice
from disburse.web.reader import reader
from disburse.web.task import Task
from disburse.web.typed import Typed
from disburse.web.wording import alike

pages = Blueprint("listing", __name__)
PAGE = 50
OF_THEIR_OWN = frozenset({"claims", "batches", "receipt-files", "attachments"})
"""Records whose page is another module's: a claim with its files, a batch, a file of receipts."""


@dataclass(frozen=True)
class Shown:
    """One page of a list, ready for the template ``list.html``: a list of one's own may make one too."""

    title: str
    kind: str
    chosen: Mapping[str, Any]
    address: str
    records: str
    headings: Sequence[tuple[str, bool]]
    rows: Sequence[tuple[str, str, Sequence[str]]]
    filters: Form
    count: int
    sums: Sequence[tuple[str, str]]
    following: str
    acts: Sequence[tuple[str, str]]
    makes: str


def init_app(app: Flask) -> None:
    """Teach the templates the notice of what was just done, and the buttons of a record."""
    app.jinja_env.globals |= {"notice": notice, "buttons": buttons, "buttons_of_each": buttons_of_each}
    app.jinja_env.globals["action_name"] = changes.action


def notice() -> tuple[str, Notice] | None:
    """What the reader did just before this page, and what it is called."""
    found = once.notice()
    if found is None:
        return None
    return (_(FILES[found.act]) if found.act in FILES else Task(found.act, reader()).title), found


def buttons(record: Any) -> list[tuple[str, str]]:
    """The acts open to the reader on a record: the address of each, and what it is called."""
    return buttons_of_each([record])[record.id] if record is not None else []


def buttons_of_each(rows: Sequence[Any]) -> dict[str, list[tuple[str, str]]]:
    """The same for many records at once, by their numbers."""
    by = reader()
    allowed = offers.allowed_each(rows, by)
    return {row.id: [_button(row, act, by) for act in allowed[row.id]] for row in rows}


def _button(record: Any, act: str, by: Actor) -> tuple[str, str]:
    at = url_for("acting.on", collection=NAMES[record.kind], number=record.id, name=act)
    return at, Task(act, by, record).title


def show(collection: str) -> ResponseReturnValue:
    """The records of a kind that the reader may see, one page of them."""
    kind = KINDS[collection]
    if kind.kind == "claim" and reader().role in BANK:  # it sees awards one by one, each by a query
        return redirect(url_for("bank_pages.home"), 303)
    page = shown(LISTINGS[kind.kind], f"/{collection}", kind.many, _makes(collection, reader()))
    return render_template("list.html", shown=page, row=ROW)


def shown(listing: Listing, at: str, title: str, makes: str = "") -> Shown:
    """One page of a list that is at an address; filters and place are in the address. For ``list.html``."""
    by, given = reader(), _chosen(listing, request.args)
    chosen = {**given, **listing.fixed}
    after = request.args.get("after", "")
    source = listing.source or of_records(listing.kind, listing.sums)
    rows, (count, *sums) = source.page(by, after, PAGE + 1, chosen), source.tally(by, chosen)
    return Shown(
        title=title,
        kind=listing.kind,
        chosen=chosen,
        address=at,
        records=f"/{NAMES[listing.kind]}",
        headings=[_heading(one) for one in listing.columns],
        rows=[(address(listing.kind, row.id), row.id, _cells(row, listing)) for row in rows[:PAGE]],
        filters=Form(filters(listing), request.args),
        count=count,
        sums=list(zip(map(columns.label, listing.sums), map(columns.money, sums), strict=True)),
        following=f"{at}?{urlencode({**given, 'after': rows[PAGE - 1].id})}" if len(rows) > PAGE else "",
        acts=[(act, Task(act, by).title) for act in listing.acts if _may_ever(act, by) and for_many(act)],
        makes=makes,
    )


def one(collection: str, number: str) -> ResponseReturnValue:
    """One record of a kind at a glance, with the acts open to the reader. Raises NotFound."""
    kind, by = KINDS[collection], reader()
    record = records.one(kind.kind, number, by)
    shown = glancing.shown(record, by)
    return render_template("record.html", record=record, heading=heading(record), kind=kind, **shown)


def filters(listing: Listing) -> tuple[Asked, ...]:
    """The fields of a list's filters; a state is chosen by what the reader calls it."""
    return tuple(_filter(listing, name) for name in listing.filters)


def _filter(listing: Listing, name: str) -> Asked:
    workflow = records.KINDS[listing.kind].workflow
    if name == "state" and workflow:
        states = tuple((names, say(state)) for names, state in alike(workflow, reader()).items())
        return Asked(name, "choice", columns.label(name), required=False, answers=states, narrows=True)
    words = listing.words.get(name, ())
    kind = "choice" if words else "text"
    return Asked(name, kind, columns.label(name), required=False, answers=answers(name, words), narrows=True)


def _chosen(listing: Listing, given: Typed) -> Mapping[str, Any]:
    """The filters that were given; an answer that there is not is a wrong address."""
    chosen: dict[str, Any] = {}
    for one in filters(listing):
        value: Any = given.get(one.name, "").strip()
        if one.answers and value and value not in dict(one.answers):
            abort(400)
        if one.name in listing.numbers and value:
            value = int(value) if value.isdecimal() and len(value) < 10 else abort(400)
        if value != "":
            chosen[one.name] = value
    return chosen


def _heading(one: str | Column) -> tuple[str, bool]:
    if isinstance(one, Column):
        return _(one.label), one.figure
    return columns.label(one), one.endswith("_fen")


def _cells(row: Any, listing: Listing) -> list[str]:
    """What a row shows after its number."""
    return [_cell(row, one) for one in listing.columns if one != "id"]


def _cell(row: Any, one: str | Column) -> str:
    return one.value(row) if isinstance(one, Column) else columns.cell(row, one)


def _may_ever(act: str, by: Actor) -> bool:
    """Whether an act is for the reader's role on any record at all."""
    return by.role in {*offers.OFFERS[act].roles, *(step.role for step in offers.steps_of(act))}


def _makes(collection: str, by: Actor) -> str:
    """What may be made here, empty where nothing."""
    name = MAKING.get(collection, "")
    return Task(name, by).title if offers.may_make(name, by) else ""


under(pages, KINDS, "", show)
under(pages, [name for name in KINDS if name not in OF_THEIR_OWN], "/<number>", one)
