"""The bank's receipts on their way in: looked at first, then imported as they were looked at, or mended.

The file waits in the page meanwhile; nothing of it is kept before somebody has seen what an import would do.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import request
from marshmallow import ValidationError

from disburse import banking, rehearsal
from disburse.actors import Actor
from disburse.errors import AlreadyThere, BadRecord, Finding, NotThatFile
from disburse.web.languages import N_
from disburse.web.reader import config
from schemas.fields import PlainText
from schemas.receipt_faults import NOTES, WHY

FILE_NAME = PlainText(60, low=5)
"""As the JSON door has it: short enough for every file system."""
MOST = 200
"""Lines that a look shows; the workbook has them all."""
WAYS = {
    "own": N_("随即办理"),
    "colleague": N_("留待同事办理"),
    "person": N_("须由人认定"),
    "note": N_("仅作记载"),
}
"""What an import would do with a line."""


@dataclass(frozen=True)
class File:
    """The file that was sent, under its own name."""

    name: str
    content: bytes

    @property
    def kept(self) -> str:
        """The file as a hidden field of the form carries it."""
        return base64.b64encode(self.content).decode()

    @property
    def sha256(self) -> str:
        """What makes two files the same."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Seen:
    """What an import would do: how many lines go which way, and the lines, those with findings first.

    ``known`` is the number of the record where the file was imported before: an import then goes on with it.
    """

    counts: Mapping[str, int]
    lines: Sequence[tuple[Any, str, Any]]
    known: str
    has_faults: bool


def sent() -> File:
    """The file sent now, or else the one that waits in the form. Raises BadRecord."""
    given = request.files.get("file")
    if given and given.filename:
        return File(_named(given.filename), given.read())
    try:
        content = base64.b64decode(request.form.get("file_kept", ""), validate=True)
    except ValueError:
        content = b""
    return File(_named(request.form.get("file_name", "") if content else ""), content)


def looked(file: File, by: Actor) -> Seen:
    """What an import of the file by ``by`` would do; nothing is written. Raises as the import would."""
    payer, known = banking.payer_of(config()), ""
    with TemporaryDirectory() as folder:
        path = laid(file, folder)
        found = banking.look(path, payer=payer)
        try:
            with rehearsal.tried():
                banking.keep_receipt_file(path, payer=payer, by=by)
        except AlreadyThere as no:
            known = str(no.facts["number"])
    lines = [(one, _way(one, by), WHY.get(one.finding or "")) for one in found]
    lines.sort(key=lambda line: line[0].finding is None or line[0].finding in NOTES)
    counts = Counter(way for _one, way, _why in lines)
    return Seen({way: counts[way] for way in WAYS}, lines, known, counts["person"] > 0)


def workbook(file: File) -> bytes:
    """The file as a table with what is wrong beside each row, to be corrected and imported in its place.

    Raises NotThatFile where it is no table at all.
    """
    with TemporaryDirectory() as folder:
        path = laid(file, folder)
        try:
            found = banking.look(path, payer=banking.payer_of(config()))
        except NotThatFile as no:
            if not has_rows(no):
                raise
            found = ()
        return banking.error_workbook(path, found)


def has_rows(no: Any) -> bool:
    """Whether a refusal names rows of the file, which a workbook can show."""
    return isinstance(no, NotThatFile) and any(one.where.startswith("第") for one in no.findings)


def laid(file: File, folder: str) -> Path:
    """The file under its own name in a folder."""
    path = Path(folder) / file.name
    path.write_bytes(file.content)
    return path


def _way(one: Any, by: Actor) -> str:
    """What an import by ``by`` would do with a line; one that it did before stays done."""
    if one.finding in NOTES:
        return "note"
    if one.finding:
        return "person"
    return "own" if one.line.outcome in banking.BY_ROLE.get(by.role, ()) else "colleague"


def _named(given: str) -> str:
    """What the file is called, never a way out of its folder. Raises BadRecord."""
    try:
        name = str(FILE_NAME.deserialize(given))
    except ValidationError:
        name = ""
    if not name or Path(name).name != name or "\\" in name or name.startswith("."):
        zh, en = "请选择文件；文件名应为 5 至 60 个字", "choose a file; its name must have 5 to 60 characters"
        raise BadRecord([Finding("file", zh, en)])
    return name
