"""Sessions: found by their secret, listed, ended; each use asks anew who the person is and what is held."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from disburse import clock, desk
from disburse.access import keys, owing
from disburse.access.caller import SCOPES, Caller
from disburse.access.refusals import NotSignedIn
from disburse.access.rights import Right, rights
from disburse.access.standing import admitted
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import Both, NotFound, NotYours
from disburse.models import Credential, Person, SignedIn
from disburse.services.signing_in import Entry

NOTED_EVERY = timedelta(minutes=1)
"""How often the last use of a session or token is written down, at most."""
LONGEST_AGENT = 200


@dataclass(frozen=True)
class Visitor:
    """Where a request comes from: its address, and what the client calls itself."""

    address: str
    agent: str = ""


@dataclass(frozen=True)
class Session:
    """A session as it is listed."""

    number: str
    role: str
    delegation: str | None
    how: str
    address: str
    agent: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime


def opening(how: str, visitor: Visitor, ends_at: datetime | None = None, **given: Any) -> tuple[str, Entry]:
    """The secret of a session to begin, and what is entered of it; by default it has its full term."""
    secret = keys.SESSION + keys.fresh()
    entry = Entry(
        secret_sha256=keys.digest(secret),
        number=f"S-{secrets.token_hex(8)}",
        how=how,
        address=visitor.address,
        agent=visitor.agent[:LONGEST_AGENT],
        ends_at=ends_at or clock.now() + timedelta(hours=keys.config().session_hours),
        **given,
    )
    return secret, entry


def caller_of(secret: str) -> Caller:
    """Whose session it is. Raises NotSignedIn when it is over, or the person no longer holds the role."""
    row = _found(keys.digest(secret))
    if row is None:
        raise NotSignedIn
    right = _right(row)
    if right is None:
        raise NotSignedIn
    if clock.now() - row.seen_at >= NOTED_EVERY:
        _note_use(row.id, by=right.actor(row.person_id, row.unit))
    owed = owing.in_session(row)
    scopes = frozenset[str]() if owed else frozenset(SCOPES)
    return Caller(right.actor(row.person_id, row.unit), "session", row.number, scopes, owed)


def listed(person: str) -> Sequence[Session]:
    """The sessions of a person that are not over, the latest first."""
    columns = [getattr(SignedIn, name) for name in Session.__dataclass_fields__ if name != "delegation"]
    query = select(*columns, SignedIn.delegation_id.label("delegation"))
    alive = query.where(SignedIn.person_id == person, *_alive()).order_by(SignedIn.began_at.desc())
    return [Session(**row) for row in db.session.execute(alive).mappings()]


def require_steward(person: str, *, by: Actor) -> None:
    """Sessions of others are for the security administrator. Raises NotYours or NotFound."""
    if by.role != "security_admin":
        looking, steward = Both("查看会话", "See sessions"), ("security_admin",)
        raise NotYours(number=person, action=looking, role=by.role, unit=by.unit, roles=steward)
    if db.session.scalar(select(Person.id).where(Person.id == person)) is None:
        raise NotFound(number=person)


@desk.use_case
def end(number: str, *, by: Actor) -> None:
    """End a session of one's own. Raises NotFound."""
    mine = (SignedIn.number == number, SignedIn.person_id == by.id, SignedIn.ended_at.is_(None))
    ended = db.session.execute(update(SignedIn).where(*mine).values(ended_at=clock.now()))
    if not ended.rowcount:  # type: ignore[attr-defined]  # of an UPDATE there is one
        raise NotFound(number=number)


def _alive() -> tuple[Any, ...]:
    now = clock.now()
    idle = timedelta(minutes=keys.config().session_idle_minutes)
    return SignedIn.ended_at.is_(None), SignedIn.ends_at > now, SignedIn.seen_at > now - idle


def _found(digest: str) -> Row[*tuple[Any, ...]] | None:
    """The session, if it is not over, and its person still let in and of the unit."""
    query = (
        select(
            *(SignedIn.id, SignedIn.number, SignedIn.person_id, SignedIn.role, SignedIn.delegation_id),
            *(SignedIn.how, SignedIn.unit, SignedIn.seen_at, Person.roles),
            *(Credential.password_once, Credential.password_set_at, Credential.totp_confirmed),
        )
        .join(Person, Person.id == SignedIn.person_id)
        .join(Credential, Credential.person_id == Person.id)
        .where(SignedIn.id == digest, Person.unit == SignedIn.unit, *admitted(), *_alive())
    )
    return db.session.execute(query).one_or_none()


def _right(row: Row[*tuple[Any, ...]]) -> Right | None:
    """The right that the session was begun with, if the person still has it."""
    if row.delegation_id is None:
        return Right(row.role) if row.role in row.roles else None
    held = rights(row.person_id, row.unit, row.roles)
    return next((r for r in held if r.delegation == row.delegation_id and r.role == row.role), None)


@desk.use_case
def _note_use(session: str, *, by: Actor) -> None:  # noqa: ARG001  # a use case says who acts
    now = clock.now()
    seen = update(SignedIn).where(SignedIn.id == session, SignedIn.seen_at < now)
    db.session.execute(seen.values(seen_at=now))
