"""A service of its own for a test that changes records: awards to pay, one pledged, people who sign in."""

from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

from disburse import clock
from disburse.app import create_app
from disburse.db import db
from tests.access.world import PASSWORD, a_person, a_unit
from tests.browser.conftest import a_config, served
from tests.conftest import FIRST_DAY
from tests.make import BANK_CODE, a_claim, a_fund, a_pledge, again
from tests.payouts.bank import PAYS, awards

PEOPLE = ("finance_clerk", "finance_payer", "bank_clerk", "bank_checker")


@contextmanager
def an_office(template, folder):
    """Serve an office on a database in ``folder``: ``address``, ``app``, ``logins``, ``fund``, ``awards``,
    and ``pledge``, an authorisation that a bank has from today.
    """
    payer = {"payer_name": PAYS.name, "payer_account": PAYS.account, "payer_bank": PAYS.bank_code}
    app = create_app(replace(a_config(template, folder), **payer))
    with app.app_context():
        with clock.demo_time(FIRST_DAY):
            fund = a_fund("10000000.00")
            ready = [claim.id for claim in awards(2, fund)]
            pledged = a_claim("approved", fund=fund)
            a_unit("bank", BANK_CODE)
            logins = {name: a_person(name).login for name in PEOPLE}
        made = a_pledge(again(pledged))
        told = {"fund": fund.id, "awards": ready, "pledge": made.id, "award": pledged.id}
        db.session.remove()
    with served(app) as address:
        yield SimpleNamespace(address=address, app=app, logins=logins, password=PASSWORD, secrets={}, **told)
    with app.app_context():
        db.engine.dispose()


def sign_in(page, office, role):
    """Sign in by the page, as somebody of a role; whoever was signed in goes first."""
    if page.locator(".band__out").count():
        page.locator(".band__out").click()
    page.goto(f"{office.address}/sign-in")
    page.fill("#login", office.logins[role])
    page.fill("#password", office.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.locator(".menu").wait_for()
