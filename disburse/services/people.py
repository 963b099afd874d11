"""Units and persons: one administrator registers, another lets in; the first three are founded at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from disburse import audit, clock, desk, numbering
from disburse.actors import ADMINISTRATORS, Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Both, Finding, NotEmpty, NotYours
from disburse.models import Credential, Enterprise, Person, SignedIn, Unit
from workflows.people import PERSON
from workflows.roles import ROLES
from workflows.table import NEW

ADMINISTRATION = "administration"
"""The unit of the three administrators."""
INSTALLATION = Actor("installation", "system_admin", ADMINISTRATION)
"""Whoever runs the first command on the machine: before it there is nobody."""


@desk.use_case
def found_administrators(*, logins: Mapping[str, str], hashes: Mapping[str, str], by: Actor) -> list[Person]:
    """Enter the first three administrators, by role, with the hash of a password that each uses once.

    Only where there is nobody yet; from then on one registers and another grants.
    """
    if db.session.scalar(select(Person.id).limit(1)):
        raise NotEmpty(what=Both("人员登记", "the register of people"))
    office = ROLES["system_admin"].office
    unit = Unit(id=ADMINISTRATION, office=office, name="系统管理")
    desk.open_record(unit, "register", by=by, roles=("system_admin",))
    people = []
    for role, login in logins.items():
        person = _person(login, ADMINISTRATION, state="active", roles=[role])
        desk.open_record(person, "found", by=by, roles=("system_admin",))
        secrets = {"password_hash": hashes[role], "password_set_at": clock.now(), "password_once": True}
        db.session.execute(insert(Credential).values(person_id=person.id, **secrets))
        people.append(person)
    return people


@desk.use_case
def register_unit(*, code: str, office: str, name: str, by: Actor) -> Unit:
    """Enter an office, a bank or an audit body. Enterprises are registered by their district."""
    known = db.session.scalar(select(Unit.id).where(Unit.id == code))
    if known:
        raise AlreadyThere(what=code, number=known)
    return desk.open_record(
        Unit(id=code, office=office, name=name), "register", by=by, roles=("system_admin",)
    )


@desk.use_case
def register_person(
    *,
    login: str,
    unit: str,
    name: str,
    phone: str | None = None,
    sso_subject: str | None = None,
    by: Actor,
) -> Person:
    """Register a person of a unit, who may do nothing until roles are granted by someone else.

    ``sso_subject`` is ``<issuer>|<sub>`` of single sign-on; name and telephone are kept apart.
    """
    _require_office(unit)
    _require_new("login", login)
    if sso_subject:
        _require_new("sso_subject", sso_subject)
    person = _person(login, unit, sso_subject=sso_subject)
    person.name_digest = audit.disclose(person.id, "name", name)
    person.phone_digest = audit.disclose(person.id, "phone", phone) if phone else None
    desk.open_record(person, "register", by=by)
    db.session.execute(insert(Credential).values(person_id=person.id))
    return person


@desk.use_case
def grant_roles(
    number: str, *, roles: Sequence[str], document: str, version: int | None = None, by: Actor
) -> Person:
    """Let a person in with ``roles`` of the unit's office, in place of those held; sessions end."""
    person = _held(number, "授权", version, by)
    _require_fitting(roles, _require_office(person.unit))
    desk.move(person, "grant", by=by, document=document, roles=sorted(roles, key=list(ROLES).index))
    _end_sessions(number)
    return person


@desk.use_case
def suspend_person(number: str, *, note: str, version: int | None = None, by: Actor) -> Person:
    """Keep a person out for the time being; sessions end, tokens sleep."""
    person = _held(number, "停用", version, by)
    desk.move(person, "suspend", by=by, note=note)
    _end_sessions(number)
    return person


@desk.use_case
def restore_person(number: str, *, note: str, version: int | None = None, by: Actor) -> Person:
    """Let a suspended person in again, with the roles held before."""
    person = _held(number, "恢复", version, by)
    desk.move(person, "restore", by=by, note=note)
    return person


@desk.use_case
def close_person(number: str, *, note: str, version: int | None = None, by: Actor) -> Person:
    """Close a person's account for good; the name stays taken, for the journal speaks of it."""
    person = _held(number, "注销", version, by)
    desk.move(person, "close", by=by, note=note)
    _end_sessions(number)
    return person


def _held(number: str, action: str, version: int | None, by: Actor) -> Person:
    """The person, locked; nobody acts on oneself. Raises NotYours."""
    if by.id == number:
        another = Both("另一名管理员", "another administrator")
        raise NotYours(number=number, action=action, role=by.role, unit=by.unit, holder=another)
    return desk.hold(Person, number, by=by, version=version)


def _person(login: str, unit: str, *, state: str = NEW, roles: Sequence[str] = (), **given: Any) -> Person:
    number = numbering.next_id("person")
    begun = {"workflow_version": PERSON.version, "state": state, "roles": list(roles)}
    return Person(id=number, login=login, unit=unit, **begun, **given)


def _end_sessions(number: str) -> None:
    db.session.execute(SignedIn.ending(number, clock.now()))


def _require_office(unit: str) -> str:
    """The office of a unit; an enterprise is its own. Raises BadRecord where there is no such unit."""
    office = db.session.scalar(select(Unit.office).where(Unit.id == unit))
    if office is None and db.session.scalar(select(Enterprise.id).where(Enterprise.id == unit)):
        office = "enterprise"
    if office is None:
        raise BadRecord(
            [Finding("unit", "没有这个单位，请先登记", "there is no such unit: register it first")]
        )
    return office


def _require_new(column: str, value: str) -> None:
    known = db.session.scalar(select(Person.id).where(getattr(Person, column) == value))
    if known:
        raise AlreadyThere(what=value, number=known)


def _require_fitting(roles: Sequence[str], office: str) -> None:
    """Roles are of the unit's own office; an administrator has one and no other 三员分立."""
    findings = [
        Finding(f"roles.{n}", f"“{ROLES[role].zh}”不属于该单位", f"{role} is not of the unit's office")
        for n, role in enumerate(roles)
        if ROLES[role].office != office
    ]
    if len(set(roles)) != len(roles):
        findings.append(Finding("roles", "有重复的岗位", "a role is given twice"))
    if ADMINISTRATORS & set(roles) and len(roles) > 1:
        findings.append(Finding("roles", "三员不得由一人兼任", "an administrator has one role only"))
    if findings:
        raise BadRecord(findings)
