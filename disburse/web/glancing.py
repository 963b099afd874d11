"""The page of a record that has no page of its own: what its reader needs at a glance, from the list's table.

Sums come first, then who holds it, what it belongs to and its papers; the other columns; and what happened.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from disburse.actors import BANK, ENTERPRISE, Actor
from disburse.ledger import left_fen
from disburse.queries import records
from disburse.queries.glance import MOST, Glance, glance
from disburse.web import changes, columns
from disburse.web.kinds import KINDS, NAMES, address
from disburse.web.languages import N_
from disburse.web.languages import gettext as _
from disburse.web.listings import LISTINGS, Column
from disburse.web.newest import newest
from disburse.web.wording import told
from reports import figures
from reports.explain import grouped
from workflows.pledge import LOCKED

LINKS = {"batch_id": "batch", "fund_id": "fund", "enterprise_id": "enterprise", "list_id": "rating_list"}
"""Columns that hold the number of another record, and its kind."""
LEFT: Mapping[str, tuple[str, Callable[[Any], int]]] = {
    "fund": (N_("可用（元）"), left_fen),
    "recovery": (N_("未退回（元）"), lambda recovery: recovery.amount_fen - recovery.repaid_fen),
}
"""What is left of a sum, by kind."""
PAPERS: Mapping[str, tuple[str, str, Callable[[Any], bool]]] = {
    "payment": (N_("拨付通知书"), "notice", lambda payment: payment.state == "paid"),
    "pledge": (N_("账户信息确认回执"), "receipt", lambda pledge: pledge.state in LOCKED),
}
"""The paper of a kind: its name, its address under the claim's, and whether it stands."""
BELOW: Mapping[str, tuple[str, str]] = {"fund": ("batch", "fund_id")}
"""Records that belong to one of a kind, and the column by which they do."""
CODES = {"functional": N_("功能科目"), "departmental": N_("部门经济科目"), "government": N_("政府经济科目")}


@dataclass(frozen=True)
class Happened:
    """An event in words; ``sums`` are the amounts that it changed: name, before and after."""

    body: Mapping[str, Any]
    step: str
    state: Any
    about: str
    sums: Sequence[tuple[str, str, str]]


def shown(record: Any, by: Actor) -> dict[str, Any]:
    """Everything that ``record.html`` shows of a record."""
    around = glance(record, by)
    names = [*LISTINGS[record.kind].columns, *LISTINGS[record.kind].more]
    return {
        "around": around,
        "sums": _sums(record, names),
        "links": _links(record, around, by),
        "papers": _papers(record),
        "cells": [_cell(record, name, around) for name in names if not _is_above(name)],
        "codes": _codes(record),
        "below": _below(record),
        "happened": [_happened(record, body, by) for body in around.events],
        "earlier": record.version - len(around.events),
    }


def _is_above(name: str | Column) -> bool:
    """Whether a column stands in the summary already."""
    return isinstance(name, str) and (name in {"id", "state", "claim_id", *LINKS} or name.endswith("_fen"))


def _sums(record: Any, names: Sequence[str | Column]) -> list[tuple[str, str]]:
    kept = [name for name in names if isinstance(name, str) and name.endswith("_fen")]
    found = [(columns.label(name), columns.cell(record, name)) for name in kept]
    if record.kind in LEFT:
        called, left = LEFT[record.kind]
        found.append((_(called), figures.yuan(left(record))))
    return found


def _links(record: Any, around: Glance, by: Actor) -> list[tuple[str, str, str]]:
    """What the record belongs to: what that is called, its number, and its address where one may see it."""
    found = []
    if number := getattr(record, "claim_id", None):
        seen = around.claim is not None or bool(records.some("claim", [number], by))
        at = url_for("claim.show", number=number) if seen else ""
        found.append((_called("claim"), number, at))
    for column, kind in LINKS.items():
        if number := getattr(record, column, None):
            at = address(kind, number) if records.some(kind, [number], by) else ""
            found.append((_called(kind), number, at))
    return found


def _called(kind: str) -> str:
    name = NAMES[kind]
    return _(KINDS[name].one)


def _papers(record: Any) -> list[tuple[str, str]]:
    called, kind, stands = PAPERS.get(record.kind, ("", "", lambda _record: False))
    if not stands(record):
        return []
    return [(_(called), url_for("paper.show", number=record.claim_id, kind=kind))]


def _cell(record: Any, name: str | Column, around: Glance) -> tuple[str, str]:
    if isinstance(name, Column):
        return _(name.label), name.value(record)
    text = columns.cell(record, name)
    hides = around.is_person and name in columns.PERSONAL and text != columns.NOTHING
    return columns.label(name), columns.masked(text) if hides else text


def _codes(record: Any) -> list[tuple[str, str, str]]:
    """Budget codes: kind, code and name; of a fund and a payment one of each, of a table all."""
    lines = getattr(record, "budget_codes", None)
    if lines is None and record.kind != "budget_table":
        return []
    if lines is not None:
        return [(_(CODES[kind]), lines[kind]["code"], lines[kind]["name"]) for kind in CODES]
    return [
        (_(CODES[kind]), code, name)
        for kind in CODES
        for code, name in sorted(record.content.get(kind, {}).items())
    ]


def _below(record: Any) -> dict[str, Any] | None:
    """The newest records that belong to this one, and where all of them are."""
    if record.kind not in BELOW:
        return None
    kind, column = BELOW[record.kind]
    found = newest(kind, MOST, {column: record.id})
    listing = LISTINGS[kind]
    heads = [name for name in listing.columns if isinstance(name, str) and name not in ("id", column)]
    return {
        "called": _called(kind),
        "found": found,
        "heads": [(columns.label(name), "figure" if name.endswith("_fen") else "") for name in heads],
        "rows": [
            (address(kind, row.id), row.id, [columns.cell(row, name) for name in heads]) for row in found.rows
        ],
    }


def _happened(record: Any, body: Mapping[str, Any], by: Actor) -> Happened:
    """An event as the reader is told of it; what it is about besides is for officials alone."""
    told_to = told(record.workflow, by) if record.workflow else {}
    is_guest = by.role in ENTERPRISE | BANK
    sums = [
        (columns.label(name), grouped(columns.shown(name, before)), grouped(columns.shown(name, after)))
        for name, (before, after) in body["changes"].items()
        if name.endswith("_yuan") and body["seq"] > 1
    ]
    step = changes.action(record.kind, body["action"])
    return Happened(body, step, told_to.get(body["to"]), "" if is_guest else body.get("about") or "", sums)
