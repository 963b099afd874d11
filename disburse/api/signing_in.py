"""Signing in and one's own account. Answers with a secret are told once: they carry no Idempotency-Key."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from flask import Flask, Response, g, request
from flask_smorest import Blueprint
from marshmallow import Schema

from disburse.access import accounts, sessions, signing_in, tokens
from disburse.access.caller import SCOPES
from disburse.access.refusals import StillOwed
from disburse.access.sessions import Session, Visitor
from disburse.access.signing_in import Claimed
from disburse.actors import Actor
from disburse.api import body, describe, door
from disburse.api.audience import Collection
from disburse.api.reading import answer
from disburse.api.shapes import Shape
from disburse.exporting import given_once
from disburse.records import read
from disburse.services.tokens import revoke_token
from schemas import people as given
from schemas import sessions as told
from schemas.identifiers import RecordNumber

pages = Blueprint(
    "oneself", __name__, url_prefix="/api", description="登录和账户 / signing in, one's own account"
)
TOKEN_IN = given.token_in(SCOPES)
WHILE_OWING = frozenset({"leave", "me", "change_password", "begin_totp", "confirm_totp", "own_sessions"})
"""What may be done by who must renew a password or set up one-time codes first."""
LINE = Shape(told.SessionOut(exclude=("current",)))
LINES = Collection(
    "sessions", "session", "会话", "one's own sessions", LINE, LINE,
    source=given_once(lambda by, _: sessions.listed(by.id)),
)  # fmt: skip
"""One's own sessions as a list to be taken away; a file has no present one."""


def _of_person(by: Actor, chosen: Mapping[str, Any]) -> Sequence[Session]:
    person = chosen.get("person", "")
    if person:
        sessions.require_steward(person, by=by)
    return sessions.listed(person)


OTHERS = Collection(
    "person-sessions", "person_session", "他人的会话", "another's sessions", LINE, LINE,
    {"person": RecordNumber()}, roles=frozenset({"security_admin"}), in_person=True,
    source=given_once(_of_person),
)  # fmt: skip
"""The sessions of one person as a list to be taken away, none where nobody is named."""
View = TypeVar("View", bound=Callable[..., Response])
BEFORE = "enter"
"""What may be asked by somebody unknown."""


def init_app(app: Flask) -> None:
    """Open these doors beside those of the audiences."""
    app.extensions["disburse.api"].add(pages)


def _opens(
    method: str,
    path: str,
    taken: Schema | None,
    given_back: Schema | None,
    zh: str,
    en: str,
    status: int = 200,
) -> Callable[[View], View]:
    """Open a door, with what the document says of it."""
    says: dict[str, Any] = {"summary": f"{zh} / {en}", "parameters": describe.asking()}
    noes = describe.ALWAYS if taken is None else (*describe.ALWAYS, *describe.ON_CHANGE)
    piece = describe.ref(given_back) if given_back else {}
    says["responses"] = describe.answers(str(status), zh, en, piece, noes=noes)
    if given_back is None:
        del says["responses"][str(status)]["content"]
    if taken is not None:
        says["requestBody"] = describe.body(describe.ref(taken), required=True)

    def opened(view: View) -> View:
        name = view.__name__
        secured: list[dict[str, list[str]]] = [] if name == BEFORE else [{"bearer": []}]
        params = [describe.in_path("number")] if "<number>" in path else []
        documented = Blueprint.doc(operationId=f"oneself_{name}", security=secured, **says)(view)
        pages.add_url_rule(path, name, documented, methods=[method], parameters=params)
        return view

    return opened


def _admit() -> None:
    """Ask who it is; who owes something may do just that."""
    name = (request.endpoint or "").rpartition(".")[2]
    if name == BEFORE:
        return
    try:
        g.caller = door.signed_in()
    except StillOwed as no:
        if name not in WHILE_OWING:
            raise
        g.caller = no.facts["caller"]


pages.before_request(_admit)


@_opens("POST", "/sessions", given.SIGN_IN, told.EnteredOut(), "登录", "sign in", 201)
def enter() -> Response:
    """Begin a session; its secret goes as ``Authorization: Bearer`` with every request from then on."""
    claimed = Claimed(**read(given.SIGN_IN, body.read_json()))
    entered = signing_in.sign_in(claimed, Visitor(request.remote_addr or "", request.user_agent.string))
    caller = entered.caller
    shown = {
        "secret": entered.secret,
        "number": caller.number,
        "role": caller.actor.role,
        "unit": caller.actor.unit,
        "owes": caller.owes,
        "choices": entered.choices,
    }
    return answer(told.EnteredOut().dump(shown), status=201)


