"""Rows of published lists that wait for a person to say whose they are."""

from typing import Any

from flask import Response

from disburse.api import describe, door
from disburse.api.audience import Collection, Extra
from disburse.api.fields import json_schema
from disburse.api.reading import paged
from disburse.api.shapes import Shape
from disburse.exporting import Source
from disburse.queries import open_matches
from schemas.shown_rules import OpenMatch

LINE = Shape(OpenMatch())


def waiting() -> Response:
    """The work list, list by list and row by row."""

    def rows(asked: Any) -> Any:
        return open_matches.page(door.asking(), after=asked.after, size=asked.limit + 1)

    return paged(rows, LINE, {}, "place")


READ = Extra(
    "GET", "/open-matches", "list_open_matches", "read", waiting,
    {
        "summary": "待认定的匹配 / Rows that may be an enterprise's",
        "parameters": describe.paging({}, json_schema),
        "responses": describe.answers(
            "200", "一页", "one page", describe.a_list(describe.ref(LINE.schema)), "Link"
        ),
    },
)  # fmt: skip
LINES = Collection(
    "open-matches", "open_match", "待认定的匹配", "rows that may be an enterprise's", LINE, LINE,
    source=Source(
        lambda by, after, size, _: open_matches.page(by, after=after, size=size),
        lambda by, _: [open_matches.count(by)],
        "place",
    ),
)  # fmt: skip
"""The work list as a list to be taken away."""
