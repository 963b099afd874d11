"""Papers as PDF, made when they are asked for; a refusal is a page, never a paper."""

from flask import Blueprint, Response

from disburse.actors import Actor
from disburse.queries import printing
from disburse.web.reader import config, reader

pages = Blueprint("paper", __name__)


@pages.get(f"/claims/<number>/<any({', '.join(printing.OF_CLAIMS)}):kind>.pdf")
def show(number: str, kind: str) -> Response:
    """The paper ``kind`` of a claim. Raises NotFound, OutOfOrder or NotIssued."""
    return sheet(kind, number, reader())


@pages.get(f"/lists/<number>/<any({', '.join(printing.OF_LISTS)}):kind>.pdf")
def listed(number: str, kind: str) -> Response:
    """The paper ``kind`` of a list. Raises NotFound, OutOfOrder, NotIssued or TooManyLines."""
    return sheet(kind, number, reader())


def sheet(kind: str, number: str, by: Actor | None) -> Response:
    """A paper as the browser shows it; ``by`` is None for everybody."""
    answer = Response(printing.pdf(kind, number, by, config()), mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=f"{number}-{kind}.pdf")
    return answer
