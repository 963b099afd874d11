"""A file that waits in the form between a look and the import, so that nothing half-done lies about here."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import request

from disburse.errors import BadRecord, Finding
from disburse.file_names import plain


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

    def laid(self, folder: str) -> Path:
        """The file under its own name in a folder."""
        path = Path(folder) / self.name
        path.write_bytes(self.content)
        return path


def sent() -> File:
    """The file sent now, or else the one that waits in the form; its name is no way out of its folder.

    Raises BadRecord.
    """
    given = request.files.get("file")
    if given and given.filename:
        name, content = given.filename, given.read()
    else:
        name, content = request.form.get("file_name", ""), _kept()
    if not content:
        raise BadRecord([Finding("file", "请选择文件，且不能是空文件", "choose a file that is not empty")])
    return File(plain(name), content)


def _kept() -> bytes:
    try:
        return base64.b64decode(request.form.get("file_kept", ""), validate=True)
    except ValueError:
        return b""
