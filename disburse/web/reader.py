"""Who reads the pages: whoever signed in, in one role. Everybody else is shown to the sign-in page."""

from typing import TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from disburse.access.bearer import by_cookie
from disburse.access.caller import Caller
from disburse.access.refusals import NotSignedIn, StillOwed
from disburse.access.sessions import Visitor
from disburse.actors import Actor
from disburse.config import Config

OPEN = frozenset(
    {
        "verify",
        "health",
        "help_pages",
        "metrics",
        "signing_in",
        "single_sign_on",
        "preferences",
        "public_pages",
    }
)
"""Blueprints for everybody: what a paper's code leads to, what watches the service, the way in."""
FIRST = "/"
OTHERS = ("/api/", "/problems/")
"""Where another door asks for itself who is there."""
ACCOUNT = "account"
Kind = TypeVar("Kind", bound=Answer)
BEGUN = ("session_secret", "kept", "here")
"""What is known in a request only that has signed somebody in, who typed something before."""


def init_app(app: Flask) -> None:
    """Ask before every page who reads it, and tell the templates."""
    app.before_request(_admit)
    app.context_processor(lambda: {"me": g.get("caller"), "address": _address()})


def config() -> Config:
    """The settings of the application that answers."""
    settings: Config = current_app.extensions["disburse"]
    return settings


def caller() -> Caller:
    """Who makes the present request."""
    known: Caller = g.caller
    return known


def reader() -> Actor:
    """The person who reads, in one role for one unit."""
    return caller().actor


def visitor() -> Visitor:
    """Where the present request comes from."""
    return Visitor(request.remote_addr or "", request.user_agent.string)


def own_address(back: str) -> str:
    """``back`` where it is an address on this host, the first page otherwise."""
    own = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if own else FIRST


def is_https() -> bool:
    """Whether browsers reach the service by https only."""
    return config().public_url.startswith("https:")


def cookie_name() -> str:
    """The cookie of the session; browsers keep one that is called ``__Host-`` to this host and to https."""
    return "__Host-disburse" if is_https() else "disburse"


def secret() -> str:
    """The secret of the browser's session, empty where there is none; of one that begins or ends just now."""
    begun: str | None = g.get("session_secret")
    return request.cookies.get(cookie_name(), "") if begun is None else begun


def keep(answer: Answer, session_secret: str) -> Answer:
    """Give the browser the secret of its session, for as long as it is open."""
    answer.set_cookie(cookie_name(), session_secret, secure=is_https(), httponly=True, samesite="Lax")
    return answer


def drop(answer: Kind) -> Kind:
    """Take the secret of a session that is over away again."""
    answer.delete_cookie(cookie_name(), secure=is_https(), httponly=True, samesite="Lax")
    return answer


def forget(answer: Answer) -> Answer:
    """Take the secret away again, and all else that the browser keeps of us."""
    drop(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def _address() -> str:
    """Where one comes back to after choosing a language; a page one sent something to has none of its own."""
    return request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else FIRST


def _admit() -> Answer | None:
    for name in BEGUN:
        g.pop(name, None)
    if request.endpoint in (None, "static") or request.blueprint in OPEN or request.path.startswith(OTHERS):
        return None
    try:
        g.caller = by_cookie(secret())
    except NotSignedIn:
        if request.method == "POST":
            carry = current_app.ensure_sync(current_app.view_functions["signing_in.show"])
            answer: Answer = current_app.make_response(carry())
            return answer
        back = _address() if request.method == "GET" else None
        return redirect(url_for("signing_in.show", back=back), 303)
    except StillOwed as no:
        g.caller = no.facts["caller"]
        return None if request.blueprint == ACCOUNT else redirect(url_for("account.show"), 303)
    return None
