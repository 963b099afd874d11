"""The JSON doors of signing in and of one's own account, each as a client would come to it."""

from datetime import timedelta

import pyotp
import pytest

from disburse import clock
from tests.access.world import (
    NOTE,
    PASSWORD,
    a_person,
    a_registered_person,
    a_unit,
    enters,
    has_password,
    here,
)
from tests.services.watching import last_event

NEW = "a long walk in the rain"


@pytest.fixture
def ask(app, time):
    """Ask the interface: ``ask("GET", "/api/me", secret)``; gives status and JSON."""
    client = app.test_client()

    def asked(method, address, secret="", body=None, **headers):
        if secret:
            headers["Authorization"] = f"Bearer {secret}"
        answer = client.open(address, method=method, json=body, headers=headers)
        return answer.status_code, answer.get_json(silent=True)

    return asked


def signs_in(ask, person, password=PASSWORD, **given):
    return ask("POST", "/api/sessions", body={"login": person.login, "password": password, **given})


def test_a_session_is_begun_listed_and_ended(ask):
    person = a_person("district_clerk", "district_head")
    status, entered = signs_in(ask, person, role="district_head")
    assert (status, entered["role"], entered["owes"]) == (201, "district_head", None)
    assert [right["role"] for right in entered["choices"]] == ["district_clerk", "district_head"]
    secret = entered["secret"]
    status, me = ask("GET", "/api/me", secret)
    assert (status, me["number"], me["login"], me["name"]) == (200, person.id, person.login, "测试人员")
    _, listed = ask("GET", "/api/sessions", secret)
    assert [(s["number"], s["current"]) for s in listed["data"]] == [(entered["number"], True)]
    assert secret not in str(listed)
    assert ask("DELETE", f"/api/sessions/{entered['number']}", secret) == (204, None)
    assert ask("GET", "/api/me", secret)[0] == 401


def test_ones_own_sessions_go_out_as_a_file_and_no_others(app, ask):
    mine, theirs = enters(a_person("auditor")), enters(a_person("auditor"))
    headers = {"Authorization": f"Bearer {mine.secret}", "Idempotency-Key": "sessions-1"}
    with app.test_client().post("/api/sessions/export?format=csv", headers=headers) as answer:
        assert answer.status_code == 200, answer.text
        assert mine.caller.number in answer.text
        assert theirs.caller.number not in answer.text
        assert mine.secret not in answer.text


def test_nobody_ends_the_session_of_another(ask):
    mine, theirs = enters(a_person("auditor")), enters(a_person("auditor"))
    assert ask("DELETE", f"/api/sessions/{theirs.caller.number}", mine.secret)[0] == 404
    assert ask("GET", "/api/me", theirs.secret)[0] == 200


def test_every_failure_to_sign_in_is_one_problem(ask):
    person = a_person("auditor")
    status, wrong = signs_in(ask, person, "wrong horse battery")
    assert (status, wrong["type"].rpartition("/")[2]) == (401, "wrong-sign-in")
    unknown = ask("POST", "/api/sessions", body={"login": "nobody-here", "password": PASSWORD})
    assert unknown[0] == 401
    assert unknown[1]["detail"] == wrong["detail"]
    assert ask("POST", "/api/sessions", body={"login": person.login})[0] == 422
    assert ask("POST", "/api/sessions", body={"login": person.login, "password": "x" * 2000})[0] == 422
    assert ask("GET", "/api/me")[0] == 401
    assert ask("GET", "/api/me", "dss_nothing")[0] == 401


def test_a_locked_name_is_told_when_to_come_again(app, ask):
    person = a_person("auditor")
    for _ in range(5):
        assert signs_in(ask, person, "wrong horse battery")[0] == 401
    body = {"login": person.login, "password": PASSWORD}
    answer = app.test_client().post("/api/sessions", json=body)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(15 * 60 + 1)


