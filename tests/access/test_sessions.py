"""Sessions and tokens in time: idle, absolute, expired, revoked; and what of their use is written down."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from disburse import clock
from disburse.access import sessions, tokens
from disburse.access.bearer import by_bearer, by_cookie
from disburse.access.refusals import NotForTokens, NotSignedIn
from disburse.acts import act
from disburse.db import db
from disburse.errors import BadRecord, NotFound, NotYours
from disburse.models import SignedIn, Token, TokenUse
from tests.access.test_signing_in import lends
from tests.access.world import HERE, NOTE, SECURITY, a_person, enters, here
from tests.services.watching import last_event, refused

MINUTE = timedelta(minutes=1)


def is_over(secret):
    with pytest.raises(NotSignedIn):
        by_bearer(secret, HERE.address)


def wait(time, minutes):
    time.move_to(time.moment + minutes * MINUTE)


def seen_at(entered):
    query = select(SignedIn.seen_at).where(SignedIn.number == entered.caller.number)
    with db.engine.connect() as connection:
        return connection.execute(query).scalar_one()


def test_a_session_that_is_not_used_ends_after_half_an_hour(time):
    entered = enters(a_person("auditor"))
    wait(time, 29)
    by_cookie(entered.secret)
    wait(time, 29)
    by_cookie(entered.secret)
    wait(time, 30)
    is_over(entered.secret)


def test_a_session_ends_after_twelve_hours_however_it_is_used(time):
    entered = enters(a_person("auditor"))
    for _ in range(12 * 60 // 20 - 1):
        wait(time, 20)
        by_cookie(entered.secret)
    wait(time, 20)
    is_over(entered.secret)


def test_the_last_use_is_written_down_once_a_minute(time):
    entered = enters(a_person("auditor"))
    began = clock.now()
    time.move_to(began + timedelta(seconds=59))
    by_cookie(entered.secret)
    assert seen_at(entered) == began
    wait(time, 1)
    by_cookie(entered.secret)
    assert seen_at(entered) == clock.now()


def test_only_the_digest_of_a_secret_is_kept(time):
    person = a_person("city_clerk")
    entered = enters(person)
    issued, _ = tokens.issue(entered.caller, name="测试程序", scopes=["read"], days=1)
    kept = [*db.session.scalars(select(SignedIn.id)), *db.session.scalars(select(Token.secret_sha256))]
    assert len(kept) == 2
    for secret in (entered.secret, issued):
        assert not any(part in row for row in kept for part in (secret, secret[4:], secret.split("_")[-1]))


def test_sessions_that_are_over_are_not_listed(time):
    person = a_person("auditor")
    enters(person)
    wait(time, 31)
    entered = enters(person)
    assert [one.number for one in sessions.listed(person.id)] == [entered.caller.number]
    sessions.end(entered.caller.number, by=entered.caller.actor)
    assert sessions.listed(person.id) == []
    with pytest.raises(NotFound):
        sessions.end(entered.caller.number, by=entered.caller.actor)


def test_the_security_administrator_ends_one_session_or_all(time):
    person = a_person("auditor")
    first, second, third = enters(person), enters(person), enters(person)
    one = {"session": first.caller.number, "note": NOTE}
    act("end_sessions", {**here(person), **one}, SECURITY)
    assert last_event(person)["action"] == "end_sessions"
    is_over(first.secret)
    by_cookie(second.secret)
    with refused(NotFound):
        act("end_sessions", {**here(person), **one}, SECURITY)
    act("end_sessions", {**here(person), "note": NOTE}, SECURITY)
    is_over(second.secret)
    is_over(third.secret)


def test_a_token_acts_for_its_person_in_one_role_of_one_unit_until_it_expires(time):
    caller = enters(a_person("city_clerk")).caller
    secret, token = tokens.issue(caller, name="测试程序", scopes=["read", "claims"], days=2)
    known = by_bearer(secret, "192.0.2.20")
    assert (known.actor, known.how, known.number) == (caller.actor, "token", token.id)
    assert known.scopes == {"read", "claims"}
    wait(time, 2 * 24 * 60 - 1)
    by_bearer(secret, "192.0.2.20")
    wait(time, 1)
    is_over(secret)


def test_a_token_sleeps_while_its_person_is_suspended_and_dies_with_the_role(time):
    person = a_person("district_clerk", "district_head")
    secret, _ = tokens.issue(enters(person).caller, name="测试程序", scopes=["read"], days=9)
    act("suspend_person", {**here(person), "note": NOTE}, SECURITY)
    is_over(secret)
    act("restore_person", {**here(person), "note": NOTE}, SECURITY)
    by_bearer(secret, HERE.address)
    act("grant_roles", {**here(person), "roles": ["district_head"], "document": "测试调岗1号"}, SECURITY)
    is_over(secret)


def test_a_token_is_known_by_its_whole_text(time):
    secret, token = tokens.issue(enters(a_person("auditor")).caller, name="测试程序", scopes=["read"], days=9)
    prefix, mark, rest = secret.split("_", 2)
    assert (prefix, mark, len(rest)) == ("dst", f"{int(token.id[2:]):08d}", 43)
    for other in (f"dst_00000099_{rest}", f"dst_{mark}_{rest[:-1]}", rest, f"dss_{rest}", "dst_", "dst_é_é"):
        is_over(other)


def test_the_last_use_of_a_token_is_written_down_once_a_minute(time):
    secret, token = tokens.issue(enters(a_person("auditor")).caller, name="测试程序", scopes=["read"], days=9)
    moments = []
    for seconds, address in ((0, "192.0.2.21"), (59, "192.0.2.22"), (1, "192.0.2.23")):
        time.move_to(time.moment + timedelta(seconds=seconds))
        by_bearer(secret, address)
        with db.engine.connect() as connection:
            moments.append(connection.execute(select(TokenUse.last_at, TokenUse.address)).one())
    assert [address for _, address in moments] == ["192.0.2.21", "192.0.2.21", "192.0.2.23"]
    assert moments[2].last_at == clock.now()
    assert [at for _, at in tokens.listed(token.owner)] == [clock.now()]


def test_its_owner_and_the_security_administrator_revoke_a_token_once(time):
    caller, colleague = enters(a_person("auditor")).caller, enters(a_person("auditor")).caller
    first, one = tokens.issue(caller, name="测试程序", scopes=["read"], days=9)
    second, two = tokens.issue(caller, name="测试程序二", scopes=["read"], days=9)
    with refused(NotYours):
        act("revoke_token", {"number": one.id, "version": 1}, colleague.actor)
    act("revoke_token", {"number": one.id, "version": 1}, caller.actor)
    act("revoke_token", {"number": two.id, "version": 1}, SECURITY)
    is_over(first)
    is_over(second)
    with refused(BadRecord):
        act("revoke_token", {"number": one.id, "version": 2}, caller.actor)
    assert last_event(two)["by"]["role"] == "security_admin"


def test_a_token_issues_none_and_a_role_that_is_lent_has_none(time):
    clerk, head = a_person("district_clerk"), a_person("district_head")
    secret, _ = tokens.issue(enters(clerk).caller, name="测试程序", scopes=["people"], days=9)
    with pytest.raises(NotForTokens):
        tokens.issue(by_bearer(secret, ""), name="第二代", scopes=["read"], days=9)
    borrowed = enters(head, delegation=lends(clerk, head).id).caller
    with refused(BadRecord):
        tokens.issue(borrowed, name="测试程序", scopes=["read"], days=9)
