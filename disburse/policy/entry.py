"""One entry of a catalogue page, read field by field: each fault is kept as a finding and reading goes on."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from disburse.policy.model import Finding, Word

T = TypeVar("T")
MARKED = re.compile(r"(.+?) #([1-9]\d*)")


def words(raw: Any, field: str = "") -> Iterator[Word]:
    """Every literal "600万元 #6" below ``raw``, with the field it stands in."""
    match raw:
        case str():
            found = MARKED.fullmatch(raw)
            if found:
                yield Word(field, found[1], int(found[2]))
        case dict():
            for name, value in raw.items():
                yield from words(value, f"{field}.{name}" if field else name)
        case list():
            for place, value in enumerate(raw, 1):
                yield from words(value, f"{field}[{place}]")


class Entry:
    """Reads one table of a page; ``findings`` gathers what is wrong with it."""

    def __init__(self, raw: Mapping[str, Any], where: str, findings: list[Finding]) -> None:
        """``where`` names page and entry for the findings, which are appended to the given list."""
        self.raw = raw
        self.where = where
        self.findings = findings
        self._read: set[str] = set()

    def fault(self, key: str, zh: str, en: str, mend_zh: str, mend_en: str) -> None:
        """Keep a fault of one field."""
        self.findings.append(Finding(f"{self.where}.{key}", zh, en, mend_zh, mend_en))

    def has(self, key: str) -> bool:
        """The field is there."""
        return key in self.raw

    def text(self, key: str, default: str | None = None, among: tuple[str, ...] = ()) -> str:
        """A non-empty string, of a closed list if one is given; ``default`` when absent."""
        value = self._take(key, default)
        if not isinstance(value, str) or not (value or default == ""):
            return self._wrong(key, value, "文字", "text", "")
        if among and value not in among:
            return self._wrong(key, value, "、".join(among), "one of " + ", ".join(among), among[0])
        return value

    def texts(self, key: str, count: int | None = None) -> tuple[str, ...]:
        """A list of strings, of a given length if one is named; empty when absent."""
        value = self._take(key, [])
        right = isinstance(value, list) and all(isinstance(part, str) for part in value)
        if not right or (count is not None and len(value) != count):
            return self._wrong(key, value, "文字列表", "a list of texts", ())
        return tuple(value)

    def flag(self, key: str) -> bool:
        """A truth that has to be stated."""
        value = self._take(key, None)
        return (
            value
            if isinstance(value, bool)
            else self._wrong(key, value, "true 或 false", "true or false", False)
        )

    def tables(self, key: str) -> list["Entry"]:
        """A list of tables; empty when absent."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            return self._wrong(key, value, "表的列表", "a list of tables", [])
        return [Entry(part, f"{self.where}.{key}[{n}]", self.findings) for n, part in enumerate(value, 1)]

    def table(self, key: str) -> "Entry | None":
        """A table; ``None`` when absent."""
        value = self._take(key, None)
        if value is None or not isinstance(value, dict):
            return None if value is None else self._wrong(key, value, "表", "a table", None)
        return Entry(value, f"{self.where}.{key}", self.findings)

    def named(self) -> Iterator[tuple[str, "Entry"]]:
        """Every table of a page of named tables."""
        for name in self.raw:
            entry = self.table(name)
            if entry is not None:
                yield name, entry

    def mapping(self, key: str) -> dict[str, str]:
        """A table of texts; empty when absent."""
        value = self._take(key, {})
        if not isinstance(value, dict) or not all(isinstance(part, str) for part in value.values()):
            return self._wrong(key, value, "文字表", "a table of texts", {})
        return value

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of texts; empty when absent."""
        table = self.table(key)
        return {} if table is None else {name: table.texts(name) for name in table.raw}

    def count(self, key: str) -> int | None:
        """A whole number; ``None`` when absent."""
        value = self._take(key, None)
        if value is None or type(value) is int:
            return value
        return self._wrong(key, value, "整数", "a whole number", None)

    def literal(self, key: str, reader: Callable[[str], T], default: T) -> T:
        """A figure or edge word as it stands in the text, with its mark: "600万元 #6"."""
        value = self._take(key, None)
        found = MARKED.fullmatch(value) if isinstance(value, str) else None
        if not found:
            return self._wrong(
                key, value, "原文数字加序号，如“600万元 #6”", 'a literal and its mark, "600万元 #6"', default
            )
        try:
            return reader(found[1])
        except ValueError:
            return self._wrong(
                key, value, "可以读懂的数字或界限词", "a figure or edge word that can be read", default
            )

    def close(self) -> None:
        """Name the fields that nobody asked for."""
        for key in sorted(set(self.raw) - self._read - {"stated"}):
            self.fault(
                key, "不认识的字段", "unknown field", "删除或改正拼写", "remove it or mend its spelling"
            )

    def _take(self, key: str, default: object) -> Any:
        self._read.add(key)
        return self.raw.get(key, default)

    def _wrong(self, key: str, value: object, zh: str, en: str, default: T) -> T:
        given = "缺少" if value is None else f"“{value}”不是{zh}"
        found = "missing" if value is None else f"{value!r} is not {en}"
        self.fault(key, given, found, f"应填{zh}", f"write {en}")
        return default


def entries(table: Mapping[str, Any], key: str, page: str, name: str, findings: list[Finding]) -> list[Entry]:
    """The list of tables under ``key`` of a page, each named by its field ``name``; others are findings."""
    rows = table.get(key, [])
    found = []
    for place, raw in enumerate(rows if isinstance(rows, list) else [rows], 1):
        if isinstance(raw, dict):
            found.append(Entry(raw, f"{page} {raw.get(name, place)}", findings))
        else:
            findings.append(
                Finding(f"{page} {place}", "不是表", "not a table", f"用 [[{key}]]", f"use [[{key}]]")
            )
    return found
