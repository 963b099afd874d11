"""Pages of the audience ``district``: the work list, what was done, accounts that wait to be confirmed."""

from flask import Blueprint, render_template

from disburse.queries import accounts
from disburse.web import waiting

pages = Blueprint("district_pages", __name__, url_prefix="/district")
ACTS = ("accept_claim", "return_claim", "refuse_claim")
"""What is done to many claims at once; a recommendation is one by one, check by check."""


@pages.get("")
def work() -> str:
    """What waits for the reader, overdue first."""
    return waiting.show("district", "/district", ACTS)


@pages.get("/done")
def done() -> str:
    """What the district has done."""
    return waiting.done("district", "/district/done")


@pages.get("/accounts")
def account_list() -> str:
    """Accounts that one person proposed or checked and another confirms: of locks, and of enterprises."""
    by = waiting.require("district")
    locks, firms = accounts.locks(by), accounts.proposed(by)
    return render_template("accounts.html", locks=locks, firms=firms, most=accounts.MOST)
