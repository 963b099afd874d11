"""The security record is whole, and what it names is there."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "security"
STATUSES = ("met", "partly", "not met", "not applicable")
COMMANDS = {"bandit", "mypy", "script/audit"}
"""What a row may name instead of a test."""
LEVELS = {"1": 70, "2": 183}
"""How many requirements ASVS 5.0.0 has at each level."""
with (FOLDER / "asvs.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def test_every_requirement_of_levels_1_and_2_has_one_row():
    assert Counter(row["level"] for row in ROWS) == LEVELS
    numbers = [tuple(map(int, row["id"].split("."))) for row in ROWS]
    assert numbers == sorted(set(numbers))
    assert {number[0] for number in numbers} == set(range(1, 18))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_a_row_names_is_there(row):
    assert row["requirement"]
    assert row["status"] in STATUSES
    if row["status"] != "met":
        assert row["note"], "what is missing, or why it does not apply"
    if row["status"] in {"met", "partly"}:
        assert row["where"], "where it is met"
    if row["where"]:
        assert (ROOT / row["where"]).is_file(), row["where"]
    if row["test"] and row["test"] not in COMMANDS:
        path, _, name = row["test"].partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name}(" in text if name else "def test_" in text, row["test"]


def test_the_commands_are_run():
    script = (ROOT / "script" / "test").read_text(encoding="utf-8")
    assert all(re.search(rf"^{command}\b", script, re.MULTILINE) for command in ("bandit", "mypy"))
    assert (ROOT / "script" / "audit").is_file()


def test_the_counts_in_the_readme_are_these():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = {status: int(count) for status, count in re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", readme, re.M)}
    assert told == Counter(row["status"] for row in ROWS)
