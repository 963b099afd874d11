"""The trail's export beside a raw cursor that writes the same lines; and what verifying an event takes."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bench.bulk import Bulk
from bench.place import sqlite
from bench.scene import service
from bench.table import Line, faster, time_text
from bench.timing import in_turn
from disburse.db import db
from disburse.queries import trail as journal
from disburse.queries.verification import verify
from reports import proof
from reports import trail as package

ENTERPRISES = 20
ORDERED = "SELECT body FROM event ORDER BY record, seq"


def measure(*, quick: bool) -> Iterator[Line]:
    """Every format, beside the lines as a cursor gives them; the export is proved by its own proof.py."""
    claims, rounds = (1_000, 3) if quick else (20_000, 5)
    with sqlite() as here, service(here.migrated("ours")):
        Bulk(ENTERPRISES).grow(claims)
        with journal.snapshot() as view:
            tally = proof.Tally()
            findings = list(verify(view, tally))
        if findings:
            raise AssertionError(f"what is exported is not sound: {findings[:3]}")
        _require_same_lines(here.folder)
        yield from _formats(here.folder, sum(tally.counts.values()), rounds)


def _formats(folder: Path, events: int, rounds: int) -> Iterator[Line]:
    formats = [name for name in package.FORMATS if name != "jsonl"]
    sides: dict[str, Callable[[], object]] = {
        "raw": partial(raw_cursor, db.engine, folder / "raw.jsonl"),
        "stream": partial(streamed, folder / "stream.jsonl"),
        "jsonl": partial(exported, folder / "trail", ("jsonl",)),
        **{name: partial(exported, folder / "trail", (name,)) for name in formats},
        "verify": _verified,
    }
    took = in_turn(sides, rounds=rounds, units=events)
    about = f"{events:,} events, CPU per event"
    raw = "raw cursor to a file", took["raw"]
    yield faster("export", f"JSON Lines, {about}", took["stream"], *raw, 0.8)
    yield faster("export", f"examined, with heads and manifest, {about}", took["jsonl"], *raw)
    for name in formats:
        what = f"the same and {name}, {about}"
        yield faster("export", what, took[name], *raw)
    text = f"{time_text(took['verify'].median)} ±{took['verify'].spread:.0%}"
    yield Line("export", f"verification in the database, {about}", text)


def raw_cursor(engine: Engine, path: Path) -> int:
    """The bodies in order, a line each, as the driver's own cursor gives them."""
    connection = sqlite3.connect(f"file:{engine.url.database}?mode=ro", uri=True)
    count = 0
    with path.open("wb") as file:
        for (body,) in connection.execute(ORDERED):
            file.write(body.encode() + b"\n")
            count += 1
    connection.close()
    return count


def streamed(path: Path) -> None:
    """The events as ``GET /api/auditor/trail/events.jsonl`` sends them."""
    with path.open("wb") as file, journal.snapshot() as view:
        for piece in view.jsonl():
            file.write(piece)


def exported(folder: Path, formats: tuple[str, ...]) -> package.Manifest:
    """A whole export, as ``disburse trail export`` makes it: events, heads, disclosures, manifest."""
    shutil.rmtree(folder, ignore_errors=True)
    with journal.snapshot() as view:
        return package.export(folder, view.bodies(), view.heads(), view.disclosures(), formats)


def _verified() -> None:
    with journal.snapshot() as view:
        if list(verify(view, proof.Tally())):
            raise AssertionError("the journal is not sound")


def _require_same_lines(folder: Path) -> None:
    raw_cursor(db.engine, folder / "raw.jsonl")
    streamed(folder / "stream.jsonl")
    exported(folder / "trail", ("jsonl",))
    lines = (folder / "raw.jsonl").read_bytes()
    if any(lines != path.read_bytes() for path in (folder / "stream.jsonl", folder / "trail" / proof.EVENTS)):
        raise AssertionError("the export's lines are not the cursor's")
