"""API tokens at the door: issued once, then known by the SHA-256 of their secret."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects import postgresql, sqlite

from disburse import clock, desk
from disburse.access import keys
from disburse.access.caller import Caller
from disburse.access.refusals import NotForTokens, NotSignedIn
from disburse.access.sessions import NOTED_EVERY
from disburse.access.standing import admitted
from disburse.actors import Actor
from disburse.db import db
from disburse.models import Person, Token, TokenUse
from disburse.services.tokens import issue_token

LONGEST_DAYS = 365


def issue(caller: Caller, *, name: str, scopes: Sequence[str], days: int) -> tuple[str, Token]:
    """A new token of the caller's role, for 1 to LONGEST_DAYS days; its secret is given here and never again.

    Raises NotForTokens: only a person who is signed in has tokens issued.
    """
    if caller.how == "token":
        raise NotForTokens
    secret = keys.fresh()
    expires_at = clock.now() + timedelta(days=days)
    token = issue_token(
        name=name, scopes=scopes, expires_at=expires_at, secret_sha256=keys.digest(secret), by=caller.actor
    )
    return f"{keys.TOKEN}{_mark(token.id)}_{secret}", token


def caller_of(text: str, address: str) -> Caller:
    """Whose token it is. Raises NotSignedIn when it is over, or its person no longer holds the role there."""
    mark, _, secret = text.removeprefix(keys.TOKEN).partition("_")
    row = _found(secret)
    if row is None or mark != _mark(row.id) or row.role not in row.roles:
        raise NotSignedIn
    actor = Actor(row.owner, row.role, row.unit)
    if row.last_at is None or clock.now() - row.last_at >= NOTED_EVERY:
        _note_use(row.id, address, by=actor)
    return Caller(actor, "token", row.id, frozenset(row.scopes))


def listed(person: str) -> Sequence[tuple[Token, datetime | None]]:
    """Every token of a person with its last use, the latest issued first."""
    query = select(Token, TokenUse.last_at).join(TokenUse, TokenUse.token_id == Token.id, isouter=True)
    rows = db.session.execute(query.where(Token.owner == person).order_by(Token.id.desc()))
    return [(token, last_at) for token, last_at in rows]


def _mark(number: str) -> str:
    """A token's number as 8 digits: it stands in the secret, so that one sees which token it is."""
    return number.partition("-")[2].zfill(8)


def _found(secret: str) -> Row[*tuple[Any, ...]] | None:
    """The token, if it is neither over nor revoked, and its person still let in and of the unit."""
    columns = (Token.id, Token.owner, Token.role, Token.unit, Token.scopes, Person.roles, TokenUse.last_at)
    query = (
        select(*columns)
        .join(Person, Person.id == Token.owner)
        .join(TokenUse, TokenUse.token_id == Token.id, isouter=True)
        .where(
            Token.secret_sha256 == keys.digest(secret),
            Token.revoked_at.is_(None),
            Token.expires_at > clock.now(),
            Person.unit == Token.unit,
            *admitted(),
        )
    )
    return db.session.execute(query).one_or_none()


@desk.use_case
def _note_use(token: str, address: str, *, by: Actor) -> None:  # noqa: ARG001  # a use case says who acts
    now = clock.now()
    new = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    use = new(TokenUse).values(token_id=token, last_at=now, address=address)
    fresh = {"last_at": now, "address": address}
    db.session.execute(use.on_conflict_do_update(index_elements=[TokenUse.token_id], set_=fresh))
