"""A person's secrets and sessions: the journal notes that they changed, never what they are."""

from typing import Any

from sqlalchemy import select, update

from disburse import clock, desk
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, Both, NotFound, NotYours
from disburse.models import Credential, Person, SignedIn
from workflows.roles import ROLES

KEPT = 4
"""Hashes kept of the passwords before the present one: with it they are the last five of ``djbh3``."""
STEWARDS = ("security_admin",)


@desk.use_case
def change_password(number: str, *, password_hash: str, by: Actor) -> Person:
    """Keep the hash of the password that a person chose for oneself; every session ends."""
    person = _own(number, "change_password", by)
    _keep_password(number, password_hash, once=False)
    return person


@desk.use_case
def give_password(
    number: str, *, password_hash: str, note: str, version: int | None = None, by: Actor
) -> Person:
    """Keep the hash of a password that another person uses once, to choose one; every session ends."""
    person = _anothers(number, "give_password", note, by, version)
    _keep_password(number, password_hash, once=True)
    return person


@desk.use_case
def begin_totp(number: str, *, sealed: str, by: Actor) -> Person:
    """Keep a sealed seed of one-time codes; it counts for nothing until a code of it was shown."""
    person = _own(number, "begin_totp", by)
    if db.session.scalar(select(Credential.totp_confirmed).where(Credential.person_id == number)):
        raise AlreadyThere(what=Both("一次性口令", "the one-time code"), number=number)
    _set(number, totp_sealed=sealed)
    return person


@desk.use_case
def confirm_totp(number: str, *, step: int, by: Actor) -> Person:
    """From now on a person signs in with a one-time code; that of ``step`` has been used."""
    person = _own(number, "confirm_totp", by)
    _set(number, totp_confirmed=True, totp_step=step)
    return person


@desk.use_case
def reset_totp(number: str, *, note: str, version: int | None = None, by: Actor) -> Person:
    """Forget the seed of another person, who lost the device; every session ends."""
    person = _anothers(number, "reset_totp", note, by, version)
    _set(number, totp_sealed=None, totp_confirmed=False)
    db.session.execute(SignedIn.ending(number, clock.now()))
    return person


@desk.use_case
def end_sessions(
    number: str, *, session: str | None = None, note: str, version: int | None = None, by: Actor
) -> Person:
    """End one session of another person, or all of them. Raises NotFound for a session that is not there."""
    person = _anothers(number, "end_sessions", note, by, version)
    ending = SignedIn.ending(number, clock.now())
    if session is not None:
        ending = ending.where(SignedIn.number == session)
    ended = db.session.execute(ending)
    if session is not None and not ended.rowcount:  # type: ignore[attr-defined]  # of an UPDATE there is one
        raise NotFound(number=session)
    return person


def _own(number: str, action: str, by: Actor) -> Person:
    """The person, who is the one that acts; the act is noted."""
    person = desk.hold(Person, number, by=by)
    desk.change(person, action, by=by, roles=tuple(ROLES) if by.id == number else ())
    return person


def _anothers(number: str, action: str, note: str, by: Actor, version: int | None) -> Person:
    """Another person, for whom the security administrator acts; the act is noted. Raises NotYours."""
    person = desk.hold(Person, number, by=by, version=version)
    if by.id == number:
        another = Both("另一名安全管理员", "another security administrator")
        raise NotYours(number=number, action=action, role=by.role, unit=by.unit, holder=another)
    desk.change(person, action, by=by, roles=STEWARDS, note=note)
    return person


def _keep_password(number: str, password_hash: str, *, once: bool) -> None:
    kept = select(Credential.password_hash, Credential.password_earlier).where(Credential.person_id == number)
    last, earlier = db.session.execute(kept).one()
    _set(
        number,
        password_hash=password_hash,
        password_earlier=[*filter(None, [last]), *earlier][:KEPT],
        password_set_at=clock.now(),
        password_once=once,
    )
    db.session.execute(SignedIn.ending(number, clock.now()))


def _set(number: str, **values: Any) -> None:
    db.session.execute(update(Credential).where(Credential.person_id == number).values(**values))
