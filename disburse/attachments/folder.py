"""A folder as the store: written beside, synced, linked into place; a kill leaves a part, no half file."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from disburse.attachments.refusals import StoreAway

PARTS = ".parts"


class Folder:
    """Files in two levels of folders under ``root``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, path: Path, name: str) -> None:
        """Copy a file to ``name`` and wait until the disk has it. Raises StoreAway."""
        target = self._root / name
        with _told():
            target.parent.mkdir(parents=True, exist_ok=True)
            parts = self._root / PARTS
            parts.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=parts) as part:
                with path.open("rb") as source:
                    shutil.copyfileobj(source, part)
                part.flush()
                os.fsync(part.fileno())
                try:
                    os.link(part.name, target)
                except FileExistsError:
                    os.utime(target)
            _sync(target.parent)

    def open(self, name: str) -> BinaryIO | None:
        """The file; None where it is not. Raises StoreAway."""
        with _told():
            try:
                return (self._root / name).open("rb")
            except FileNotFoundError:
                return None

    def touch(self, name: str) -> bool:
        """Give it the present time."""
        with _told():
            try:
                os.utime(self._root / name)
            except FileNotFoundError:
                return False
            return True

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every file in its two folders; parts are left out."""
        for path in sorted(self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            at = datetime.fromtimestamp(path.stat().st_mtime_ns // 10**9, UTC)
            yield path.relative_to(self._root).as_posix(), at

    def remove(self, name: str) -> None:
        """Delete the file."""
        with _told():
            (self._root / name).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """The folder's entry is on the disk as well."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as no:
        raise StoreAway from no
