"""Workers as real processes, on each of three ways to hand out jobs; every process is ended by its id."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from kombu import Connection

from disburse.app import create_app
from disburse.db import db

COMMAND = [sys.executable, "-c", "from disburse.app import main; main()"]
SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Debian's package; the wrapper in the path would change the user."""


class Worker:
    """``disburse work``, or another command, as a process of its own."""

    def __init__(self, config, *words):
        settings = {
            "DISBURSE_HOME": config.home,
            "DISBURSE_DATABASE_URL": config.database_url,
            "DISBURSE_BROKER_URL": config.broker_url,
            "DISBURSE_LEASE_SECONDS": str(config.lease_seconds),
        }
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed with the worker
        self.process = subprocess.Popen(
            [*COMMAND, *words],
            env=os.environ | settings,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).parents[3],
        )

    def kill(self):
        """As by ``kill -9``."""
        self.process.kill()
        self.process.wait(timeout=30)

    def stop(self, timeout=40):
        """Ask it to end, and give its status."""
        self.process.terminate()
        return self.process.wait(timeout=timeout)

    def said(self):
        self.log.seek(0)
        return self.log.read()


@pytest.fixture(params=["sqlite", "postgres", "rabbitmq"])
def config(request):
    """Settings of a service whose jobs are handed out in each of the three ways; leases are short."""
    if request.param != "rabbitmq":
        return replace(request.getfixturevalue(f"{request.param}_config"), lease_seconds=2)
    config = request.getfixturevalue("postgres_config")
    return replace(config, lease_seconds=2, broker_url=request.getfixturevalue("broker"))


@pytest.fixture
def workers(config):
    """Start workers of this service; they are killed at the end at the latest."""
    with ExitStack() as ending:

        def start(*words, lease_s=config.lease_seconds):
            worker = Worker(replace(config, lease_seconds=lease_s), *(words or ("work",)))
            ending.callback(worker.log.close)
            ending.callback(worker.kill)
            return worker

        yield start


@pytest.fixture
def app(config):
    app = create_app(replace(config, broker_url=""))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def a_free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture(scope="session")
def rabbitmq():
    """A RabbitMQ node of this test process, on loopback, with a name, a cookie and a folder of its own.

    Gives its address.
    """
    if not SCRIPT.exists():
        pytest.fail("RabbitMQ is not installed: script/setup test")
    folder = Path(tempfile.mkdtemp(prefix="rabbit"))
    try:
        with _node(folder) as given:
            yield given
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _node(folder):
    names, port, distribution = a_free_port(), a_free_port(), a_free_port()
    (folder / "enabled_plugins").write_text("[].")
    environment = os.environ | {
        "HOME": str(folder),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(names),
        "RABBITMQ_NODENAME": f"disburse-{secrets.token_hex(4)}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1",
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": str(folder / "log" / "node.log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_CONFIG_FILE": str(folder / "none"),
    }
    with ExitStack() as ending, (folder / "said").open("w") as said:
        for command in (["epmd", "-port", str(names), "-address", "127.0.0.1"], [str(SCRIPT)]):
            process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, cwd=folder)
            ending.callback(process.wait, timeout=60)
            ending.callback(process.terminate)

        end = time.monotonic() + 120
        while not _answers(port):
            assert process.poll() is None, (folder / "said").read_text()
            assert time.monotonic() < end, (folder / "said").read_text()
            time.sleep(0.2)
        yield f"amqp://guest:guest@127.0.0.1:{port}//"


def _answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            connection.settimeout(5)
            return bool(connection.recv(8))
    except OSError:
        return False


@pytest.fixture
def broker(rabbitmq):
    """The node's address; what an earlier test left in the queue is gone."""
    with Connection(rabbitmq) as connection:
        connection.default_channel.queue_delete("disburse")
    return rabbitmq
