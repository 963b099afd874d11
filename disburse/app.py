"""The application: what a server or a command needs, put together on one screen."""

from flask import Flask
from flask.cli import ScriptInfo

from disburse import cli, web
from disburse.config import Config, from_environment
from disburse.db import db


def create_app(config: Config | None = None) -> Flask:
    """Make an application from ``config``, by default from the environment."""
    settings = config or from_environment()
    app = Flask("disburse", template_folder="web/templates", static_folder="web/static")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["TRUSTED_HOSTS"] = settings.hosts
    app.extensions["disburse"] = settings
    db.init_app(app)
    web.init_app(app)
    return app


def main() -> None:
    """Entry point of the command line."""
    cli.disburse(obj=ScriptInfo(create_app=create_app))
