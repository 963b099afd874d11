"""A Chinese name as people type it without Chinese: in full pinyin and by its initials 拼音, 首字母."""

from collections.abc import Iterator, Sequence
from typing import Any

from pypinyin import Style, pinyin

from schemas.names import legal_form, normalise_name

MOST_READINGS = 3
"""Of a character with more readings 多音字 the rarer ones are left out."""


def keys(name: str) -> frozenset[str]:
    """Every spelling a name is found under: its full pinyin and its initials, in small letters.

    A word is read as the dictionary of phrases reads it; beside that reading there is one for each other
    reading of each single character, but for place and legal form, which everybody reads alike.
    """
    text = "".join(filter(str.isalnum, normalise_name(name).lower()))
    usual = [read for (read,) in pinyin(text, style=Style.NORMAL, errors=_each)]
    others = pinyin(text, style=Style.NORMAL, heteronym=True, errors=_each)
    fixed = legal_form(text)
    spelled = [usual, *(_others(usual, others, fixed) if len(others) == len(usual) == len(text) else ())]
    return frozenset(key for read in spelled for key in (_joined(read), _initials(read)) if key)


def _each(run: str) -> Any:
    """Letters and digits between the characters, one by one."""
    return [[one] for one in run]


def _others(
    usual: Sequence[str], readings: Sequence[Sequence[str]], fixed: frozenset[int]
) -> Iterator[list[str]]:
    for place, known in enumerate(readings):
        for reading in dict.fromkeys(known[:MOST_READINGS]) if place not in fixed else ():
            if reading != usual[place]:
                yield [*usual[:place], reading, *usual[place + 1 :]]


def _joined(read: Sequence[str]) -> str:
    return "".join(read)


def _initials(read: Sequence[str]) -> str:
    return "".join(syllable[:1] for syllable in read)
