"""The house keeps its rules: one door, no other way, everything named, everything written down."""

import ast
import inspect
import re
import tomllib
from pathlib import Path

import click
import pytest

from disburse import acts, config
from disburse.cli import disburse
from disburse.cli.draw import TABLES
from workflows.claim import CLAIM

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SERVICES = sorted((ROOT / "disburse" / "services").glob("[a-z]*.py"))
ROOMS = ("disburse", "workflows", "schemas", "reports")


def trees(*rooms):
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "versions" not in path.parts:
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_nobody_assigns_a_state():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees("disburse")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]
    assert not found, "only a workflow moves a state"


HANDING_OVER = {"hand_over", "ask_export", "write_export", "fetch_export", "forget_export"}
"""Services that come with a file on its way out."""
AT_THE_DOOR = {
    "found_administrators", "change_password", "give_password", "begin_totp", "confirm_totp", "issue_token",
    "take_attempt", "fail_attempt", "pass_attempt", "enter", "register_endpoint", "rotate_endpoint",
}  # fmt: skip
"""Services that the doors of secrets call: they carry the digest of one, or count who tries it."""


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_every_public_service_is_a_use_case_and_can_be_asked_for_by_name(path):
    module = getattr(__import__(f"disburse.services.{path.stem}").services, path.stem)
    public = [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    ]
    assert public
    asked_for = {act.service for act in acts.ACTS.values()}
    for function in public:
        assert getattr(function, "is_use_case", False), f"{function.__name__} is not a use case"
        assert "by" in inspect.signature(function).parameters, f"{function.__name__} does not say who acts"
        by_file = function.__name__ in {
            "import_ratings",
            "import_recognitions",
            "import_receipts",
            "attach_file",
            "write_file",
            *HANDING_OVER,
            "ask_import",
        }
        by_access = function.__name__ in AT_THE_DOOR
        assert by_file or by_access or function in asked_for, f"no door leads to {function.__name__}"


def test_the_session_is_written_by_desk_audit_and_ledger_only():
    writers = {
        path.relative_to(ROOT).as_posix()
        for path, tree in trees("disburse")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"add", "add_all", "merge", "delete", "commit", "flush"}
        and ast.unparse(node.value) in {"db.session", "session", "view.session"}
    }
    assert writers == {"disburse/audit.py", "disburse/desk.py"}


def test_no_import_hides_in_a_function():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees(*ROOMS)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found


def test_no_file_is_a_place_for_everything():
    names = {path.stem for path, _ in trees(*ROOMS)}
    assert not names & {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager"}


def test_what_is_public_says_what_it_is_for():
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, tree in trees(*ROOMS)
        if "migrations" not in path.parts
        for node in public(tree)
        if not ast.get_docstring(node)
    ]
    assert not silent, "\n".join(silent)


def public(tree):
    """Public functions and classes, and public methods that keep no promise of a class above."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    promised = {n.name for c in classes for n in methods(c) if ast.get_docstring(n)}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
                yield from (n for n in methods(node) if n.name not in promised or not node.bases)


def methods(node):
    return [n for n in node.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


def test_the_drawing_in_the_readme_is_the_table():
    drawn = re.search(r"```mermaid\n(.*?)```", README, re.DOTALL)
    assert drawn, "README draws the claim's flow"
    assert drawn[1] == CLAIM.mermaid()


def test_every_command_and_setting_is_in_the_readme():
    commands = [name for name, _ in _commands(disburse)]
    missing = [name for name in commands if f"disburse {name}" not in README]
    missing += [
        name for name in config.Config.__dataclass_fields__ if f"DISBURSE_{name.upper()}" not in README
    ]
    assert not missing


def test_every_word_of_the_flow_is_in_the_readmes_list():
    rows = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert not {state.name for state in CLAIM.states} - rows


def test_every_workflow_can_be_drawn():
    assert set(TABLES) >= {"claim", "batch", "payment", "objection", "recovery", "adoption"}


def test_the_lock_files_name_no_registry():
    for path in (ROOT / "script" / "lock").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8")


def test_every_dependency_is_locked_with_its_hash():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "script" / "lock" / "run.txt").read_text(encoding="utf-8")
    for dependency in project["dependencies"]:
        name = re.split(r"[\[><=]", dependency)[0]
        assert re.search(rf"^{re.escape(name)}==\S+ .*\\\n    --hash=", locked, re.MULTILINE), name


def _commands(group, prefix=""):
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command
