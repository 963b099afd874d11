"""The one door of all pages: what comes in is legible, what goes out is guarded, every no is a sentence."""

from collections.abc import Sequence

from flask import Flask, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from disburse import logs
from disburse.errors import Finding, Refusal
from disburse.web.reader import config

OURS = ("style-src", "img-src", "font-src", "script-src", "connect-src", "form-action")
NOBODYS = ("default-src", "object-src", "base-uri", "frame-ancestors")
GUARDS = {
    "Content-Security-Policy": "; ".join(
        [*(f"{what} 'none'" for what in NOBODYS), *(f"{what} 'self'" for what in OURS)]
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer: nothing from elsewhere, nothing inline, in nobody's frame."""
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""Sent where the service has an https address: a browser that saw it once asks by https for a year."""

SENTENCES = {
    400: (
        "这个请求无法识别，请从首页重新进入。",
        "The request can't be read: start again from the first page.",
    ),
    404: (
        "没有这个页面，请核对地址，或从首页查找。",
        "There is no such page: check the address, or look from the first.",
    ),
    413: (
        "所发内容过大，请分次提交。",
        "What was sent is too large: send it in parts.",
    ),
    405: (
        "这个地址不接受这样的请求，请从页面上的链接或按钮进入。",
        "This address does not take such a request: use the links and buttons of the pages.",
    ),
    500: (
        "系统出了故障，没有改动任何记录。请稍后重试；仍不行，请把下面的编号告诉管理员。",
        (
            "Something went wrong here, and nothing was changed. Try again later, "
            "or give the number below to whoever runs this service."
        ),
    ),
}
"""What happened and what to do next, by status."""
NOT_DONE = (
    "系统出了故障，正在办的这件没有办成。请先查看记录，再重试；仍不行，请把下面的编号告诉管理员。",
    (
        "Something went wrong here, and what you were doing was not done. Look at the record, then try "
        "again, or give the number below to whoever runs this service."
    ),
)
"""Said of a fault while a form was dealt with: it undid the act under way, which is one transaction."""


def init_app(app: Flask) -> None:
    """Put the door before every page of ``app``."""
    app.before_request(_read)
    app.after_request(_guard)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(InternalServerError, _broken)
    app.register_error_handler(HTTPException, _astray)


def _read() -> None:
    """Neither database nor paper holds a null character: no address has one."""
    if any("\0" in text for text in (request.path, *request.args.values())):
        abort(400)


def _guard(answer: Response) -> Response:
    for name, value in GUARDS.items():
        answer.headers.setdefault(name, value)
    if config().public_url.startswith("https:"):
        answer.headers.update(HTTPS_ONLY)
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(no: Refusal) -> tuple[str, int]:
    return _no(no.status, (no.zh, no.en), findings=no.findings), no.status


def _astray(error: HTTPException) -> ResponseReturnValue:
    """Keeps the headers that belong to the status, such as ``Allow``."""
    answer = error.get_response()
    answer.set_data(_no(answer.status_code, SENTENCES.get(answer.status_code, SENTENCES[400])))
    return answer


def _broken(_error: InternalServerError) -> tuple[str, int]:
    """Says nothing of what happened inside; the log has it under the number that the page shows."""
    said = SENTENCES[500] if request.method in ("GET", "HEAD") else NOT_DONE
    return _no(500, said, number=logs.number()[:8]), 500


def _no(status: int, said: tuple[str, str], *, findings: Sequence[Finding] = (), number: str = "") -> str:
    return render_template("no.html", status=status, said=said, findings=findings, number=number)
