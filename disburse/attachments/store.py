"""The store of attachments: bytes under their SHA-256, in a folder or in a bucket; never changed, only read.

``of(config)`` gives the one that the settings name. What is read is verified first.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from disburse.attachments.bucket import Bucket
from disburse.attachments.folder import Folder
from disburse.attachments.refusals import ContentLost
from disburse.config import Config

FOLDER = "attachments"
CHUNK_BYTES = 1 << 16
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Kept(NamedTuple):
    """One content in the store, and when it was last put there."""

    sha256: str
    at: datetime


class Place(Protocol):
    """Where bytes lie, by name; ``disburse.attachments.folder`` and ``bucket`` are such places."""

    def put(self, path: Path, name: str) -> None:
        """Copy a file to ``name``; what is there already stays, and counts as put there now."""

    def open(self, name: str) -> BinaryIO | None:
        """The bytes of ``name``; None where they are not."""

    def touch(self, name: str) -> bool:
        """Count ``name`` as put there now; False where it is not."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every name, and when it was put there."""

    def remove(self, name: str) -> None:
        """Take ``name`` away, if it is there."""


class Store:
    """Contents by their hash: two levels of folders by its first four digits."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def keep(self, path: Path, sha256: str) -> None:
        """Keep a file, whose hash must be ``sha256``."""
        self._place.put(path, _name(sha256))

    def confirm(self, sha256: str) -> None:
        """Make sure that a content is there, and stays while its record is written. Raises ContentLost."""
        if not self._place.touch(_name(sha256)):
            raise ContentLost(sha256=sha256)

    def fetch(self, sha256: str) -> BinaryIO:
        """The bytes, at their beginning, after they were held against the hash. Raises ContentLost."""
        file = self._place.open(_name(sha256))
        if file is None:
            raise ContentLost(sha256=sha256)
        if _digest(file) != sha256:
            file.close()
            raise ContentLost(sha256=sha256)
        file.seek(0)
        return file

    def listed(self) -> Iterator[Kept]:
        """Everything that is kept; names that are no hash are not ours."""
        for name, at in self._place.names():
            digest = name.rpartition("/")[2]
            if SHA256.fullmatch(digest) and name == _name(digest):
                yield Kept(digest, at)

    def forget(self, sha256: str) -> None:
        """Take a content away for good."""
        self._place.remove(_name(sha256))


@lru_cache(maxsize=8)
def of(config: Config) -> Store:
    """The store that the settings name."""
    if config.store_url:
        return Store(Bucket(config.store_url, config.store_key, config.store_secret))
    return Store(Folder(Path(config.home) / FOLDER))


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
