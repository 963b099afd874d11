"""Acting: a door for each act of an audience, with its key, the version seen, and its answer kept."""

from collections.abc import Callable
from typing import Any, get_type_hints

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from disburse.access.replies import Answer
from disburse.acts import ACTS, Act, act
from disburse.api import body, describe, door, idempotency, signature, versions
from disburse.api.audience import Audience, Door, add
from disburse.api.describe import Piece
from disburse.api.fields import record_example
from disburse.api.reading import JSON, encoded, wants
from disburse.errors import NotFound
from disburse.records import read
from schemas.identifiers import RecordNumber


def add_door(to: Blueprint, audience: Audience, opened: Door) -> None:
    """Add the operation of one door."""
    known = ACTS[opened.act]
    schema = body_of(known)
    gives = kind_given(known)
    params = (describe.in_path("number", RecordNumber.pattern.pattern),) if known.key else ()
    view = _view(audience, opened, known, schema, gives)
    add(to, "POST", opened.path, opened.name, view, _says(audience, opened, known, schema), params)


def body_of(known: Act) -> Schema:
    """The schema of an act's body without what the address and If-Match say."""
    beside = [name for name in known.body.fields if name in (known.key, "version")]
    return type(known.body)(exclude=tuple(beside))


def kind_given(known: Act) -> str:
    """The kind of record that an act gives, as its service declares."""
    kind: str = get_type_hints(known.service)["return"].kind
    return kind


def needs_version(known: Act) -> bool:
    """Whether an act changes, or rests on, a record that one must have seen."""
    return known.key is not None and "version" in known.body.fields


def makes(audience: Audience, opened: Door) -> bool:
    """Whether the act may make a new record beside the one that the address names."""
    known = ACTS[opened.act]
    return known.key is None or audience.of_kind(kind_given(known)).name != opened.collection


def _view(
    audience: Audience, opened: Door, known: Act, schema: Schema, gives: str
) -> Callable[..., Response]:
    new = makes(audience, opened)

    def view(number: str | None = None) -> Response:
        door.need(opened.scope)
        wants()
        sent = body.read_json()
        read(schema, sent)
        idempotency.key()
        tag = versions.given() if needs_version(known) else ""
        signed = signature.of_request()

        def do() -> Any:
            whole = {**sent, known.key: _number(number)} if known.key else sent
            if tag:
                whole = {**whole, "version": versions.seen(_number(number), tag)}
            return act(opened.act, whole, door.asking(), signed)

        content = idempotency.canonical(sent)
        return idempotency.once(content, do, lambda row: answer(audience, row, may_be_new=new), gives)

    return view


def _number(text: str | None) -> str:
    """The number in the address; what has no such shape is nobody's. Raises NotFound."""
    if text is None or not RecordNumber.pattern.fullmatch(text):
        raise NotFound(number=text)
    return text


def answer(audience: Audience, row: Any, *, may_be_new: bool = True) -> Answer:
    """What is answered to an act: the record as the audience sees it; 201 where it is new."""
    shape = audience.of_kind(row.kind).whole
    headers = {"ETag": versions.tag(row), "Content-Type": JSON}
    is_new = may_be_new and row.version == 1
    if is_new:
        headers["Location"] = audience.address(row.kind, row.id)
    return Answer(201 if is_new else 200, headers, encoded(shape.one(row)))


def _says(audience: Audience, opened: Door, known: Act, schema: Schema) -> Piece:
    gives = describe.ref(audience.of_kind(kind_given(known)).whole.schema)
    doc = (known.service.__doc__ or "").strip().splitlines()[0]
    noes = (*describe.ALWAYS, *describe.ON_CHANGE)
    responses: Piece = {}
    replayed = "Idempotent-Replayed"
    if known.key is not None:
        responses |= describe.answers("200", "已办理", "done", gives, "ETag", replayed, noes=noes)
    if makes(audience, opened):
        responses |= describe.answers("201", "已新建", "made", gives, "ETag", "Location", replayed, noes=noes)
    piece = describe.ref(schema, _name(known))
    required = any(field.required for field in schema.load_fields.values())
    return {
        "summary": doc,
        "description": f"scope: `{opened.scope}`",
        "parameters": [
            *describe.changing(seen=needs_version(known)),
            *(signature.PARAMETERS if known.signable else ()),
        ],
        "requestBody": describe.body(piece, required=required, example=record_example(schema)),
        "responses": responses,
    }


def _name(known: Act) -> str:
    """What the document calls the body of an act; acts that bring the same have the same."""
    return f"{type(known.body).__name__.removesuffix('Act').removesuffix('In')}Body"
