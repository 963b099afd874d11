"""Pages of the audience ``public``: what everybody may read without signing in."""

from flask import Blueprint

pages = Blueprint("public_pages", __name__, url_prefix="/public")