def test_a_password_is_chosen_and_every_session_ends(ask):
    person = a_person("auditor")
    secret, other = enters(person).secret, enters(person).secret
    status, faulty = ask("POST", "/api/me/password", secret, {"current": PASSWORD, "new": "password"})
    assert (status, faulty["type"].rpartition("/")[2]) == (422, "bad-password")
    assert ask("POST", "/api/me/password", secret, {"current": "wrong", "new": NEW})[0] == 401
    assert ask("POST", "/api/me/password", secret, {"current": PASSWORD, "new": NEW})[0] == 204
    for ended in (secret, other):
        assert ask("GET", "/api/me", ended)[0] == 401
    assert signs_in(ask, person)[0] == 401
    assert signs_in(ask, person, NEW)[0] == 201


def test_who_has_a_password_for_one_use_may_only_choose_another(ask):
    person = a_person("auditor", password=None)
    has_password(person, password_once=True)
    _, entered = signs_in(ask, person)
    assert entered["owes"] == "password"
    secret = entered["secret"]
    status, no = ask("GET", "/api/auditor/claims", secret)
    assert (status, no["type"].rpartition("/")[2]) == (403, "still-owed")
    assert ask("POST", "/api/me/tokens", secret, {"name": "测试", "scopes": ["read"], "days": 1})[0] == 403
    assert ask("GET", "/api/me", secret)[1]["owes"] == "password"
    assert ask("POST", "/api/me/password", secret, {"current": PASSWORD, "new": NEW})[0] == 204
    assert signs_in(ask, person, NEW)[1]["owes"] is None


def test_a_password_for_one_use_must_be_used_in_time(ask, time):
    person = a_person("auditor", password=None)
    has_password(person, password_once=True)
    time.move_to(time.moment + timedelta(hours=72, seconds=1))
    assert signs_in(ask, person)[0] == 401


def test_who_must_have_a_code_is_let_in_only_to_set_it_up(ask, time):
    person = a_person("city_approver")
    _, entered = signs_in(ask, person)
    assert entered["owes"] == "totp"
    secret = entered["secret"]
    assert ask("GET", "/api/city/claims", secret)[0] == 403
    _, seed = ask("POST", "/api/me/totp", secret, {"current": PASSWORD})
    code = pyotp.parse_uri(seed["otpauth"])
    assert ask("POST", "/api/me/totp/confirm", secret, {"code": "000000"})[0] == 401
    now = code.at(clock.now())
    assert ask("POST", "/api/me/totp/confirm", secret, {"code": now})[0] == 204
    assert ask("GET", "/api/city/claims", secret)[0] == 200
    assert ask("POST", "/api/me/totp", secret, {"current": PASSWORD})[0] == 409
    status, no = signs_in(ask, person)
    assert (status, no["type"].rpartition("/")[2]) == (401, "code-needed")
    assert signs_in(ask, person, code=now)[0] == 401  # it confirmed the seed: it is used
    time.move_to(time.moment + timedelta(seconds=30))
    assert signs_in(ask, person, code=code.at(clock.now()))[1]["owes"] is None


def test_a_token_is_issued_used_listed_and_revoked(ask, time):
    person = a_person("city_clerk")
    secret = enters(person).secret
    asked = {"name": "统计程序", "scopes": ["read"], "days": 30}
    status, issued = ask("POST", "/api/me/tokens", secret, asked)
    assert status == 201
    token = issued["secret"]
    assert token.startswith(f"dst_{int(issued['number'][2:]):08d}_")
    assert ask("GET", "/api/me", token)[1]["scopes"] == ["read"]
    assert ask("GET", "/api/city/claims", token)[0] == 200
    status, no = ask("POST", "/api/city/claims/QD-2025-000001/rate", token, {})
    assert (status, no["type"].rpartition("/")[2]) == (403, "beyond-scope")
    _, listed = ask("GET", "/api/me/tokens", secret)
    assert [(t["number"], t["last_at"] is not None) for t in listed["data"]] == [(issued["number"], True)]
    assert token not in str(listed)
    assert ask("DELETE", f"/api/me/tokens/{issued['number']}", secret)[0] == 204
    assert ask("GET", "/api/me", token)[0] == 401


