"""Pages of the audience ``bank``: awards that a bank was authorised to see, locks and notices."""

from flask import Blueprint

pages = Blueprint("bank_pages", __name__, url_prefix="/bank")
