"""Pages, rendered by the server, for whoever signed in; they call the same services as every other door."""

from flask import Flask

from disburse.web import (
    account,
    administrator,
    auditor,
    bank,
    city,
    claim,
    components,
    district,
    door,
    enterprise,
    finance,
    forms,
    health,
    languages,
    leader,
    menu,
    metrics,
    overview,
    paper,
    preferences,
    public,
    reader,
    signing_in,
    single_sign_on,
    verify,
    watch,
    wording,
)

EVERYBODYS = (
    overview,
    claim,
    paper,
    account,
    preferences,
    verify,
    health,
    metrics,
    signing_in,
    single_sign_on,
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
    single_sign_on,
)


def init_app(app: Flask) -> None:
    """Give the application its pages, their words, and the one door that answers refusals and errors."""
    watch.init_app(app)
    for subject in (*EVERYBODYS, *AUDIENCES):
        app.register_blueprint(subject.pages)
    for part in PARTS:
        part.init_app(app)
