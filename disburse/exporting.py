"""Lists as files: the rows that one may see, page by page, so that memory does not grow with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import HandOver
from disburse.queries import records
from disburse.services import handing_over
from reports.proof import canonical
from reports.tables import FORMATS, Cell, Written

LARGEST = 20_000
"""Rows that are handed over at once [choice]; more are written by a job."""
PAGE = 500
EXTENSION = "disburse.lists"
"""Where the application keeps its lists for whoever writes them in the background."""


class TooManyRows(Refusal):
    """该列表共 {count} 行，超过一次导出的 {most} 行。
    The list has {count} rows, more than the {most} that are exported at once.
    """

    status = 422
    mend = (
        "请缩小条件，或改为后台任务导出（export-jobs）。",
        "Narrow the filter, or have it exported by a job (export-jobs).",
    )


@dataclass(frozen=True)
class Listed:
    """A list as its audience sees it: its kind of record, its columns, and rows in plain words.

    ``read`` takes a filter from its JSON form.
    """

    audience: str
    name: str
    kind: str
    header: tuple[str, ...]
    many: Callable[[Sequence[Any]], Sequence[Mapping[str, Any]]]
    read: Callable[[Mapping[str, Any]], dict[str, Any]]


def at_once(listed: Listed, chosen: Mapping[str, Any], form: str, path: Path, by: Actor) -> HandOver:
    """Write a list to ``path`` and its hand-over to the journal. Raises TooManyRows."""
    count = records.tally(listed.kind, by, chosen, ())[0]
    if count > LARGEST:
        raise TooManyRows(count=count, most=LARGEST)
    written = write(listed, chosen, form, path, by)
    return handing_over.hand_over(
        audience=listed.audience,
        collection=listed.name,
        chosen=plain(chosen),
        form=form,
        row_count=written.rows,
        file_sha256=written.sha256,
        by=by,
    )


def write(
    listed: Listed,
    chosen: Mapping[str, Any],
    form: str,
    path: Path,
    by: Actor,
    told: Callable[[int], None] | None = None,
) -> Written:
    """Write the rows of a list that ``by`` may see; ``told`` how many there are so far."""
    table = FORMATS[form](path, listed.header)
    with table:
        for page in _pages(listed, chosen, by):
            for row in page:
                table.row([_cell(row.get(name)) for name in listed.header])
            if told:
                told(table.rows)
    return table.written


def plain(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """A filter in its JSON form, as the journal keeps it."""
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in chosen.items()}


def _pages(listed: Listed, chosen: Mapping[str, Any], by: Actor) -> Iterator[Sequence[Mapping[str, Any]]]:
    after = ""
    while rows := records.page(listed.kind, by, after=after, size=PAGE, chosen=chosen):
        after = rows[-1].id
        yield listed.many(rows)
        db.session.expunge_all()


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return canonical(value).decode() if isinstance(value, dict | list) else value
