"""Idempotency-Key: a request that moves money or state is done once, however often it is sent."""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from flask import Response, request

from disburse.access import replies
from disburse.access.replies import Answer
from disburse.api import door
from disburse.api.refusals import BadRequest
from disburse.errors import Finding

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
REPLAYED = "Idempotent-Replayed"


def once(content: bytes, act: Callable[[], Any], answer: Callable[[Any], Answer], kind: str) -> Response:
    """Do ``act`` unless it was done under this key; either way give its ``answer``.

    The answer to the record of ``kind`` that the act gives is written in the act's own transaction. Raises
    BadRequest without a key, KeyReused, InFlight, or the act's refusal, after which the key is free.
    """
    actor = door.asking()
    held = replies.take(actor.id, key(), _fingerprint(content))
    if isinstance(held, Answer):
        again = response(held)
        again.headers[REPLAYED] = "true"
        return again
    return response(held.fill(act, answer, kind))


def key() -> str:
    """The key of the request. Raises BadRequest."""
    given = request.headers.get(HEADER, "")
    if not KEY.fullmatch(given):
        zh, en = "须为 1 至 128 个可见 ASCII 字符", "must have 1 to 128 visible ASCII characters"
        raise BadRequest([Finding(HEADER, zh, en)])
    return given


def canonical(body: dict[str, Any]) -> bytes:
    """A body without regard to the order of its names and to white space."""
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def response(answer: Answer) -> Response:
    """An answer as it is sent."""
    return Response(answer.body, answer.status, headers=answer.headers)


def _fingerprint(content: bytes) -> str:
    """What makes two requests the same: who in which role, method, address, content."""
    actor = door.asking()
    parts = (actor.role, actor.unit, request.method, request.full_path, hashlib.sha256(content).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
