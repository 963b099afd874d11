"""Signing in by password: what begins a session, what is answered to whom, and what is noted."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from disburse import clock
from disburse.access import passwords, sessions
from disburse.access.bearer import by_bearer
from disburse.access.refusals import NotSignedIn, RoleNotHeld, WrongSignIn
from disburse.access.signing_in import Claimed, change_role, choices_of, sign_in
from disburse.acts import act
from tests.access.world import (
    HERE,
    NOTE,
    PASSWORD,
    SECURITY,
    a_person,
    a_registered_person,
    a_unit,
    credential,
    enters,
    has_password,
    here,
)
from tests.make import again
from tests.services.watching import last_event


def lends(principal, delegate, role="district_clerk", days=5):
    """A delegation from today on."""
    entered = enters(principal, role=role)
    body = {
        "delegate": delegate.id,
        "from_day": clock.today().isoformat(),
        "until_day": (clock.today() + timedelta(days=days)).isoformat(),
        "grounds": "出差",
    }
    return act("delegate_role", body, entered.caller.actor)


def test_who_signs_in_acts_in_the_role_and_unit_granted(time):
    person = a_person("district_clerk")
    entered = enters(person)
    caller = by_bearer(entered.secret, HERE.address)
    assert (caller.actor.id, caller.actor.role, caller.actor.unit) == (person.id, "district_clerk", "370211")
    assert caller.how == "session"
    assert "read" in caller.scopes
    assert last_event(person)["action"] == "sign_in"
    assert again(person).signed_in_at == clock.now()


def test_the_secret_is_not_in_the_database(time):
    entered = enters(a_person("auditor"))
    assert entered.secret.startswith("dss_")
    with pytest.raises(NotSignedIn):
        by_bearer("dss_" + "x" * 43, HERE.address)
    with pytest.raises(NotSignedIn):
        by_bearer("", HERE.address)


def test_a_wrong_password_an_unknown_name_and_a_person_not_let_in_get_one_answer(time):
    person, waiting = a_person("auditor"), a_registered_person(a_unit("auditor"))
    suspended = a_person("auditor")
    has_password(waiting)
    act("suspend_person", {**here(suspended), "note": NOTE}, SECURITY)
    answers = set()
    for login, password in (
        (person.login, "wrong horse battery"),
        ("nobody-here", PASSWORD),
        (waiting.login, PASSWORD),
        (suspended.login, PASSWORD),
    ):
        with pytest.raises(WrongSignIn) as no:
            sign_in(Claimed(login, password), HERE)
        answers.add((no.value.code, str(no.value)))
    assert len(answers) == 1


def test_a_password_is_taken_exactly_as_it_was_given(time):
    person = a_person("auditor", password="Ｐassword  with spaces ")
    for near in ("Password  with spaces ", "Ｐassword  with spaces", "ｐassword  with spaces "):
        with pytest.raises(WrongSignIn):
            enters(person, near)
    enters(person, "Ｐassword  with spaces ")


def test_a_name_is_taken_in_either_case_for_it_only_has_small_letters(time):
    person = a_person("auditor")
    assert sign_in(Claimed(person.login.upper(), PASSWORD), HERE).caller.actor.id == person.id


def test_an_unknown_name_takes_a_hash_too(time, monkeypatch):
    looked = []
    monkeypatch.setattr(passwords, "fits", lambda *given: looked.append(given) and False)
    with pytest.raises(WrongSignIn):
        sign_in(Claimed("nobody-here", PASSWORD), HERE)
    assert looked == [(PASSWORD, None)]


def test_a_hash_of_other_parameters_is_made_anew_at_the_next_sign_in(time):
    person = a_person("auditor", password=None)
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    has_password(person, password_hash=weak)
    enters(person)
    made = credential(person).password_hash
    assert "$m=65536,t=3,p=4$" in made
    enters(person)
    assert credential(person).password_hash == made


def test_of_several_roles_one_is_chosen(time):
    person = a_person("district_clerk", "district_head")
    entered = enters(person)
    assert entered.caller.actor.role == "district_clerk"
    assert [right.role for right in entered.choices] == ["district_clerk", "district_head"]
    assert enters(person, role="district_head").caller.actor.role == "district_head"
    with pytest.raises(RoleNotHeld):
        enters(person, role="city_clerk")


def test_a_role_that_is_lent_can_be_chosen_while_the_delegation_is_in_force(time):
    clerk, head = a_person("district_clerk"), a_person("district_head")
    lent = lends(clerk, head)
    entered = enters(head, delegation=lent.id)
    actor = by_bearer(entered.secret, HERE.address).actor
    assert (actor.id, actor.role, actor.delegation, actor.principal) == (
        head.id, "district_clerk", lent.id, clerk.id,
    )  # fmt: skip
    assert last_event(head)["by"]["for"] == lent.id
    act("end_delegation", {"number": lent.id, "version": 1, "note": NOTE}, entered.caller.actor)
    with pytest.raises(NotSignedIn):
        by_bearer(entered.secret, HERE.address)
    with pytest.raises(RoleNotHeld):
        enters(head, delegation=lent.id)


def test_a_delegation_ends_with_its_last_day_and_with_the_principals_role(time):
    clerk, head = a_person("district_clerk", "district_head"), a_person("district_head")
    lent = lends(clerk, head, days=0)
    later = lends(clerk, head, role="district_head")
    roles = {"roles": ["district_clerk"], "document": "测试调岗1号"}
    act("grant_roles", {**here(clerk), **roles}, SECURITY)
    entered = enters(head, delegation=lent.id)
    with pytest.raises(RoleNotHeld):
        enters(head, delegation=later.id)
    time.move_to(time.moment.replace(hour=15, minute=59))  # 23:59 in Beijing
    entered = enters(head, delegation=lent.id)
    time.move_to(time.moment + timedelta(minutes=1))
    with pytest.raises(NotSignedIn):
        by_bearer(entered.secret, HERE.address)


def test_one_changes_over_into_another_role_without_a_longer_session(time):
    person = a_person("district_clerk", "district_head")
    first = enters(person)
    ends_at = sessions.listed(person.id)[0].ends_at
    time.move_to(time.moment + timedelta(minutes=10))
    second = change_role(first.caller, "district_head", None, HERE)
    assert second.caller.actor.role == "district_head"
    assert [right.role for right in choices_of(second.caller)] == ["district_clerk", "district_head"]
    assert [(s.role, s.ends_at) for s in sessions.listed(person.id)] == [("district_head", ends_at)]
    with pytest.raises(NotSignedIn):
        by_bearer(first.secret, HERE.address)
    with pytest.raises(WrongSignIn):
        change_role(first.caller, "district_clerk", None, HERE)
