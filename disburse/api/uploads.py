"""Files sent to the interface: ``about`` says what they are of, ``file`` is the file itself."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from flask import Response, request
from marshmallow import Schema

from disburse.access.replies import Answer
from disburse.api import body, describe, door, idempotency, versions
from disburse.api.describe import Piece
from disburse.api.fields import record_example
from disburse.api.reading import JSON, encoded, wants
from disburse.api.refusals import NotThisType
from disburse.api.shapes import Shape
from disburse.errors import BadRecord, Finding
from disburse.file_names import plain
from disburse.records import read

MULTIPART = "multipart/form-data"
PARTS = ("about", "file")
MOST_PARTS = 8


class Sent(NamedTuple):
    """A file on its way in: what was said of it, as it was said and as it was read, and the file."""

    said: dict[str, Any]
    read: dict[str, Any]
    name: str
    file: Any

    def fingerprint(self) -> bytes:
        """What makes two files with what was said of them the same."""
        digest = hashlib.file_digest(self.file.stream, "sha256").hexdigest()
        self.file.stream.seek(0)
        return idempotency.canonical({"about": self.said, "name": self.name, "file": digest})

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """The file under its own name, for as long as it is read."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / self.name
            self.file.save(path)
            yield path


class Kept(NamedTuple):
    """What becomes of a file: a record of a kind, shown so, at an address that ends in its number."""

    kind: str
    address: str
    shape: Shape


def keep(given: Sent, act: Callable[[Path], Any], kept: Kept) -> Response:
    """Let ``act`` have the file in a folder of its own, once; the record that it makes is the answer."""

    def do() -> None:
        with given.on_disk() as path:
            act(path)

    def answer(row: Any) -> Answer:
        where = f"{door.PREFIX}{kept.address}/{row.id}"
        headers = {"ETag": versions.tag(row), "Content-Type": JSON, "Location": where}
        return Answer(201, headers, encoded(kept.shape.one(row)))

    return idempotency.once(given.fingerprint(), do, answer, kept.kind)


def sent(schema: Schema) -> Sent:
    """The parts of the request; ``about`` may be left out where the schema asks for nothing.

    Raises NotThisType, NotJson, or BadRecord with every fault.
    """
    wants()
    request.max_content_length = door.config().max_import_bytes
    request.max_form_parts = MOST_PARTS
    if request.mimetype != MULTIPART:
        raise NotThisType(given=request.mimetype or "?", wanted=MULTIPART)
    idempotency.key()
    findings = _strange()
    file = request.files.get("file")
    name = _name(file.filename or "", findings) if file else ""
    said = body.parse(request.form.get("about", "{}").encode("utf-8", "surrogatepass"))
    try:
        given = read(schema, said)
    except BadRecord as no:
        raise BadRecord([*findings, *no.findings]) from None
    if findings:
        raise BadRecord(findings)
    return Sent(said, given, name, file)


def _strange() -> list[Finding]:
    found = [
        Finding(name[:80], "没有这一部分；应为 about 和 file", "there is no such part: send about and file")
        for name in {*request.form, *request.files} - {*PARTS}
    ]
    if "file" not in request.files:
        found.append(Finding("file", "缺少文件", "the file is missing"))
    return found


def _name(text: str, findings: list[Finding]) -> str:
    try:
        return plain(text)
    except BadRecord as no:
        findings.extend(no.findings)
        return ""


def says(
    zh: str, en: str, schema: Schema, name: str, kept: Kept, *, scope: str, status: str = "201"
) -> Piece:
    """What the document says of a door for files."""
    parts = {"about": describe.ref(schema, name), "file": {"type": "string", "format": "binary"}}
    form = {
        "type": "object",
        "required": _required(schema),
        "properties": parts,
        "additionalProperties": False,
    }
    encoding = {"about": {"contentType": JSON}}
    noes = (*describe.ALWAYS, *(no for no in describe.ON_CHANGE if no not in ("412", "428")))
    headers = ("Location", "Idempotent-Replayed", *(["ETag"] if status == "201" else []))
    return {
        "summary": f"{zh} / {en}",
        "description": f"about: `{record_example(schema)}`; scope: `{scope}`",
        "parameters": describe.changing(seen=False),
        "requestBody": {"required": True, "content": {MULTIPART: {"schema": form, "encoding": encoding}}},
        "responses": describe.answers(status, zh, en, describe.ref(kept.shape.schema), *headers, noes=noes),
    }


def _required(schema: Schema) -> list[str]:
    return ["about", "file"] if any(field.required for field in schema.load_fields.values()) else ["file"]