def test_a_token_issues_no_token_and_changes_no_password(ask):
    secret = enters(a_person("city_clerk")).secret
    asked = {"name": "统计程序", "scopes": ["read", "people"], "days": 1}
    token = ask("POST", "/api/me/tokens", secret, asked)[1]["secret"]
    assert ask("POST", "/api/me/tokens", token, asked)[0] == 403
    assert ask("POST", "/api/me/password", token, {"current": PASSWORD, "new": NEW})[0] == 403
    assert ask("POST", "/api/me/totp", token, {"current": PASSWORD})[0] == 403


@pytest.mark.parametrize("given", [{"days": 366}, {"days": 0}, {"scopes": ["everything"]}, {"scopes": []}])
def test_a_token_without_bounds_is_refused(ask, given):
    secret = enters(a_person("city_clerk")).secret
    asked = {"name": "统计程序", "scopes": ["read"], "days": 1, **given}
    assert ask("POST", "/api/me/tokens", secret, asked)[0] == 422


def test_the_security_administrator_sees_and_ends_sessions_and_gives_a_password(ask):
    admin, person = a_person("security_admin"), a_person("auditor")
    entered = enters(admin)
    has_password(admin, totp_confirmed=True)
    secret, theirs = entered.secret, enters(person).secret
    _, listed = ask("GET", f"/api/persons/{person.id}/sessions", secret)
    assert [s["current"] for s in listed["data"]] == [False]
    status, given = ask("POST", f"/api/persons/{person.id}/password", secret, {"note": NOTE})
    assert status == 200
    assert last_event(person)["action"] == "give_password"
    assert given["password"] not in str(last_event(person))
    assert ask("GET", "/api/me", theirs)[0] == 401
    assert signs_in(ask, person)[0] == 401
    assert signs_in(ask, person, given["password"])[1]["owes"] == "password"
    assert ask("POST", f"/api/persons/{admin.id}/password", secret, {"note": NOTE})[0] == 403
    assert ask("GET", "/api/persons/U-999999/sessions", secret)[0] == 404


def test_others_see_no_sessions_but_their_own(ask):
    person, other = a_person("auditor"), a_person("auditor")
    secret = enters(other).secret
    assert ask("GET", f"/api/persons/{person.id}/sessions", secret)[0] == 403
    assert ask("POST", f"/api/persons/{person.id}/password", secret, {"note": NOTE})[0] == 403


def test_sessions_of_another_go_out_as_a_file_to_the_administrator_in_person_and_to_no_token(ask):
    admin, person = a_person("security_admin"), a_person("auditor")
    secret, number = enters(admin).secret, enters(person).caller.number
    has_password(admin, totp_confirmed=True)
    asked = {"name": "统计程序", "scopes": ["read"], "days": 1}
    token = ask("POST", "/api/me/tokens", secret, asked)[1]["secret"]

    def export(by, way, key):
        at = f"/api/administrator/person-sessions/{way}?format=jsonl&person={person.id}"
        return ask("POST", at, by, **{"Idempotency-Key": key})

    assert export(secret, "export", "sessions-1") == (200, None)
    status, made = export(secret, "export-jobs", "sessions-2")
    assert status == 202
    fetch = f"/api/administrator/hand-overs/{made['id']}/file"
    for status, no in (
        export(token, "export", "sessions-3"),
        export(token, "export-jobs", "sessions-4"),
        ask("POST", fetch, token, **{"Idempotency-Key": "sessions-5"}),
    ):
        assert (status, no["type"].rpartition("/")[2]) == (403, "not-for-tokens")
    other = a_person("audit_admin")
    theirs = enters(other).secret
    has_password(other, totp_confirmed=True)
    assert export(theirs, "export", "sessions-6")[0] == 404
    assert number not in str(made)


def test_a_person_without_roles_is_not_let_in(ask):
    person = a_registered_person(a_unit("auditor"))
    has_password(person)
    assert signs_in(ask, person)[0] == 401
    assert here(person)["version"] == 1
