"""When the database takes nothing more, is away or too busy, a person is told so in words."""

import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from disburse import desk, outages
from disburse.app import create_app
from disburse.db import db
from disburse.errors import NotFound
from disburse.models import Enterprise
from disburse.models import Refusal as RefusalRow
from tests.make import CLERK, an_enterprise


@desk.use_case
def register_then(*, statement=None, fails=None, by):
    """A service of these tests: a statement, or a failure, in the middle of a use case."""
    if statement:
        db.session.execute(text(statement))
    if fails:
        raise fails


def raising(code):
    """A statement at which PostgreSQL itself raises ``code``."""
    return f"DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '{code}'; END $$"


@pytest.fixture
def postgres_app(postgres_config):
    with create_app(postgres_config).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def sqlite_app(sqlite_config):
    with create_app(sqlite_config).app_context():
        yield Path(db.engine.url.database)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("code", "outage"),
    [
        ("40001", outages.TooBusy),
        ("40P01", outages.TooBusy),
        ("53100", outages.StorageFull),
        ("57P01", outages.DatabaseGone),
        ("57P03", outages.DatabaseGone),
        ("53300", outages.DatabaseGone),
        ("08006", outages.DatabaseGone),
    ],
)
def test_what_postgres_says_is_told_in_words(postgres_app, monkeypatch, code, outage):
    monkeypatch.setattr(desk, "PAUSES_MS", (1, 1))
    with pytest.raises(outage) as told:
        register_then(statement=raising(code), by=CLERK)
    assert told.value.status == 503
    assert told.value.__cause__.orig.sqlstate == code
    register_then(by=CLERK)


def test_another_error_is_not_called_an_outage(app):
    with pytest.raises((IntegrityError, OperationalError)) as raised:
        register_then(statement="INSERT INTO numbering (series) VALUES (NULL)", by=CLERK)
    assert not isinstance(raised.value, outages.Outage)


def narrow():
    """Let SQLite's file grow no more, as where the disk is full."""
    with db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def widen():
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def until_full():
    for _ in range(200):
        an_enterprise()


def test_sqlite_full_is_told_and_afterwards_the_same_act_succeeds(sqlite_app):
    narrow()
    with pytest.raises(outages.StorageFull) as told:
        until_full()
    assert "空间已满" in told.value.zh
    assert "没有办成" in told.value.zh
    assert "free space" in told.value.en
    count = db.session.scalar(select(func.count()).select_from(Enterprise))
    db.session.remove()
    widen()
    an_enterprise()
    assert db.session.scalar(select(func.count()).select_from(Enterprise)) == count + 1


def test_a_refusal_that_cannot_be_written_down_is_still_told(sqlite_app):
    narrow()
    with pytest.raises(outages.StorageFull):
        until_full()
    for _ in range(50):  # the pages that are left take a few refusals
        with pytest.raises(NotFound):
            register_then(fails=NotFound(number="X"), by=CLERK)
    assert db.session.scalar(select(func.count()).select_from(RefusalRow)) < 50


def test_the_folder_of_sqlite_is_away_and_back(sqlite_app):
    db.engine.dispose()
    away = sqlite_app.parent.with_name("away")
    shutil.move(sqlite_app.parent, away)
    with pytest.raises((outages.DatabaseGone, FileNotFoundError)) as told:
        register_then(by=CLERK)
    assert isinstance(told.value, outages.DatabaseGone)
    shutil.move(away, sqlite_app.parent)
    register_then(by=CLERK)


def test_a_lock_that_is_never_given_back_is_told(sqlite_app):
    """A program that is not ours holds the database's own lock."""
    an_enterprise()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    stranger = sqlite3.connect(sqlite_app, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(outages.TooBusy):
        register_then(by=CLERK)
    stranger.close()
    register_then(by=CLERK)


def test_a_connection_cut_off_by_the_server_is_made_anew(postgres_app, postgres_config):
    firm = an_enterprise()
    with psycopg.connect(postgres_config.owner_database.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert an_enterprise().id > firm.id
