"""Reading: each collection as a list, its records one by one, and what happened to each."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from disburse.api import describe, door, listing, versions
from disburse.api.audience import Audience, Collection, Extra, add
from disburse.api.describe import Piece
from disburse.api.fields import json_schema
from disburse.api.refusals import BadRequest
from disburse.api.shapes import Shape
from disburse.errors import NotFound
from disburse.queries import records

JSON = "application/json"


def add_collection(to: Blueprint, collection: Collection) -> None:
    """Add the list, and the record by its number."""
    one, what = _singular(collection.name), collection
    add(to, "GET", f"/{what.name}", f"list_{_plain(what.name)}", _lister(what), _says_list(what))
    number = (describe.in_path("number", what.pattern),)
    address = f"/{what.name}/<number>"
    add(to, "GET", address, f"get_{one}", _getter(what), _says_one(what), number)


def add_events(to: Blueprint, audience: Audience) -> None:
    """Add what happened to any record that an audience may read."""
    names = sorted(audience.shown)
    which = {"type": "string", "enum": names}
    params = (
        describe.parameter("path", "collection", which, "哪类记录", "which records", required=True),
        describe.in_path("number"),
    )
    address = f"/<any({', '.join(map(repr, names))}):collection>/<number>/events"
    add(to, "GET", address, "list_events", _teller(audience), _says_events(audience.events), params)


def add_extra(to: Blueprint, extra: Extra) -> None:
    """Add a door of the audience's own; a path parameter ``number`` is a record's."""

    def view(**path: str) -> Any:
        door.need(extra.scope)
        return extra.view(**path)

    add(to, extra.method, extra.path, extra.name, view, extra.says, extra.params)


def answer(data: Any, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """Plain data as JSON."""
    return Response(encoded(data), status, headers=dict(headers or {}), content_type=JSON)


def encoded(data: Any) -> bytes:
    """Plain data as the bytes of an answer."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def record(row: Any, shape: Shape) -> Response:
    """One record with its ETag; 304 where the asker has this version already."""
    tag = versions.tag(row)
    if versions.is_known(tag):
        return Response(status=304, headers={"ETag": tag})
    return answer(shape.one(row), {"ETag": tag})


def held(collection: Collection, number: str) -> Any:
    """The record ``number`` of a collection that the asker may see. Raises NotFound."""
    if not collection.may(door.asking()):
        raise NotFound(number=number)
    return records.one(collection.kind, number, door.asking())


def paged(rows: Callable[[listing.Asked], Any], shape: Shape, filters: listing.Filters, key: str) -> Response:
    """One page; ``rows`` gives one row more than is asked for, if there is one."""
    asked = listing.asked(filters)
    made = listing.page(asked, rows(asked), shape.many, key)
    following = made["meta"]["next"]
    return answer(made, {"Link": listing.link(following)} if following else None)


def numbered(asked: listing.Asked) -> int:
    """The cursor of a list whose key is a whole number."""
    return int(asked.after) if asked.after.isdecimal() else 0


def _lister(collection: Collection) -> Callable[[], Response]:
    def view() -> Response:
        door.need("read")

        def rows(asked: listing.Asked) -> Any:
            if not collection.may(door.asking()):
                return []
            size, chosen = asked.limit + 1, asked.chosen
            return records.page(collection.kind, door.asking(), after=asked.after, size=size, chosen=chosen)

        return paged(rows, collection.line, collection.filters, "id")

    return view


def _getter(collection: Collection) -> Callable[[str], Response]:
    def view(number: str) -> Response:
        door.need("read")
        return record(held(collection, number), collection.whole)

    return view


def _teller(audience: Audience) -> Callable[[str, str], Response]:
    def view(collection: str, number: str) -> Response:
        door.need("read")
        row = held(audience.shown[collection], number)
        return paged(
            lambda asked: records.events(row.id, after=numbered(asked), size=asked.limit + 1),
            audience.events,
            {},
            "seq",
        )

    return view


def _says_list(what: Collection) -> Piece:
    piece = describe.a_list(describe.ref(what.line.schema))
    return {
        "summary": f"{what.zh}列表 / List {what.en}",
        "parameters": describe.paging(what.filters, json_schema),
        "responses": describe.answers("200", "一页", "one page", piece, "Link"),
    }


def _says_one(what: Collection) -> Piece:
    told = describe.answers("200", what.zh, what.en, describe.ref(what.whole.schema), "ETag")
    told["304"] = {"description": "没有变化 / Not changed"}
    return {
        "summary": f"读取一条{what.zh} / Read one of the {what.en}",
        "parameters": ["Known", *describe.asking()],
        "responses": told,
    }


def _says_events(shape: Shape) -> Piece:
    piece = describe.a_list(describe.ref(shape.schema))
    return {
        "summary": "一条记录的事件 / What happened to a record",
        "parameters": describe.paging({}, json_schema),
        "responses": describe.answers("200", "一页", "one page", piece, "Link"),
    }


def _plain(name: str) -> str:
    return name.replace("-", "_")


def _singular(name: str) -> str:
    plain = _plain(name)
    return {"batches": "batch", "recoveries": "recovery", "row_matches": "row_match"}.get(plain, plain[:-1])


def wants(*names: str) -> None:
    """Refuse what the query has beside ``names``. Raises BadRequest."""
    findings = listing.unknown(set(names))
    if findings:
        raise BadRequest(findings)
