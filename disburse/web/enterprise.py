"""Pages of the audience ``enterprise``: what an enterprise may claim, its claims and its awards."""

from flask import Blueprint

pages = Blueprint("enterprise_pages", __name__, url_prefix="/enterprise")
