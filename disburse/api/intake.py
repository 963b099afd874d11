"""Tables sent as files: a template for each, a look that writes nothing, an error workbook, the import."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response
from marshmallow import Schema

from disburse import intake
from disburse.api import describe, door, uploads
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.reading import answer, wants
from disburse.api.shapes import BUDGET_TABLE, CITY_TABLE
from disburse.api.uploads import Kept
from disburse.importing import ABOUT as OF_LISTS
from schemas.imports import BARE, LOOKED, REGISTERED
from schemas.office import TABLE_IN

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT: Mapping[str, Schema] = {
    **OF_LISTS,
    "enterprises": BARE,
    **dict.fromkeys(intake.OFFICE, TABLE_IN),
}
"""What is said of each table beside its rows."""
BODIES = {"ratings": "RatingImportBody", "recognitions": "RecognitionImportBody"}
"""What the document calls what is said of each list."""
OPENED: Mapping[str, Kept] = {
    "calendar": Kept("city_table", "city/city-tables", CITY_TABLE),
    "lpr": Kept("city_table", "city/city-tables", CITY_TABLE),
    "budget-codes": Kept("budget_table", "finance/budget-tables", BUDGET_TABLE),
}
"""Where the record that a table becomes is read."""


def _template(kind: str) -> Callable[[], Response]:
    def view() -> Response:
        wants()
        return _workbook(intake.template(kind), f"{kind}-template.xlsx")

    return view


def _look(kind: str) -> intake.Looked:
    sent = uploads.sent(ABOUT[kind])
    with sent.on_disk() as path:
        return intake.look(kind, path, _about(kind, sent), door.asking())


def _check(kind: str) -> Callable[[], Response]:
    def view() -> Response:
        seen = _look(kind)
        lines = [
            {
                "row": f.row,
                "where": f.where,
                "code": f.code,
                "severity": f.severity,
                "zh": f.zh,
                "en": f.en,
                "mend_zh": f.mend_zh,
                "mend_en": f.mend_en,
            }
            for f in seen.findings
        ]
        told = {"written": False, "rows": seen.rows, "counts": seen.counts, "findings": lines}
        return answer(LOOKED.dump(told))

    return view


def _errors(kind: str) -> Callable[[], Response]:
    def view() -> Response:
        return _workbook(_look(kind).workbook(), f"{kind}-errors.xlsx")

    return view


def _enterprises() -> Response:
    sent = uploads.sent(BARE)
    with sent.on_disk() as path:
        count, seen = intake.import_enterprises(path, door.asking())
    return answer(REGISTERED.dump({"registered": count, "passed_over": len(seen.findings)}))


def _office(kind: str) -> Callable[[], Response]:
    def view() -> Response:
        sent, by = uploads.sent(TABLE_IN), door.asking()
        return uploads.keep(
            sent, lambda path: intake.import_office_table(kind, path, sent.said, by), OPENED[kind]
        )

    return view


def _about(kind: str, sent: uploads.Sent) -> dict[str, Any]:
    """What was said, as the import takes it."""
    if kind in intake.OFFICE:
        return sent.said
    given = dict(sent.read)
    if kind == "ratings":
        given["partial"] = given.pop("is_partial")
    if kind == "recognitions":
        given["facts"] = sent.said.get("facts")
    return given


def _workbook(data: bytes, name: str) -> Response:
    sent = Response(data, mimetype=XLSX)
    sent.headers.set("Content-Disposition", "attachment", filename=name)
    return sent


def _says(zh: str, en: str, responses: Piece, kind: str = "") -> Piece:
    told: Piece = {"summary": f"{zh} / {en}", "parameters": describe.asking(), "responses": responses}
    if not kind:
        return told
    schema = ABOUT[kind]
    parts = {
        "about": describe.ref(schema, BODIES.get(kind, type(schema).__name__)),
        "file": {"type": "string", "format": "binary"},
    }
    form = {"type": "object", "required": list(parts), "properties": parts, "additionalProperties": False}
    content = {
        uploads.MULTIPART: {"schema": form, "encoding": {"about": {"contentType": "application/json"}}}
    }
    return {
        **told,
        "parameters": describe.changing(seen=False),
        "requestBody": {"required": True, "content": content},
    }


def of(kind: str, scope: str) -> tuple[Extra, ...]:
    """The doors of one table: its template, the look, the error workbook, and the import itself."""
    name, here = kind.replace("-", "_"), f"/imports/{kind}"
    noes = (*describe.ALWAYS, "409", "413", "415", "422")
    book = describe.file(XLSX, "工作簿", "workbook", noes)
    looked = describe.answers("200", "试读结果，没有写入", "looked at", describe.ref(LOOKED), noes=noes)
    made = (
        Extra(
            "GET", f"{here}/template.xlsx", f"template_{name}", "read", _template(kind),
            _says("导入模板", "The template", describe.file(XLSX, "模板", "template")),
        ),
        Extra(
            "POST", f"{here}/check", f"check_{name}", scope, _check(kind),
            _says("试读，不写入", "Look at a table; nothing is written", looked, kind),
        ),
        Extra(
            "POST", f"{here}/errors", f"errors_{name}", scope, _errors(kind),
            _says("错误表，不写入", "The error workbook; nothing is written", book, kind),
        ),
    )  # fmt: skip
    return (*made, *_import(kind, name, here, scope, noes))


def _import(kind: str, name: str, here: str, scope: str, noes: tuple[str, ...]) -> tuple[Extra, ...]:
    if kind == "enterprises":
        done = describe.answers("200", "已登记", "registered", describe.ref(REGISTERED), noes=noes)
        says = _says("批量登记企业", "Register enterprises", done, kind)
        return (Extra("POST", here, f"import_{name}", scope, _enterprises, says),)
    if kind not in OPENED:
        return ()
    piece = describe.ref(OPENED[kind].shape.schema)
    done = describe.answers(
        "201", "已登记", "entered", piece, "ETag", "Location", "Idempotent-Replayed", noes=noes
    )
    says = _says("登记用表", "Enter a table of the office", done, kind)
    return (Extra("POST", here, f"import_{name}", scope, _office(kind), says),)


CITY = (
    *of("ratings", "rules"), *of("recognitions", "rules"), *of("calendar", "rules"), *of("lpr", "rules")
)  # fmt: skip
DISTRICT = of("enterprises", "claims")
FINANCE = of("budget-codes", "money")
