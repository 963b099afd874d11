"""Read one JSON line into a case; every fault of the line is named with its field."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal, TypeVar

from disburse.policy import values
from disburse.policy.case import Award, Case
from disburse.policy.catalogue import Catalogue
from disburse.policy.facts import Value
from disburse.policy.values import WrongValue

T = TypeVar("T")
KEYS = ("id", "item", "on", "rating", "facts", "history", "mode")
NOTES = ("expect", "why")
"""Keys of worked cases; they say nothing about the claim."""
AWARD_KEYS = ("item", "on", "amount", "object")
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
        for key in value.keys() - {*keys, *optional}:
            self.faults.append(Fault(dot + key, "不认识的字段", "unknown field"))
        for key in keys:
            if key not in value:
                self.faults.append(Fault(dot + key, "缺少", "missing"))
        return value

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
                zh = "评价类别写在 facts 之外" if fact else "事实表中没有这一项"
                self.faults.append(
                    Fault(f"facts.{name}", zh, "given beside the facts" if fact else "unknown fact")
                )
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
            item=self.take(f"{field}.item", self.item, raw["item"], "") if "item" in raw else "",
            on=self.take(f"{field}.on", values.day, raw["on"], date.min) if "on" in raw else date.min,
            amount_fen=self.take(f"{field}.amount", values.money, raw["amount"], 0) if "amount" in raw else 0,
            object=self.take(f"{field}.object", values.text, raw["object"], "") if "object" in raw else "",
        )


def read(catalogue: Catalogue, line: bytes) -> Case:
    """The case of a line; ``MalformedLine`` lists all that is wrong with it."""
    reader = Reader(catalogue)
    raw = reader.object("", parse(line), KEYS[:5], (*KEYS[5:], *NOTES))
    case = Case(
        id=reader.take("id", values.text, raw["id"], "") if "id" in raw else "",
        item=reader.take("item", reader.item, raw["item"], "") if "item" in raw else "",
        on=reader.take("on", values.day, raw["on"], date.min) if "on" in raw else date.min,
        rating=reader.take("rating", values.rating, raw.get("rating"), None),
        facts=reader.facts(raw["facts"]) if "facts" in raw else {},
        history=reader.history(raw.get("history", [])),
        mode=reader.take("mode", _mode, raw.get("mode", "simulate"), "simulate"),
    )
    if reader.faults:
        raise MalformedLine(reader.faults, case.id or None)
    return case


def _mode(value: Any) -> Literal["simulate", "pay"]:
    if value == "simulate":
        return "simulate"
    if value == "pay":
        return "pay"
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
