"""Lists: filters, and pages by key, so that nothing is seen twice or missed while records are added."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import ValidationError, fields

from disburse.api.refusals import BadRequest
from disburse.errors import Finding
from schemas.faults import faults
from schemas.fields import from_text

LARGEST = 200
USUAL = 50
LIMIT = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
CURSOR = re.compile(r"[A-Za-z0-9_-]{8,600}", re.ASCII)
PAGING = ("limit", "after")
Filters = Mapping[str, fields.Field[Any]]
"""Names of the query, each with the field that its value must fit."""


@dataclass(frozen=True)
class Asked:
    """What of a list was asked for; ``after`` is the key of the last record of the page before."""

    limit: int
    after: str
    chosen: Mapping[str, Any]


def asked(filters: Filters) -> Asked:
    """Read limit, cursor and filters from the query. Raises BadRequest with every fault."""
    findings = unknown({*filters, *PAGING})
    limit = _limit(findings)
    chosen = read(filters, findings)
    after = _after(findings)
    if findings:
        raise BadRequest(findings)
    return Asked(limit, after, chosen)


def unknown(known: set[str]) -> list[Finding]:
    """Names of the query that there are not, or that are given twice."""
    found = []
    for name, values in request.args.lists():
        if name not in known:
            choice = ", ".join(sorted(known)) or "—"
            found.append(
                Finding(name[:80], f"没有这个参数；可用：{choice}", f"there is no such parameter; {choice}")
            )
        elif len(values) > 1:
            found.append(Finding(name, "只能出现一次", "is given more than once"))
    return found


def read(filters: Filters, findings: list[Finding]) -> dict[str, Any]:
    """The filters that were given; what does not fit goes to ``findings``."""
    chosen = {}
    for name, field in filters.items():
        text = request.args.get(name)
        if text is not None:
            try:
                chosen[name] = from_text(field, text)
            except ValidationError as no:
                findings += [Finding(name, fault.zh, fault.en) for fault in faults(no)]
    return chosen


def page(
    asked_for: Asked, rows: Sequence[Any], shape: Callable[[Sequence[Any]], Any], key: str
) -> dict[str, Any]:
    """One page out of ``limit`` + 1 rows: the last shows only that there are more."""
    shown = rows[: asked_for.limit]
    following = cursor(str(getattr(shown[-1], key))) if len(rows) > asked_for.limit else None
    meta = {"limit": asked_for.limit, "count": len(shown), "next": following}
    return {"data": shape(shown), "meta": meta}


def link(following: str) -> str:
    """The Link header (RFC 8288) to the next page."""
    query = {**request.args.to_dict(), "after": following}
    return f'<{request.path}?{urlencode(query)}>; rel="next"'


def cursor(key: str) -> str:
    """Where the next page begins, for this list with these filters alone; it opens nothing to anyone."""
    text = json.dumps([key, _sum(key)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _sum(key: str) -> str:
    """What shows that a cursor was changed, or belongs to another list or other filters."""
    chosen = sorted((n, v) for n, v in request.args.items() if n not in PAGING)
    return hashlib.sha256(json.dumps([request.path, chosen, key]).encode()).hexdigest()[:16]


def _limit(findings: list[Finding]) -> int:
    text = request.args.get("limit", str(USUAL))
    if LIMIT.fullmatch(text) and int(text) <= LARGEST:
        return int(text)
    findings.append(Finding("limit", f"应为 1 至 {LARGEST}", f"must be from 1 to {LARGEST}"))
    return USUAL


def _after(findings: list[Finding]) -> str:
    text = request.args.get("after")
    if text is None:
        return ""
    key = _key(text)
    if key is None:
        zh, en = "不是本列表在这些条件下给出的页标", "is no cursor of this list under these filters"
        findings.append(Finding("after", f"{zh}；请从第一页起", f"{en}; begin with the first page"))
    return key or ""


def _key(text: str) -> str | None:
    if not CURSOR.fullmatch(text):
        return None
    try:
        key, proof = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, binascii.Error):
        return None
    return key if isinstance(key, str) and proof == _sum(key) else None
