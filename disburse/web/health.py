"""Is the service fit to answer? For those who watch it."""

from flask import Blueprint, Response

from disburse import schema
from disburse.db import db

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def show() -> Response:
    """``ok``, or 503 where the database does not answer or has another revision than this release."""
    ready = schema.is_ready(db.engine)
    return Response("ok\n" if ready else "database\n", 200 if ready else 503, mimetype="text/plain")
