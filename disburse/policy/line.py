"""Read one JSON line into a case; every fault of the line is named with its field."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar, cast

from disburse.policy import values
from disburse.policy.case import Award, Case, Mode
from disburse.policy.catalogue import Catalogue
from disburse.policy.facts import Value
from disburse.policy.values import WrongValue

T = TypeVar("T")
KEYS = ("id", "item", "on", "rating", "facts", "history", "mode", "enterprise", "district")
NOTES = ("expect", "why")
"""Keys of worked cases; they say nothing about the claim."""
AWARD_KEYS = ("item", "on", "amount", "object")
BESIDE = ("评价类别写在 facts 之外", "given beside the facts")
UNKNOWN = ("事实表中没有这一项", "unknown fact")
FIRM_KEYS = ("on", "rating", "history")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_LINE = 1_000_000
"""Bytes; a case is a few hundred."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a line."""

    field: str
    zh: str
    en: str


class MalformedLine(Exception):
    """The line cannot be assessed: ``faults`` names every wrong field, ``case_id`` the case where known."""

    def __init__(self, faults: Iterable[Fault], case_id: str | None = None) -> None:
        """All faults at once."""
        self.faults = tuple(faults)
        self.case_id = case_id
        super().__init__("; ".join(f"{fault.field}: {fault.en}" for fault in self.faults))


class Reader:
    """Takes fields from an object and gathers what is wrong with them."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Items and facts are those of the catalogue."""
        self.catalogue = catalogue
        self.faults: list[Fault] = []

    def take(self, field: str, read: Callable[[Any], T], value: Any, default: T) -> T:
        """The value as read, or the default and a fault."""
        try:
            return read(values.sound(value))
        except WrongValue as wrong:
            self.faults.append(Fault(field, wrong.zh, wrong.en))
            return default

    def object(
        self, field: str, value: Any, keys: tuple[str, ...], optional: tuple[str, ...]
    ) -> Mapping[str, Any]:
        """An object with the keys it must have and may have; anything else is a fault."""
        if not isinstance(value, dict):
            self.faults.append(Fault(field or "line", "应为 JSON 对象", "must be a JSON object"))
            return {}
        dot = f"{field}." if field else ""
        strangers = sorted(value.keys() - {*keys, *optional})
        self.faults += [Fault(dot + key, "不认识的字段", "unknown field") for key in strangers]
        self.faults += [Fault(dot + key, "缺少", "missing") for key in keys if key not in value]
        return value

    def field(
        self, raw: Mapping[str, Any], key: str, read: Callable[[Any], T], default: T, at: str = ""
    ) -> T:
        """One field of an object, the default where it is absent; ``at`` is the object's place."""
        return self.take(at + key, read, raw[key], default) if key in raw else default

    def item(self, value: Any) -> str:
        """The id of an item of the catalogue."""
        name = values.text(value)
        if name not in self.catalogue.items:
            raise WrongValue(f"没有条目“{name}”", f"there is no item {name}")
        return name

    def facts(self, raw: Any) -> dict[str, Value]:
        """Facts of the closed vocabulary; a null one counts as not given."""
        known = {}
        given = raw if isinstance(raw, dict) else self.object("facts", raw, (), ())
        for name, value in given.items():
            fact = self.catalogue.facts.get(name)
            if fact is None or name == "rating":
                zh, en = BESIDE if fact else UNKNOWN
                self.faults.append(Fault(f"facts.{name}", zh, en))
                continue
            read = self.take(f"facts.{name}", partial(values.fact, fact), value, None)
            if read is not None:
                known[name] = read
        return known

    def history(self, raw: Any) -> tuple[Award, ...]:
        """Past awards of the beneficiary."""
        if not isinstance(raw, list):
            self.faults.append(Fault("history", "应为列表", "must be a list"))
            return ()
        return tuple(self._award(f"history[{place}]", value) for place, value in enumerate(raw))

    def _award(self, field: str, value: Any) -> Award:
        raw = self.object(field, value, AWARD_KEYS[:3], AWARD_KEYS[3:])
        return Award(
            item=self.field(raw, "item", self.item, "", f"{field}."),
            on=self.field(raw, "on", values.day, date.min, f"{field}."),
            amount_fen=self.field(raw, "amount", values.money, 0, f"{field}."),
            object=self.field(raw, "object", values.text, "", f"{field}."),
        )


