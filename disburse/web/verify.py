"""Is a paper genuine? What the address in its QR code leads to; it tells nothing that is not on the paper."""

from flask import Blueprint, render_template

from disburse.queries.standing import standing
from disburse.web.reader import config

pages = Blueprint("verify", __name__)


@pages.get("/verify/<code>")
def show(code: str) -> tuple[str, int]:
    """Whether the paper with this code is genuine and still holds; 404 where there is none."""
    found = standing(code, config())
    return render_template("verify.html", code=code, found=found), 200 if found else 404
