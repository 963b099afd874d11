"""Signing in by password and one-time code, by single sign-on, or over into another role of one's own."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from disburse.access import owing, passwords, sessions, totp
from disburse.access.caller import Caller
from disburse.access.refusals import CodeNeeded, RoleNotHeld, UnknownSubject, WrongSignIn, locked
from disburse.access.rights import Right, rights
from disburse.access.sessions import Visitor
from disburse.access.standing import admitted
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import Credential, Person
from disburse.services.signing_in import DOOR, enter, fail_attempt, take_attempt

HOST_BITS = 64
"""Bits of an IPv6 address that its holder chooses freely: failures count for the network."""


@dataclass(frozen=True)
class Claimed:
    """What somebody says at the door. ``role`` and ``delegation`` choose among the rights, if given."""

    login: str
    password: str
    code: str | None = None
    role: str | None = None
    delegation: str | None = None


@dataclass(frozen=True)
class Entered:
    """Signed in: the secret, given once; the caller; every right that could have been chosen."""

    secret: str
    caller: Caller
    choices: Sequence[Right]


def sign_in(claimed: Claimed, visitor: Visitor) -> Entered:
    """Begin a session. Raises LockedOut before looking; WrongSignIn, CodeNeeded or RoleNotHeld after.

    A name that nobody has takes as long, and is answered and locked like one that somebody has.
    """
    login = claimed.login.strip().lower()
    attempt = (f"login:{login}", f"address:{_network(visitor.address)}")
    until = take_attempt(attempt, by=DOOR)
    if until:
        raise locked(until)
    person = _person(Person.login == login)
    try:
        return _look(claimed, person, visitor, attempt)
    except Refusal:
        fail_attempt(attempt, person=person.id if person else None, by=DOOR)
        raise


def sign_in_by_subject(subject: str, visitor: Visitor) -> Entered:
    """Begin a session of whom single sign-on calls ``<issuer>|<sub>``. Raises UnknownSubject."""
    person = _person(Person.sso_subject == subject)
    if person is None:
        raise UnknownSubject
    secret, entry = sessions.opening(owing.SINGLE_SIGN_ON, visitor)
    right, choices = _choose(person, None, None)
    if not enter(person.id, entry=entry, by=right.actor(person.id, person.unit)):
        raise UnknownSubject
    return Entered(secret, sessions.caller_of(secret), choices)


def change_role(caller: Caller, role: str, delegation: str | None, visitor: Visitor) -> Entered:
    """End this session for one in another role, which ends when this one would have. Raises RoleNotHeld."""
    person = _person(Person.id == caller.actor.id)
    now = next((s for s in sessions.listed(caller.actor.id) if s.number == caller.number), None)
    if person is None or now is None:
        raise WrongSignIn
    right, choices = _choose(person, role, delegation)
    secret, entry = sessions.opening(now.how, visitor, now.ends_at)
    if not enter(person.id, entry=entry, by=right.actor(person.id, person.unit)):
        raise WrongSignIn
    sessions.end(caller.number, by=caller.actor)
    return Entered(secret, sessions.caller_of(secret), choices)


def choices_of(caller: Caller) -> Sequence[Right]:
    """Every right that the caller could choose."""
    person = _person(Person.id == caller.actor.id)
    return rights(person.id, person.unit, person.roles) if person else ()


def _look(
    claimed: Claimed, person: Row[*tuple[Any, ...]] | None, visitor: Visitor, attempt: Sequence[str]
) -> Entered:
    """Look at the password, then at the code, then at the role that was chosen."""
    fits = passwords.fits(claimed.password, person.password_hash if person else None)
    if person is None or not fits or owing.is_stale(person.password_once, person.password_set_at):
        raise WrongSignIn
    step = _step(claimed.code, person)
    right, choices = _choose(person, claimed.role, claimed.delegation)
    dated = passwords.is_dated(person.password_hash)
    secret, entry = sessions.opening(
        "password" if step is None else "password+totp",
        visitor,
        keys=attempt,
        step=step,
        password_hash=passwords.hashed(claimed.password) if dated else None,
    )
    if not enter(person.id, entry=entry, by=right.actor(person.id, person.unit)):
        raise WrongSignIn
    return Entered(secret, sessions.caller_of(secret), choices)


def _step(code: str | None, person: Row[*tuple[Any, ...]]) -> int | None:
    """The time step of the one-time code; None of who has none. Raises CodeNeeded or WrongSignIn."""
    if not person.totp_confirmed:
        return None
    if not code:
        raise CodeNeeded
    step = totp.step_of(code, person.totp_sealed)
    if step is None or step <= person.totp_step:
        raise WrongSignIn
    return step


def _choose(
    person: Row[*tuple[Any, ...]], role: str | None, delegation: str | None
) -> tuple[Right, Sequence[Right]]:
    """The right asked for, by default the first. Raises RoleNotHeld."""
    held = rights(person.id, person.unit, person.roles)
    fitting = [r for r in held if role in (None, r.role) and delegation in (None, r.delegation)]
    if not fitting:
        choices = ", ".join(r.role for r in held) or "—"
        raise RoleNotHeld(role=role or delegation or "—", choices=choices)
    return fitting[0], held


def _person(who: ColumnElement[bool]) -> Row[*tuple[Any, ...]] | None:
    """A person who is let in, with the secrets."""
    password = (Credential.password_hash, Credential.password_once, Credential.password_set_at)
    code = (Credential.totp_sealed, Credential.totp_confirmed, Credential.totp_step)
    query = select(Person.id, Person.unit, Person.roles, *password, *code)
    joined = query.join(Credential, Credential.person_id == Person.id)
    return db.session.execute(joined.where(who, *admitted())).one_or_none()


def _network(address: str) -> str:
    """The address; of IPv6 the network, for its holder has as many addresses as there are."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, HOST_BITS), strict=False)) if parsed.version == 6 else address
