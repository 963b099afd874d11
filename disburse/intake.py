"""Tables on their way in: a template for each, a look that writes nothing, the faults beside the rows.

A look runs the import itself and undoes it, so that it finds whatever the import would refuse.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disburse import importing, rehearsal
from disburse.actors import Actor
from disburse.acts import act
from disburse.errors import AlreadyThere, BadRecord, NotThatFile, Refusal
from disburse.errors import Finding as Told
from disburse.models import Audited
from reports import sheets
from schemas import tables
from schemas.enterprises import ENTERPRISE_IN
from schemas.plain_tables import PlainTable, check, in_order, read_table
from schemas.rating_faults import Finding, finding
from schemas.recognitions import recognitions
from schemas.templates import EXPLAINED, TEMPLATES

About = Mapping[str, Any]
"""What is said of a table beside its rows, such as its year and the number of its notice."""
OFFICE = {
    "calendar": ("enter_calendar", ("holidays", "workdays")),
    "lpr": ("enter_lpr", ("rates",)),
    "budget-codes": ("enter_budget_codes", ("codes",)),
}
"""Tables that become one record: the act that enters it, and the lists that their rows become."""
_PLACE = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


@dataclass(frozen=True)
class Looked:
    """What an import would find: rows that would be kept, totals, every finding. Nothing was written."""

    rows: int
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    cells: tuple[tuple[str, ...], ...]
    header: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop the import."""
        return tuple(found for found in self.findings if found.severity == "error")

    def workbook(self) -> bytes:
        """The table with what is wrong beside each row, to be corrected and imported as it stands."""
        return sheets.faulty(self.cells, self.header, sheets.wrongs(self.cells, self.errors))


def template(kind: str) -> bytes:
    """The workbook to fill in for an import."""
    columns = [sheets.Explained(c.heading, c.zh, c.en, c.example) for c in TEMPLATES[kind]]
    return sheets.template(columns, EXPLAINED)


def look(kind: str, path: Path, about: About, by: Actor) -> Looked:
    """Try an import and undo it. Raises NotThatFile where the file can't be read at all."""
    try:
        return LOOKS[kind](path, about, by)
    except tables.NotThisKindOfFile as no:
        why = Told(path.name, f"{no.zh}；{no.mend_zh}", f"{no.en}; {no.mend_en}")
        raise NotThatFile([why], name=path.name) from no
    except OSError as no:
        why = Told(path.name, "无法读取，请核对路径", f"can't be read: {no.strerror}")
        raise NotThatFile([why], name=path.name) from no


def import_enterprises(path: Path, by: Actor) -> tuple[int, Looked]:
    """Register every enterprise of a table that is not there yet; how many, and what was noticed.

    Raises NotThatFile with every fault; then nothing was written. Each is a transaction of its own, and the
    same file again goes on where it stopped.
    """
    seen = look("enterprises", path, {}, by)
    _require_sound(seen, path)
    known = {found.row for found in seen.findings}
    table = read_table(path, "enterprises")
    new = [record for number, record in table.records.items() if number not in known]
    for record in new:
        act("register_enterprise", record, by)
    return len(new), seen


def import_office_table(kind: str, path: Path, about: About, by: Actor) -> Audited:
    """Enter a table of the office, whole or not at all. Raises NotThatFile with every fault."""
    seen = look(kind, path, about, by)
    _require_sound(seen, path)
    body, _ = _body(kind, read_table(path, kind), about)
    return act(OFFICE[kind][0], body, by)


def _require_sound(seen: Looked, path: Path) -> None:
    if seen.errors:
        told = [Told(f.where, f"{f.zh}；{f.mend_zh}", f"{f.en}; {f.mend_en}") for f in seen.errors]
        raise NotThatFile(told, name=path.name)


def _ratings(path: Path, about: About, by: Actor) -> Looked:
    file = tables.ratings(path)
    found = (*file.findings, *tables.reconcile(file.counts, about.get("stated") or {}))
    if not any(f.severity == "error" for f in found):
        found += _tried(lambda: importing.import_rating_file(path, **about, by=by))
    return Looked(len(file.rows), file.counts, found, tables.read_rows(path).rows, file.header)


