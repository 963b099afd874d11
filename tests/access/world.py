"""People for tests: a person of any role, registered and granted through the same door as in life."""

from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import select, update

from disburse import desk
from disburse.access import passwords
from disburse.access.caller import Caller
from disburse.access.sessions import Visitor
from disburse.access.signing_in import Claimed, Entered, sign_in
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.models import Credential, Person, Unit
from disburse.services.people import ADMINISTRATION
from workflows.roles import ROLES

SYSTEM = Actor("system", "system_admin", ADMINISTRATION)
SECURITY = Actor("security", "security_admin", ADMINISTRATION)
PASSWORD = "correct horse battery"
HERE = Visitor("192.0.2.7", "tests")
UNITS = {
    "district": "370211",
    "city": "city",
    "finance": "finance",
    "bank": "313452060150",
    "auditor": "audit",
    "administrator": ADMINISTRATION,
}
NOTE = "测试原因"
_numbers = count(1)


def a_unit(office: str, code: str | None = None) -> str:
    """The code of a unit of an office, which is registered if it is not there yet."""
    code = code or UNITS[office]
    if not db.session.scalar(select(Unit.id).where(Unit.id == code)):
        act("register_unit", {"code": code, "office": office, "name": f"测试单位{code}"}, SYSTEM)
    return code


def a_registered_person(unit: str, **given: Any) -> Any:
    """A person who was registered, and may do nothing yet."""
    body = {"login": f"person-{next(_numbers)}", "unit": unit, "name": "测试人员", **given}
    return act("register_person", body, SYSTEM)


def a_person(*roles: str, unit: str | None = None, password: str | None = PASSWORD, **given: Any) -> Any:
    """A person with ``roles``, by default of the usual unit of their office, who has a password."""
    code = unit or a_unit(ROLES[roles[0]].office)
    person = a_registered_person(code, **given)
    person = act("grant_roles", {**here(person), "roles": list(roles), "document": "测试授权1号"}, SECURITY)
    if password:
        has_password(person, password)
    return person


def here(person: Any) -> dict[str, Any]:
    """The number of a person, and the version that the person now has."""
    version = db.session.scalar(select(Person.version).where(Person.id == person.id))
    return {"number": person.id, "version": version}


def has_password(person: Any, password: str = PASSWORD, **given: Any) -> None:
    """Give a person a password without ceremony: as if it had been chosen just now."""
    _set_password(person.id, hash_of(password), given, by=SECURITY)


def credential(person: Any) -> Any:
    """The secrets of a person, as they now are."""
    query = select(Credential.__table__).where(Credential.person_id == person.id)
    with db.engine.connect() as connection:
        return connection.execute(query).one()


def enters(person: Any, password: str = PASSWORD, **given: Any) -> Entered:
    """A person signs in."""
    visitor = given.pop("visitor", HERE)
    return sign_in(Claimed(person.login, password, **given), visitor)


def a_caller(*roles: str, **given: Any) -> Caller:
    """Somebody new who has just signed in."""
    return enters(a_person(*roles, **given)).caller


def a_browser(app: Any, *roles: str, **given: Any) -> Any:
    """A browser in which somebody new has just signed in."""
    browser = app.test_client()
    browser.set_cookie("disburse", enters(a_person(*roles, **given)).secret)
    return browser


def hash_of(password: str) -> str:
    """A hash of a password, made once by whatever hashes now: it is slow on purpose."""
    return _hash_of(password, passwords.HASHER)


@cache
def _hash_of(password: str, _hasher: Any) -> str:
    return passwords.hashed(password)


@desk.use_case
def _set_password(number: str, kept: str, given: dict[str, Any], *, by: Actor) -> None:
    values = {"password_hash": kept, "password_set_at": desk.clock.now(), **given}
    db.session.execute(update(Credential).where(Credential.person_id == number).values(**values))
