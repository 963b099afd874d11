"""Forms that only we can have given: each carries a mark bound to a cookie of the browser that got it.

The cookie is that of the session, or, before there is one, one made for the purpose; both are SameSite=Lax.
The mark is an HMAC of it under the service's key, so a page of somebody else can neither read nor make it.
"""

import hmac

from flask import Flask, g, request
from werkzeug.wrappers import Response as Answer

from disburse.access import keys
from disburse.errors import Refusal
from disburse.web import reader

FIELD = "mark"


class StrangeForm(Refusal):
    """这张表单不是在本次会话中打开的，或已过期。
    This form was not opened in this session, or is out of date.
    """

    status = 403
    mend = ("请返回上一页，刷新后重新填写。", "Go back, reload the page and fill it in again.")


def init_app(app: Flask) -> None:
    """Teach the templates the mark."""
    app.jinja_env.globals["mark"] = mark
    app.after_request(_keep)


def mark() -> str:
    """The mark for a form of this browser."""
    bound = _cookie()
    if not bound:
        bound = g.form_cookie = keys.fresh()
    return keys.form_mark(bound)


def require() -> None:
    """Refuse a form that was not given to this browser. Raises StrangeForm."""
    if not is_ours():
        raise StrangeForm


def is_ours() -> bool:
    """Whether the form that was sent is one that this browser was given."""
    bound = _cookie()
    return bool(bound) and hmac.compare_digest(keys.form_mark(bound), request.form.get(FIELD, ""))


def was_ours() -> bool:
    """Whether this browser was given the form while nobody had signed in."""
    bound = request.cookies.get(_name(), "")
    return bool(bound) and hmac.compare_digest(keys.form_mark(bound), request.form.get(FIELD, ""))


def text(name: str) -> str:
    """What was filled in under ``name``, exactly; empty where nothing was."""
    return request.form.get(name, "")


def _name() -> str:
    return f"{reader.cookie_name()}-form"


def _cookie() -> str:
    return reader.secret() or request.cookies.get(_name(), "") or g.get("form_cookie", "")


def _keep(answer: Answer) -> Answer:
    if "form_cookie" in g:
        bound = g.pop("form_cookie")
        answer.set_cookie(_name(), bound, secure=reader.is_https(), httponly=True, samesite="Lax")
    return answer
