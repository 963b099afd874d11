"""Pages of the audience ``auditor``: the journal, its proofs and what auditors look for."""

from flask import Blueprint

pages = Blueprint("auditor_pages", __name__, url_prefix="/auditor")
