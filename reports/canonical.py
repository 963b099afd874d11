"""What the journal writes: canonical bytes, digests, events and their folding. Standard library only.

It is the first part of the auditor's ``proof.py``: the lines that write the hashed bytes also check them.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

GENESIS = "0" * 64
LIMIT_BYTES, LIMIT_DEPTH, LIMIT_INTEGER = 65_535, 32, 2**53 - 1
_SURROGATE = re.compile("[\ud800-\udfff]")
_write = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class NotCanonical(ValueError):
    """A value or its bytes are not as the journal writes them; ``path`` says where, ``$`` being the whole."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


class DoesNotFold(ValueError):
    """An event says that a field was something else before than it was."""


def canonical(value: object) -> bytes:
    """The one spelling of a value: JSON, sorted ASCII keys, no white space, UTF-8 (RFC 8785 without floats).

    NotCanonical for floats and other types, integers beyond ±(2^53 - 1), lone surrogates, nesting deeper
    than 32 and more than 65,535 bytes.
    """
    _examine(value, (), LIMIT_DEPTH)
    data = _write(value).encode()
    if len(data) > LIMIT_BYTES:
        raise NotCanonical("$", f"{len(data)} bytes, more than {LIMIT_BYTES}")
    return data


def _examine(value: object, path: tuple[Any, ...], depth: int) -> None:
    """``path`` is a place's key after that of what holds it: it is put into words only for a fault."""
    if depth < 0:
        raise NotCanonical(_place(path), "nested too deeply")
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical(_place(path), "a key that is not ASCII text")
            if not depth or not (item is None or (type(item) is str and item.isascii())):  # as most are
                _examine(item, (path, key), depth - 1)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            _examine(item, (path, index), depth - 1)
    else:
        _examine_leaf(value, path)


def _examine_leaf(value: object, path: tuple[Any, ...]) -> None:
    if isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            raise NotCanonical(_place(path), "a lone surrogate")
    elif value is not None and not (isinstance(value, int) and abs(value) <= LIMIT_INTEGER):
        raise NotCanonical(_place(path), f"this {type(value).__name__} has no canonical form")


def _place(path: tuple[Any, ...]) -> str:
    """``$.changes[0]`` of ((), "changes"), 0."""
    if not path:
        return "$"
    return _place(path[0]) + (f".{path[1]}" if isinstance(path[1], str) else f"[{path[1]}]")


def parse(data: bytes) -> Any:
    """The value of canonical bytes; NotCanonical for any other spelling (floats, duplicate keys, spaces)."""
    try:
        value = json.loads(data[: LIMIT_BYTES + 1].decode())
    except (ValueError, RecursionError) as error:
        raise NotCanonical("$", f"not JSON: {error}") from None
    if canonical(value) != data:
        raise NotCanonical("$", "JSON, but not in its canonical spelling")
    return value


def digest(data: bytes) -> str:
    """SHA-256, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def state_digest(state: Mapping[str, object]) -> str:
    """Digest of a record's audited state; a null field counts as absent, so that a new field harms none."""
    return digest(canonical({field: value for field, value in state.items() if value is not None}))


def disclosure(salt_hex: str, field: str, value: object) -> str:
    """What stands in an event for a personal value: its digest under a random salt of 128 bits."""
    return digest(canonical([salt_hex, field, value]))


_TEXT, _HASH = re.compile("(?s:.+)"), re.compile("[0-9a-f]{64}")
_YUAN = re.compile(r"-?(0|[1-9][0-9]{0,15})\.[0-9]{2}")
_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z")
_GIVEN = {"kind": _TEXT, "record": _TEXT, "prev": _HASH, "at": _MOMENT, "action": _TEXT, "state": _HASH}
_MAYBE = dict.fromkeys(("from", "to", "about", "reason", "document", "request"), _TEXT) | {"amount": _YUAN}
_TYPED = {"v": int, "seq": int, "demo": bool, "by": dict, "changes": dict}
_PARTS = {*_GIVEN, *_MAYBE, *_TYPED}


def read_event(data: bytes) -> dict[str, Any]:
    """The body of an event; NotCanonical when its bytes or one of its parts are not of their form."""
    body = parse(data)
    _fit(body)
    return dict(body)


def _fit(body: Any) -> None:
    if not isinstance(body, dict) or body.keys() != _PARTS:
        raise NotCanonical("$", "not the parts of an event")
    maybe = {part: form for part, form in _MAYBE.items() if body[part] is not None}
    faults = [part for part, form in (_GIVEN | maybe).items() if not _matches(form, body[part])]
    faults += [part for part, kind in _TYPED.items() if type(body[part]) is not kind]
    if not faults:
        by, pairs = body["by"], body["changes"].values()
        whole = {
            "v": body["v"] == 1,
            "seq": body["seq"] >= 1,
            "by": by.keys() - {"for"} == {"id", "role", "unit"}
            and all(value is None or _matches(_TEXT, value) for value in by.values()),
            "changes": all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs),
        }
        faults = [part for part, fits in whole.items() if not fits]
    if faults:
        raise NotCanonical(f"$.{faults[0]}", "not of its form")


def _matches(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def event(
    *,
    kind: str,
    record: str,
    seq: int,
    prev: str,
    at: datetime,
    demo: bool,
    action: str,
    source: str | None,
    target: str | None,
    by: Mapping[str, str | None],
    changes: Mapping[str, Sequence[object]],
    amount: str | None = None,
    about: str | None = None,
    reason: str | None = None,
    document: str | None = None,
    request: str | None = None,
    state: str,
) -> bytes:
    """Canonical bytes of one event of a record's chain; NotCanonical names the part that does not fit.

    ``by`` has id, role, unit, and ``for`` where a delegation lends the role; ``changes`` maps a field to
    [before, after]; ``amount`` is the money in yuan that this event moves; ``about`` is another record it
    speaks of; ``state`` is the ``state_digest`` after it. Absent texts are None, never empty.
    """
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("at: a moment needs its time zone")
    moment = (at - offset).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    body = {"v": 1, "kind": kind, "record": record, "seq": seq, "prev": prev, "at": moment, "demo": demo}
    body |= {"action": action, "from": source, "to": target, "by": dict(by), "changes": dict(changes)}
    body |= {"amount": amount, "about": about, "reason": reason, "document": document}
    body |= {"request": request, "state": state}
    _fit(body)
    return canonical(body)


def fold(state: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """The state after an event; null is absence. DoesNotFold when a before-value is not what it was."""
    for field, (before, _) in body["changes"].items():
        if state.get(field) is not before and _write(state.get(field)) != _write(before):
            raise DoesNotFold(f"{field}: {_write(before)}, {_write(state.get(field))}")
    return apply(state, body)


def apply(state: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """The state that an event leads to, whatever it says was before."""
    after = {**state, **{field: value for field, (_, value) in body["changes"].items()}}
    return {field: value for field, value in after.items() if value is not None}
