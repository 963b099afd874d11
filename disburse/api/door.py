"""Who asks: the number of the request, the token or session, its audience, its scope and its rate."""

import hashlib
import re
from collections.abc import Callable
from typing import NoReturn

from flask import Flask, Response, current_app, g, request

from disburse import audit
from disburse.access.bearer import by_bearer
from disburse.access.caller import Caller
from disburse.access.refusals import BeyondScope, NotForTokens
from disburse.actors import Actor
from disburse.api.rate import Buckets
from disburse.api.refusals import TooManyRequests, WrongAudience
from disburse.config import Config
from workflows.roles import ROLES

PREFIX = "/api/"
EVERYONE = "everyone"
REQUEST_ID = "X-Request-Id"
REQUEST_ID_SHAPE = re.compile(r"(?=.*[a-f])[0-9a-f-]{8,64}", re.ASCII)
"""Hexadecimal digits and dashes, as of a UUID, with a letter: no name, telephone or account rides in."""
OFFICES = {
    "enterprise": ("企业", "enterprises"),
    "district": ("区市主管部门", "district bureaus"),
    "city": ("市级主管部门", "city bureau"),
    "finance": ("财政部门", "finance bureau"),
    "bank": ("银行", "banks"),
    "auditor": ("审计人员", "auditors"),
    "administrator": ("系统管理", "administrators"),
    "everyone": ("所有人员", "everyone"),
}
"""The audiences, each with doors of its own; ``everyone`` is whoever is signed in."""


def init_app(app: Flask) -> None:
    """Know every request of the interface by its number, and count how often each token asks."""
    settings: Config = app.extensions["disburse"]
    app.extensions["disburse.rate"] = Buckets(settings.requests_per_minute)
    app.before_request(_begin)
    app.after_request(_tell_rate)


def is_ours() -> bool:
    """Whether the request is for the interface."""
    return request.path.startswith(PREFIX)


def config() -> Config:
    """The settings of the application that answers."""
    settings: Config = current_app.extensions["disburse"]
    return settings


def caller() -> Caller:
    """Who makes the present request."""
    known: Caller = g.caller
    return known


def asking() -> Actor:
    """The person who makes the present request, in one role for one unit."""
    return caller().actor


def office() -> str:
    """The audience that the asker's role belongs to."""
    return ROLES[asking().role].office


def only(audience: str) -> Callable[[], None]:
    """The check before every door of an audience. Raises NotSignedIn, TooManyRequests or WrongAudience."""

    def admit() -> None:
        g.caller = signed_in()
        if audience not in (EVERYONE, office()):
            _elsewhere(audience)

    return admit


def signed_in() -> Caller:
    """Who asks, of whatever audience, by the bearer's secret. Raises NotSignedIn or TooManyRequests."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    known = secret.strip() if kind.lower() == "bearer" else ""
    address = request.remote_addr or ""
    g.rate = _buckets().take(hashlib.sha256((known or address).encode()).hexdigest())
    if g.rate.refused:
        raise TooManyRequests(limit=g.rate.limit, seconds=g.rate.seconds)
    return by_bearer(known, address)


def in_person() -> Caller:
    """The caller, signed in. Raises NotForTokens."""
    if caller().how == "token":
        raise NotForTokens
    return caller()


def need(scope: str) -> None:
    """Refuse a token that is narrower. Raises BeyondScope."""
    if scope not in caller().scopes:
        raise BeyondScope(scope=scope)


def _elsewhere(audience: str) -> NoReturn:
    zh, en = OFFICES[audience]
    role = ROLES[asking().role]
    yours = f"{PREFIX}{role.office}"
    raise WrongAudience(office_zh=zh, office_en=en, role_zh=role.zh, role_en=role.en, yours=yours)


def _buckets() -> Buckets:
    buckets: Buckets = current_app.extensions["disburse.rate"]
    return buckets


def _begin() -> None:
    """Take the number that the asker gives the request, if it has the shape of one."""
    g.pop("rate", None)
    given = request.headers.get(REQUEST_ID, "")
    if is_ours() and REQUEST_ID_SHAPE.fullmatch(given):
        audit.request_id.set(given)


def _tell_rate(answer: Response) -> Response:
    if "rate" in g:
        answer.headers.update(g.rate.headers)
    return answer
