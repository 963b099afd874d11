"""A file as an answer: sent in pieces, and closed once its reader has it all or has gone."""

from collections.abc import Iterator
from typing import BinaryIO

from flask import Response

CHUNK_BYTES = 1 << 16


def a_file(file: BinaryIO, media_type: str, name: str = "") -> Response:
    """An open file in pieces, so that memory does not grow with it; to be saved as ``name``, if given."""
    sent = Response(_chunks(file), content_type=media_type)
    sent.call_on_close(file.close)
    if name:
        sent.headers.set("Content-Disposition", "attachment", filename=name)
    return sent


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
