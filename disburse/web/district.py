"""Pages of the audience ``district``: the work list, the review and the recommendations of a district bureau."""

from flask import Blueprint

pages = Blueprint("district_pages", __name__, url_prefix="/district")
