"""Pages of the audience ``district``: the work list, the review, the recommendations of a district."""

from flask import Blueprint

pages = Blueprint("district_pages", __name__, url_prefix="/district")
