"""Pictures: whole, of a size that can be shown, and nothing behind their end. Read by Pillow."""

import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from disburse.config import Config
from disburse.errors import Finding

MOST_PIXELS = 120_000_000
"""More than a telephone's camera gives; less than what would take the memory."""
ENDS = {"PNG": b"\x00\x00\x00\x00IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, Warning)


def faults(path: Path, _config: Config) -> Iterator[Finding]:
    """Everything wrong with a JPEG or PNG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            kind, pixels = _read(path)
    except (*_BROKEN, Image.DecompressionBombError):
        yield Finding("file", "图片损坏或不完整", "the picture is damaged or not whole")
        return
    if pixels > MOST_PIXELS:
        yield Finding("file", f"图片超过 {MOST_PIXELS:,} 像素", f"has more than {MOST_PIXELS:,} pixels")
    if not _ends(path, ENDS[kind]):
        zh, en = (
            "图片结尾后还有内容，请另存后上传",
            "there is something behind the picture's end: save it anew",
        )
        yield Finding("file", zh, en)


def _read(path: Path) -> tuple[str, int]:
    """Format and pixels. A PNG's parts are held against their sums; a JPEG is decoded at an eighth."""
    with Image.open(path, formats=("JPEG", "PNG")) as picture:
        kind, (width, height) = str(picture.format), picture.size
        if kind == "PNG":
            picture.verify()
        elif width * height <= MOST_PIXELS:
            picture.draft("L", (width // 8, height // 8))
            picture.load()
    return "PNG" if kind == "PNG" else "JPEG", width * height


def _ends(path: Path, end: bytes) -> bool:
    with path.open("rb") as file:
        file.seek(-len(end), 2)
        return file.read() == end
