"""Lists as files: the rows that one may see, page by page, so that memory does not grow with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from marshmallow import ValidationError, fields

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import BadRecord, Finding, Refusal
from disburse.models import HandOver
from disburse.queries import records
from disburse.services import handing_over
from reports.proof import canonical
from reports.tables import FORMATS, Cell, Written
from schemas.faults import faults
from schemas.fields import from_text
from schemas.handover import TYPED

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
class Source:
    """Where the rows of a list come from that a person may see under a filter; both narrow by ``visible``.

    ``page`` takes who asks, the ``key`` of the row to begin after ("" for the first), how many, and the
    filter; ``tally`` who asks and the filter, and gives the count and then sums, in one query.
    """

    page: Callable[[Actor, Any, int, Mapping[str, Any]], Sequence[Any]]
    tally: Callable[[Actor, Mapping[str, Any]], Sequence[int]]
    key: str = "id"


def of_records(kind: str, sums: Sequence[str] = ()) -> Source:
    """The records of a kind, by number."""
    return Source(
        lambda by, after, size, chosen: records.page(kind, by, after=after, size=size, chosen=chosen),
        lambda by, chosen: records.tally(kind, by, chosen, sums),
    )


def given_once(rows: Callable[[Actor, Mapping[str, Any]], Sequence[Any]]) -> Source:
    """Rows with a ``number`` that are few, given all at once."""
    return Source(
        lambda by, after, _size, chosen: () if after else rows(by, chosen),
        lambda by, chosen: [len(rows(by, chosen))],
        "number",
    )


@dataclass(frozen=True)
class Listed:
    """A list as its audience sees it: what its rows are and whence, its columns, and rows in plain words.

    ``filters`` are what may narrow it, each with the field that its value must fit; ``roles`` who of the
    audience may have it, all by default; ``in_person`` that no token may.
    """

    audience: str
    name: str
    kind: str
    source: Source
    header: tuple[str, ...]
    many: Callable[[Sequence[Any]], Sequence[Mapping[str, Any]]]
    filters: Mapping[str, fields.Field[Any]]
    roles: frozenset[str] = frozenset()
    in_person: bool = False

    def may(self, by: Actor) -> bool:
        """Whether ``by`` may have the list at all."""
        return not self.roles or by.role in self.roles

    def read(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """A filter from its JSON form, as the journal keeps it; words that were typed are behind digests."""
        words = records.disclosed(str(chosen[name]) for name in TYPED & chosen.keys())
        return {
            name: words[value] if name in TYPED else self.filters[name].deserialize(value)
            for name, value in chosen.items()
        }

    def typed(self, given: Mapping[str, str]) -> dict[str, Any]:
        """A filter as it stands in an address. Raises BadRecord with every fault."""
        findings, chosen = [], {}
        for name, text in given.items():
            try:
                chosen[name] = from_text(self.filters[name], text)
            except KeyError:
                findings.append(Finding(name[:80], "名单没有这个条件", "the list has no such filter"))
            except ValidationError as no:
                findings += [Finding(name, fault.zh, fault.en) for fault in faults(no)]
        if findings:
            raise BadRecord(findings)
        return chosen


def at_once(listed: Listed, chosen: Mapping[str, Any], form: str, path: Path, by: Actor) -> HandOver:
    """Write a list to ``path`` and its hand-over to the journal. Raises TooManyRows."""
    rows = count(listed, chosen, by)
    if rows > LARGEST:
        raise TooManyRows(count=rows, most=LARGEST)
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


def count(listed: Listed, chosen: Mapping[str, Any], by: Actor) -> int:
    """How many rows of a list ``by`` may see."""
    return listed.source.tally(by, chosen)[0]


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
    """A filter in its JSON form."""
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in chosen.items()}


def _pages(listed: Listed, chosen: Mapping[str, Any], by: Actor) -> Iterator[Sequence[Mapping[str, Any]]]:
    after = ""
    while rows := listed.source.page(by, after, PAGE, chosen):
        after = getattr(rows[-1], listed.source.key)
        yield listed.many(rows)
        db.session.expunge_all()


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return canonical(value).decode() if isinstance(value, dict | list) else value
