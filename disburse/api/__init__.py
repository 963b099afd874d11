"""The JSON interface: one file for each audience, a door for every act, a problem document for every no."""

from flask import Flask
from flask_smorest import Blueprint

from disburse.api import docs, door, problems
from disburse.api.audience import blueprint
from disburse.api.audiences import AUDIENCES
from disburse.api.document import Interface
from disburse.api.doing import add_door
from disburse.api.reading import add_collection, add_events, add_extra


def init_app(app: Flask) -> None:
    """Give the application its interface under ``/api``. Called after the pages, whose errors stay theirs."""
    door.init_app(app)
    interface = Interface(app)
    app.extensions["disburse.api"] = interface
    for made in BLUEPRINTS:
        interface.add(made)
    app.register_blueprint(docs.pages)
    problems.init_app(app)


def _opened() -> list[Blueprint]:
    made = []
    for audience in AUDIENCES:
        to = blueprint(audience)
        for extra in audience.extras:
            add_extra(to, extra)
        for collection in audience.collections:
            if not collection.hidden:
                add_collection(to, collection)
        add_events(to, audience)
        for opened in audience.doors:
            add_door(to, audience, opened)
        made.append(to)
    return made


BLUEPRINTS = _opened()
"""One for each audience, in the order of the procedure."""
