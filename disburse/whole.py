"""The whole trail, verified or packed to be taken away: each reads everything, so one at a time."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import BinaryIO

from disburse import clock
from disburse.errors import Refusal
from disburse.queries import trail as journal
from disburse.queries.verification import verify
from reports import proof
from reports import trail as package
from reports.tables import FORMATS

MOST_FINDINGS = 500
WAIT_SECONDS = 10
_alone = Lock()


class Busy(Refusal):
    """已有一项核验或导出在进行。
    A verification or an export is already under way.
    """

    status = 429
    mend = ("请在 {seconds} 秒后重试。", "Try again in {seconds} seconds.")


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how many events it read, and the first ``MOST_FINDINGS`` faults."""

    events: int
    findings: tuple[proof.Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@contextmanager
def alone() -> Iterator[None]:
    """Read everything while nobody else does. Raises Busy."""
    if not _alone.acquire(blocking=False):
        raise Busy(seconds=WAIT_SECONDS)
    try:
        yield
    finally:
        _alone.release()


def verified() -> Verdict:
    """Verify the whole journal, and the records and funds against it. Raises Busy."""
    tally = proof.Tally()
    with alone(), journal.snapshot() as view:
        return verdict(verify(view, tally), tally)


def lines() -> Iterator[bytes]:
    """Every event as a canonical line, to be read to the end or closed. Raises Busy at once."""
    reading = _reading()
    next(reading)
    return reading


def _reading() -> Iterator[bytes]:
    with alone(), journal.snapshot() as view:
        yield b""  # the turn is taken: a reader that is dropped from here on gives it back
        yield from view.jsonl()


def verdict(found: Iterator[proof.Finding], tally: proof.Tally) -> Verdict:
    """Read a verification to its end, or to the last fault that is told."""
    findings = tuple(islice(found, MOST_FINDINGS))
    return Verdict(sum(tally.counts.values()), findings)


def packed(*, personal: bool) -> BinaryIO:
    """The export as ``disburse trail export`` writes it, zipped: open to be read, and gone once closed.

    Raises Busy.
    """
    moment = clock.now().astimezone(clock.BEIJING).isoformat(timespec="seconds")
    with TemporaryDirectory() as place:
        folder = Path(place)
        with alone(), journal.snapshot() as view:
            disclosures = view.disclosures() if personal else ()
            about = {"exported_at": moment, "record": "all"}
            streams = view.bodies(), view.heads(), disclosures
            package.export(folder / "trail", *streams, tuple(FORMATS), about)
        return Path(shutil.make_archive(str(folder / "packed"), "zip", folder / "trail")).open("rb")
