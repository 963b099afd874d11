"""The rows of published lists, as they were published."""

from collections.abc import Callable

from flask import Response

from disburse.api import describe, door
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.fields import json_schema
from disburse.api.reading import numbered, paged
from disburse.api.shapes import RATING_ROW, RECOGNITION_ROW, Shape
from disburse.queries import records
from schemas.identifiers import RecordNumber


def _rows(kind: str, shape: Shape) -> Callable[[str], Response]:
    def view(number: str) -> Response:
        source = records.one(kind, number, door.asking())
        return paged(
            lambda asked: records.rows(kind, source.id, after=numbered(asked), size=asked.limit + 1),
            shape,
            {},
            "row",
        )

    return view


def _says(shape: Shape) -> Piece:
    return {
        "summary": "名单各行 / The rows of a list",
        "parameters": describe.paging({}, json_schema),
        "responses": describe.answers(
            "200", "一页", "one page", describe.a_list(describe.ref(shape.schema)), "Link"
        ),
    }


def _extra(lists: str, kind: str, shape: Shape) -> Extra:
    number = describe.in_path("number", RecordNumber.pattern.pattern)
    name = f"list_{kind}_rows"
    return Extra("GET", f"/{lists}/<number>/rows", name, "read", _rows(kind, shape), _says(shape), (number,))


RATED = _extra("rating-lists", "rating_list", RATING_ROW)
RECOGNISED = _extra("recognition-lists", "recognition_list", RECOGNITION_ROW)
