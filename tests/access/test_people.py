"""Registering and letting in: two administrators, never oneself, roles of one office, the three apart."""

import pytest
from sqlalchemy import func, select

from disburse import audit
from disburse.access import register
from disburse.access.refusals import NotSignedIn, WrongSignIn
from disburse.access.sessions import caller_of
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import (
    AlreadyThere,
    BadRecord,
    NotEmpty,
    NotFound,
    NotYours,
    OutOfOrder,
    SamePerson,
    Stale,
)
from disburse.models import Person
from disburse.queries import trail
from disburse.queries.verification import verify
from disburse.services.people import ADMINISTRATION
from reports import proof
from tests.access.world import (
    NOTE,
    SECURITY,
    SYSTEM,
    a_person,
    a_registered_person,
    a_unit,
    enters,
    here,
)
from tests.make import a_claim, again, an_enterprise
from tests.services.watching import last_event, refused, where

AUDIT_ADMIN = Actor("audit-admin", "audit_admin", ADMINISTRATION)


def grants(person, *roles, by=SECURITY):
    return act("grant_roles", {**here(person), "roles": list(roles), "document": "测试授权1号"}, by)


def test_a_person_is_registered_without_roles_and_the_name_is_kept_apart(time):
    person = a_registered_person(a_unit("city"), name="测试姓名", phone="13900000000")
    assert (person.state, person.roles, person.unit) == ("registered", [], "city")
    assert audit.disclosed(person.name_digest) == "测试姓名"
    assert audit.disclosed(person.phone_digest) == "13900000000"
    assert "测试姓名" not in str(last_event(person))


def test_an_enterprise_is_its_own_unit(time):
    firm = an_enterprise()
    person = grants(a_registered_person(firm.id), "enterprise_agent")
    assert (person.unit, person.roles, person.state) == (firm.id, ["enterprise_agent"], "active")


def test_a_unit_that_is_nowhere_has_no_people(time):
    with refused(BadRecord) as no:
        a_registered_person("nowhere")
    assert where(no) == ["unit"]


def test_a_name_and_a_subject_belong_to_one_person(time):
    unit = a_unit("city")
    first = a_registered_person(unit, sso_subject="https://id.example|17")
    with refused(AlreadyThere):
        a_registered_person(unit, login=first.login)
    with refused(AlreadyThere):
        a_registered_person(unit, sso_subject="https://id.example|17")
    with refused(AlreadyThere):
        act("register_unit", {"code": unit, "office": "city", "name": "再次登记"}, SYSTEM)


@pytest.mark.parametrize("login", ["Li", "13900000000", "ab", "a b c", "王五王五", "x" * 41])
def test_a_sign_in_name_is_neither_a_name_nor_a_number(time, login):
    with pytest.raises(BadRecord) as no:
        a_registered_person("city", login=login)
    assert where(no) == ["login"]


@pytest.mark.parametrize("by", [SECURITY, AUDIT_ADMIN, Actor("c", "city_clerk", "city")])
def test_only_the_system_administrator_registers(time, by):
    unit = a_unit("city")
    with refused(NotYours):
        act("register_person", {"login": "somebody", "unit": unit, "name": "某人"}, by)
    with refused(NotYours):
        act("register_unit", {"code": "370999", "office": "district", "name": "某区"}, by)


@pytest.mark.parametrize("by", [SYSTEM, AUDIT_ADMIN])
def test_only_the_security_administrator_grants(time, by):
    person = a_registered_person(a_unit("city"))
    with refused(NotYours):
        grants(person, "city_clerk", by=by)


def test_who_registered_somebody_does_not_let_them_in(time):
    person = a_registered_person(a_unit("city"))
    with refused(SamePerson):
        grants(person, "city_clerk", by=Actor(SYSTEM.id, "security_admin", ADMINISTRATION))


def test_nobody_grants_suspends_restores_or_closes_oneself(time):
    person = a_person("security_admin")
    myself = Actor(person.id, "security_admin", ADMINISTRATION)
    with refused(NotYours):
        grants(person, "security_admin", by=myself)
    for name in ("suspend_person", "restore_person", "close_person"):
        with refused(NotYours):
            act(name, {**here(person), "note": NOTE}, myself)
    for name in ("reset_totp", "end_sessions"):
        with refused(NotYours):
            act(name, {**here(person), "note": NOTE}, myself)


