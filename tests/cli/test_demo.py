"""The demo story is real, whole and the same each time."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from disburse.app import create_app
from disburse.cli import disburse
from disburse.db import db

SMALL = ("demo", "--claims", "70", "--enterprises", "30")


def play(config, *words):
    app = create_app(config)
    done = app.test_cli_runner().invoke(disburse, words or SMALL)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return done


def manifest(config):
    return json.loads((Path(config.home) / "trail" / "manifest.json").read_text(encoding="utf-8"))


def test_a_small_story_is_told_whole_and_verified_twice(config):
    told = play(config)
    assert told.exit_code == 0, told.output
    for part in ("已拨付", "notice.pdf", "calculation.pdf", "findings: 0", "全部相符"):
        assert part in told.output
    export = Path(config.home) / "trail"
    alone = subprocess.run(
        [sys.executable, "-I", "-S", export / "proof.py", export], capture_output=True, text=True, check=False
    )
    assert alone.returncode == 0, alone.stdout
    kinds = {row["kind"] for row in manifest(config)["events"]}
    assert kinds >= {
        "adoption", "batch", "claim", "enterprise", "fund", "payment", "pledge", "rating_list", "refusal",
    }  # fmt: skip


def test_the_same_seed_tells_the_same_story_to_the_byte(sqlite_config, sqlite_template, tmp_path):
    again = tmp_path / "again"
    again.mkdir()
    copy = again / "disburse.sqlite"
    copy.write_bytes(sqlite_template.read_bytes())
    other = replace(sqlite_config, home=str(again), database_url=f"sqlite:///{copy}")
    first, second = play(sqlite_config), play(other)
    assert first.exit_code == second.exit_code == 0
    assert manifest(sqlite_config) == manifest(other)
    quiet = [re.sub(r"in \d+ s", "", done.output) for done in (first, second)]
    assert quiet[0] == quiet[1]


def test_a_story_is_told_in_an_empty_database_only(sqlite_config):
    assert play(sqlite_config).exit_code == 0
    refused = play(sqlite_config)
    assert refused.exit_code == 1
    assert "已有内容" in refused.output


def test_every_event_of_the_story_says_that_it_is_demo_time(sqlite_config):
    play(sqlite_config)
    lines = (Path(sqlite_config.home) / "trail" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(json.loads(line)["demo"] for line in lines)


@pytest.mark.parametrize("words", [("demo", "--claims", "3"), ("demo", "--enterprises", "many")])
def test_a_story_too_small_or_without_sense_is_refused(sqlite_config, words):
    assert play(sqlite_config, *words).exit_code == 1
