"""Is a paper genuine? What the address in its QR code leads to; it tells nothing that is not on the paper."""

from flask import Blueprint, render_template

from disburse.queries.standing import standing

pages = Blueprint("verify", __name__)


@pages.get("/verify/<record>")
def show(record: str) -> tuple[str, int]:
    """Whether a paper's record exists, its state and digests; 404 where there is none."""
    found = standing(record)
    return render_template("verify.html", record=record, found=found), 200 if found else 404
