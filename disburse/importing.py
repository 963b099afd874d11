"""Files at the door: read whole, every fault listed, nothing kept unless all is well."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from marshmallow import Schema

from disburse.actors import Actor
from disburse.errors import Finding, NotThatFile
from disburse.models import Claim, RatingList, RecognitionList
from disburse.queries import recognitions
from disburse.queries.rules import FACTS
from disburse.records import read
from disburse.services.rating import import_ratings
from disburse.services.recognising import draft_recognised, import_recognitions
from schemas import tables
from schemas.recognitions import recognitions as recognitions_in
from schemas.record import Part
from schemas.shown_rules import RatingImportIn, RecognitionImportIn

File = TypeVar("File")
ABOUT: Mapping[str, Schema] = {
    "ratings": RatingImportIn(),
    "recognitions": RecognitionImportIn.from_dict(
        {"facts": Part(FACTS, optional=True)}, name="RecognitionImport"
    )(),
}
"""By kind of list, what its notice says of it."""


@dataclass(frozen=True)
class Imported:
    """What was kept of a file, and what was noticed on the way."""

    list: RatingList
    notes: tuple[Finding, ...]


@dataclass(frozen=True)
class Recognised:
    """What was kept of a recognition list, what was noticed, and the claims drafted from it."""

    list: RecognitionList
    notes: tuple[Finding, ...]
    claims: tuple[Claim, ...]


def import_list(what: str, path: Path, said: Mapping[str, Any], *, by: Actor) -> RatingList | RecognitionList:
    """Import a list of a kind of ``ABOUT`` by what its notice says, as JSON has it.

    Raises BadRecord, NotThatFile or the service's refusal.
    """
    given = read(ABOUT[what], said)
    if what == "ratings":
        return import_rating_file(path, partial=given.pop("is_partial"), **given, by=by).list
    return import_recognition_file(path, **{**given, "facts": said.get("facts")}, by=by).list


def go_on(what: str, number: str, *, by: Actor) -> str:
    """Go on with a list that was kept already: draft the claims that are still due. Gives its number."""
    if what == "recognitions":
        draft_due(next(kept for kept in recognitions.lists() if kept.id == number), by=by)
    return number


def import_rating_file(
    path: Path,
    *,
    year: int,
    unit: str,
    notice: str,
    stated: Mapping[str, int] | None = None,
    scale: str | None = None,
    corrects: str | None = None,
    partial: bool = False,
    by: Actor,
) -> Imported:
    """Import a published rating list (.xlsx or .csv), held against the totals its notice states.

    Raises NotThatFile with every fault; the list is kept whole or not at all.
    """
    file = _read(tables.ratings, path)
    errors = [*file.errors, *tables.reconcile(file.counts, stated or {})]
    if errors:
        raise NotThatFile(_told(errors), name=path.name)
    kept = import_ratings(
        rows=file.rows,
        file_name=path.name,
        file_sha256=file.sha256,
        year=year,
        unit=unit,
        notice=notice,
        scale=scale,
        corrects=corrects,
        partial=partial,
        by=by,
    )
    return Imported(kept, _told(file.findings))


def import_recognition_file(
    path: Path,
    *,
    item: str,
    unit: str,
    notice: str,
    on: date | None = None,
    facts: Mapping[str, Any] | None = None,
    by: Actor,
) -> Recognised:
    """Import a published recognition list (.xlsx or .csv) and draft a claim for each row that is certain.

    ``on`` is the day of rows without their own, ``facts`` what the notice says of all, as JSON has it. Each
    claim is a transaction of its own; ``draft_due`` goes on where it stopped. Raises NotThatFile.
    """
    given = FACTS.dump(read(FACTS, facts or {}))
    file = _read(lambda at: recognitions_in(at, on), path)
    if file.errors:
        raise NotThatFile(_told(file.errors), name=path.name)
    kept = import_recognitions(
        rows=file.rows,
        file_name=path.name,
        file_sha256=file.sha256,
        item=item,
        unit=unit,
        notice=notice,
        facts=given,
        by=by,
    )
    return Recognised(kept, _told(file.findings), draft_due(kept, by=by))


def draft_due(source: RecognitionList, *, by: Actor) -> tuple[Claim, ...]:
    """Draft the claims of a list that are due: at its import, or when matches were settled since."""
    due: dict[str | None, int] = {}
    for row in recognitions.rows(source):
        if row.is_due:
            due.setdefault(row.key, row.row.row)
    return tuple(draft_recognised(source.id, row=row, by=by) for row in due.values())


def _read(reader: Callable[[Path], File], path: Path) -> File:
    try:
        return reader(path)
    except tables.NotThisKindOfFile as no:
        why = Finding(path.name, f"{no.zh}；{no.mend_zh}", f"{no.en}; {no.mend_en}")
        raise NotThatFile([why], name=path.name) from no
    except OSError as no:
        why = Finding(path.name, "无法读取，请核对路径", f"can't be read: {no.strerror}")
        raise NotThatFile([why], name=path.name) from no


def _told(findings: Iterable[tables.Finding]) -> tuple[Finding, ...]:
    return tuple(Finding(f.where, f"{f.zh}；{f.mend_zh}", f"{f.en}; {f.mend_en}") for f in findings)
