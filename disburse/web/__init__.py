"""Pages, rendered by the server, for whoever signed in; they read, and act through the one table of acts."""

from flask import Flask

from disburse.web import (
    account,
    acting,
    administrator,
    auditor,
    bank,
    batch,
    batching,
    city,
    claim,
    components,
    district,
    door,
    enterprise,
    evidence,
    exports,
    finance,
    forms,
    health,
    help,  # noqa: A004  # what the page is called
    languages,
    leader,
    listing,
    menu,
    metrics,
    overview,
    paper,
    preferences,
    public,
    reader,
    receipt_file,
    recommended,
    searching,
    signing_in,
    single_sign_on,
    verify,
    watch,
    wording,
)

EVERYBODYS = (
    overview,
    claim,
    batch,
    receipt_file,
    evidence,
    searching,
    acting,
    batching,
    listing,
    paper,
    recommended,
    account,
    preferences,
    verify,
    health,
    metrics,
    signing_in,
    single_sign_on,
    exports,
    help,  # what the page is called
)
AUDIENCES = (
    enterprise,
    district,
    city,
    finance,
    bank,
    auditor,
    leader,
    administrator,
    public,
)
PARTS = (
    wording,
    languages,
    components,
    menu,
    preferences,
    door,
    reader,
    forms,
    listing,
    single_sign_on,
)


def init_app(app: Flask) -> None:
    """Give the application its pages, their words, and the one door that answers refusals and errors."""
    watch.init_app(app)
    for subject in (*EVERYBODYS, *AUDIENCES):
        app.register_blueprint(subject.pages)
    for part in PARTS:
        part.init_app(app)
