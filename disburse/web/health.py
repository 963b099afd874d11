"""Is the service alive, is it fit to answer, and which release is it? For those who watch it."""

from importlib.metadata import version as release

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from disburse import schema
from disburse.db import db
from disburse.policy import catalogue as policy
from disburse.policy.catalogue import CatalogueFault
from disburse.queries import editions

pages = Blueprint("health", __name__)
WELL = "ok"


@pages.get("/healthz")
def alive() -> Response:
    """``ok``: the process answers. Nothing else is asked, so that a slow database starts no restart."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
def ready() -> tuple[Response, int]:
    """Each check and ``ok``, or what is amiss with it in a word; 503 where one is."""
    checks = {"database": _database(), "catalogue": _catalogue()}
    if set(checks.values()) == {WELL}:
        checks["editions"] = _editions()
    return jsonify(checks), 200 if set(checks.values()) == {WELL} else 503


@pages.get("/version")
def version() -> Response:
    """This release, the digest of its catalogue, and the revision of the database that it needs."""
    return jsonify(
        version=release("disburse"), catalogue=policy.load().digest, revision=schema.newest() or ""
    )


def _database() -> str:
    try:
        return WELL if schema.current(db.engine) == schema.newest() else "another revision"
    except SQLAlchemyError:
        return "no answer"


def _editions() -> str:
    """Whether adopted editions are what they were; the nightly look goes through every claim besides."""
    disturbed = next(editions.disturbed(policy.load(), adopted_only=True), None)
    return WELL if disturbed is None else "edited after use"


def _catalogue() -> str:
    try:
        policy.load()
    except CatalogueFault:
        return "faulty"
    return WELL
