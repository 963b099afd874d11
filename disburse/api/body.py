"""The body of a request, read with its limits: type, size, depth, no name twice, no text that is none."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from disburse.api.refusals import NotJson, NotThisType

DEEPEST = 32
"""Objects and lists within one another, at most."""
JSON = "application/json"


def read_json() -> dict[str, Any]:
    """The JSON object of the request; no body at all is an empty one. Raises NotThisType or NotJson."""
    raw = request.get_data(cache=True)
    if request.content_length is None and len(raw) >= (request.max_content_length or 0) > 0:
        raise RequestEntityTooLarge  # sent in chunks, and cut off at the limit
    if not raw and not request.content_type:
        return {}
    if request.mimetype != JSON:
        raise NotThisType(given=request.mimetype or "?", wanted=JSON)
    return parse(raw)


def parse(raw: bytes) -> dict[str, Any]:
    """Read a JSON object. Raises NotJson."""
    try:
        body = json.loads(raw.decode("utf-8"), object_pairs_hook=_no_name_twice, parse_constant=_no_number)
    except RecursionError:
        _refuse(f"嵌套超过 {DEEPEST} 层", f"it is nested more than {DEEPEST} deep")
    except UnicodeDecodeError:
        _refuse("不是 UTF-8", "it is not UTF-8")
    except json.JSONDecodeError as no:
        _refuse(
            f"第 {no.lineno} 行第 {no.colno} 列不合 JSON 语法",
            f"line {no.lineno}, column {no.colno}: {no.msg}",
        )
    except ValueError:  # more digits than Python reads
        _refuse("有一个数字过长", "it has a number of too many digits")
    if not isinstance(body, dict):
        _refuse("应为对象（花括号）", "it must be an object, in braces")
    for text in _texts(body):
        if not _is_text(text):
            _refuse("含有半个字符（U+D800–DFFF）", "it has half a character (U+D800 to DFFF)")
    return body


def _refuse(zh: str, en: str) -> NoReturn:
    raise NotJson(why_zh=zh, why_en=en)


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        some = ", ".join(twice[:3])
        _refuse(f"名称重复：{some}", f"it gives {some} twice")
    return known


def _no_number(name: str) -> NoReturn:
    _refuse(f"{name} 不是数字", f"{name} is no number")


def _texts(body: Any) -> Iterator[str]:
    """Every name and text of a value, level by level. Raises NotJson where it is nested too deep."""
    level, depth = [body], 0
    while level:
        yield from (value for value in level if isinstance(value, str))
        containers = [value for value in level if isinstance(value, dict | list)]
        depth += bool(containers)
        if depth > DEEPEST:
            _refuse(f"嵌套超过 {DEEPEST} 层", f"it is nested more than {DEEPEST} deep")
        level = []
        for value in containers:
            if isinstance(value, dict):
                yield from value
            level += value.values() if isinstance(value, dict) else value


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
