"""The application: what a server or a command needs, put together on one screen."""

from flask import Flask
from flask.cli import ScriptInfo
from werkzeug.middleware.proxy_fix import ProxyFix

from disburse import api, cli, web
from disburse.access.fitness import fit_settings
from disburse.api import signing_in
from disburse.config import Config
from disburse.db import db
from disburse.web.watch import Watched


def create_app(config: Config | None = None) -> Flask:
    """Make an application from ``config``, by default from the environment. Raises UnfitSettings."""
    settings = fit_settings(config)
    app = Watched("disburse", template_folder="web/templates", static_folder="web/static")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True}  # a fault quotes no personal data
    app.config["TRUSTED_HOSTS"] = settings.hosts
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.extensions["disburse"] = settings
    db.init_app(app)
    web.init_app(app)
    api.init_app(app)
    signing_in.init_app(app)
    if settings.proxies:
        told = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)
        app.wsgi_app = told  # type: ignore[method-assign]  # as Flask's own manual does it
    return app


def main() -> None:
    """Entry point of the command line."""
    cli.disburse(obj=ScriptInfo(create_app=create_app))
