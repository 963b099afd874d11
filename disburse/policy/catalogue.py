"""The catalogue: all pages of a folder, read once, every fault listed, with a digest of what they say."""

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from disburse.policy import figures, pages
from disburse.policy.case import Rate
from disburse.policy.digests import Edition, digest, edition_digests
from disburse.policy.entry import Entry, entries
from disburse.policy.facts import month_name, month_number
from disburse.policy.model import Document, Fact, Finding, Item, Overlap

SHIPPED = Path(__file__).parent / "catalogue"
HUNDREDTHS_OF_A_PERCENT = 10_000
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class CatalogueFault(Exception):
    """The catalogue cannot be used as it stands; ``findings`` lists every fault."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """All faults at once, so that one round of mending is enough."""
        super().__init__("; ".join(f"{f.where}: {f.zh} / {f.en}" for f in findings))
        self.findings = findings


@dataclass(frozen=True)
class Catalogue:
    """All documents, items, facts and overlaps, and the one-year LPR in hundredths of a percent by month."""

    documents: Mapping[str, Document]
    items: Mapping[str, Item]
    facts: Mapping[str, Fact]
    overlaps: tuple[Overlap, ...]
    lpr: Mapping[str, int]
    digest: str
    editions: Mapping[Edition, Document]
    history: Mapping[str, tuple[Item, ...]]
    """Every edition of an item, the newest last; ``items`` has the newest."""
    digests: Mapping[Edition, str]
    """The digest of each edition by itself: it changes with that edition's pages only."""

    entered: Mapping[str, Rate] = field(default_factory=dict)
    """Rates of ``lpr`` that an office entered, by month; ``digest`` says nothing of them."""

    def with_rates(self, rates: Mapping[str, Rate]) -> "Catalogue":
        """The catalogue with rates that an office entered, for months that the shipped series lacks."""
        added = {month: rate for month, rate in rates.items() if month not in self.lpr}
        if not added:
            return self
        lpr = {**self.lpr, **{month: rate.value for month, rate in added.items()}}
        return replace(self, lpr=lpr, entered=added)

    @functools.cached_property
    def lpr_by_number(self) -> Mapping[int, int]:
        """The series by month number."""
        return {month_number(month): value for month, value in self.lpr.items()}

    def computable(self) -> tuple[str, ...]:
        """Ids of the items whose sum follows from facts alone, no official entering it."""
        return tuple(item.id for item in self.items.values() if item.grants_money and not item.needs_official)

    def governing(self, item_id: str, on: date) -> Item:
        """The edition of an item in force on a day; the newest where none is."""
        editions = self.history[item_id]
        for item in reversed(editions):
            document = self.document(item)
            if document.start <= on <= (document.end or date.max):
                return item
        return editions[-1]

    def document(self, item: Item) -> Document:
        """The edition the item stands in."""
        return self.editions[item.document, item.edition]


@functools.cache
def load(path: Path = SHIPPED) -> Catalogue:
    """Read a catalogue once; ``CatalogueFault`` lists what is wrong with it."""
    catalogue, findings = survey(path)
    if findings:
        raise CatalogueFault(findings)
    return catalogue


def survey(path: Path) -> tuple[Catalogue, tuple[Finding, ...]]:
    """Read a catalogue with all its faults; only one without faults is to be used."""
    findings: list[Finding] = []
    tables = {page: _toml(path, page, findings) for page in sorted(path.rglob("*.toml"))}
    return build({page.relative_to(path).as_posix(): table for page, table in tables.items()}, findings)


