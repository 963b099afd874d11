"""``disburse people``, and who acts on the command line in production: the holder of a token alone."""

import json
from dataclasses import replace

import pytest

from disburse.access import register, tokens
from disburse.access.caller import SCOPES
from disburse.access.signing_in import Claimed, sign_in
from disburse.acts import ACTS
from disburse.api.audiences import AUDIENCES
from disburse.cli import disburse
from disburse.cli.demo import NotInProduction
from disburse.cli.who import TOKEN, scope_of
from disburse.db import db
from tests.access.world import HERE, a_person, enters
from tests.make import an_enterprise
from tests.services.watching import last_event


@pytest.fixture
def run(app, time):
    """Run a command; gives its exit status and what it said."""

    def ran(*words):
        done = app.test_cli_runner().invoke(disburse, words)
        return done.exit_code, done.output

    return ran


@pytest.fixture
def production(app, monkeypatch):
    """The same service in production, with the token in the environment that a person issued."""

    def became(secret=None):
        app.extensions["disburse"] = replace(app.extensions["disburse"], mode="production")
        if secret:
            monkeypatch.setenv(TOKEN, secret)
        else:
            monkeypatch.delenv(TOKEN, raising=False)

    return became


def a_token(person, *scopes):
    return tokens.issue(enters(person).caller, name="命令行", scopes=scopes, days=1)[0]


def test_the_first_administrators_get_passwords_that_let_them_in_once(run):
    status, said = run("people", "first")
    assert status == 0
    lines = [line.split("\t") for line in said.splitlines() if line.startswith("U-")]
    assert [login for _, login, _ in lines] == list(register.FIRST.values())
    entered = sign_in(Claimed(lines[0][1], lines[0][2]), HERE)
    assert (entered.caller.actor.role, entered.caller.owes) == ("system_admin", "password")
    status, said = run("people", "first")
    assert status == 1
    assert "已有内容" in said


def test_people_are_listed_and_unlocked(run):
    person = a_person("auditor")
    _, said = run("people", "list")
    assert person.login in said
    assert "审计人员" in said
    status, said = run("people", "unlock", person.login, "--note", "本人来电")
    assert status == 0, said
    assert last_event(person)["action"] == "unlock"
    assert run("people", "unlock", "nobody-here", "--note", "本人来电")[0] == 1


def test_in_production_a_name_is_not_enough(run, production):
    firm = an_enterprise()
    body = json.dumps({"enterprise": firm.id})
    production()
    status, said = run("act", "draft_claim", body, "--by", f"enterprise_agent:{firm.id}:somebody")
    assert status == 1
    assert "尚未登录" in said


def test_in_production_the_holder_of_the_token_acts(run, production):
    person = a_person("system_admin")
    production(a_token(person, "people"))
    body = {"code": "370999", "office": "district", "name": "某区"}
    status, said = run("act", "register_unit", json.dumps(body), "--by", "system_admin:administration:other")
    assert status == 0, said
    assert json.loads(said)["number"] == "370999"
    db.session.rollback()
    assert last_event(Numbered("370999"))["by"]["id"] == person.id


class Numbered:
    """Something with a number."""

    def __init__(self, number):
        self.id = number


def test_in_production_a_token_must_have_the_acts_scope(run, production):
    production(a_token(a_person("system_admin"), "read"))
    body = {"code": "370999", "office": "district", "name": "某区"}
    status, said = run("act", "register_unit", json.dumps(body))
    assert status == 1
    assert "people" in said


def test_in_production_no_list_is_imported_and_no_policy_adopted_without_a_token(run, production, tmp_path):
    production()
    given = ("--published", "2025-01-01", "--from", "2025-01-01", "--to", "2025-12-31")
    words = ("policy", "adopt", "enter", "QD24", "--number", "测试", *given, "--by", "city_clerk:city:x")
    assert "尚未登录" in run(*words)[1]
    path = tmp_path / "list.csv"
    path.write_text("企业名称,评价结果\n某某,A\n", encoding="utf-8")
    words = ("import", "ratings", str(path), "--year", "2024", "--unit", "370211", "--notice", "测试")
    assert "尚未登录" in run(*words)[1]


def test_in_production_no_demo_is_played(run, production):
    production()
    status, said = run("demo")
    assert status == 1
    assert (NotInProduction.__doc__ or "").split("\n")[0] in said


def test_the_command_line_asks_for_the_scope_that_the_interface_asks_for():
    doors = {door.act: door.scope for audience in AUDIENCES for door in audience.doors}
    assert {name: scope_of(name) for name in doors} == doors
    assert {scope_of(name) for name in ACTS} <= set(SCOPES)