def _recognitions(path: Path, about: About, by: Actor) -> Looked:
    file = recognitions(path, about.get("on"))
    found = file.findings
    if not file.errors:
        found += _tried(lambda: importing.import_recognition_file(path, **about, by=by))
    return Looked(len(file.rows), {}, found, tables.read_rows(path).rows, file.header)


def _enterprises(path: Path, _: About, by: Actor) -> Looked:
    table = read_table(path, "enterprises")
    found = in_order(table.findings, check(table, ENTERPRISE_IN, "name"), _twice(table))
    wrong = {f.row for f in found}
    for number, record in table.records.items():
        if number not in wrong:
            found += _tried(lambda: act("register_enterprise", record, by), number)  # noqa: B023  # at once
    rows = len(table.records) - len({f.row for f in found} - {0})
    return Looked(rows, {}, in_order(found), table.sheet.rows, table.header)


def _twice(table: PlainTable) -> tuple[Finding, ...]:
    """Rows with a code that an earlier row has."""
    first: dict[str, int] = {}
    found = []
    for number, record in table.records.items():
        code = str(record.get("uscc", number))
        if first.setdefault(code, number) != number:
            found.append(finding("twice", number, table.places["uscc"], other=first[code]))
    return tuple(found)


def _office(kind: str) -> Callable[[Path, About, Actor], Looked]:
    def seen(path: Path, about: About, by: Actor) -> Looked:
        table = read_table(path, kind)
        found = table.findings
        if not found:
            body, origin = _body(kind, table, about)
            found = _tried(lambda: act(OFFICE[kind][0], body, by), 0, table, origin)
        return Looked(len(table.records), {}, in_order(found), table.sheet.rows, table.header)

    return seen


def _body(kind: str, table: PlainTable, about: About) -> tuple[dict[str, Any], dict[tuple[str, int], int]]:
    """The body of the act, and the row that each line of its lists comes from."""
    lists: dict[str, list[Any]] = {name: [] for name in OFFICE[kind][1]}
    origin = {}
    for number, record in table.records.items():
        name = str(record["kind"]) if kind == "calendar" else next(iter(lists))
        origin[name, len(lists[name])] = number
        lists[name].append(record.get("day") if kind == "calendar" else record)
    return {**about, **lists}, origin


def _tried(
    do: Callable[[], object],
    row: int = 0,
    table: PlainTable | None = None,
    origin: Mapping[tuple[str, int], int] | None = None,
) -> tuple[Finding, ...]:
    """What an import would be refused for, with its row where that is known; nothing is written."""
    try:
        with rehearsal.tried():
            do()
    except AlreadyThere as no:
        return (finding("known", row, text=no.facts["number"]),) if row else (_refused(no, row),)
    except BadRecord as no:
        return tuple(_placed(told, row, table, origin or {}) for told in no.findings)
    except Refusal as no:
        return (_refused(no, row),)
    return ()


def _refused(no: Refusal, row: int) -> Finding:
    more = [f"{told.where}: {told.zh}" for told in no.findings]
    return finding("refused", row, zh="；".join([no.zh, *more]), en=no.en)


def _placed(told: Told, row: int, table: PlainTable | None, origin: Mapping[tuple[str, int], int]) -> Finding:
    match = _PLACE.match(told.where)
    if not (match and table):
        return finding("refused", row, zh=f"{told.where}: {told.zh}", en=f"{told.where}: {told.en}")
    column = table.places.get(match[3] or "day")
    return finding("not_fit", origin.get((match[1], int(match[2])), 0), column, zh=told.zh, en=told.en)


LOOKS: Mapping[str, Callable[[Path, About, Actor], Looked]] = {
    "ratings": _ratings,
    "recognitions": _recognitions,
    "enterprises": _enterprises,
    **{kind: _office(kind) for kind in OFFICE},
}
"""How each import is tried; receipts are looked at by ``disburse.banking``."""
