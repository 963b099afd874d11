"""Attachments at the door: sent as the request's body, listed, given out, and compared with all others."""

from collections.abc import Callable

from flask import Response, request

from disburse.access.replies import Answer
from disburse.api import describe, door, idempotency, listing, versions
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.fields import json_schema
from disburse.api.reading import JSON, answer, encoded, paged, wants
from disburse.api.refusals import BadRequest, NotThisType
from disburse.api.shapes import ATTACHMENT, ELSEWHERE, REPEATED
from disburse.attachments.arriving import arrived
from disburse.attachments.names import SUFFIXES
from disburse.errors import Finding
from disburse.filing import attach, require_subject
from disburse.handing import handed_over
from disburse.queries import attachments, records
from schemas.choices import Choice
from schemas.fields import PlainText
from schemas.identifiers import RecordNumber
from workflows.attachment import PAPERS

BYTES = "application/octet-stream"
NUMBER = describe.in_path("number", RecordNumber.pattern.pattern)


def taking(about: str, audience: str) -> Callable[[str], Response]:
    """The view that takes a file about a record of kind ``about``."""
    asked_for = {"paper": Choice(p.name for p in PAPERS.values() if p.about == about), "name": PlainText(400)}

    def view(number: str) -> Response:
        given = _given(asked_for)
        require_subject(number, given["paper"], door.asking())
        idempotency.key()
        if request.mimetype not in (BYTES, *SUFFIXES):
            raise NotThisType(given=request.mimetype or "?", wanted=BYTES)
        most_bytes = door.config().max_attachment_bytes
        request.max_content_length = most_bytes
        with arrived(request.stream, most_bytes) as file:
            content = idempotency.canonical({**given, "sha256": file.sha256})
            return idempotency.once(
                content,
                lambda: attach(file, number=number, **given, by=door.asking()),
                lambda row: _made(row, audience),
                "attachment",
            )

    return view


def listing_of(about: str) -> Callable[[str], Response]:
    """The view of what is attached to a claim, its pledges included, or to a pledge."""

    def view(number: str) -> Response:
        by = door.asking()
        known = records.one(about, number, by)
        return paged(
            lambda asked: attachments.of_record(known.id, by, after=asked.after, size=asked.limit + 1),
            ATTACHMENT,
            {},
            "id",
        )

    return view


def content(number: str) -> Response:
    """The bytes, verified; never shown in the page of this site."""
    wants()
    return handed_over(number, door.asking())


def elsewhere(number: str) -> Response:
    """Where the same content is attached about other claims."""
    wants()
    found = attachments.elsewhere(attachments.one(number, door.asking()), door.asking())
    return answer({"data": ELSEWHERE.many(found.rows), "hidden_count": found.hidden})


def repeated() -> Response:
    """Contents attached to more than one claim."""
    return paged(
        lambda asked: attachments.repeated(door.asking(), after=asked.after, size=asked.limit + 1),
        REPEATED,
        {},
        "sha256",
    )


def _given(asked_for: listing.Filters) -> dict[str, str]:
    """What the query says of the file. Raises BadRequest with every fault."""
    findings = listing.unknown(set(asked_for))
    given = listing.read(asked_for, findings)
    told = {finding.where for finding in findings}
    missing = [name for name in asked_for if name not in given and name not in told]
    findings += [Finding(name, "缺少此项", "is missing") for name in missing]
    if findings:
        raise BadRequest(findings)
    return given


def _made(row: object, audience: str) -> Answer:
    where = f"{door.PREFIX}{audience}/attachments/{row.id}"  # type: ignore[attr-defined]  # a record has one
    headers = {"ETag": versions.tag(row), "Content-Type": JSON, "Location": where}
    return Answer(201, headers, encoded(ATTACHMENT.one(row)))


def _says(zh: str, en: str, responses: Piece) -> Piece:
    return {"summary": f"{zh} / {en}", "parameters": describe.asking(), "responses": responses}


def _says_page(zh: str, en: str, shape: Piece) -> Piece:
    page = describe.answers("200", "一页", "one page", describe.a_list(shape), "Link")
    return {
        "summary": f"{zh} / {en}",
        "parameters": describe.paging({}, json_schema),
        "responses": page,
    }


def _says_taking(about: str, scope: str) -> Piece:
    papers = Choice(p.name for p in PAPERS.values() if p.about == about)
    noes = (*describe.ALWAYS, *(no for no in describe.ON_CHANGE if no not in ("412", "428")))
    headers = ("ETag", "Location", "Idempotent-Replayed")
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {
        "summary": "附一份材料：正文即文件 / Attach a file: the body is the file",
        "description": f"PDF, JPG, PNG, OFD, DOCX, XLSX; scope: `{scope}`",
        "parameters": [
            describe.parameter("query", "paper", json_schema(papers), "材料类别", "kind", required=True),
            describe.parameter(
                "query", "name", json_schema(PlainText(400)), "文件名", "its name", required=True
            ),
            *describe.changing(seen=False),
        ],
        "requestBody": {"required": True, "content": {BYTES: binary}},
        "responses": describe.answers(
            "201", "已附", "attached", describe.ref(ATTACHMENT.schema), *headers, noes=noes
        ),
    }


def takes(audience: str, about: str, scope: str) -> Extra:
    """The door through which an audience attaches files to its records."""
    path = f"/{about}s/<number>/attachments"
    return Extra(
        "POST",
        path,
        f"attach_to_{about}",
        scope,
        taking(about, audience),
        _says_taking(about, scope),
        (NUMBER,),
    )


def _lists(about: str) -> Extra:
    says = _says_page("一件的附件", "What is attached to a record", describe.ref(ATTACHMENT.schema))
    path = f"/{about}s/<number>/attachments"
    return Extra("GET", path, f"list_attached_to_{about}", "read", listing_of(about), says, (NUMBER,))


CONTENT = Extra(
    "GET", "/attachments/<number>/content", "read_content", "read", content,
    _says("附件内容", "The content of an attachment",
          describe.file(BYTES, "文件", "the file", (*describe.ALWAYS, "409"))),
    (NUMBER,),
)  # fmt: skip
OF_CLAIMS = (_lists("claim"), _lists("pledge"), CONTENT)
"""For everyone who reads claims and pledges."""
OF_PLEDGES = (_lists("pledge"), CONTENT)
"""For banks."""
COMPARED = (
    Extra(
        "GET", "/attachments/<number>/elsewhere", "compare_content", "read", elsewhere,
        _says("同一文件用于其他申报（重复申报）", "The same content elsewhere",
              describe.answers("200", "所在", "where", describe.found(describe.ref(ELSEWHERE.schema)))),
        (NUMBER,),
    ),
    Extra(
        "GET", "/repeated-contents", "list_repeated_contents", "read", repeated,
        _says_page("用于多件申报的同一文件", "Contents attached to several claims",
                   describe.ref(REPEATED.schema)),
    ),
)  # fmt: skip
"""For officials and auditors."""
