"""The two password policies, each on examples; one-time codes at the edges of their time."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from disburse import clock
from disburse.access import accounts, keys, passwords, policies, totp
from disburse.access.bearer import by_cookie
from disburse.access.refusals import BadPassword, LockedOut, SealBroken, StillOwed, WrongSignIn
from disburse.acts import act
from disburse.errors import NotYours
from disburse.services.credentials import change_password
from tests.access.world import (
    NOTE,
    PASSWORD,
    SECURITY,
    a_person,
    credential,
    enters,
    has_password,
    hash_of,
    here,
)
from tests.services.watching import last_event, refused

WORDS = ["zhangsan-office", "370211", "disburse"]


def faults(name, password, kept=()):
    found = policies.faults(policies.POLICIES[name], password, words=WORDS, kept=kept)
    return [finding.en for finding in found]


@pytest.mark.parametrize(
    "password",
    [
        "a" * 7 + "B",
        "correct horse battery staple",
        "青岛海边的小石头路",
        "x" * 120,
        "no digits at all!",
        "qwe rty asd",
    ],
)
def test_asvs_asks_for_length_and_nothing_else(password):
    assert faults("asvs", password) == []


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short7!", "8 to 128"),
        ("x" * 129, "8 to 128"),
        ("password", "breached"),
        ("PassWord1", "breached"),
        ("zhangsan-office", "too short"),
        ("Zhangsan-Office2025", "too short"),
        ("disburse370211!", "too short"),
    ],
)
def test_asvs_refuses_what_can_be_guessed(password, said):
    (found,) = faults("asvs", password)
    assert said in found


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("lowercase only here", False),
        ("lower and UPPER", True),
        ("lower1234567", False),
        ("lower123-4567", True),
        ("UPPER1234lower", True),
        ("山海之间Ab12", True),
    ],
)
def test_djbh3_asks_for_three_of_four_classes(password, good):
    assert (faults("djbh3", password) == []) is good


def test_djbh3_refuses_the_last_five():
    kept = [hash_of(f"Number-{n}-password") for n in range(6)]
    assert "last 5" in faults("djbh3", "Number-4-password", kept)[0]
    assert faults("djbh3", "Number-5-password", kept) == []
    assert faults("asvs", "Number-4-password", kept) == []


@pytest.fixture
def djbh3(app):
    """The service under the policy ``djbh3``."""
    app.extensions["disburse"] = replace(app.extensions["disburse"], password_policy="djbh3")


def test_under_djbh3_the_last_five_are_remembered_and_no_more(time, djbh3):
    person = a_person("auditor", password="Number-0-password")
    for n in range(1, 7):
        caller = enters(person, f"Number-{n - 1}-password").caller
        accounts.change_password(caller, f"Number-{n - 1}-password", f"Number-{n}-password")
    caller = enters(person, "Number-6-password").caller
    assert len(credential(person).password_earlier) == 4
    for n in range(2, 7):
        with pytest.raises(BadPassword):
            accounts.change_password(caller, "Number-6-password", f"Number-{n}-password")
    accounts.change_password(caller, "Number-6-password", "Number-1-password")


def test_under_djbh3_a_password_is_renewed_after_ninety_days(time, djbh3):
    person = a_person("auditor", password="Number-0-password")
    time.move_to(time.moment + timedelta(days=90))
    assert enters(person, "Number-0-password").caller.owes is None
    time.move_to(time.moment + timedelta(seconds=1))
    entered = enters(person, "Number-0-password")
    assert entered.caller.owes == "password"
    assert entered.caller.scopes == frozenset()
    with pytest.raises(StillOwed):
        by_cookie(entered.secret)


def test_under_asvs_a_password_does_not_expire(time):
    person = a_person("auditor")
    time.move_to(time.moment + timedelta(days=1000))
    assert enters(person).caller.owes is None


def test_a_wrong_present_password_counts_as_at_the_door(time, monkeypatch):
    monkeypatch.setattr(passwords, "fits", lambda given, _kept: given == PASSWORD)
    caller = enters(a_person("auditor")).caller
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            accounts.change_password(caller, "wrong", "a long walk in the rain")
    with pytest.raises(LockedOut):
        accounts.change_password(caller, PASSWORD, "a long walk in the rain")


def test_nobody_changes_the_password_of_another(time):
    person, other = a_person("auditor"), enters(a_person("auditor")).caller
    with refused(NotYours):
        change_password(person.id, password_hash=hash_of("something else"), by=other.actor)


@pytest.fixture
def coded(time):
    """A person with one-time codes, and the codes."""
    person = a_person("auditor")
    caller = enters(person).caller
    codes = pyotp.parse_uri(accounts.begin_totp(caller, PASSWORD))
    accounts.confirm_totp(caller, codes.at(clock.now()))
    time.move_to(time.moment + timedelta(minutes=5))
    return person, codes


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_is_taken_one_step_early_or_late_and_no_more(coded, seconds, good):
    person, codes = coded
    code = codes.at(clock.now() + timedelta(seconds=seconds))
    if good:
        assert enters(person, code=code).caller.owes is None
    else:
        with pytest.raises(WrongSignIn):
            enters(person, code=code)


def test_no_code_is_taken_twice_nor_one_from_before_it(coded):
    person, codes = coded
    before, now = codes.at(clock.now() - timedelta(seconds=30)), codes.at(clock.now())
    enters(person, code=now)
    for used in (now, before):
        with pytest.raises(WrongSignIn):
            enters(person, code=used)
    enters(person, code=codes.at(clock.now() + timedelta(seconds=30)))


def test_of_two_who_bring_one_code_at_the_same_moment_one_is_let_in(coded, monkeypatch):
    """The other looked before the first was let in: the step is taken in the database."""
    person, codes = coded
    code, real = codes.at(clock.now()), totp.step_of

    def another_comes_first(given, sealed):
        monkeypatch.setattr(totp, "step_of", real)
        enters(person, code=code)
        return real(given, sealed)

    monkeypatch.setattr(totp, "step_of", another_comes_first)
    with pytest.raises(WrongSignIn):
        enters(person, code=code)


def test_the_seed_is_sealed_under_the_services_key(coded, app):
    person, codes = coded
    sealed = credential(person).totp_sealed
    assert codes.secret not in sealed
    assert keys.unseal(sealed) == codes.secret
    app.extensions["disburse"] = replace(app.extensions["disburse"], secret_key="another key")
    with pytest.raises(SealBroken):
        enters(person, code=codes.at(clock.now()))


def test_a_seed_counts_for_nothing_until_a_code_of_it_was_shown(time):
    person = a_person("auditor")
    accounts.begin_totp(enters(person).caller, PASSWORD)
    assert enters(person).caller.owes is None


def test_the_security_administrator_resets_the_codes_of_who_lost_the_device(coded):
    person, _ = coded
    act("reset_totp", {**here(person), "note": NOTE}, SECURITY)
    assert last_event(person)["action"] == "reset_totp"
    assert enters(person).caller.owes is None


def test_who_signs_in_with_a_password_given_by_another_owes_a_new_one(time):
    person = a_person("auditor")
    given = accounts.give_password(person.id, note=NOTE, by=SECURITY)
    assert enters(person, given).caller.owes == "password"
    has_password(person, password_once=False)
    assert enters(person).caller.owes is None
