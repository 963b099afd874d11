"""``disburse database``: bring the tables to this release."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import create_engine

from disburse import schema
from disburse.config import Config
from disburse.db import db


@click.group()
def database() -> None:
    """数据库: tables and their revision."""


@database.command()
@with_appcontext
def upgrade() -> None:
    """Create the tables, or bring them to this release. Run it as their owner."""
    config: Config = current_app.extensions["disburse"]
    if not config.database_url:
        Path(config.home).mkdir(parents=True, exist_ok=True)
    engine = create_engine(config.owner_database)
    before = schema.current(engine)
    schema.upgrade(engine)
    engine.dispose()
    click.echo(f"database: {before or 'empty'} → {schema.newest()}")


@database.command()
@with_appcontext
def status() -> None:
    """Say which revision the database has, and which one this release needs."""
    has, needs = schema.current(db.engine), schema.newest()
    click.echo(f"has {has or 'none'}, needs {needs}")
    if has != needs:
        click.echo("请运行 disburse database upgrade / run it to mend this", err=True)
        raise SystemExit(1)
