"""Files at the door: read whole, every fault listed, nothing kept unless all is well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from disburse.actors import Actor
from disburse.errors import Finding, NotThatFile
from disburse.models import RatingList
from disburse.services.rating import import_ratings
from schemas import tables


@dataclass(frozen=True)
class Imported:
    """What was kept of a file, and what was noticed on the way."""

    list: RatingList
    notes: tuple[Finding, ...]


def import_rating_file(
    path: Path, *, year: int, unit: str, notice: str, stated: Mapping[str, int] | None = None, by: Actor
) -> Imported:
    """Import a published rating list (.xlsx or .csv), held against the totals its notice states.

    Raises NotThatFile with every fault; the list is kept whole or not at all.
    """
    try:
        read = tables.ratings(path)
    except tables.NotThisKindOfFile as no:
        why = Finding(path.name, f"{no.zh}；{no.mend_zh}", f"{no.en}; {no.mend_en}")
        raise NotThatFile([why], name=path.name) from no
    except OSError as no:
        why = Finding(path.name, "无法读取，请核对路径", f"can't be read: {no.strerror}")
        raise NotThatFile([why], name=path.name) from no
    errors = [*read.errors, *tables.reconcile(read.counts, stated or {})]
    if errors:
        raise NotThatFile(_told(errors), name=path.name)
    kept = import_ratings(
        rows=read.rows,
        file_name=path.name,
        file_sha256=read.sha256,
        year=year,
        unit=unit,
        notice=notice,
        by=by,
    )
    return Imported(kept, _told(read.findings))


def _told(findings: Iterable[tables.Finding]) -> tuple[Finding, ...]:
    return tuple(Finding(f.where, f"{f.zh}；{f.mend_zh}", f"{f.en}; {f.mend_en}") for f in findings)
