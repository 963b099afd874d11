"""Every no is a problem document (RFC 9457): its type leads to a page that says what to do."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from disburse import audit
from disburse.api import door
from disburse.api.titles import title
from disburse.errors import BadRecord, Finding, Refusal

TYPE = "application/problem+json"
MOST_ERRORS = 500
"""Findings told of one request; a list of a hundred thousand rows can have more."""
PLACE = re.compile(r'\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?(\w+)', re.ASCII)
OF_THE_WEB = {
    400: (
        ("unreadable-request", "请求无法识别", "Unreadable request"),
        ("请核对地址和请求头。", "Check the address and the headers."),
    ),
    404: (
        ("no-such-address", "没有这个地址", "No such address"),
        ("请对照 /api/docs。", "See /api/docs."),
    ),
    405: (
        ("method-not-allowed", "不支持这个方法", "Method not allowed"),
        ("请用 Allow 所列的方法。", "Use a method of the Allow header."),
    ),
    413: (
        ("too-large", "正文过大", "The body is too large"),
        ("请缩小后重发，或分次发送。", "Send less, or send it in parts."),
    ),
    500: (
        ("internal-error", "系统故障", "Internal error"),
        (
            "请稍后重试；仍不行，请把 instance 告诉管理员。",
            "Try again later, or give the instance to whoever runs this service.",
        ),
    ),
}
"""What the web itself refuses, by status: name of the type, title, what to do next."""


def init_app(app: Flask) -> None:
    """Answer every error of the interface with a problem document; elsewhere the pages' door answers."""
    for kind, answer in ((Refusal, refused), (InternalServerError, _broken), (HTTPException, _astray)):
        _ours_or_theirs(app, kind, answer)


def _ours_or_theirs(app: Flask, kind: type[Exception], answer: Any) -> None:
    handlers = app.error_handler_spec[None][kind.code if issubclass(kind, HTTPException) else None]
    theirs = handlers.get(kind)

    def decide(error: Any) -> ResponseReturnValue:
        if door.is_ours():
            return answer(error)  # type: ignore[no-any-return]  # one of the three below
        if theirs is None:
            raise error
        return current_app.ensure_sync(theirs)(error)  # type: ignore[no-any-return]  # a page's own

    app.register_error_handler(kind, decide)


def refused(no: Refusal) -> Response:
    """The problem document of a refusal."""
    zh, en = title(type(no))
    answer = _document(no.status, kebab(no.code), (zh, en), (no.zh, no.en))
    if no.findings:
        answer["errors"] = list(_errors(no))
    made = _response(answer)
    if no.status == 401:
        made.headers["WWW-Authenticate"] = 'Bearer realm="disburse"'
    if "seconds" in no.facts:
        made.headers["Retry-After"] = str(no.facts["seconds"])
    return made


def kebab(code: str) -> str:
    """``OutOfOrder`` as the address of its type has it: ``out-of-order``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", code).lower()


def language() -> int:
    """0 for Chinese, 1 for English, as Accept-Language asks; Chinese where it asks for neither."""
    return int(request.accept_languages.best_match(("zh", "en"), default="zh") == "en")


def pointer(where: str) -> str | None:
    """A place such as ``lines[3].bank_code`` as a JSON pointer (RFC 6901); None where it is no such place."""
    parts, at = [], 0
    while at < len(where):
        found = PLACE.match(where, at)
        if found is None:
            return None
        index, name, word = found.groups()
        plain = json.loads(f'"{name}"') if name is not None else index or word
        parts.append(str(plain).replace("~", "~0").replace("/", "~1"))
        at = found.end()
    return "".join(f"/{part}" for part in parts)


def _errors(no: Refusal) -> Iterator[dict[str, str]]:
    for finding in no.findings[:MOST_ERRORS]:
        place = _place(finding) if isinstance(no, BadRecord) else None
        at = {} if place is None else {"pointer": place}
        yield {**at, "where": finding.where, "detail_zh": finding.zh, "detail_en": finding.en}


def _place(finding: Finding) -> str | None:
    return "" if finding.where == "(记录)" else pointer(finding.where)


def _astray(error: HTTPException) -> Response:
    """What the web refuses; keeps the headers that belong to the status, such as ``Allow``."""
    bare = error.get_response()
    made = _response(_of_the_web(bare.status_code))
    for name, value in bare.headers:
        if name not in ("Content-Type", "Content-Length"):
            made.headers[name] = value
    return made


def _broken(_error: InternalServerError) -> Response:
    """Says nothing of what happened inside; the log has it under the request's number."""
    return _response(_of_the_web(500))


def _of_the_web(status: int) -> dict[str, Any]:
    (name, zh, en), mend = OF_THE_WEB.get(status, OF_THE_WEB[400])
    return _document(status, name, (zh, en), mend)


def _document(status: int, name: str, titles: Sequence[str], details: Sequence[str]) -> dict[str, Any]:
    chosen = language()
    return {
        "type": f"{door.config().public_url}/problems/{name}",
        "title": titles[chosen],
        "status": status,
        "detail": details[chosen],
        "instance": f"urn:disburse:request:{audit.request_id.get() or ''}",
    }


def _response(document: dict[str, Any]) -> Response:
    text = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    made = Response(text, document["status"], content_type=TYPE)
    made.headers["Content-Language"] = ("zh", "en")[language()]
    made.vary.add("Accept-Language")
    return made
