"""Pages of the audience ``leader``: days against limits, sums approved, paid and outstanding."""

from flask import Blueprint

pages = Blueprint("leader_pages", __name__, url_prefix="/leader")
