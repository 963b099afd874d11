"""The journal's proof: the one import for writing it, and the program with which an auditor checks it.

An export carries ``canonical``, ``merkle``, ``chain`` and this file joined as one ``proof.py`` that needs
only Python 3.9: ``python3 proof.py FOLDER [DIGEST]``. Exit status 0: whole and unchanged; 1: findings.
"""

import csv
import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from reports.canonical import (
    GENESIS,
    LIMIT_BYTES,
    DoesNotFold,
    NotCanonical,
    canonical,
    digest,
    disclosure,
    event,
    fold,
    parse,
    read_event,
    state_digest,
)
from reports.chain import Chain, Disclosure, Finding, Head, Tally, found, verify
from reports.merkle import consistency, grown, included, inclusion, leaf_hash, node_hash, root

__all__ = [
    "GENESIS",
    "Chain",
    "Disclosure",
    "DoesNotFold",
    "Finding",
    "Head",
    "NotCanonical",
    "Tally",
    "canonical",
    "consistency",
    "digest",
    "disclosure",
    "event",
    "fold",
    "grown",
    "included",
    "inclusion",
    "leaf_hash",
    "main",
    "measure",
    "node_hash",
    "parse",
    "read_event",
    "root",
    "state_digest",
    "verify",
    "verify_folder",
]

MANIFEST, EVENTS, HEADS, DISCLOSURES = "manifest.json", "events.jsonl", "heads.csv", "disclosures.jsonl"
_NOTHING = Disclosure("", "", "", "")


def verify_folder(folder: Path, expected: str = "", tally: Tally | None = None) -> Iterator[Finding]:
    """Every fault of an exported folder: its manifest, files, chains, heads, disclosures and sums.

    ``expected`` is the manifest's digest as it was handed over by another way, or empty.
    """
    manifest, tally = _manifest(folder, expected), tally or Tally()
    if manifest is None:
        yield found(MANIFEST, 0, "manifest")
        return
    files, entries = manifest["files"], {path.name: path for path in folder.iterdir()}
    here = {name for name, path in entries.items() if path.is_file() and not path.is_symlink()} - {MANIFEST}
    for name in sorted(files.keys() - here):
        yield found(name, 0, "missing")
    for name in sorted(entries.keys() - (here & files.keys()) - {MANIFEST}):
        yield found(name, 0, "extra")
    for name in sorted(here & files.keys()):
        if (files[name].get("bytes"), files[name].get("sha256")) != measure(folder / name):
            yield found(name, 0, "file")
    if not {EVENTS, HEADS, DISCLOSURES} <= here:
        return
    with (folder / EVENTS).open("rb") as events, (folder / DISCLOSURES).open("rb") as disclosures:
        heads, told = _heads(folder / HEADS), _disclosures(_lines(disclosures))
        yield from verify(_lines(events), heads, told, tally)
    if tally.rows() != manifest["events"]:
        yield found(EVENTS, 0, "sums")


def _manifest(folder: Path, expected: str) -> dict[str, Any] | None:
    try:
        manifest = parse((folder / MANIFEST).read_bytes())
        said = manifest.pop("digest")
        sound = all(isinstance(file, dict) for file in manifest["files"].values()) and "events" in manifest
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    return manifest if sound and said == digest(canonical(manifest)) and expected in ("", said) else None


def measure(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file, read in pieces."""
    size, sha = 0, hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 16):
            size += len(piece)
            sha.update(piece)
    return size, sha.hexdigest()


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LIMIT_BYTES + 2):
        yield line[:-1] if line.endswith(b"\n") else line


def _heads(path: Path) -> Iterator[Head]:
    """Rows of heads.csv up to the first that is none: a head of no record stands for it."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.reader(file)
            next(rows, None)
            for record, kind, version, head, state in rows:
                yield Head(record.removeprefix("'"), kind, int(version), head, state)
    except (ValueError, csv.Error):
        yield Head("", "", 0, "", "")


def _disclosures(lines: Iterable[bytes]) -> Iterator[Disclosure]:
    for line in lines:
        try:
            row = Disclosure(**parse(line))
            yield row if isinstance(row.record, str) else _NOTHING
        except (NotCanonical, TypeError):
            yield _NOTHING


def main(arguments: list[str]) -> int:
    """Verify a folder and print the result in Chinese and English."""
    if not 1 <= len(arguments) <= 2:
        print("用法 / usage: python3 proof.py FOLDER [DIGEST]")
        return 1
    folder, expected = arguments if len(arguments) == 2 else (arguments[0], "")
    tally, count = Tally(), 0
    for finding in verify_folder(Path(folder), expected, tally):
        count += 1
        print(f"{finding.record} {finding.seq} [{finding.code}] {finding.zh} / {finding.en}")
    for row in tally.rows():
        print(f"{row['kind']:12} {row['action']:24} {row['count']:>10} {row['amount']:>20}")
    print(f"事件 / events: {sum(tally.counts.values())}; 问题 / findings: {count}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
