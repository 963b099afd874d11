"""One's own account: choosing a password, setting up one-time codes; and a password given to another."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from disburse import audit
from disburse.access import keys, passwords, policies, totp
from disburse.access.caller import Caller
from disburse.access.refusals import BadPassword, NotForTokens, WrongSignIn, locked
from disburse.actors import Actor
from disburse.db import db
from disburse.models import Credential, Person, Unit
from disburse.services import credentials
from disburse.services.signing_in import DOOR, fail_attempt, pass_attempt, take_attempt

SYSTEM_WORDS = ("disburse", "惠企", "兑付")
ONCE_BYTES = 16


def change_password(caller: Caller, current: str, new: str) -> None:
    """Choose a new password on the present one; every session ends, this one too.

    Raises NotForTokens, LockedOut, WrongSignIn, or BadPassword with all that is wrong with the new one.
    """
    person = _proved(caller, current)
    kept = [person.password_hash, *person.password_earlier]
    words = [person.login, person.unit, person.unit_name or "", *SYSTEM_WORDS]
    policy = policies.POLICIES[keys.config().password_policy]
    found = policies.faults(policy, new, words=[word for word in words if word], kept=kept)
    if found:
        raise BadPassword(found, count=len(found))
    credentials.change_password(person.id, password_hash=passwords.hashed(new), by=caller.actor)


def give_password(number: str, *, note: str, version: int | None = None, by: Actor) -> str:
    """A password that another person uses once, within ``owing.ONCE_LASTS``, to choose one."""
    password = one_time_password()
    credentials.give_password(
        number, password_hash=passwords.hashed(password), note=note, version=version, by=by
    )
    return password


def one_time_password() -> str:
    """A random password of 96 bits."""
    return secrets.token_urlsafe(ONCE_BYTES)


def begin_totp(caller: Caller, current: str) -> str:
    """A new seed of one-time codes as an ``otpauth:`` URI, on one's password; a code must confirm it."""
    person = _proved(caller, current)
    seed = totp.seed()
    credentials.begin_totp(person.id, sealed=keys.seal(seed), by=caller.actor)
    return totp.address(seed, person.login)


def confirm_totp(caller: Caller, code: str) -> None:
    """Show a code of the new seed; from now on signing in needs one. Raises WrongSignIn."""
    kept = select(Credential.totp_sealed).where(Credential.person_id == caller.actor.id)
    step = totp.step_of(code, db.session.scalar(kept))
    if step is None:
        raise WrongSignIn
    credentials.confirm_totp(caller.actor.id, step=step, by=caller.actor)


@dataclass(frozen=True)
class Account:
    """What a person is told of the own account."""

    login: str
    name: str | None
    unit: str
    state: str
    roles: Sequence[str]
    totp_confirmed: bool
    password_set_at: datetime | None


def seen_by_oneself(caller: Caller) -> Account:
    """The caller's own account, with the name if it was not erased."""
    secrets = (Credential.totp_confirmed, Credential.password_set_at)
    columns = (Person.login, Person.unit, Person.state, Person.roles, Person.name_digest)
    query = select(*columns, *secrets).join(Credential, Credential.person_id == Person.id)
    row = db.session.execute(query.where(Person.id == caller.actor.id)).one()._asdict()
    digest = row.pop("name_digest")
    return Account(name=audit.disclosed(digest) if digest else None, **row)


def _proved(caller: Caller, password: str) -> Row[*tuple[Any, ...]]:
    """The caller's account, once the password fits; failures count as they do at the door."""
    if caller.how == "token":
        raise NotForTokens
    person = _account(caller.actor.id)
    attempt = (f"login:{person.login}",)
    until = take_attempt(attempt, by=DOOR)
    if until:
        raise locked(until)
    if not passwords.fits(password, person.password_hash):
        fail_attempt(attempt, person=caller.actor.id, by=DOOR)
        raise WrongSignIn
    pass_attempt(attempt, by=DOOR)
    return person


def _account(number: str) -> Row[*tuple[Any, ...]]:
    columns = (Person.id, Person.login, Person.unit, Unit.name.label("unit_name"))
    secrets = (Credential.password_hash, Credential.password_earlier)
    query = (
        select(*columns, *secrets)
        .join(Credential, Credential.person_id == Person.id)
        .join(Unit, Unit.id == Person.unit, isouter=True)
    )
    return db.session.execute(query.where(Person.id == number)).one()
