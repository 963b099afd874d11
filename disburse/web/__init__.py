"""Pages, rendered by the server, for whoever signed in; they read, and act through the one table of acts."""

from flask import Flask

from disburse.web import (
    account,
    acting,
    batching,
    claim,
    door,
    forms,
    health,
    listing,
    metrics,
    overview,
    paper,
    reader,
    signing_in,
    single_sign_on,
    tongue,
    verify,
    watch,
    wording,
)


def init_app(app: Flask) -> None:
    """Give the application its pages, their words, and the one door that answers refusals and errors."""
    watch.init_app(app)
    for subject in (
        *(overview, claim, paper, account, verify, health, metrics, signing_in, single_sign_on),
        *(acting, batching, listing),
    ):
        app.register_blueprint(subject.pages)
    for part in (wording, tongue, door, reader, forms, listing, single_sign_on):
        part.init_app(app)
