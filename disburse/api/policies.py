"""What the policies offer: the items, what an enterprise may claim and what is missing, and what-if."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response

from disburse import clock
from disburse.api import body, describe, door, listing
from disburse.api.audience import Extra
from disburse.api.claims import ASSESSMENT
from disburse.api.describe import Piece
from disburse.api.fields import json_schema, record_example
from disburse.api.reading import answer, paged, wants
from disburse.api.refusals import BadRequest
from disburse.api.shapes import Shape
from disburse.errors import NotFound
from disburse.policy import catalogue as policy
from disburse.policy.match import Match
from disburse.policy.model import Item
from disburse.queries import assessing
from disburse.queries.rules import FACTS
from disburse.records import read
from schemas.fields import Day
from schemas.identifiers import ItemId
from schemas.record import Part
from schemas.shown_rules import ItemSeen, MatchSeen, WhatIfIn

ITEM = Shape(ItemSeen())
MATCH = Shape(MatchSeen())
WHAT_IF = WhatIfIn.from_dict({"facts": Part(FACTS)}, name="WhatIfBody")()
ON = {"on": Day()}


def items() -> Response:
    """The items that grant money, by id."""

    def rows(asked: listing.Asked) -> Sequence[Item]:
        known = sorted(name for name in policy.load().items if name > asked.after)
        wanted = (policy.load().items[name] for name in known)
        return [item for item in wanted if item.grants_money][: asked.limit + 1]

    return paged(rows, ITEM, {}, "id")


def item(number: str) -> Response:
    """One item. Raises NotFound."""
    wants()
    if number not in policy.load().items:
        raise NotFound(number=number)
    return answer(ITEM.one(policy.load().items[number]))


def matches() -> Response:
    """What one's own enterprise may claim on a day, today by default, and which facts are missing."""
    findings = listing.unknown(set(ON))
    chosen = listing.read(ON, findings)
    if findings:
        raise BadRequest(findings)
    on: date = chosen.get("on", clock.today())
    found = assessing.matches(assessing.own(door.asking()), on, {})
    return answer({"data": MATCH.many([_plain(one) for one in found]), "meta": {"on": on.isoformat()}})


def what_if() -> Response:
    """Assess one item on facts that nobody has claimed; nothing is written."""
    wants()
    given = read(WHAT_IF, body.read_json())
    made = assessing.what_if(
        assessing.own(door.asking()),
        item=given["item"],
        on=given["on"],
        facts=given["facts"],
        thing=given["object"],
        rating=given["rating"],
    )
    return answer(ASSESSMENT.one(made))


def _plain(found: Match) -> dict[str, Any]:
    low, high = found.range_fen or (None, None)
    return {
        "item": found.item.id,
        "title_zh": found.item.title_zh,
        "title_en": found.item.title_en,
        "article": found.item.article,
        "outcome": found.assessment.outcome,
        "lowest_fen": low,
        "highest_fen": high,
        "missing": found.assessment.missing,
        "reasons": [{"code": r.code, "zh": r.zh, "en": r.en} for r in found.assessment.reasons],
    }


def _says_matches() -> Piece:
    piece = describe.a_list(describe.ref(MATCH.schema))
    piece["properties"]["meta"] = {"type": "object", "properties": {"on": json_schema(Day())}}
    on = describe.parameter(
        "query", "on", json_schema(Day()), "事件之日，默认今天", "the day, today by default"
    )
    return {
        "summary": "可以申报什么，还缺什么 / What may be claimed, and what is missing",
        "parameters": [on, *describe.asking()],
        "responses": describe.answers("200", "逐项", "every item", piece),
    }


def _says_what_if() -> Piece:
    noes = (*describe.ALWAYS, "413", "415", "422")
    return {
        "summary": "试算一项，不写入 / Assess one item; nothing is written",
        "parameters": describe.asking(),
        "requestBody": describe.body(
            describe.ref(WHAT_IF, "WhatIfBody"), required=True, example=record_example(WHAT_IF)
        ),
        "responses": describe.answers(
            "200", "测算", "assessment", describe.ref(ASSESSMENT.schema), noes=noes
        ),
    }


def _says_items() -> Piece:
    return {
        "summary": "奖补事项 / The items that grant money",
        "parameters": describe.paging({}, json_schema),
        "responses": describe.answers(
            "200", "一页", "one page", describe.a_list(describe.ref(ITEM.schema)), "Link"
        ),
    }


def _says_item() -> Piece:
    return {
        "summary": "一个事项及所需事实 / One item and the facts it asks for",
        "parameters": describe.asking(),
        "responses": describe.answers("200", "事项", "item", describe.ref(ITEM.schema)),
    }


ITEMS = (
    Extra("GET", "/items", "list_items", "read", items, _says_items()),
    Extra(
        "GET", "/items/<number>", "get_item", "read", item, _says_item(),
        (describe.in_path("number", ItemId.pattern.pattern),),
    ),
)  # fmt: skip
"""For whoever drafts, reviews or decides."""
OWN = (
    Extra("GET", "/match", "match", "read", matches, _says_matches()),
    Extra("POST", "/assess", "assess", "read", what_if, _says_what_if()),
)
"""For an enterprise."""
