"""The log: one line of JSON a request and one a fault, to stderr. Personal data and secrets never enter it.

A line holds what is named here: names of endpoints, codes, numbers, ids of people and units. Nothing that was
sent is copied: no address, query, header, cookie or body; of a fault its kind and its places, not its words,
since those may quote what was sent.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, TextIO, cast

import structlog
from flask import Flask, has_request_context, request
from flask.logging import wsgi_errors_stream
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

from disburse import audit

LEVELS = ("debug", "info", "warning", "error")
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
NUMBER = re.compile(r"[0-9a-f-]{32,36}")
Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def init_app(app: Flask, level: str) -> None:
    """Let ``app`` write its log from ``level`` on. Raises ``ValueError`` for a level that there is not."""
    if level not in LEVELS:
        raise ValueError(f"DISBURSE_LOG_LEVEL={level}: {' / '.join(LEVELS)}")
    app.logger.handlers[:] = [_handler()]
    app.logger.propagate = False
    app.logger.setLevel(level.upper())


def hear_others() -> None:
    """Write down what libraries and the server say as well, from ``warning`` on; for a process of its own."""
    root = logging.getLogger()
    root.handlers[:] = [_handler()]
    root.setLevel(logging.WARNING)


def say(app: Flask, level: str, event: str, **facts: object) -> None:
    """Write one line; a fact that is None is left out."""
    known = {name: fact for name, fact in facts.items() if fact is not None}
    app.logger.log(logging.getLevelNamesMapping()[level.upper()], event, extra={"facts": known})


def number() -> str:
    """The request's number: the one that the client gave, if it is too long for anybody's number, or ours."""
    given = audit.request_id.get() or ""
    ours: str = request.environ["disburse.number"]
    return given if NUMBER.fullmatch(given) else ours


def endpoint() -> str:
    """What a request led to, by the name of the view; never the address, which may hold anything."""
    return request.endpoint or "nowhere"


def method() -> str:
    """The request's method, one of a closed set."""
    return request.method if request.method in METHODS else "other"


def _handler() -> logging.Handler:
    handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
    chain: list[Processor] = [
        _told,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.stdlib.add_log_level,
        ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(),
    ]
    handler.setFormatter(ProcessorFormatter(processors=chain, use_get_message=False))
    return handler


def _told(_logger: object, _name: str, line: EventDict) -> EventDict:
    """What a record says: our own facts; of others the sentence without what was filled in."""
    record: logging.LogRecord = line["_record"]
    line.update(getattr(record, "facts", {"logger": record.name}))
    if has_request_context():
        line.update(request=number(), endpoint=endpoint())
    raised = cast("Raised | None", line.pop("exc_info", None))
    if raised:
        line.update(event="fault", kinds=list(_kinds(raised[1])), stack=list(_places(raised[1])))
    return line


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _kinds(error: BaseException) -> Iterator[str]:
    """The class of an error and of each that led to it, with the database's code where it has one."""
    for cause in _causes(error):
        code: Any = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
        yield f"{type(cause).__name__} {code}" if code else type(cause).__name__


def _places(error: BaseException) -> Iterator[str]:
    """Where an error passed, the outermost first: file, line and function, with neither code nor values."""
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"
