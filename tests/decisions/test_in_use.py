"""An edition that anyone used is not edited unseen; and the records' commands as a person types them."""

import json
import shutil

import pytest
from flask.cli import ScriptInfo
from sqlalchemy import create_engine, inspect

from disburse import schema
from disburse.acts import act
from disburse.cli import disburse
from disburse.cli.policy import policy
from disburse.policy.catalogue import SHIPPED, load
from disburse.queries import editions, rules
from tests.make import APPROVER, CITY_CLERK, a_claim, an_adoption, here

CLERK_WHO, APPROVER_WHO = "city_clerk:city:u1", "city_approver:city:u2"


@pytest.fixture
def edited(tmp_path):
    """A catalogue in which one figure of QD24 is another."""
    copy = shutil.copytree(SHIPPED, tmp_path / "edited")
    page = copy / "QD24" / "2023-draft" / "2-traditional.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("600万元", "700万元", 1), encoding="utf-8")
    return copy


@pytest.fixture
def run(app):
    """A command of the application under test."""

    def type_in(*words):
        obj = ScriptInfo(create_app=lambda: app)
        return app.test_cli_runner().invoke(policy, [str(word) for word in words], obj=obj)

    return type_in


def told(uses):
    return [(use.edition, use.by_adoption, use.count) for use in uses]


def test_an_edition_in_use_is_as_it_was(time):
    a_claim("recommended")
    assert told(editions.uses()) == [("QD24", True, 1), ("QD24/2023-draft", False, 1)]
    assert list(editions.disturbed(load())) == []


def test_an_edit_of_an_edition_in_use_is_told_with_the_day(time, edited):
    a_claim("recommended")
    found = list(editions.disturbed(load(edited)))
    assert told(found) == [("QD24", True, 1), ("QD24/2023-draft", False, 1)]
    assert {use.day for use in found} == {"2025-03-03"}


def test_an_edit_of_another_edition_is_no_matter(time, edited):
    an_adoption("QC26")
    assert list(editions.disturbed(load(edited))) == []


def test_a_rejected_adoption_uses_nothing(time):
    body = {
        "document": "QD24",
        "number": "测试〔2024〕1号",
        "published_on": "2024-01-01",
        "effective_from": "2024-01-01",
        "effective_to": "2026-12-31",
    }
    entered = act("enter_adoption", body, CITY_CLERK)
    act("reject_adoption", {**here(entered), "note": "文号有误"}, APPROVER)
    assert list(editions.uses()) == []


def test_policy_check_tells_an_edit_after_use(time, run, edited):
    a_claim("recommended")
    assert run("check").exit_code == 0
    made = run("check", "--catalogue", edited)
    assert made.exit_code == 1
    assert "QD24/2023-draft" in made.output
    assert "2025-03-03" in made.output


def test_an_adoption_is_entered_and_confirmed_by_two(time, run):
    dates = ("--published", "2024-01-01", "--from", "2024-01-01", "--to", "2026-12-31")
    made = run("adopt", "enter", "QD24", "--number", "测试〔2024〕1号", *dates, "--by", CLERK_WHO)
    answer = json.loads(made.output)
    assert (answer["state"], answer["version"]) == ("entered", 1)
    run("adopt", "confirm", answer["number"], "--document", "测试确认1号", "--by", APPROVER_WHO)
    assert rules.adoptions()["QD24"].number == "测试〔2024〕1号"


def test_a_reading_is_entered_and_confirmed_by_two(time, run):
    words = ("--number", "测试函1号", "--from", "2025-01-01", "--reason", "属于投资")
    made = run("decide", "enter", "investment:QD24-18.3=yes", *words, "--by", CLERK_WHO)
    number = json.loads(made.output)["number"]
    made = run("decide", "confirm", number, "--document", "测试确认1号", "--by", APPROVER_WHO)
    assert json.loads(made.output)["state"] == "confirmed"
    assert [decision.reading for decision in rules.decisions()] == ["yes"]


def test_who_acts_is_written_in_full(run):
    made = run("decide", "confirm", "D-2025-0001", "--document", "x1", "--by", "someone")
    assert made.exit_code == 2
    assert "role:unit:id" in made.output


def test_the_questions_are_listed_with_their_readings(run):
    made = run("decide", "questions").output
    assert "tiers:QD24-1\thighest|each\t" in made


def test_every_command_of_the_group_has_its_help():
    assert {"adopt", "decide", "diff", "compare", "match"} <= set(disburse.commands["policy"].commands)


def test_the_table_comes_and_goes_with_its_migration(sqlite_config):
    engine = create_engine(sqlite_config.owner_database)
    schema.downgrade(engine, "0001")
    assert "decision" not in inspect(engine).get_table_names()
    schema.upgrade(engine)
    assert "decision" in inspect(engine).get_table_names()
    engine.dispose()
