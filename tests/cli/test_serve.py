"""``disburse serve``, as a real process on a free port of this machine, and what it refuses."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from disburse.app import create_app
from disburse.cli import disburse
from disburse.config import Config
from disburse.db import db

COMMAND = [sys.executable, "-c", "from disburse.app import main; main()", "serve", "--port", "0"]


def heeding():
    """Heed Ctrl+C, even where the tests were started by somebody who doesn't."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def running(sqlite_config):
    """The command, started on a fresh database; it is ended by its id here at the latest."""
    environment = os.environ | {"DISBURSE_DATABASE_URL": sqlite_config.database_url}
    with subprocess.Popen(
        COMMAND,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=heeding,
    ) as started:
        yield started
        started.kill()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_it_says_what_to_open_answers_and_stops_cleanly(running, how):
    address = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())[0]
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert "惠企资金兑付与审计" in answer.read().decode()
    running.send_signal(how)
    assert running.wait(timeout=30) == 0
    assert "Traceback" not in running.stderr.read()


def refused(config: Config, *words: str) -> str:
    """Run the command, which must end with a sentence and exit status 1."""
    app = create_app(config)
    done = app.test_cli_runner().invoke(disburse, ["serve", *words])
    assert done.exit_code == 1, done.output
    with app.app_context():
        db.engine.dispose()
    return done.output


def test_it_serves_this_machine_alone(sqlite_config):
    assert "不能用 0.0.0.0" in refused(sqlite_config, "--host", "0.0.0.0")


def test_a_port_in_use_is_a_sentence(sqlite_config):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"不能在端口 {port} 上提供服务" in refused(sqlite_config, "--port", port)


def test_without_its_tables_it_does_not_start(tmp_path):
    empty = Config(home=str(tmp_path))
    assert "disburse database upgrade" in refused(empty)


def test_without_its_folder_it_does_not_start(tmp_path):
    nowhere = Config(home=str(tmp_path / "nowhere"))
    assert "disburse database upgrade" in refused(nowhere)
