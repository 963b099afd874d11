"""PDF: whole, open to everybody, and without anything that acts by itself. Read by pypdf."""

import logging
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from disburse.config import Config
from disburse.errors import Finding

MOST_OBJECTS = 100_000
MOST_PAGES = 2_000
TAIL_BYTES = 1024
ACTS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute"}
)
"""Actions (ISO 32000-2, 12.6.4) that run something, send something or open another file."""
SCRIPTS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMedia"})
"""Names under which a script or a program of its own is kept."""
_BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError,
    NotImplementedError, AssertionError, OSError, zlib.error, struct.error, MemoryError,
)  # fmt: skip

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says may quote the file


def faults(path: Path, _config: Config) -> Iterator[Finding]:
    """Everything wrong with a PDF."""
    if not _ends(path):
        yield Finding("file", "PDF 不完整，或结尾后还有内容", "is not whole, or has something behind its end")
    try:
        with path.open("rb") as file:
            yield from _within(PdfReader(file, strict=False))
    except _BROKEN:
        yield Finding("file", "PDF 损坏，无法读取", "the PDF is damaged and can't be read")


def _ends(path: Path) -> bool:
    """The last thing in it is its end mark."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return file.read().rstrip(b"\r\n \t\0").endswith(b"%%EOF")


def _within(reader: PdfReader) -> Iterator[Finding]:
    if reader.is_encrypted:
        yield Finding(
            "file", "PDF 已加密，请去除密码和限制", "is encrypted: take the password and limits off"
        )
        return
    pages = len(reader.pages)
    if not 1 <= pages <= MOST_PAGES:
        yield Finding("file", f"应有 1 至 {MOST_PAGES} 页", f"must have 1 to {MOST_PAGES} pages")
    numbers = _numbers(reader)
    if len(numbers) > MOST_OBJECTS:
        yield Finding("file", f"PDF 对象超过 {MOST_OBJECTS}", f"has more than {MOST_OBJECTS} objects")
        return
    found = {what for number in numbers for what in _acting(reader.get_object(number))}
    if found:
        listed = ", ".join(sorted(name.lstrip("/") for name in found))
        yield Finding("file", f"PDF 含脚本或自动动作（{listed}）", f"has scripts or actions: {listed}")


def _numbers(reader: PdfReader) -> list[IndirectObject]:
    """Every object of the file, also those that no page shows."""
    plain = {(number, generation) for generation, known in reader.xref.items() for number in known}
    packed = {(number, 0) for number in reader.xref_objStm}
    return [IndirectObject(number, generation, reader) for number, generation in sorted(plain | packed)]


def _acting(thing: Any) -> Iterator[str]:
    """What acts in one object; objects that it refers to are looked at by themselves."""
    todo = [thing]
    while todo:
        one = todo.pop()
        if isinstance(one, DictionaryObject):
            yield from SCRIPTS & one.keys()
            if (action := one.raw_get("/S") if "/S" in one else None) in ACTS:
                yield str(action)
            todo += one.values()
        elif isinstance(one, ArrayObject):
            todo += list(one)
