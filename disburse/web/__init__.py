"""Pages, rendered by the server, for whoever signed in; they only read, but for one's own account."""

from flask import Flask

from disburse.web import (
    account,
    claim,
    door,
    forms,
    health,
    metrics,
    overview,
    paper,
    reader,
    signing_in,
    single_sign_on,
    verify,
    watch,
    wording,
)


def init_app(app: Flask) -> None:
    """Give the application its pages, their words, and the one door that answers refusals and errors."""
    watch.init_app(app)
    for subject in (overview, claim, paper, account, verify, health, metrics, signing_in, single_sign_on):
        app.register_blueprint(subject.pages)
    for part in (wording, door, reader, forms, single_sign_on):
        part.init_app(app)