def read(catalogue: Catalogue, line: bytes) -> Case:
    """The case of a line; ``MalformedLine`` lists all that is wrong with it."""
    reader = Reader(catalogue)
    raw = reader.object("", parse(line), KEYS[:5], (*KEYS[5:], *NOTES))
    case = Case(
        id=reader.field(raw, "id", values.text, ""),
        item=reader.field(raw, "item", reader.item, ""),
        on=reader.field(raw, "on", values.day, date.min),
        rating=reader.field(raw, "rating", values.rating, None),
        facts=reader.facts(raw.get("facts", {})),
        history=reader.history(raw.get("history", [])),
        mode=reader.field(raw, "mode", _mode, "simulate"),
        enterprise=reader.field(raw, "enterprise", values.text, ""),
        district=reader.field(raw, "district", values.text, ""),
    )
    if reader.faults:
        raise MalformedLine(reader.faults, case.id or None)
    return case


def read_all(catalogue: Catalogue, lines: Iterable[bytes]) -> Iterator[tuple[int, Case | MalformedLine]]:
    """The number of each line that is not blank, with its case or what is wrong with it."""
    for number, line in enumerate(lines, 1):
        written = line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
        if not written.strip():
            continue
        try:
            yield number, read(catalogue, written)
        except MalformedLine as error:
            yield number, error


def read_firm(catalogue: Catalogue, text: bytes, on: date) -> Case:
    """What is known of a firm: ``facts``, and perhaps ``on`` (else the given day), ``rating``, ``history``.

    A case of no item yet. Raises ``MalformedLine`` with every fault.
    """
    reader = Reader(catalogue)
    raw = reader.object("", parse(text.removeprefix(BYTE_ORDER_MARK)), ("facts",), FIRM_KEYS)
    firm = Case(
        id="firm",
        item="",
        on=reader.field(raw, "on", values.day, on),
        rating=reader.field(raw, "rating", values.rating, None),
        facts=reader.facts(raw.get("facts", {})),
        history=reader.history(raw.get("history", [])),
    )
    if reader.faults:
        raise MalformedLine(reader.faults)
    return firm


def _mode(value: Any) -> Mode:
    if value in ("simulate", "pay"):
        return cast(Mode, value)
    raise WrongValue("应为 simulate 或 pay", "must be simulate or pay")


def parse(line: bytes) -> Any:
    """The JSON value of a line, without floats, NaN, doubled keys or endless numbers."""
    if len(line) > LONGEST_LINE:
        raise MalformedLine([Fault("line", "过长", "too long")])
    try:
        return json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=values.RefusedNumber,
            parse_constant=values.RefusedNumber,
            parse_int=values.integer,
        )
    except UnicodeDecodeError:
        raise MalformedLine([Fault("line", "不是 UTF-8 文字", "not UTF-8 text")]) from None
    except RecursionError:
        raise MalformedLine([Fault("line", "嵌套过深", "nested too deep")]) from None
    except json.JSONDecodeError as error:
        zh, en = f"第 {error.colno} 列不是有效的 JSON", f"not JSON at column {error.colno}"
        raise MalformedLine([Fault("line", zh, en)]) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if not all(key.isprintable() for key, _ in pairs):
        raise MalformedLine([Fault("line", "字段名含不可见字符", "a field's name is not printable")])
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise MalformedLine(Fault(key, "重复", "given twice") for key in twice)
    return found
