"""The register of people as whoever keeps the machine sees it, and how it begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from disburse.access import accounts, passwords
from disburse.db import db
from disburse.errors import NotFound
from disburse.models import Person
from disburse.services.people import INSTALLATION, found_administrators

FIRST = {
    "system_admin": "system-admin",
    "security_admin": "security-admin",
    "audit_admin": "audit-admin",
}
"""Sign-in names of the first three administrators, by role."""


@dataclass(frozen=True)
class Known:
    """A person on record, without personal data."""

    number: str
    version: int
    login: str
    unit: str
    roles: Sequence[str]
    state: str
    signed_in_at: datetime | None


def found() -> dict[str, tuple[str, str]]:
    """Enter the first three administrators; gives name and password for one use of each, by number."""
    given = {role: accounts.one_time_password() for role in FIRST}
    hashes = {role: passwords.hashed(password) for role, password in given.items()}
    people = found_administrators(logins=FIRST, hashes=hashes, by=INSTALLATION)
    return {person.id: (person.login, given[person.roles[0]]) for person in people}


def everybody() -> Sequence[Known]:
    """Every person on record, in the order of registration."""
    columns = [getattr(Person, name) for name in Known.__dataclass_fields__ if name != "number"]
    rows = db.session.execute(select(Person.id.label("number"), *columns).order_by(Person.id)).mappings()
    return [Known(**row) for row in rows]


def by_login(login: str) -> Known:
    """The person of a sign-in name. Raises NotFound."""
    one = next((known for known in everybody() if known.login == login), None)
    if one is None:
        raise NotFound(number=login)
    return one
