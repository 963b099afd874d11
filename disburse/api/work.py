"""What everyone asks first: one box to search, what waits for me, what my unit has done."""

from dataclasses import replace
from typing import Any

from flask import Response

from disburse.actors import Actor
from disburse.api import describe, door, listing
from disburse.api.audience import Collection, Extra
from disburse.api.describe import Piece
from disburse.api.fields import json_schema
from disburse.api.reading import answer, numbered, paged
from disburse.api.refusals import BadRequest
from disburse.api.shapes import CLAIM_LINE, HIT, Shape
from disburse.exporting import given_once
from disburse.queries import search as box
from disburse.queries import worklist
from disburse.queries.search import Hit
from schemas.choices import Choice
from schemas.fields import PlainText
from schemas.identifiers import ItemId
from schemas.shown_reads import DoneSeen, DueSeen, WaitingSeen
from workflows.claim import CLAIM

WORDS = {"words": PlainText(80)}
CHOSEN: listing.Filters = {
    "state": Choice(tuple(state.name for state in CLAIM.states)),
    "item": ItemId(),
    "unit": PlainText(40),
    **WORDS,
    "overdue": Choice(("true", "false")),
}
COUNT = Shape(WaitingSeen())


def _beside_claims(rows: Any) -> list[dict[str, Any]]:
    assert CLAIM_LINE.more  # noqa: S101  # a claim's line has more than its columns
    shown = CLAIM_LINE.more([row.claim for row in rows])
    return [{**_columns(row.claim), **more, **_of_due(row)} for row, more in zip(rows, shown, strict=True)]


def _columns(claim: Any) -> dict[str, Any]:
    return {column.key: getattr(claim, column.key) for column in claim.__mapper__.column_attrs}


def _of_due(row: worklist.Due) -> dict[str, Any]:
    late = bool(row.term and row.term.over and row.claim.state in worklist.TIMED)
    left = row.term.left_workdays if row.term else None
    return {"enterprise": row.enterprise, "left_workdays": left, "overdue": late, "barred_by": row.barred_by}


def _of_done(rows: Any) -> list[dict[str, Any]]:
    return [
        {
            **{name: getattr(row.event, name) for name in ("seq", "action", "role", "actor", "at")},
            "claim_id": row.claim.id,
            "state": row.claim.state,
            "enterprise_id": row.claim.enterprise_id,
        }
        for row in rows
    ]


DUE = Shape(DueSeen(), _beside_claims)
DONE = Shape(DoneSeen(), _of_done)


def search() -> Response:
    """A few records of each kind that the words may mean."""
    return answer({"data": HIT.many(_hits(door.asking(), _read(WORDS)))})


def _hits(by: Actor, chosen: Any) -> list[Hit]:
    found = box.search(chosen.get("words", ""), by)
    return [hit for hits in found.values() for hit in hits]


def waiting() -> Response:
    """What waits for whoever asks, what is due first at the top."""

    def rows(asked: listing.Asked) -> list[worklist.Due]:
        size = asked.limit + 1
        return worklist.page(door.asking(), _chosen(asked.chosen), after=asked.after, size=size)

    return paged(rows, DUE, CHOSEN, "key")


def counts() -> Response:
    """How much of it there is in each state, and what waits beside claims."""
    chosen = _chosen(_read(CHOSEN))
    beside = worklist.beside(door.asking()) if chosen == worklist.ALL else []
    return answer({"data": COUNT.many([*worklist.counts(door.asking(), chosen), *beside])})


def done() -> Response:
    """The steps that the asker's unit took, the newest first."""

    def rows(asked: listing.Asked) -> list[worklist.Done]:
        before = numbered(asked) or None
        return worklist.done(door.asking(), before=before, size=asked.limit + 1)

    return paged(rows, DONE, {}, "id")


def _read(filters: listing.Filters) -> dict[str, Any]:
    findings = listing.unknown(set(filters))
    chosen = listing.read(filters, findings)
    if findings:
        raise BadRequest(findings)
    return chosen


def _chosen(given: Any) -> worklist.Chosen:
    return replace(worklist.ALL, **{**given, "overdue": given.get("overdue") == "true"})


def _says(zh: str, en: str, shape: Shape, filters: listing.Filters, *, pages: bool) -> Piece:
    piece = describe.a_list(describe.ref(shape.schema))
    params: list[Any] = describe.paging(filters, json_schema)
    if not pages:
        piece = {"type": "object", "required": ["data"], "properties": {"data": piece["properties"]["data"]}}
        params = [one for one in params if one not in ("Limit", "After")]
    told = describe.answers("200", zh, en, piece, *(["Link"] if pages else []))
    return {"summary": f"{zh} / {en}", "parameters": params, "responses": told}


HITS = Collection("search", "hit", "查找结果", "hits of a search", HIT, HIT, WORDS, source=given_once(_hits))
"""What the words mean, as a list to be taken away."""
EXTRAS = (
    Extra("GET", "/search", "search", "read", search,
          _says("搜索", "Search numbers, codes, names and pinyin", HIT, WORDS, pages=False)),
    Extra("GET", "/worklist", "list_worklist", "read", waiting,
          _says("待办，最急的在前", "What waits for you, most urgent first", DUE, CHOSEN, pages=True)),
    Extra("GET", "/worklist/counts", "count_worklist", "read", counts,
          _says("待办件数", "How much waits for you", COUNT, CHOSEN, pages=False)),
    Extra("GET", "/done", "list_done", "read", done,
          _says("已办", "What your unit has done", DONE, {}, pages=True)),
)  # fmt: skip
"""For everyone who is signed in; each sees what the role waits for and may see."""
