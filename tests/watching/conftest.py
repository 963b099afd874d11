"""A client on each database in turn, and the real server on a port of its own."""

import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.access.world import a_browser

START = "from disburse.app import main; main()"


@pytest.fixture
def client(app):
    """A client, on each database in turn."""
    return app.test_client()


@pytest.fixture
def browser(app, time):
    """A browser in which an auditor has signed in."""
    return a_browser(app, "auditor")


class Server:
    """``disburse serve`` as a process: where it listens, and what it wrote to stderr."""

    def __init__(self, process, log):
        self.process = process
        self.log = log
        self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())[1])

    def open(self):
        """A raw connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, sent: bytes) -> bytes:
        """Send bytes as they are; everything that comes back until the server closes."""
        with self.open() as connection:
            connection.sendall(sent)
            return read_all(connection)

    def written(self) -> str:
        """What it has written to stderr by now."""
        return self.log.read_text(encoding="utf-8")


def read_all(connection) -> bytes:
    """Everything until the other side closes; a reset ends it as well."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.fixture
def serving(sqlite_config, tmp_path):
    """Start the server with some settings; it is ended by its own id."""

    @contextmanager
    def start(before="", **settings):
        """``before`` is code that is run first, for bounds too long to be waited for."""
        command = [sys.executable, "-c", f"{before}\n{START}", "serve", "--port", "0"]
        told = {f"DISBURSE_{name.upper()}": str(value) for name, value in settings.items()}
        environment = os.environ | {"DISBURSE_DATABASE_URL": sqlite_config.database_url} | told
        log = tmp_path / "stderr"
        with (
            log.open("w", encoding="utf-8") as errors,
            subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
            ) as process,
        ):
            try:
                yield Server(process, log)
            finally:
                process.terminate()
                process.wait(timeout=30)

    return start
