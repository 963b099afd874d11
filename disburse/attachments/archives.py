"""DOCX, XLSX and OFD: archives whose entries are read in full, and of which nothing else is taken.

What an entry says of its own size is not believed: it is unpacked, and the bytes are counted.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from disburse.attachments.names import SUFFIXES
from disburse.config import Config
from disburse.errors import Finding

_PDF, _JPG, _PNG, OFD, DOCX, XLSX = SUFFIXES
FORMATS = {
    DOCX: ("[Content_Types].xml", "word/document.xml"),
    XLSX: ("[Content_Types].xml", "xl/workbook.xml"),
    OFD: ("OFD.xml",),
}
"""The entries that make an archive what it is."""
MOST_ENTRIES = 5_000
MOST_RATIO = 200
"""How many times its packed size an entry may have, once it is larger than ``SMALL_BYTES``."""
SMALL_BYTES = 1 << 20
CHUNK_BYTES = 1 << 16
PACKED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""First bytes of programs, and of the old container that macros and embedded objects come in."""
MACROS = re.compile(r"(^|/)(vbaproject|vbadata|macrosheets/|activex/)|\.bin\.xml$", re.IGNORECASE)
_BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def look(path: Path, config: Config) -> tuple[str | None, list[Finding]]:
    """What an archive is, and everything wrong with it."""
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            media_type = _kind({entry.filename for entry in entries})
            return media_type, list(_faults(path, archive, entries, media_type, config))
    except _BROKEN:
        return None, [Finding("file", "压缩结构损坏", "its archive is damaged")]


def _kind(there: set[str]) -> str | None:
    return next((kind for kind, needed in FORMATS.items() if there.issuperset(needed)), None)


def _faults(
    path: Path, archive: ZipFile, entries: list[ZipInfo], media_type: str | None, config: Config
) -> Iterator[Finding]:
    if media_type is None:
        yield Finding("file", "是压缩包，但不是 DOCX、XLSX 或 OFD", "is an archive, but no DOCX, XLSX or OFD")
    if not _ends(path, archive):
        yield Finding("file", "压缩结构前后还有其他内容", "has something before or behind its archive")
    if len(entries) > MOST_ENTRIES:
        yield Finding("file", f"条目超过 {MOST_ENTRIES} 个", f"has more than {MOST_ENTRIES} entries")
        return
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        yield Finding("file", "有同名条目", "has two entries of one name")
    outside = list(dict.fromkeys(fault for entry in entries for fault in _of_entry(entry)))
    yield from outside
    if not outside:
        yield from _unpacked(archive, entries, config)


def _ends(path: Path, archive: ZipFile) -> bool:
    """The archive is the whole file: it begins with its first entry and ends with its directory."""
    end_bytes = 22
    with path.open("rb") as file:
        file.seek(-end_bytes, 2)
        last = file.read()
    begins = min((entry.header_offset for entry in archive.infolist()), default=0)
    size, offset = struct.unpack("<LL", last[12:20])
    whole = path.stat().st_size == offset + size + end_bytes
    return begins == 0 and last[:4] == b"PK\x05\x06" and last[20:] == b"\0\0" and whole


def _of_entry(entry: ZipInfo) -> Iterator[Finding]:
    """What is wrong with an entry before it is unpacked."""
    name = entry.filename
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or re.search(r"[\\:\x00-\x1f\x7f]", entry.orig_filename):
        yield Finding("file", "条目名指向文件夹之外或含非法字符", "an entry's name leads outside, or is none")
    if entry.flag_bits & 0x1:
        yield Finding("file", "条目已加密", "an entry is encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        yield Finding("file", "压缩方法不受支持", "is packed in an unusual way")
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield Finding("file", "含符号链接", "has a link in it")
    if MACROS.search(name):
        yield Finding("file", "含宏或控件，请另存为不含宏的文件", "has macros or controls: save it without")


def _unpacked(archive: ZipFile, entries: list[ZipInfo], config: Config) -> Iterator[Finding]:
    left_bytes = config.max_unpacked_bytes
    for entry in entries:
        size_bytes, head, tail = 0, b"", b""
        with archive.open(entry) as file:
            while chunk := file.read(CHUNK_BYTES):
                head = head or chunk[:16]
                tail = (tail + chunk)[-CHUNK_BYTES:]
                size_bytes += len(chunk)
                if size_bytes > left_bytes:
                    yield _too_large(config)
                    return
                if size_bytes > max(SMALL_BYTES, entry.compress_size * MOST_RATIO):
                    yield Finding("file", "压缩比异常，疑为压缩炸弹", "is packed far too tightly: a bomb")
                    return
        left_bytes -= size_bytes
        yield from _inside(entry, head, tail)


def _too_large(config: Config) -> Finding:
    most = config.max_unpacked_bytes
    return Finding("file", f"解压后超过 {most:,} 字节", f"unpacks to more than {most:,} bytes")


def _inside(entry: ZipInfo, head: bytes, tail: bytes) -> Iterator[Finding]:
    if head.startswith(PACKED):
        yield Finding("file", "内含压缩包", "has another archive in it")
    if head.startswith(PROGRAMS):
        yield Finding("file", "内含程序或嵌入对象", "has a program or an embedded object in it")
    if entry.filename == "[Content_Types].xml" and b"macroEnabled" in tail:
        yield Finding("file", "声明含宏", "says that it has macros")
    if entry.filename.endswith("settings.xml.rels") and b"attachedTemplate" in tail and b"External" in tail:
        yield Finding("file", "引用外部模板", "draws on a template from elsewhere")
