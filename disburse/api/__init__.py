"""The JSON interface: one file for each audience, a door for every act, a problem document for every no."""

from flask import Flask
from flask_smorest import Blueprint

from disburse import exporting
from disburse.api import docs, door, problems, reads
from disburse.api.audience import blueprint
from disburse.api.audiences import AUDIENCES
from disburse.api.document import Interface
from disburse.api.doing import add_door
from disburse.api.exports import LISTS, add_export, add_file
from disburse.api.reading import add_collection, add_events, add_extra


def init_app(app: Flask) -> None:
    """Give the application its interface under ``/api``. Called after the pages, whose errors stay theirs."""
    door.init_app(app)
    interface = Interface(app)
    app.extensions["disburse.api"] = interface
    app.extensions[exporting.EXTENSION] = LISTS
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
                add_export(to, audience, collection)
        for lines in audience.lines:
            add_export(to, audience, lines)
        add_events(to, audience)
        if reads.HAND_OVERS in audience.collections:
            add_file(to)
        for opened in audience.doors:
            add_door(to, audience, opened)
        made.append(to)
    return made


BLUEPRINTS = _opened()
"""One for each audience, in the order of the procedure."""
