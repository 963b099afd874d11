"""A file on its way in: written to a place of its own while it is counted, never past the limit."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

from disburse.attachments.refusals import FileTooLarge

CHUNK_BYTES = 1 << 16


class Readable(Protocol):
    """Bytes that come one after another: a request's body, a part of a form, an open file."""

    def read(self, size: int, /) -> bytes: ...


class Arrived(NamedTuple):
    """A file that came whole: where it lies for the moment, its hash and its size."""

    path: Path
    sha256: str
    size_bytes: int


@contextmanager
def arrived(stream: Readable, most_bytes: int) -> Iterator[Arrived]:
    """The bytes of ``stream`` as a file that is gone afterwards, whatever happens. Raises FileTooLarge."""
    with TemporaryDirectory(prefix="disburse-") as folder:
        path, count, digest = Path(folder) / "file", 0, hashlib.sha256()
        with path.open("wb") as file:
            while chunk := stream.read(CHUNK_BYTES):
                count += len(chunk)
                if count > most_bytes:
                    raise FileTooLarge(most=f"{most_bytes:,}")
                digest.update(chunk)
                file.write(chunk)
        yield Arrived(path, digest.hexdigest(), count)
