"""A claim's papers as PDF, made when they are asked for; a refusal is a page, never a paper."""

from flask import Blueprint, Response

from disburse.queries import printing
from disburse.web.reader import config, reader

pages = Blueprint("paper", __name__)


@pages.get(f"/claims/<number>/<any({', '.join(printing.PAPERS)}):kind>.pdf")
def show(number: str, kind: str) -> Response:
    """The paper ``kind`` of a claim. Raises NotFound, OutOfOrder or NotIssued."""
    made = printing.pdf(kind, number, reader(), config())
    answer = Response(made, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=f"{number}-{kind}.pdf")
    return answer
