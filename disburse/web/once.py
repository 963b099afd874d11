"""What a form asks for is done once: its key is kept with the answer, in the transaction of the act.

A second submission, a reload, the back button: all get the first answer. The notice on the next page is read
from that same answer, so that nothing about a person travels in a cookie or an address.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from disburse.access import keys, replies
from disburse.access.replies import Answer
from disburse.web import reader
from disburse.web.forms import StrangeForm
from disburse.web.kinds import address

FIELD, DONE = "once", "done"
"""The hidden field of the key, and the name in the address that the notice is read under."""
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)


@dataclass(frozen=True)
class Notice:
    """What was done: the act, the record it gave, and the version that the record then had."""

    act: str
    kind: str
    number: str
    version: int


def fresh() -> str:
    """A key for a form that is shown now."""
    return keys.fresh()


def key() -> str:
    """The key of the form that was sent. Raises StrangeForm."""
    given = request.form.get(FIELD, "")
    if not _KEY.fullmatch(given):
        raise StrangeForm
    return given


def do(name: str, content: Mapping[str, Any], act: Callable[[], Any], kind: str, under: str) -> Notice:
    """Do ``act`` unless it was done ``under`` this key; either way say what was done.

    Raises KeyReused where the key was used for another content, InFlight while it is being done, or the act's
    refusal, after which the key is free.
    """
    by = reader.reader()
    text = json.dumps([by.role, by.unit, name, content], sort_keys=True, default=str)
    held = replies.take(by.id, _kept_under(under), hashlib.sha256(text.encode()).hexdigest())
    if not isinstance(held, Answer):
        held = held.fill(act, lambda row: _answer(name, row, under), kind)
    return Notice(**json.loads(held.body))


def notice() -> Notice | None:
    """What the reader did just before this page."""
    given = request.args.get(DONE, "")
    kept = replies.kept(reader.reader().id, _kept_under(given)) if _KEY.fullmatch(given) else None
    return Notice(**json.loads(kept.body)) if kept else None


def _answer(name: str, row: Any, under: str) -> Answer:
    said = {"act": name, "kind": row.kind, "number": row.id, "version": row.version}
    return Answer(303, {"Location": place(row.kind, row.id, under)}, json.dumps(said).encode())


def place(kind: str, number: str, under: str) -> str:
    """Where one is led after an act."""
    return f"{address(kind, number)}?{DONE}={under}"


def _kept_under(given: str) -> str:
    return f"page {given}"
