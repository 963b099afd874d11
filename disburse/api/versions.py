"""Which version of a record one saw: its ETag, and If-Match on every change of it."""

import re
from typing import Any

from flask import request

from disburse.api import door
from disburse.api.refusals import BadRequest, NeedsVersion
from disburse.errors import Finding, Stale
from disburse.queries import records

TAG = re.compile(r'"([1-9][0-9]{0,14})-([0-9a-f]{16})"', re.ASCII)
ANY_TAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"', re.ASCII)


def tag(record: Any) -> str:
    """The strong ETag of a record: its version and the beginning of its last event's hash."""
    return f'"{record.version}-{record.head[:16]}"'


def given() -> str:
    """What If-Match says. Raises NeedsVersion without it or for ``*``, BadRequest if it is no ETag."""
    text = request.headers.get("If-Match", "").strip()
    if text in ("", "*"):
        raise NeedsVersion
    if not ANY_TAG.fullmatch(text):
        raise BadRequest(
            [Finding("If-Match", '应为记录的 ETag，如 "3-0123456789abcdef"', "must be one ETag")]
        )
    return text


def seen(number: str, text: str) -> int:
    """The version of record ``number`` that an ETag names. Raises Stale where the record never had it."""
    ours = TAG.fullmatch(text)
    version = int(ours[1]) if ours else 0
    head = records.head_at(number, version) if ours else None
    if ours is None or head is None or not head.startswith(ours[2]):
        known = records.any_one(number, door.asking())
        raise Stale(number=number, seen=text, version=known.version)
    return version


def is_known(record_tag: str) -> bool:
    """Whether the asker has this version already (If-None-Match)."""
    asked = request.headers.get("If-None-Match", "")
    return asked.strip() == "*" or record_tag in {tag.strip().removeprefix("W/") for tag in asked.split(",")}