def build(
    tables: Mapping[str, Mapping[str, Any]], findings: list[Finding]
) -> tuple[Catalogue, tuple[Finding, ...]]:
    """A catalogue from parsed pages; faults are added to ``findings``."""
    vocabulary = Entry(tables.get("facts.toml", {}), "facts.toml", findings)
    facts = {name: pages.fact(name, entry) for name, entry in vocabulary.named()}
    overlaps = tuple(
        pages.overlap(entry)
        for entry in entries(tables.get("overlaps.toml", {}), "overlap", "overlaps.toml", "group", findings)
    )
    editions, items = _documents(tables, facts, findings)
    history = _history(editions, items)
    catalogue = Catalogue(
        documents={document.key: document for document in sorted(editions.values(), key=lambda of: of.start)},
        items={item_id: of[-1] for item_id, of in history.items()},
        facts=facts,
        overlaps=overlaps,
        lpr=series(tables.get("series/lpr.toml", {}), findings),
        digest=digest(tables),
        editions=editions,
        history=history,
        digests=edition_digests(tables, editions, history, facts, overlaps),
    )
    findings.extend(_crossing_faults(catalogue, items))
    return catalogue, tuple(findings)


def series(table: Mapping[str, Any], findings: list[Finding]) -> dict[str, int]:
    """Every month of a published series: a month between two changes was published unchanged."""
    entry = Entry(table, "series/lpr.toml", findings)
    changes, through = entry.mapping("changes"), entry.text("through")
    strange = [month for month in (*changes, through) if not MONTH.fullmatch(month)]
    for month in strange:
        entry.fault(month, "不是月份", "not a month", "写如 2024-03", "write it like 2024-03")
    if strange:
        return {}
    months = [*sorted(changes), month_name(month_number(through) + 1)]
    values: dict[str, int] = {}
    for month, following in itertools.pairwise(months):
        try:
            value = int(figures.rate(changes[month]) * HUNDREDTHS_OF_A_PERCENT)
        except ValueError:
            entry.fault(month, "不是利率", "not a rate", "写如 3.45%", "write it like 3.45%")
            continue
        values |= {month_name(n): value for n in range(month_number(month), month_number(following))}
    return values


def _toml(path: Path, page: Path, findings: list[Finding]) -> dict[str, Any]:
    where = page.relative_to(path).as_posix()
    try:
        return tomllib.loads(page.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        findings.append(
            Finding(where, f"不是有效的 TOML：{error}", f"not TOML: {error}", "改正该行", "mend that line")
        )
        return {}


def _documents(
    tables: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Fact], findings: list[Finding]
) -> tuple[dict[Edition, Document], list[Item]]:
    editions: dict[Edition, Document] = {}
    items: list[Item] = []
    for page, table in tables.items():
        folder, _, name = page.rpartition("/")
        if name != "document.toml":
            continue
        document = pages.document(Entry(table, page, findings))
        editions[document.key, document.edition] = document
        for other, content in tables.items():
            if other.rpartition("/")[0] == folder:
                rows = entries(content, "item", other, "id", findings)
                items += [pages.item(entry, document, facts) for entry in rows]
    return editions, items


def _history(editions: Mapping[Edition, Document], items: list[Item]) -> dict[str, tuple[Item, ...]]:
    ordered = sorted(items, key=lambda item: editions[item.document, item.edition].start)
    found: dict[str, tuple[Item, ...]] = {}
    for item in ordered:
        found[item.id] = (*found.get(item.id, ()), item)
    return found


def _crossing_faults(catalogue: Catalogue, items: list[Item]) -> Iterator[Finding]:
    """Faults that show only when the pages are laid side by side."""
    seen: set[tuple[str, str, str]] = set()
    for item in items:
        name = (item.document, item.edition, item.id)
        if name in seen:
            yield Finding(
                item.id, "同一版本中重复列出", "listed twice in one edition", "删除一处", "remove one"
            )
        seen.add(name)
        shared = item.cap.items if item.cap else frozenset()
        for other in sorted({*shared, item.restates or item.id} - set(catalogue.items)):
            yield _unknown(item.id, other)
    for overlap in catalogue.overlaps:
        for other in sorted(set(overlap.items) - set(catalogue.items)):
            yield _unknown(f"overlaps.toml {overlap.group}", other)


def _unknown(where: str, item_id: str) -> Finding:
    return Finding(where, f"没有条目“{item_id}”", f"no item {item_id!r}", "核对编号", "compare the id")
