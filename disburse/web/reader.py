"""Who reads the pages while nobody signs in: an auditor, who sees everything and takes no step."""

from flask import current_app

from disburse.actors import Actor
from disburse.config import Config

READER = Actor("web-reader", "auditor", "web")


def config() -> Config:
    """The settings of the application that answers."""
    settings: Config = current_app.extensions["disburse"]
    return settings
