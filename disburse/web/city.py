"""Pages of the audience ``city``: rating, public notice, approval and policies at the city bureau."""

from flask import Blueprint

pages = Blueprint("city_pages", __name__, url_prefix="/city")
