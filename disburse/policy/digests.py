"""Digests: of a whole catalogue, of each edition by itself, and of the decisions an assessment used."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from disburse.policy.case import Decision, Rate
from disburse.policy.model import Document, Fact, Item, Overlap

Tables = Mapping[str, Mapping[str, Any]]
"""Parsed pages by their place in the catalogue."""
Edition = tuple[str, str]
"""Key of a document and name of its edition."""
History = Mapping[str, tuple[Item, ...]]


def digest(tables: Tables) -> str:
    """SHA-256 of what the pages say, whatever the files, their order and their white space."""
    return _sha256(_content(tables))


def edition_digests(
    tables: Tables,
    editions: Mapping[Edition, Document],
    history: History,
    facts: Mapping[str, Fact],
    overlaps: Sequence[Overlap],
) -> dict[Edition, str]:
    """SHA-256 of each edition: its own pages, the facts its items ask for, and the overlaps it brought.

    A page, fact or overlap of another edition changes nothing here, nor does a month added to a series: an
    overlap belongs to the younger of the two editions in which its items first appeared.
    """
    homes = {name: _first(editions, items) for name, items in history.items()}
    brought: dict[Edition, list[Overlap]] = {edition: [] for edition in editions}
    for overlap in overlaps:
        known = [homes[name] for name in overlap.items if name in homes]
        if known:
            brought[max(known, key=lambda edition: (editions[edition].start, edition))].append(overlap)
    return {
        edition: _sha256(
            [
                _content(_pages(tables, edition)),
                _asked(history, facts, edition),
                sorted(_canonical(vars(overlap)) for overlap in brought[edition]),
            ]
        )
        for edition in editions
    }


def decisions_digest(decisions: Iterable[Decision | Rate]) -> str:
    """SHA-256 of decisions and entered rates, whatever their order; empty where there is none."""
    content = sorted(_canonical(vars(decision)) for decision in decisions)
    return _sha256(content) if content else ""


def _first(editions: Mapping[Edition, Document], items: tuple[Item, ...]) -> Edition:
    first = min(items, key=lambda item: editions[item.document, item.edition].start)
    return first.document, first.edition


def _pages(tables: Tables, edition: Edition) -> Tables:
    """The pages of the folder whose ``document.toml`` names the edition, by their name in it."""
    for page, table in tables.items():
        folder, _, name = page.rpartition("/")
        if name == "document.toml" and (table.get("key"), table.get("edition")) == edition:
            return {
                other.rpartition("/")[2]: content
                for other, content in tables.items()
                if other.rpartition("/")[0] == folder
            }
    return {}


def _asked(history: History, facts: Mapping[str, Fact], edition: Edition) -> dict[str, Any]:
    """Of each fact that the edition's items ask for, what a sum depends on; a label may be mended."""
    items = (item for versions in history.values() for item in versions)
    names = {name for item in items if (item.document, item.edition) == edition for name in item.facts}
    asked = (facts[name] for name in names if name in facts)
    return {fact.name: [fact.type, fact.unit, fact.values, fact.highest] for fact in asked}


def _content(tables: Tables) -> dict[str, Any]:
    content: dict[str, Any] = {"items": []}
    for page, table in tables.items():
        folder = page.rpartition("/")[0]
        items = table.get("item", [])
        content["items"] += [
            [folder, _canonical(raw)] for raw in (items if isinstance(items, list) else [items])
        ]
        rest = {key: value for key, value in table.items() if key != "item"}
        if rest:
            content[page] = rest
    content["items"].sort()
    return content


def _sha256(content: Any) -> str:
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _canonical(content: Any) -> str:
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
