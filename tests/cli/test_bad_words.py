"""Whatever is wrong with a command is a sentence and exit status 1, never a traceback."""

import pytest

from disburse.app import create_app
from disburse.cli import disburse
from disburse.config import Config
from disburse.db import db
from tests.make import a_claim

ACCEPT = ("act", "accept_claim", '{"number": "QD-2025-000001", "version": 1}', "--by")


@pytest.fixture
def run(app):
    def command(*words):
        done = app.test_cli_runner().invoke(disburse, [str(word) for word in words])
        assert isinstance(done.exception, SystemExit | None), done.exception
        return done

    return command


@pytest.mark.parametrize(
    "words",
    [
        ("nothing-of-the-kind",),
        ("policy", "show", "NOPE"),
        ("policy", "check", "--texts", "/nowhere/at/all"),
        ("assess", "/nowhere/at/all"),
        ("import", "ratings", "/nowhere/at/all.xlsx", "--year", 2024, "--unit", "370211", "--notice", "x1"),
        ("import", "ratings", __file__, "--year", 2024, "--unit", "370211", "--notice", "x1"),
        ("import", "ratings", "x.xlsx", "--year", "last", "--unit", "370211", "--notice", "x1"),
        ("act", "nothing", "{}", "--by", "district_clerk:370211:u"),
        ("act", "accept_claim", "{", "--by", "district_clerk:370211:u"),
        ("act", "accept_claim", "[]", "--by", "district_clerk:370211:u"),
        ("act", "accept_claim", '{"number": 1, "number": 2}', "--by", "district_clerk:370211:u"),
        (*ACCEPT, "nobody"),
        (*ACCEPT, "king:370211:u"),
        (*ACCEPT, "district_clerk:370211:u"),
        ("paper", "notice", "QD-2025-999999"),
        ("draw", "nothing"),
    ],
)
def test_bad_words_get_a_sentence(run, words):
    done = run(*words)
    assert done.exit_code == 1
    assert done.output.strip()


def test_an_export_covers_nothing_that_is_there(run, tmp_path):
    done = run("trail", "export", tmp_path)
    assert done.exit_code == 1
    assert "已有内容" in done.output


def test_a_step_from_the_command_line_is_the_step_of_a_page(run, time):
    claim = a_claim("submitted")
    body = f'{{"number": "{claim.id}", "version": {claim.version}}}'
    assert "district_review" in run("act", "accept_claim", body, "--by", "district_clerk:370211:u-17").output
    stale = run("act", "accept_claim", body, "--by", "district_clerk:370211:u-17")
    assert stale.exit_code == 1
    assert "已被他人改动" in stale.output


def test_a_database_that_was_never_made_is_told(tmp_path):
    app = create_app(Config(home=str(tmp_path)))
    done = app.test_cli_runner().invoke(disburse, [*ACCEPT, "district_clerk:370211:u"])
    assert done.exit_code == 1
    assert "disburse database upgrade" in done.output
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_journal_is_verified_and_exported_from_the_command_line(run, time, tmp_path):
    a_claim("paid")
    assert "全部相符" in run("trail", "verify").output
    done = run("trail", "export", tmp_path / "out", "--format", "csv")
    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {
        "events.csv",
        "events.jsonl",
        "manifest.json",
    }