@pytest.mark.parametrize(
    ("office", "roles", "places"),
    [
        ("city", ["finance_payer"], ["roles.0"]),
        ("city", ["city_clerk", "auditor"], ["roles.1"]),
        ("city", ["city_clerk", "city_clerk"], ["roles"]),
        ("city", ["system_admin"], ["roles.0"]),
        ("administrator", ["system_admin", "security_admin"], ["roles"]),
        ("administrator", ["audit_admin", "city_clerk"], ["roles.1", "roles"]),
    ],
)
def test_roles_are_of_the_units_office_and_the_three_administrators_apart(time, office, roles, places):
    person = a_registered_person(a_unit(office))
    with refused(BadRecord) as no:
        grants(person, *roles)
    assert where(no) == places


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_no_administrator_acts_on_a_claim_or_sees_one(time, role):
    claim = a_claim("submitted")
    administrator = Actor("someone", role, ADMINISTRATION)
    with refused(NotFound):
        act("accept_claim", {"number": claim.id, "version": claim.version}, administrator)


def test_a_change_of_roles_a_suspension_and_a_close_end_every_session(time):
    for name, body in (
        ("grant_roles", {"roles": ["district_head"], "document": "测试调岗1号"}),
        ("suspend_person", {"note": NOTE}),
        ("close_person", {"note": NOTE}),
    ):
        person = a_person("district_clerk")
        secret = enters(person).secret
        by = SYSTEM if name == "close_person" else SECURITY
        act(name, {**here(person), **body}, by)
        with pytest.raises(NotSignedIn):
            caller_of(secret)


def test_a_restored_person_signs_in_anew_and_no_old_session_lives_on(time):
    person = a_person("auditor")
    old = enters(person).secret
    act("suspend_person", {**here(person), "note": NOTE}, SECURITY)
    with pytest.raises(WrongSignIn):
        enters(person)
    act("restore_person", {**here(person), "note": NOTE}, SECURITY)
    with pytest.raises(NotSignedIn):
        caller_of(old)
    assert enters(person).caller.actor.id == person.id


def test_a_closed_account_stays_closed_and_its_name_taken(time):
    person = a_person("auditor")
    act("close_person", {**here(person), "note": NOTE}, SYSTEM)
    with refused(OutOfOrder):
        grants(person, "auditor")
    with refused(AlreadyThere):
        a_registered_person(a_unit("auditor"), login=person.login)


def test_who_saw_an_older_version_is_told(time):
    person = a_person("auditor")
    with refused(Stale):
        act("suspend_person", {"number": person.id, "version": 1, "note": NOTE}, SECURITY)
    with refused(BadRecord, written_down=False):
        act("suspend_person", here(person), SECURITY)


def test_the_first_three_administrators_are_founded_once(time):
    given = register.found()
    people = register.everybody()
    assert [(p.login, p.roles, p.state) for p in people] == [
        ("system-admin", ["system_admin"], "active"),
        ("security-admin", ["security_admin"], "active"),
        ("audit-admin", ["audit_admin"], "active"),
    ]
    assert len({password for _, password in given.values()}) == 3
    event = last_event(again(db.session.get(Person, people[0].number)))
    assert (event["action"], event["by"]["id"]) == ("found", "installation")
    with pytest.raises(NotEmpty):
        register.found()
    assert db.session.scalar(select(func.count()).select_from(Person)) == 3


def test_the_founded_administrators_do_the_rest(time):
    given = register.found()
    system, security, _ = (Actor(p.number, p.roles[0], p.unit) for p in register.everybody())
    unit = act("register_unit", {"code": "audit", "office": "auditor", "name": "审计局"}, system)
    person = act("register_person", {"login": "auditor-1", "unit": unit.id, "name": "某人"}, system)
    assert grants(person, "auditor", by=security).state == "active"
    assert set(given) == {"U-000001", "U-000002", "U-000003"}


def test_what_was_done_with_people_holds_against_the_journal(time):
    person = a_person("district_clerk")
    enters(person)
    act("suspend_person", {**here(person), "note": NOTE}, SECURITY)
    with trail.snapshot() as view:
        assert list(verify(view, proof.Tally())) == []


def test_a_sign_in_name_that_is_nobodys_is_not_found(time):
    with pytest.raises(NotFound):
        register.by_login("nobody-here")
