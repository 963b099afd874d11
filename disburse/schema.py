"""The database's own shape: bring it to this release, or tell which one it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from disburse.migrations import guards

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the database up to revision ``target``, as the owner of the tables."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def downgrade(engine: Engine, target: str) -> None:
    """Take the database down to revision ``target``; ``base`` is empty."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, target)


def current(engine: Engine) -> str | None:
    """The database's revision; None when it was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this release needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_ready(engine: Engine) -> bool:
    """Whether the database answers and has the revision that this release needs."""
    try:
        return current(engine) == newest()
    except SQLAlchemyError:
        return False


def make_role(engine: Engine) -> None:
    """Make the application role where the cluster does not have it yet."""
    with engine.begin() as connection:
        connection.exec_driver_sql(guards.MAKE_ROLE, execution_options={"no_parameters": True})


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