@_opens("GET", "/sessions", None, told.SessionsOut(), "本人的会话", "one's own sessions")
def own_sessions() -> Response:
    """Where one is signed in."""
    return _sessions(door.asking().id)


@_opens("DELETE", "/sessions/<number>", None, None, "结束会话", "end a session", 204)
def leave(number: str) -> Response:
    """End a session of one's own."""
    sessions.end(number, by=door.asking())
    return Response(status=204)


@_opens("GET", "/me", None, told.MeOut(), "本人", "oneself")
def me() -> Response:
    """Who asks, and as whom."""
    caller, actor = door.caller(), door.asking()
    account = accounts.seen_by_oneself(caller)
    shown = {
        "number": actor.id,
        "login": account.login,
        "name": account.name,
        "unit": actor.unit,
        "role": actor.role,
        "delegation": actor.delegation,
        "principal": actor.principal,
        "scopes": sorted(caller.scopes),
        "owes": caller.owes,
        "totp_confirmed": account.totp_confirmed,
        "choices": signing_in.choices_of(caller),
    }
    return answer(told.MeOut().dump(shown))


@_opens("POST", "/me/password", given.NEW_PASSWORD, None, "更换密码", "choose a password", 204)
def change_password() -> Response:
    """Choose a password; every session ends."""
    sent = read(given.NEW_PASSWORD, body.read_json())
    accounts.change_password(door.caller(), sent["current"], sent["new"])
    return Response(status=204)


@_opens("POST", "/me/totp", given.CONFIRMED, told.SeedOut(), "设置动态口令", "set up one-time codes")
def begin_totp() -> Response:
    """A new seed, for the authenticator."""
    sent = read(given.CONFIRMED, body.read_json())
    uri = accounts.begin_totp(door.caller(), sent["current"])
    return answer(told.SeedOut().dump({"otpauth": uri}))


@_opens("POST", "/me/totp/confirm", given.CODE, None, "确认动态口令", "confirm one-time codes", 204)
def confirm_totp() -> Response:
    """Show a first code; from now on one is asked for."""
    accounts.confirm_totp(door.caller(), read(given.CODE, body.read_json())["code"])
    return Response(status=204)


@_opens("GET", "/me/tokens", None, told.OwnTokensOut(), "本人的令牌", "one's own tokens")
def own_tokens() -> Response:
    """Every token of one's own, and when it was last used."""
    names = ("name", "role", "unit", "scopes", "expires_at", "revoked_at")
    shown = [
        {"number": token.id, "last_at": last_at, **{name: getattr(token, name) for name in names}}
        for token, last_at in tokens.listed(door.asking().id)
    ]
    return answer(told.OwnTokensOut().dump({"data": shown}))


@_opens("POST", "/me/tokens", TOKEN_IN, told.IssuedOut(), "签发令牌", "issue a token", 201)
def issue_token() -> Response:
    """A token for the role one acts in."""
    secret, token = tokens.issue(door.in_person(), **read(TOKEN_IN, body.read_json()))
    shown = {"secret": secret, "number": token.id, "expires_at": token.expires_at}
    return answer(told.IssuedOut().dump(shown), status=201)


@_opens("DELETE", "/me/tokens/<number>", None, None, "吊销令牌", "revoke a token", 204)
def revoke_own_token(number: str) -> Response:
    """End a token for good."""
    revoke_token(number, by=door.asking())
    return Response(status=204)


@_opens("GET", "/persons/<number>/sessions", None, told.SessionsOut(), "他人的会话", "another's sessions")
def sessions_of(number: str) -> Response:
    """Where another person is signed in; for the security administrator."""
    door.in_person()
    sessions.require_steward(number, by=door.asking())
    return _sessions(number)


@_opens(
    "POST", "/persons/<number>/password", given.GIVEN_PASSWORD, told.PasswordOut(),
    "发放一次性密码", "give a password for one use",
)  # fmt: skip
def give_password(number: str) -> Response:
    """A password with which another person signs in once, to choose one; for the security administrator."""
    note = read(given.GIVEN_PASSWORD, body.read_json())["note"]
    door.in_person()
    password = accounts.give_password(number, note=note, by=door.asking())
    return answer(told.PasswordOut().dump({"password": password}))


def _sessions(person: str) -> Response:
    here = door.caller().number
    shown = [{**vars(one), "current": one.number == here} for one in sessions.listed(person)]
    return answer(told.SessionsOut().dump({"data": shown}))
