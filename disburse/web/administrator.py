"""Pages of the audience ``administrator``: units, people, roles, jobs and endpoints."""

from flask import Blueprint

pages = Blueprint("administrator_pages", __name__, url_prefix="/administrator")
