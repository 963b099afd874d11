"""What one's own unit was told: the feed, which says the same as the webhooks do."""

from typing import Any

from flask import Response

from disburse.api import describe, door, listing
from disburse.api.audience import Collection, Extra
from disburse.api.fields import json_schema
from disburse.api.reading import numbered, paged
from disburse.api.shapes import Shape
from disburse.exporting import Source
from disburse.queries import notices
from schemas.endpoints import NoticeOut
from schemas.fields import Count

SINCE = {"since": Count(0)}


def _events(rows: Any) -> list[Any]:
    return [notices.cloud_event(row, door.config().public_url) for row in rows]


NOTICE = Shape(NoticeOut(), _events)


def feed() -> Response:
    """The notices to one's own unit after number ``since``, in the order told."""

    def rows(asked: listing.Asked) -> Any:
        last = max(numbered(asked), asked.chosen.get("since", 0))
        return notices.feed(door.asking(), after=last, size=asked.limit + 1)

    return paged(rows, NOTICE, SINCE, "number")


LINES = Collection(
    "notices", "notice", "通知", "notices", NOTICE, NOTICE,
    source=Source(
        lambda by, after, size, _: notices.feed(by, after=after or 0, size=size),
        lambda by, _: [notices.count(by)],
        "number",
    ),
)  # fmt: skip
"""The feed as a list to be taken away."""
FEED = Extra(
    "GET", "/notices", "list_notices", "read", feed,
    {
        "summary": "本单位收到的通知 / What one's own unit was told",
        "description": "since: 已有的最后一条的 sequence / the `sequence` of the last that one has",
        "parameters": describe.paging(SINCE, json_schema),
        "responses": describe.answers(
            "200", "一页", "one page", describe.a_list(describe.ref(NOTICE.schema)), "Link"
        ),
    },
)  # fmt: skip
"""For whoever acts for a unit: a bank without a webhook, finance, auditors, administrators."""
