"""Signing in, as the tables know it: an attempt is counted before the secret is looked at, then settled.

What is refused here is given back and not raised: a stranger at the door must not fill the journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from disburse import clock, desk
from disburse.actors import Actor
from disburse.db import db
from disburse.models import Attempt, Credential, Person, SignedIn
from workflows.roles import ROLES

LIMITS = {"login": 5, "address": 50}
"""Failures within WINDOW after which a name or an address is locked, by the first word of the key."""
WINDOW = timedelta(minutes=15)
LONGEST = timedelta(hours=4)
"""A lock lasts WINDOW, the next one twice as long, and so on up to this [choice]."""
FORGOTTEN = timedelta(hours=24)
"""Failures count no more when so long was quiet [choice]."""
DOOR = Actor("sign-in", "security_admin", "administration")
"""Who notes a lock-out: the door itself, for the security administrator."""


@dataclass(frozen=True)
class Entry:
    """A session to begin. ``secret_sha256`` is the digest of its secret, ``keys`` whose attempt succeeded.

    ``step`` is the time step of the one-time code, if one was given; ``password_hash`` a new hash of the
    same password, where the parameters have changed.
    """

    secret_sha256: str
    number: str
    how: str
    address: str
    agent: str
    ends_at: datetime
    keys: Sequence[str] = ()
    step: int | None = None
    password_hash: str | None = None


@desk.use_case
def take_attempt(keys: Sequence[str], *, by: Actor) -> datetime | None:  # noqa: ARG001  # a use case says who acts
    """Count one attempt under every key; or count none and say until when they are refused."""
    now = clock.now()
    db.session.execute(delete(Attempt).where(Attempt.last_at < now - FORGOTTEN, Attempt.key.not_in(keys)))
    rows = [_held(key, now) for key in keys]
    locked = [until for row in rows if (until := _locked(row, now))]
    if locked:
        return max(locked)
    for row in rows:
        failures, first_at = _counted(row, now)
        _set(row.key, failures=failures, first_at=first_at, last_at=now, locked_until=None)
    return None


@desk.use_case
def fail_attempt(keys: Sequence[str], *, person: str | None, by: Actor) -> None:
    """The attempt under ``keys`` failed: at the limit a key is locked, and that of a ``person`` noted."""
    now = clock.now()
    for key in keys:
        row = _held(key, now)
        rounds, over = divmod(row.failures, _limit(key))
        if over or not rounds or (row.locked_until and row.locked_until > now):
            continue
        until = now + min(WINDOW * 2 ** (rounds - 1), LONGEST)
        _set(key, locked_until=until)
        if person and key.startswith("login:"):
            note = f"连续 {row.failures} 次登录失败，锁定至 {until.astimezone(clock.BEIJING):%H:%M}"
            desk.change(desk.hold(Person, person, by=by), "lock_out", by=by, roles=(by.role,), note=note)


@desk.use_case
def pass_attempt(keys: Sequence[str], *, by: Actor) -> None:  # noqa: ARG001  # a use case says who acts
    """The attempt under ``keys`` succeeded, but begins no session."""
    for key in keys:
        _held(key, clock.now())
        _forgive(key)


@desk.use_case
def enter(number: str, *, entry: Entry, by: Actor) -> bool:
    """Begin a session of a person in the role of ``by``, and note it; a code that was used begins none."""
    now = clock.now()
    for key in entry.keys:
        _held(key, now)  # before the person, as whoever fails does
    person = desk.hold(Person, number, by=by)
    if person.state != "active" or not _takes(number, entry):
        return False
    for key in entry.keys:
        _forgive(key)
    db.session.execute(
        insert(SignedIn).values(
            id=entry.secret_sha256,
            number=entry.number,
            person_id=number,
            role=by.role,
            unit=by.unit,
            delegation_id=by.delegation,
            how=entry.how,
            address=entry.address,
            agent=entry.agent,
            began_at=now,
            seen_at=now,
            ends_at=entry.ends_at,
        )
    )
    desk.change(person, "sign_in", by=by, roles=tuple(ROLES), note=entry.how, signed_in_at=now)
    return True


@desk.use_case
def unlock_person(number: str, *, note: str, version: int | None = None, by: Actor) -> Person:
    """Forget the failures under a person's name, so that the person may try again at once."""
    person = desk.hold(Person, number, by=by, version=version)
    desk.change(person, "unlock", by=by, roles=("security_admin",), note=note)
    db.session.execute(delete(Attempt).where(Attempt.key == f"login:{person.login}"))
    return person


def _takes(number: str, entry: Entry) -> bool:
    """Whether the one-time code's step is taken now, for the first time; keeps a hash made anew."""
    of_person = update(Credential).where(Credential.person_id == number)
    if entry.password_hash:
        db.session.execute(of_person.values(password_hash=entry.password_hash))
    if entry.step is None:
        return True
    taken = db.session.execute(
        of_person.where(Credential.totp_step < entry.step).values(totp_step=entry.step)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # of an UPDATE there is one


def _limit(key: str) -> int:
    return LIMITS[key.partition(":")[0]]


def _held(key: str, now: datetime) -> Row[*tuple[Any, ...]]:
    """The row of a key, made if there is none, and locked."""
    new = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    first = new(Attempt).values(key=key, failures=0, first_at=now, last_at=now)
    db.session.execute(first.on_conflict_do_nothing())
    columns = (Attempt.key, Attempt.failures, Attempt.first_at, Attempt.last_at, Attempt.locked_until)
    return db.session.execute(select(*columns).where(Attempt.key == key).with_for_update()).one()


def _set(key: str, **values: Any) -> None:
    db.session.execute(update(Attempt).where(Attempt.key == key).values(**values))


def _locked(row: Row[*tuple[Any, ...]], now: datetime) -> datetime | None:
    """Until when nobody may try; while as many as are allowed are still being looked at, nobody else."""
    if row.locked_until and row.locked_until > now:
        until: datetime = row.locked_until
        return until
    end: datetime = row.first_at + WINDOW
    full = row.failures and row.failures % _limit(row.key) == 0 and not row.locked_until
    return end if full and end > now else None


def _counted(row: Row[*tuple[Any, ...]], now: datetime) -> tuple[int, datetime]:
    """Failures with this one, and since when: a new window begins when the last is over."""
    if now - row.last_at > FORGOTTEN:
        return 1, now
    if now - row.first_at > WINDOW or row.locked_until:
        limit = _limit(row.key)
        return row.failures // limit * limit + 1, now
    return row.failures + 1, row.first_at


def _forgive(key: str) -> None:
    """After a success: nothing more under the name; under the address, this one attempt was none."""
    mine = Attempt.key == key
    if key.startswith("login:"):
        db.session.execute(delete(Attempt).where(mine))
    else:
        one_less = update(Attempt).where(mine, Attempt.failures > 0)
        db.session.execute(one_less.values(failures=Attempt.failures - 1))
