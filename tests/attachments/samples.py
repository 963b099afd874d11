"""Files as people send them, and as attackers would: made here, byte by byte, of nothing real."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless file that every scanner calls a virus (eicar.org); in two parts, so that this file is none."""


def pdf(text: str = "evidence", *, javascript: str = "", launch: bool = False, password: str = "") -> bytes:
    """A PDF of one empty page, titled ``text``."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": text})
    if javascript:
        script = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(javascript),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    if launch:
        action = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def picture(kind: str = "PNG", colour: int = 7) -> bytes:
    """A small picture."""
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (colour, 80, 80)).save(made, kind)
    return made.getvalue()


def huge_png(side: int = 20_000) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def part(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack("!L", len(data)) + whole + struct.pack("!L", zlib.crc32(whole))

    head = struct.pack("!LLBBBBB", side, side, 8, 2, 0, 0, 0)
    body = part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 100)) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
SHEET = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
OFD = {"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<ofd:Document/>"}


def packed(entries: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED, **more: bytes) -> bytes:
    """An archive of ``entries``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in {**entries, **more}.items():
            archive.writestr(name, data)
    return made.getvalue()


GOOD = {
    "合同.pdf": pdf(),
    "照片.png": picture("PNG"),
    "照片.JPG": picture("JPEG"),
    "说明.docx": packed(WORD),
    "明细.xlsx": packed(SHEET),
    "发票.ofd": packed(OFD),
}
"""A file of each kind that is taken, by a name that fits."""
