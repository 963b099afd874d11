"""Every table of records has all its guards, whichever migration made it; nothing is loosely typed."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, inspect

from disburse.migrations import guards
from disburse.models import AUDITED

KINDS = [model.kind for model in AUDITED]
WITH_ROWS = {"rating_row": "list_id"}


@pytest.fixture(scope="session")
def sqlite_guards(sqlite_template):
    """Every trigger of the SQLite database, by name."""
    with closing(sqlite3.connect(sqlite_template)) as file:
        return dict(file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))


@pytest.fixture(scope="session")
def postgres_guards(postgres, postgres_template):
    """Every enabled trigger of the PostgreSQL database, by name, with its arguments."""
    url = postgres(postgres_template).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
        ).fetchall()
    return dict(rows)


def test_every_table_is_strict_on_sqlite(sqlite_template):
    with closing(sqlite3.connect(sqlite_template)) as file:
        loose = file.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
            " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        ).fetchall()
    assert loose == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_record_has_the_guards_of_every_other_on_sqlite(sqlite_guards, kind):
    wanted = {f"guard_{name}": made for name, made in guards.sqlite_record(kind).items()}
    assert wanted.items() <= sqlite_guards.items()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_record_has_the_guards_of_every_other_on_postgres(postgres_guards, kind):
    assert {f"guard_{name}" for name in guards.postgres_record(kind)} <= postgres_guards.keys()


def test_the_journal_follows_every_kind_on_sqlite(sqlite_guards):
    assert all(f"WHEN '{kind}'" in sqlite_guards["guard_event_insert"] for kind in KINDS)
    assert {f"guard_{name}" for name in guards.sqlite_events(KINDS)} <= sqlite_guards.keys()


def test_the_journal_follows_every_kind_on_postgres(postgres_guards):
    assert all(f"'{kind}'" in postgres_guards["guard_event_insert"] for kind in KINDS)
    assert {f"guard_{name}" for name in guards.postgres_events(KINDS)} <= postgres_guards.keys()


@pytest.mark.parametrize(("table", "parent"), WITH_ROWS.items())
def test_the_rows_of_a_list_have_their_guards(sqlite_guards, postgres_guards, table, parent):
    wanted = {f"guard_{name}": made for name, made in guards.sqlite_rows(table, parent).items()}
    assert wanted.items() <= sqlite_guards.items()
    assert {f"guard_{name}" for name in guards.postgres_rows(table, parent)} <= postgres_guards.keys()


def test_a_record_is_bound_to_its_event_at_commit(config):
    tables = inspect(create_engine(config.owner_database, poolclass=NullPool))
    for kind in KINDS:
        keys = {key["name"]: key for key in tables.get_foreign_keys(kind)}
        key = keys[f"fk_{kind}_its_event"]
        assert key["constrained_columns"] == ["id", "version", "head"]
        assert key["referred_columns"] == ["record", "seq", "hash"]
        assert key["options"] == {"deferrable": True, "initially": "DEFERRED"}
