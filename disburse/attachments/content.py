"""What a file is by its content, and everything that speaks against taking it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import is_zipfile

from disburse.attachments import archives, names, pdfs, pictures
from disburse.attachments.arriving import Arrived
from disburse.attachments.names import SUFFIXES
from disburse.config import Config
from disburse.errors import Finding

Check = Callable[[Path, Config], Iterator[Finding]]
SIGNATURES: tuple[tuple[bytes, str, Check], ...] = (
    (b"%PDF-", "application/pdf", pdfs.faults),
    (b"\xff\xd8\xff", "image/jpeg", pictures.faults),
    (b"\x89PNG\r\n\x1a\n", "image/png", pictures.faults),
)
"""The first bytes of a file that is no archive, what it then is, and how it is read in full."""
HEAD_BYTES = 16
ARCHIVE = b"PK\x03\x04"


@dataclass(frozen=True)
class Content:
    """A file as it came: its hash, size and type, and its faults; without faults it is in the store."""

    sha256: str
    size_bytes: int
    media_type: str
    faults: tuple[Finding, ...] = ()


def look(file: Arrived, name: str, config: Config) -> Content:
    """Read a file in full and say what it is. Its name must agree with its content."""
    with file.path.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    media_type, found = _found(file.path, head, config)
    faults = (*found, *names.faults(name, media_type or ""))
    return Content(file.sha256, file.size_bytes, media_type or "", faults)


def _found(path: Path, head: bytes, config: Config) -> tuple[str | None, list[Finding]]:
    if not head:
        return None, [Finding("file", "文件是空的", "is empty")]
    if head.startswith(ARCHIVE):
        return archives.look(path, config)
    for signature, media_type, check in SIGNATURES:
        if head.startswith(signature):
            return media_type, [*check(path, config), *_also_an_archive(path)]
    kinds = " ".join(suffix for known in SUFFIXES.values() for suffix in known)
    return None, [Finding("file", f"内容不是可收的类型（{kinds}）", f"its content is none of {kinds}")]


def _also_an_archive(path: Path) -> Iterator[Finding]:
    """A file that another program would open as something else is taken as neither."""
    if is_zipfile(path):
        yield Finding("file", "同时是压缩包，不予接收", "is an archive as well")
