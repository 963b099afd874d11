"""The trail export: a folder that an auditor reads with any tool and verifies without trusting anybody.

One pass over the events writes every format, with flat memory. The manifest comes last: a folder without
it, or with a file that does not match it, is not a whole export.
"""

import ast
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.proof import (
    DISCLOSURES,
    EVENTS,
    HEADS,
    MANIFEST,
    Disclosure,
    Head,
    Tally,
    canonical,
    digest,
    measure,
    read_event,
)
from reports.tables import FORMATS, Cell, Csv, JsonLines, Written, write

HERE = Path(__file__).parent
HANDOUT = HERE / "handout"
VERIFIER = ("canonical.py", "merkle.py", "chain.py", "proof.py")
"""The files that make up the auditor's one ``proof.py``, in this order."""
DICTIONARY = [row.split("|") for row in (HANDOUT / "dictionary.txt").read_text(encoding="utf-8").splitlines()]
COLUMNS = tuple(name for file, name, *_ in DICTIONARY if file == "events")
ATTACHED = tuple(name for file, name, *_ in DICTIONARY if file == "attachments")
ATTACHMENTS = "attachments.csv"
PROGRESS_EVENTS = 1_000


@dataclass(frozen=True)
class Manifest:
    """What an export holds; ``digest`` is what to hand over by another way."""

    digest: str
    events: list[dict[str, object]]
    files: tuple[Written, ...]
    about: Mapping[str, str]


def export(
    folder: Path,
    events: Iterable[bytes],
    heads: Iterable[Head],
    disclosures: Iterable[Disclosure] = (),
    formats: Sequence[str] = tuple(FORMATS),
    about: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Manifest:
    """Write a new folder; events, heads and disclosures ascend by record (code points), then by seq.

    JSON Lines are always written, since the proof rests on them. ``progress`` is told the number of events
    so far. FileExistsError when the folder exists; ValueError for an unknown format, streams out of order or
    an event that is none; any failure removes what was written.
    """
    unknown = set(formats) - FORMATS.keys()
    if unknown:
        raise ValueError(f"unknown format: {', '.join(sorted(unknown))}")
    folder.mkdir(parents=True)
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, folder)
        tally = Tally()
        files = [
            *_events(folder, _ascending(events), formats, tally, progress or (lambda _: None)),
            write(Csv(folder / HEADS, Head._fields), heads),
            write(JsonLines(folder / DISCLOSURES, Disclosure._fields), disclosures),
            write(Csv(folder / "dictionary.csv", DICTIONARY[0]), DICTIONARY[1:]),
            _document(folder / "README.txt", (HANDOUT / "readme.txt").read_text(encoding="utf-8")),
            _document(folder / "proof.py", verifier()),
        ]
        manifest = _manifest(folder / MANIFEST, tally, files, dict(about or {}))
        undo.pop_all()
        return manifest


def _events(
    folder: Path,
    events: Iterable[tuple[bytes, dict[str, Any]]],
    formats: Sequence[str],
    tally: Tally,
    progress: Callable[[int], None],
) -> list[Written]:
    with ExitStack() as stack:
        lines = stack.enter_context(JsonLines(folder / EVENTS, ()))
        kinds = [FORMATS[name] for name in dict.fromkeys(formats) if name != "jsonl"]
        listed = stack.enter_context(Csv(folder / ATTACHMENTS, ATTACHED))
        tables = [stack.enter_context(kind(folder / f"events{kind.suffix}", COLUMNS)) for kind in kinds]
        for count, (data, body) in enumerate(events, 1):
            tally.add(body)
            lines.line(data)
            if (body["kind"], body["seq"]) == ("attachment", 1):
                listed.row(_attached(body))
            cells = _cells(data, body) if tables else []
            for table in tables:
                table.row(cells)
            if count % PROGRESS_EVENTS == 0:
                progress(count)
    progress(lines.rows)
    return [lines.written, *(table.written for table in tables), listed.written]


def _ascending(events: Iterable[bytes]) -> Iterator[tuple[bytes, dict[str, Any]]]:
    last: tuple[str, int] = ("", 0)
    for data in events:
        body = read_event(data)
        place = body["record"], body["seq"]
        if place <= last:
            raise ValueError(
                f"events out of order: {place} after {last}; sort by record (code points) and seq"
            )
        last = place
        yield data, body


def _cells(data: bytes, body: Mapping[str, Any]) -> list[Cell]:
    by = {f"by_{part}": value for part, value in body["by"].items()}
    changes = canonical(body["changes"]).decode()
    flat = {**body, **by, "demo": int(body["demo"]), "changes": changes, "hash": digest(data)}
    return [flat[column] for column in COLUMNS]


def _attached(body: Mapping[str, Any]) -> list[Cell]:
    """A file by its hash, as the event says that attached it; its name by digest."""
    now = {name: after for name, (_, after) in body["changes"].items()}
    return [{"record": body["record"], **now}.get(column) for column in ATTACHED]


def _document(path: Path, text: str) -> Written:
    path.write_bytes(text.encode())
    return Written(path.name, text.count("\n"), *measure(path))


def _manifest(path: Path, tally: Tally, files: list[Written], about: Mapping[str, str]) -> Manifest:
    sizes = {file.name: {"rows": file.rows, "bytes": file.bytes, "sha256": file.sha256} for file in files}
    body = {"v": 1, "hash": "SHA-256", "about": about, "events": tally.rows(), "files": sizes}
    sealed = {**body, "digest": digest(canonical(body))}
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(canonical(sealed))
    part.replace(path)
    return Manifest(str(sealed["digest"]), tally.rows(), tuple(files), about)


def verifier() -> str:
    """Text of the one file that verifies alone: the verifying modules joined."""
    texts = [(HERE / name).read_text(encoding="utf-8") for name in VERIFIER]
    future = "from __future__ import annotations\n"
    return f'"""{ast.get_docstring(ast.parse(texts[-1]))}\n"""\n\n{future}' + "".join(map(_own_lines, texts))


def _own_lines(text: str) -> str:
    """A module's lines without its docstring and without what it imports from this package."""
    tree, lines = ast.parse(text), text.splitlines(keepends=True)
    ours = [n for n in tree.body if isinstance(n, ast.ImportFrom) and str(n.module).startswith("reports")]
    for node in [tree.body[0], *ours]:
        lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or 0) - node.lineno + 1)
    return "".join(lines)
