"""The migrations make what the models say, on both databases, there and back again."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import NullPool, create_engine, inspect, select, text

from disburse import cli, schema
from disburse.db import Base, db
from disburse.models import Event
from tests.journal.scene import close, open_scene, play


@pytest.fixture
def owner(config):
    """The tables' owner."""
    return create_engine(config.owner_database, poolclass=NullPool)


def tables(engine) -> set[str]:
    """What there is beside Alembic's own."""
    return {name for name in inspect(engine).get_table_names() if name != "alembic_version"}


def status(app) -> tuple[int, str]:
    """What ``disburse database status`` answers."""
    told = CliRunner().invoke(cli.disburse, ["database", "status"], obj=ScriptInfo(create_app=lambda: app))
    db.engine.dispose()
    return told.exit_code, told.output


def test_the_models_and_the_migrations_agree(owner):
    with owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_down_to_nothing_and_up_again(owner):
    schema.downgrade(owner, "base")
    assert tables(owner) == set()
    schema.upgrade(owner)
    assert tables(owner) == set(Base.metadata.tables)


def test_down_and_up_again_with_a_city_in_it(config, owner):
    play(open_scene(config))
    schema.downgrade(owner, "base")
    schema.upgrade(owner)
    with owner.connect() as connection:
        assert connection.scalars(select(Event.id)).all() == []
    again = play(open_scene(config))
    assert again.findings() == []
    close(again)


def test_a_database_of_this_release_is_told(app):
    code, told = status(app)
    assert (code, told.strip()) == (0, f"has {schema.newest()}, needs {schema.newest()}")


def test_an_empty_database_is_told(app, owner):
    schema.downgrade(owner, "base")
    code, told = status(app)
    assert code == 1
    assert f"has none, needs {schema.newest()}" in told


def test_an_older_and_a_newer_database_are_told(app, owner):
    for revision in ("0000", "9999"):
        with owner.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
        code, told = status(app)
        assert code == 1
        assert f"has {revision}, needs {schema.newest()}" in told
