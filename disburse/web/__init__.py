"""Pages, rendered by the server: read-only and without sign-in in this release, so for this machine alone."""

from flask import Flask

from disburse.web import claim, door, health, overview, paper, verify, wording


def init_app(app: Flask) -> None:
    """Give the application its pages, their words, and the one door that answers refusals and errors."""
    for subject in (overview, claim, paper, verify, health):
        app.register_blueprint(subject.pages)
    wording.init_app(app)
    door.init_app(app)
