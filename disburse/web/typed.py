"""What was typed into a form, as the JSON body of an act. What can't be read stays as typed: no guessing.

Digits may be full-width, sums grouped by commas; ``2025/3/1`` is a day. The schema says what is wrong.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from disburse.web.fields import Asked

Typed = MultiDict[str, str]
ABSENT: Any = object()
"""What an empty field brings: nothing at all."""
_SUM = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,16}|[0-9]{1,3}(?:,[0-9]{3}){1,4}", re.ASCII)
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?")


def body(fields: Iterable[Asked], typed: Typed) -> dict[str, Any]:
    """The body that a form stands for; what was left empty is left out."""
    made: dict[str, Any] = {}
    for one in fields:
        if one.kind == "group":
            made |= body(one.parts, typed)
            continue
        value = _value(one, typed)
        if value is not ABSENT:
            made[one.key] = value
    return made


def unreadable(one: Asked, typed: Typed) -> bool:
    """Whether something was typed that is not what the field asks for."""
    value = _value(one, typed)
    return (
        value is not ABSENT and isinstance(value, str) and one.kind in READ and READ[one.kind](value) is None
    )


def _value(one: Asked, typed: Typed) -> Any:
    if one.kind == "part":
        inside = body(one.parts, typed)
        return inside if inside or one.required else ABSENT
    if one.kind == "rows":
        return [body(row, typed) for row in rows(one, typed)]
    if one.kind == "choices":
        return [text for text in typed.getlist(one.name) if text]
    if one.kind == "listed":
        return numbered(typed.getlist(one.name)) or ABSENT
    text = typed.get(one.name, "")
    if not text.strip():
        return "" if one.blank else ABSENT
    read = READ[one.kind](text) if one.kind in READ else text
    return text if read is None else read


def numbered(texts: Iterable[str]) -> str:
    """Texts entered one by one, as one text with a numbered line for each; a single one as it is."""
    lines = [line for text in texts if (line := " ".join(text.split()))]
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1)) if len(lines) > 1 else "".join(lines)


def rows(one: Asked, typed: Typed, spare: int = 0) -> list[tuple[Asked, ...]]:
    """The fields of each row that has something typed, and of some spare rows."""
    filled = _filled(one.name, typed)
    count = (max(filled) + 1 if filled else 0) + spare
    return [tuple(part.below(f"{one.name}.{n}") for part in one.parts) for n in range(count)]


def compact(fields: Iterable[Asked], typed: Typed) -> Typed:
    """The same without the rows that were left empty, so that a finding's number is that of its row."""
    made: Typed = MultiDict(typed)
    for one in fields:
        if one.kind == "rows":
            for name in [name for name in made if name.startswith(f"{one.name}.")]:
                values = made.poplist(name)
                row, _, rest = name[len(one.name) + 1 :].partition(".")
                filled = _filled(one.name, typed)
                if row.isdecimal() and int(row) in filled:
                    made.setlist(f"{one.name}.{filled.index(int(row))}.{rest}", values)
    return made


def _filled(name: str, typed: Typed) -> list[int]:
    """Which rows have something typed, in order."""
    found = (
        re.fullmatch(rf"{re.escape(name)}\.([0-9]{{1,5}})\..+", key) for key in typed if typed[key].strip()
    )
    return sorted({int(match[1]) for match in found if match})


def spread(given: Mapping[str, Any], fields: Sequence[Asked], typed: Typed | None = None) -> Typed:
    """A body as it would have been typed: what a form begins with."""
    made: Typed = MultiDict() if typed is None else typed
    for one in fields:
        if one.kind == "group":
            spread(given, one.parts, made)
        elif (value := given.get(one.key)) is not None:
            _spread_one(one, value, made)
    return made


def _spread_one(one: Asked, value: Any, typed: Typed) -> None:
    if one.kind == "part":
        spread(value, one.parts, typed)
    elif one.kind == "rows":
        for n, row in enumerate(value):
            spread(row, [part.below(f"{one.name}.{n}") for part in one.parts], typed)
    elif one.kind == "choices":
        typed.setlist(one.name, list(value))
    elif isinstance(value, bool):
        typed[one.name] = str(value).lower()
    else:
        typed[one.name] = grouped(str(value)) if one.kind == "sum" else str(value)


def grouped(text: str) -> str:
    """A sum of JSON as it is shown: ``1200000.00`` is 1,200,000.00."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isdecimal() else text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _sum(text: str) -> str | None:
    read = _SUM.fullmatch(_plain(text))
    if read is None:
        return None
    whole = read[1].replace(",", "")
    return f"{whole.lstrip('0') or '0'}.{read[2] or '':0<2}"


def _count(text: str) -> int | None:
    read = _COUNT.fullmatch(_plain(text))
    return int(read[0].replace(",", "")) if read else None


def _day(text: str) -> str | None:
    read = _DAY.fullmatch(_plain(text))
    return f"{read[1]}-{read[2]:0>2}-{read[3]:0>2}" if read else None


def _month(text: str) -> str | None:
    read = _MONTH.fullmatch(_plain(text))
    return f"{read[1]}-{read[2]:0>2}" if read else None


def _decimal(text: str) -> str | None:
    plain = _plain(text)
    return plain if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,4})?", plain, re.ASCII) else None


def _truth(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


READ: Mapping[str, Any] = {
    "sum": _sum,
    "count": _count,
    "day": _day,
    "month": _month,
    "decimal": _decimal,
    "yes_no": _truth,
    "agreed": _truth,
    "code": _plain,
}
"""How each kind is read; None where it can't be."""
