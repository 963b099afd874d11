"""Faults of a record: every one at once, each with its JSON path and a sentence in Chinese and English."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError
from marshmallow.exceptions import SCHEMA

_BETWEEN = "\n"
_PLAIN_KEY = re.compile(r"\w+", re.ASCII)


def say(zh: str, en: str) -> str:
    """Join the two sentences of one message: what is wrong and how to mend it."""
    return f"{zh}{_BETWEEN}{en}"


def sentences(**pairs: tuple[str, str]) -> dict[str, str | list[Any] | dict[Any, Any]]:
    """Name the messages of a field, each in Chinese and English, as marshmallow keeps them."""
    return {name: say(zh, en) for name, (zh, en) in pairs.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where (such as ``lines[3].bank_code``, empty for the whole record), what, how to mend."""

    path: str
    zh: str
    en: str


def faults(error: ValidationError) -> list[Fault]:
    """List every fault that ``error`` carries, in a fixed order."""
    return [_fault(path, sentence) for path, sentence in _leaves("", error.messages)]


def _leaves(path: str, messages: Any) -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for key in sorted(messages, key=_in_order):
            yield from _leaves(_below(path, key), messages[key])
    elif isinstance(messages, list | tuple):
        for message in messages:
            yield from _leaves(path, message)
    else:
        yield path, str(messages)


def _in_order(key: object) -> tuple[int, str]:
    return (key, "") if isinstance(key, int) else (-1, str(key))


def _below(path: str, key: object) -> str:
    if key == SCHEMA:
        return path
    if isinstance(key, int):
        return f"{path}[{key}]"
    name = str(key)
    if not _PLAIN_KEY.fullmatch(name):
        return f"{path}[{json.dumps(name)}]"
    return f"{path}.{name}" if path else name


def _fault(path: str, sentence: str) -> Fault:
    zh, between, en = sentence.partition(_BETWEEN)
    return Fault(path, zh, en) if between else Fault(path, f"不符合要求：{sentence}", sentence)
