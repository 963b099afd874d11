"""Every request is numbered, timed, counted and told to the log, whichever door it came to."""

import secrets
import time

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from disburse import audit, logs, outages
from disburse.access.caller import Caller
from disburse.errors import Refusal
from disburse.web.metrics import Metrics, metrics

NUMBER_BYTES = 16
NS_PER_MS = 1_000_000


class Watched(Flask):
    """An application that remembers what it refused, whichever door says so."""

    def handle_user_exception(self, e: Exception) -> HTTPException | ResponseReturnValue:
        """Say an outage in words, note a refusal, then let its door answer."""
        told = outages.of(e) or e
        if isinstance(told, Refusal):
            note(told)
        return super().handle_user_exception(told)


def note(no: Refusal) -> None:
    """Remember that this request was refused; a door that says so on a page of its own calls this."""
    request.environ["disburse.refused"] = no.code
    metrics().refused(no.code)


def init_app(app: Flask) -> None:
    """Watch every request of ``app``. Called before any door, so that it begins first and ends last."""
    logs.init_app(app, app.extensions["disburse"].log_level)
    app.extensions["disburse.metrics"] = Metrics()
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def _begin() -> None:
    """Give the request a number and begin its time."""
    g.pop("caller", None)
    request.environ["disburse.number"] = secrets.token_hex(NUMBER_BYTES)
    audit.request_id.set(request.environ["disburse.number"])
    request.environ["disburse.began_ns"] = time.perf_counter_ns()


def _end(answer: Response) -> Response:
    took_ns = time.perf_counter_ns() - request.environ["disburse.began_ns"]
    answer.headers["X-Request-Id"] = audit.request_id.get() or ""
    metrics().answered(logs.endpoint(), logs.method(), answer.status_code, took_ns)
    logs.say(
        current_app,
        "error" if answer.status_code >= 500 else "info",
        "request",
        method=logs.method(),
        status=answer.status_code,
        ms=took_ns // NS_PER_MS,
        bytes=answer.content_length,
        refused=request.environ.get("disburse.refused"),
        **_who(),
    )
    return answer


def _who() -> dict[str, str]:
    """Who asked, by stable id, role and unit; nothing where nobody signed in."""
    caller: Caller | None = g.get("caller")
    if caller is None:
        return {}
    by = caller.actor
    return {"person": by.id, "role": by.role, "unit": by.unit, "how": caller.how}


def _forget(_error: BaseException | None) -> None:
    audit.request_id.set(None)
