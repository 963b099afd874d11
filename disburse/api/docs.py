"""The document itself, pages made of it, and a page for every kind of problem; nothing from elsewhere."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template

from disburse.api import door, problems, titles
from disburse.api.describe import Piece
from disburse.api.document import Interface
from disburse.errors import Refusal

pages = Blueprint(
    "api_docs", __name__, template_folder="templates", static_folder="style", static_url_path="/api/style"
)
METHODS = ("get", "post", "delete")


@dataclass(frozen=True)
class Kind:
    """A kind of problem as its page tells it: what happened, and what to do."""

    name: str
    status: int
    title: tuple[str, str]
    sentence: tuple[str, str]
    mend: tuple[str, str]


@pages.get("/api/openapi.json")
def openapi() -> Response:
    """The OpenAPI document."""
    text = json.dumps(_document(), ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/json")


@pages.get("/api/docs")
def index() -> str:
    """What the interface is, and a page for each audience."""
    return render_template("api_index.html", document=_document(), offices=door.OFFICES)


@pages.get("/api/docs/<audience>")
def audience(audience: str) -> str:
    """Every operation of one audience, with the schemas that it speaks of; 404 for no audience."""
    document = _document()
    operations = [o for o in _operations(document) if audience in o["tags"]]
    if not operations:
        abort(404)
    schemas = document["components"]["schemas"]
    named = sorted(_named(operations, schemas, set()))
    return render_template(
        "api_audience.html",
        audience=audience,
        title=door.OFFICES.get(audience, (audience, audience)),
        operations=operations,
        parameters=document["components"]["parameters"],
        schemas={name: schemas[name] for name in named},
    )


@pages.get("/problems/")
def problem_kinds() -> str:
    """Every kind of problem."""
    return render_template("api_problems.html", kinds=sorted(kinds(), key=lambda kind: kind.name))


@pages.get("/problems/<name>")
def problem_kind(name: str) -> str:
    """What a kind of problem means and what to do; 404 where there is none."""
    found = next((kind for kind in kinds() if kind.name == name), None)
    if found is None:
        abort(404)
    return render_template("api_problems.html", kinds=[found])


def kinds() -> Iterator[Kind]:
    """Every refusal there is but those of the command line, and what the web itself refuses."""
    for refusal in _refusals(Refusal):
        if refusal.__module__.startswith("disburse.cli"):
            continue
        told = titles.title(refusal), titles.sentence(refusal), titles.mend(refusal)
        yield Kind(problems.kebab(refusal.__name__), refusal.status, *told)
    for status, ((name, zh, en), mend) in problems.OF_THE_WEB.items():
        yield Kind(name, status, (zh, en), (zh, en), mend)


def _refusals(of: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in of.__subclasses__():
        yield refusal
        yield from _refusals(refusal)


def _operations(document: Piece) -> Iterator[Piece]:
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                params = [*methods.get("parameters", ()), *methods[method].get("parameters", ())]
                yield {**methods[method], "path": path, "method": method.upper(), "parameters": params}


def _named(piece: Any, schemas: Piece, known: set[str]) -> set[str]:
    """The schemas that a piece refers to, and those that they refer to."""
    if isinstance(piece, dict):
        name = str(piece.get("$ref", "")).rpartition("/schemas/")[2]
        if name in schemas and name not in known:
            known.add(name)
            _named(schemas[name], schemas, known)
        for value in piece.values():
            _named(value, schemas, known)
    elif isinstance(piece, list):
        for value in piece:
            _named(value, schemas, known)
    return known


def _document() -> Piece:
    interface: Interface = current_app.extensions["disburse.api"]
    return interface.document()
