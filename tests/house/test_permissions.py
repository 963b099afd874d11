"""The permission matrix in the manual is what the tables, the scope and the addresses say."""

from pathlib import Path

import pytest

from disburse.app import create_app
from disburse.cli import disburse
from disburse.config import Config
from disburse.models import AUDITED
from disburse.queries.permissions import sight, workflows
from workflows.claim import CLAIM
from workflows.roles import ROLES

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


@pytest.fixture(scope="module")
def app():
    return create_app(Config())


def test_the_page_is_what_the_command_draws(app):
    drawn = app.test_cli_runner().invoke(disburse, ["draw", "permissions"]).output
    assert PAGE.read_text(encoding="utf-8") == drawn, "disburse draw permissions > docs/permissions.md"


def test_every_role_step_and_address_is_on_it(app):
    page = PAGE.read_text(encoding="utf-8")
    for workflow in workflows().values():
        assert not [s.action for s in workflow.steps if f"{s.label_zh} `{s.action}`" not in page]
    assert not [role for role in ROLES if f"| `{role}` |" not in page]
    assert not [rule.rule for rule in app.url_map.iter_rules() if f"`{rule.rule}`" not in page]


def test_every_workflow_of_a_record_is_drawn():
    assert workflows()["claim"] is CLAIM
    assert len(workflows()) == len({m.workflow.name for m in AUDITED if m.workflow})


def test_sight_is_what_the_scope_says():
    seen = sight()
    assert seen["claim"]["auditor"] == "all"
    assert seen["claim"]["district_clerk"] == "own"
    assert seen["claim"]["system_admin"] == "none"
    assert seen["fund"]["enterprise_agent"] == "none"
    assert set(seen) == {model.kind for model in AUDITED}
