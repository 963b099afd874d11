"""Pages of the audience ``finance``: funds, batches, payments and recoveries at the finance bureau."""

from flask import Blueprint

pages = Blueprint("finance_pages", __name__, url_prefix="/finance")
