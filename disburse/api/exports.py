"""Every list as a file: at once, or by a job that is asked for and whose file is fetched afterwards."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from disburse import exporting, sending
from disburse.api import describe, door, idempotency, listing
from disburse.api.audience import Audience, Collection, add
from disburse.api.describe import Piece
from disburse.api.fields import json_schema
from disburse.api.reading import answer, held, wants
from disburse.api.reads import HAND_OVERS
from disburse.api.refusals import BadRequest
from disburse.api.shapes import HAND_OVER
from disburse.errors import Finding, NotFound
from disburse.exporting import Listed
from disburse.services import handing_over
from disburse.work.listing import place
from schemas.choices import Choice
from schemas.handover import FORMS
from schemas.identifiers import RecordNumber

FORMAT = {"format": Choice(FORMS)}
MIMETYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
}
LISTS: dict[tuple[str, str], Listed] = {}
"""Every list by audience and name, for the doors here and for the job."""
NOES = (*describe.ALWAYS, "409", "413", "415", "422")


def add_export(to: Blueprint, audience: Audience, collection: Collection) -> None:
    """Add the two ways to take a list away."""
    listed = _listed(audience, collection)
    LISTS[audience.name, collection.name] = listed
    name, plain = collection.name, collection.name.replace("-", "_")
    add(to, "POST", f"/{name}/export", f"export_{plain}", _at_once(listed), _says(collection))
    later, path = _later(listed), f"/{name}/export-jobs"
    add(to, "POST", path, f"export_{plain}_later", later, _says_later(collection))


def add_file(to: Blueprint) -> None:
    """Add the fetching of a file that a job has written."""
    number = describe.in_path("number", RecordNumber.pattern.pattern)
    add(to, "POST", "/hand-overs/<number>/file", "fetch_export", _fetch, _says_file(), (number,))


def _listed(audience: Audience, collection: Collection) -> Listed:
    fields = collection.line.schema.dump_fields
    header = tuple(field.data_key or name for name, field in fields.items())
    source = collection.source or exporting.of_records(collection.kind)
    return Listed(
        audience.name, collection.name, collection.kind, source, header,
        collection.line.many, collection.filters, collection.roles, collection.in_person,
    )  # fmt: skip


def _asked(listed: Listed) -> tuple[str, dict[str, Any]]:
    """The form and the filter of an export. Raises BadRequest with every fault, NotFound, or NotForTokens."""
    door.need("read")
    if not listed.may(door.asking()):
        raise NotFound(number=listed.name)
    known = {**FORMAT, **listed.filters}
    findings = listing.unknown(set(known))
    chosen = listing.read(known, findings)
    if "format" not in chosen and not any(found.where == "format" for found in findings):
        forms = ", ".join(FORMS)
        findings.append(Finding("format", f"须写明格式：{forms}", f"say which: {forms}"))
    if findings:
        raise BadRequest(findings)
    if listed.in_person:
        door.in_person()
    idempotency.key()
    return chosen.pop("format"), chosen


def _at_once(listed: Listed) -> Callable[[], Response]:
    def view() -> Response:
        form, chosen = _asked(listed)
        with TemporaryDirectory() as folder:  # the file lives on until it is sent
            path = Path(folder) / f"{listed.name}.{form}"
            made = exporting.at_once(listed, chosen, form, path, door.asking())
            return sending.a_file(path.open("rb"), MIMETYPES[form], f"{listed.name}-{made.id}.{form}")

    return view


def _later(listed: Listed) -> Callable[[], Response]:
    def view() -> Response:
        form, chosen = _asked(listed)
        made = handing_over.ask_export(
            audience=listed.audience,
            collection=listed.name,
            chosen=exporting.plain(chosen),
            form=form,
            by=door.asking(),
        )
        return answer(HAND_OVER.one(made), status=202)

    return view


def _fetch(number: str) -> Response:
    door.need("read")
    wants()
    asked = held(HAND_OVERS, number)
    listed = LISTS.get((asked.audience, asked.collection))
    if listed and listed.in_person:
        door.in_person()
    idempotency.key()
    made = handing_over.fetch_export(number, by=door.asking())
    name = f"{made.collection}-{made.id}.{made.form}"
    return sending.a_file(place(made.id, made.form).open("rb"), MIMETYPES[made.form], name)


def _params(collection: Collection) -> list[Piece | str]:
    form = describe.parameter("query", "format", json_schema(FORMAT["format"]), "格式", "form", required=True)
    narrowed = [
        describe.parameter("query", name, json_schema(field), "只要", "only these")
        for name, field in collection.filters.items()
    ]
    return [form, *narrowed, *describe.changing(seen=False)]


def _says(what: Collection) -> Piece:
    return {
        "summary": f"导出{what.zh} / Export {what.en}",
        "description": f"≤ {exporting.LARGEST:,} 行；记入台账 / kept in the journal",
        "parameters": _params(what),
        "responses": _files(),
    }


def _says_later(what: Collection) -> Piece:
    piece = describe.ref(HAND_OVER.schema)
    return {
        "summary": f"后台导出{what.zh} / Export {what.en} by a job",
        "parameters": _params(what),
        "responses": describe.answers("202", "已交办", "asked for", piece, noes=NOES),
    }


def _says_file() -> Piece:
    return {
        "summary": "领取后台导出的文件 / Fetch the file that a job has written",
        "parameters": describe.changing(seen=False),
        "responses": _files(),
    }


def _files() -> Piece:
    told = describe.file("application/octet-stream", "文件", "file", NOES)
    text = {"schema": {"type": "string"}}
    told["200"]["content"] = {kind.partition(";")[0]: text for kind in MIMETYPES.values()}
    return told
