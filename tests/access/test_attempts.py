"""Lock-out: failures are counted in the database, by name and by address, whoever counts them."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from disburse import clock
from disburse.access import passwords
from disburse.access.refusals import LockedOut, WrongSignIn
from disburse.access.sessions import Visitor
from disburse.access.signing_in import Claimed, sign_in
from disburse.acts import act
from disburse.db import db
from disburse.errors import NotYours
from disburse.models import Attempt, Event
from tests.access.world import HERE, NOTE, PASSWORD, SECURITY, SYSTEM, a_person, enters, here
from tests.services.watching import last_event

WRONG = "wrong horse battery"
MINUTE = timedelta(minutes=1)


def fails(login, times=1, visitor=HERE):
    for _ in range(times):
        with pytest.raises(WrongSignIn):
            sign_in(Claimed(login, WRONG), visitor)


def is_locked(login, password=PASSWORD, visitor=HERE):
    with pytest.raises(LockedOut) as no:
        sign_in(Claimed(login, password), visitor)
    return no.value.facts["seconds"]


@pytest.fixture
def fast(monkeypatch):
    """Passwords compared as they stand: what is tried here is counting, and hashing is slow on purpose."""
    looked = []
    monkeypatch.setattr(passwords, "fits", lambda given, _kept: looked.append(given) or given == PASSWORD)
    return looked


def test_after_five_failures_the_right_password_is_refused_without_a_look(time, fast):
    person = a_person("auditor")
    fails(person.login, 5)
    fast.clear()
    assert is_locked(person.login) == 15 * 60 + 1
    assert fast == []
    time.move_to(time.moment + 15 * MINUTE)
    assert enters(person).caller.actor.id == person.id


def test_a_lock_out_is_noted_once_on_the_person(time, fast):
    person = a_person("auditor")
    fails(person.login, 5)
    is_locked(person.login)
    event = last_event(person)
    assert (event["action"], event["by"]["id"]) == ("lock_out", "sign-in")
    assert "5 次" in event["reason"]
    noted = select(func.count()).where(Event.record == person.id, Event.action == "lock_out")
    assert db.session.scalar(noted) == 1


def test_a_name_that_nobody_has_is_locked_alike(time, fast):
    fails("nobody-here", 5)
    assert is_locked("nobody-here") == 15 * 60 + 1
    assert is_locked("Nobody-Here ") == 15 * 60 + 1


def test_each_lock_is_twice_as_long_up_to_four_hours(time, fast):
    person = a_person("auditor")
    seen = []
    for _ in range(7):
        fails(person.login, 5)
        seen.append(is_locked(person.login) // 60)
        time.move_to(time.moment + timedelta(minutes=seen[-1]))
    assert seen == [15, 30, 60, 120, 240, 240, 240]


def test_failures_far_apart_lock_nothing_and_a_success_forgets_them(time, fast):
    person = a_person("auditor")
    for _ in range(3):
        fails(person.login, 4)
        time.move_to(time.moment + 16 * MINUTE)
    fails(person.login, 4)
    enters(person)
    fails(person.login, 4)
    assert enters(person).caller.actor.id == person.id


def test_a_quiet_day_forgets_every_lock(time, fast):
    person = a_person("auditor")
    fails(person.login, 5)
    time.move_to(time.moment + timedelta(hours=25))
    fails(person.login, 5)
    assert is_locked(person.login) // 60 == 15
    keys = set(db.session.scalars(select(Attempt.key)))
    assert keys == {f"login:{person.login}", f"address:{HERE.address}"}


def test_an_address_is_locked_after_fifty_failures_under_any_names(time, fast):
    person = a_person("auditor")
    for n in range(50):
        fails(f"nobody-{n}")
    assert is_locked(person.login) == 15 * 60 + 1
    assert enters(person, visitor=Visitor("192.0.2.8")).caller.actor.id == person.id


def test_successes_from_one_address_never_lock_it(time, fast):
    person = a_person("auditor")
    for _ in range(60):
        enters(person)
    fails("nobody-here")


def test_the_addresses_of_one_ipv6_network_count_together(time, fast):
    for n in range(50):
        fails(f"nobody-{n}", visitor=Visitor(f"2001:db8::{n:x}"))
    is_locked("nobody-else", visitor=Visitor("2001:db8::ffff:1"))
    fails("nobody-else", visitor=Visitor("2001:db8:0:1::1"))


def test_the_security_administrator_unlocks_and_nobody_else(time, fast):
    person = a_person("auditor")
    fails(person.login, 5)
    with pytest.raises(NotYours):
        act("unlock_person", {**here(person), "note": NOTE}, SYSTEM)
    act("unlock_person", {**here(person), "note": NOTE}, SECURITY)
    assert enters(person).caller.actor.id == person.id


def test_attempts_still_under_way_count_too(time, monkeypatch):
    """While five guesses are being looked at, a sixth is not."""
    person = a_person("auditor")
    depth = []

    def looks(given, kept):
        depth.append(given)
        if len(depth) < 6:
            with pytest.raises((WrongSignIn, LockedOut)) as no:
                sign_in(Claimed(person.login, WRONG), HERE)
            depth.append(no.type)
        return False

    monkeypatch.setattr(passwords, "fits", looks)
    fails(person.login)
    assert depth.count(WRONG) == 5
    assert LockedOut in depth


GUESS = """
import sys
from disburse.app import create_app
from disburse.access.refusals import LockedOut, WrongSignIn
from disburse.access.sessions import Visitor
from disburse.access.signing_in import Claimed, sign_in
from disburse.access import passwords

looked = 0
real = passwords.fits
def fits(*given):
    global looked
    looked += 1
    return real(*given)
passwords.fits = fits
with create_app().app_context():
    for _ in range(4):
        try:
            sign_in(Claimed(sys.argv[1], "wrong horse battery"), Visitor("192.0.2.9"))
        except (WrongSignIn, LockedOut):
            pass
print(looked)
"""


def test_four_processes_together_get_five_guesses(app, config):
    """Real processes, real time, real hashes, one database."""
    person = a_person("auditor")
    environment = os.environ | {"DISBURSE_DATABASE_URL": config.database_url, "DISBURSE_HOME": config.home}
    command = [sys.executable, "-c", GUESS, person.login]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(4)
    ]
    guesses = [int(process.communicate(timeout=120)[0]) for process in running]
    assert [process.returncode for process in running] == [0] * 4
    assert sum(guesses) == 5
    db.session.rollback()
    row = db.session.execute(select(Attempt).where(Attempt.key == f"login:{person.login}")).scalar_one()
    assert row.failures == 5
    assert row.locked_until > clock.now()
