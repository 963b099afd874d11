"""Published lists sent as files: ``about`` says what the notice says, ``file`` is the list itself."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from flask import Response, request
from marshmallow import Schema, ValidationError

from disburse.access.replies import Answer
from disburse.api import body, describe, door, idempotency, versions
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.fields import record_example
from disburse.api.reading import JSON, encoded, wants
from disburse.api.refusals import NotThisType
from disburse.api.shapes import RATING_LIST, RECOGNITION_LIST, Shape
from disburse.errors import BadRecord, Finding
from disburse.importing import import_rating_file, import_recognition_file
from disburse.queries.rules import FACTS
from disburse.records import read
from schemas.fields import PlainText
from schemas.record import Part
from schemas.shown_rules import RatingImportIn, RecognitionImportIn

MULTIPART = "multipart/form-data"
PARTS = ("about", "file")
BODIES = {"ratings": "RatingImportBody", "recognitions": "RecognitionImportBody"}
"""What the document calls what is said of each list."""
MOST_PARTS = 8
FILE_NAME = PlainText(60, low=5)
"""Short enough for every file system, whatever the script."""
RATINGS = RatingImportIn()
RECOGNITIONS = RecognitionImportIn.from_dict(
    {"facts": Part(FACTS, optional=True)}, name="RecognitionImport"
)()


class Sent(NamedTuple):
    """A list on its way in: what was said of it, as it was said and as it was read, and its file."""

    said: dict[str, Any]
    read: dict[str, Any]
    name: str
    file: Any

    def fingerprint(self) -> bytes:
        """What makes two imports the same."""
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


def ratings() -> Response:
    """Import a rating list, whole or not at all."""
    sent = received(RATINGS)
    is_partial = sent.read.pop("is_partial")
    return kept_once(
        sent,
        lambda path: import_rating_file(path, partial=is_partial, **sent.read, by=door.asking()),
        "rating_list",
        ("city/rating-lists", RATING_LIST),
    )


def recognitions() -> Response:
    """Import a recognition list; a claim is drafted for each row that is certain."""
    sent = received(RECOGNITIONS)
    given = {**sent.read, "facts": sent.said.get("facts")}
    return kept_once(
        sent,
        lambda path: import_recognition_file(path, **given, by=door.asking()),
        "recognition_list",
        ("city/recognition-lists", RECOGNITION_LIST),
    )


def kept_once(sent: Sent, keep: Callable[[Path], Any], kind: str, shown: tuple[str, Shape]) -> Response:
    """Keep what was sent, once for its key; ``shown`` is where the record is then read, and its shape."""
    lists, shape = shown

    def do() -> None:
        with sent.on_disk() as path:
            keep(path)

    def answer(row: Any) -> Answer:
        where = f"{door.PREFIX}{lists}/{row.id}"
        headers = {"ETag": versions.tag(row), "Content-Type": JSON, "Location": where}
        return Answer(201, headers, encoded(shape.one(row)))

    return idempotency.once(sent.fingerprint(), do, answer, kind)


def received(schema: Schema) -> Sent:
    """The two parts of the request. Raises NotThisType, NotJson, or BadRecord with every fault."""
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
        found.append(Finding("file", "缺少名单文件", "the file of the list is missing"))
    return found


def _name(text: str, findings: list[Finding]) -> str:
    """The name of the file, which the journal keeps; never a way out of the folder it is put into."""
    try:
        name = FILE_NAME.deserialize(text)
    except ValidationError:
        name = ""
    if not name or Path(name).name != name or "\\" in name or name.startswith("."):
        zh, en = "文件名应为 5 至 60 个字，不含路径", "its name must have 5 to 60 characters and no folder"
        findings.append(Finding("file", zh, en))
    return name


def _says(zh: str, en: str, schema: Schema, name: str, shape: Shape) -> Piece:
    parts = {"about": describe.ref(schema, name), "file": {"type": "string", "format": "binary"}}
    form = {"type": "object", "required": list(parts), "properties": parts, "additionalProperties": False}
    encoding = {"about": {"contentType": JSON}}
    noes = (*describe.ALWAYS, *(no for no in describe.ON_CHANGE if no not in ("412", "428")))
    headers = ("ETag", "Location", "Idempotent-Replayed")
    return {
        "summary": f"{zh} / {en}",
        "description": f"about: `{record_example(schema)}`; file: .xlsx, .csv; scope: `rules`",
        "parameters": describe.changing(seen=False),
        "requestBody": {"required": True, "content": {MULTIPART: {"schema": form, "encoding": encoding}}},
        "responses": describe.answers(
            "201", "已导入", "imported", describe.ref(shape.schema), *headers, noes=noes
        ),
    }


EXTRAS = (
    Extra(
        "POST", "/rating-lists", "import_ratings", "rules", ratings,
        _says("导入评价名单", "Import a rating list", RATINGS, "RatingImportBody", RATING_LIST),
    ),
    Extra(
        "POST", "/recognition-lists", "import_recognitions", "rules", recognitions,
        _says(
            "导入认定名单，免申即享", "Import a recognition list", RECOGNITIONS, "RecognitionImportBody",
            RECOGNITION_LIST,
        ),
    ),
)  # fmt: skip
