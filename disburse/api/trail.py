"""The trail for auditors: one record or all of it verified, and all of it taken away; with flat memory."""

from flask import Response, stream_with_context

from disburse import sending, whole
from disburse.api import describe, door, listing
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.fields import json_schema
from disburse.api.reading import answer, wants
from disburse.api.refusals import BadRequest
from disburse.api.shapes import Shape
from disburse.queries import records
from disburse.queries import trail as journal
from reports import proof
from schemas.choices import Choice
from schemas.identifiers import RecordNumber
from schemas.shown_rules import VerificationSeen

VERIFICATION = Shape(VerificationSeen())
PERSONAL = {"personal_data": Choice(("true", "false"))}


def verify_one(number: str) -> Response:
    """Verify the chain of one record: numbers, hashes, state, disclosures."""
    wants()
    known = records.any_one(number, door.asking())
    tally = proof.Tally()
    with journal.snapshot() as view:
        streams = view.bodies(known.id), view.heads(known.id), view.disclosures(known.id)
        return _told(whole.verdict(proof.verify(*streams, tally), tally))


def verify() -> Response:
    """Verify the whole journal, and the records and funds against it."""
    wants()
    return _told(whole.verified())


def events() -> Response:
    """Every event, one canonical line each, as the chain hashes them."""
    wants()
    sent = Response(stream_with_context(whole.lines()), mimetype="application/jsonl")
    sent.headers.set("Content-Disposition", "attachment", filename="events.jsonl")
    return sent


def package_all() -> Response:
    """The export as ``disburse trail export`` writes it, zipped; on demand with personal data."""
    findings = listing.unknown(set(PERSONAL))
    chosen = listing.read(PERSONAL, findings)
    if findings:
        raise BadRequest(findings)
    packed = whole.packed(personal=chosen.get("personal_data") == "true")
    return sending.a_file(packed, "application/zip", "trail.zip")


def _told(found: whole.Verdict) -> Response:
    return answer(VERIFICATION.one(found))


def _says(zh: str, en: str, responses: Piece, *params: Piece) -> Piece:
    return {"summary": f"{zh} / {en}", "parameters": [*params, *describe.asking()], "responses": responses}


def _verified() -> Piece:
    return describe.answers("200", "核验结果", "what was found", describe.ref(VERIFICATION.schema))


EXTRAS = (
    Extra(
        "GET", "/records/<number>/verification", "verify_record", "read", verify_one,
        _says("核验一条记录", "Verify one record", _verified()),
        (describe.in_path("number", RecordNumber.pattern.pattern),),
    ),
    Extra("GET", "/trail/verification", "verify_trail", "read", verify,
          _says("核验整个台账", "Verify the whole trail", _verified())),
    Extra("GET", "/trail/events.jsonl", "export_events", "read", events,
          _says("全部事件", "Every event", describe.file("application/jsonl", "逐行 JSON", "JSON lines"))),
    Extra("GET", "/trail/trail.zip", "export_trail", "read", package_all,
          _says("台账导出", "The whole export", describe.file("application/zip", "压缩包", "archive"),
                describe.parameter("query", "personal_data", json_schema(PERSONAL["personal_data"]),
                                   "是否含个人信息原值", "whether with personal data"))),
)  # fmt: skip
