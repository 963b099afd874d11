"""A service of its own for whole stories: people who sign in by the page, and a time that the test moves."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import expect

from disburse import clock
from disburse.app import create_app
from disburse.db import db
from disburse.models import Claim
from tests.access.world import PASSWORD, a_person, a_unit
from tests.browser.conftest import a_config, at, served
from tests.browser.looking import Looking
from tests.conftest import FIRST_DAY
from tests.make import BANK_CODE, a_fund, a_rating_list, an_adoption, an_enterprise, wait_for_the_notice
from tests.payouts.bank import PAYS

PEOPLE = (
    "district_clerk", "district_head", "city_clerk", "city_approver", "finance_clerk", "finance_payer",
    "bank_clerk",
)  # fmt: skip


@dataclass
class Town:
    """Where it is served, the application, its own time, an enterprise of class C, and who signs in."""

    address: str
    app: Any
    time: clock.DemoTime
    enterprise: Any
    fund: str
    logins: dict[str, str]
    password: str = PASSWORD
    secrets: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def now(self):
        """Act and ask at the town's time, as the service does."""
        token = clock._demo.set(self.time)
        with self.app.app_context():
            yield
            db.session.remove()
        clock._demo.reset(token)

    def wait_for_the_notice(self, claim: str) -> None:
        """Let the days pass until the public notice of a claim is over."""
        with self.now():
            wait_for_the_notice(db.session.get_one(Claim, claim))


@contextmanager
def a_town(template, folder):
    """Serve a town on a database in ``folder``, at a time that stands still until it is moved."""
    payer = {"payer_name": PAYS.name, "payer_account": PAYS.account, "payer_bank": PAYS.bank_code}
    app = create_app(replace(a_config(template, folder), **payer))
    with clock.demo_time(FIRST_DAY) as time, app.app_context():
        an_adoption()
        owner = an_enterprise()
        a_rating_list((owner.name, owner.uscc, "C"))
        a_unit("bank", BANK_CODE)
        people = {name: a_person(name) for name in PEOPLE}
        people["enterprise_agent"] = a_person("enterprise_agent", unit=owner.id)
        logins = {name: person.login for name, person in people.items()}
        fund = a_fund("10000000.00").id
        db.session.expunge_all()
    app.wsgi_app = at(time, app.wsgi_app)
    with served(app) as address:
        yield Town(address, app, time, owner, fund, logins)
    with app.app_context():
        db.engine.dispose()


class Desk(Looking):
    """Somebody who has signed in by the page, and goes on by clicking."""

    def sign_in(self, town: Town, role: str):
        """Sign in as somebody of a role."""
        self.page.goto(town.address)
        self.page.get_by_label("登录名").fill(town.logins[role])
        self.page.get_by_label("密码", exact=True).fill(town.password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.locator(".menu").wait_for()
        return self

    def menu(self, name: str):
        """Open an entry of the menu, whatever number stands behind it."""
        self.page.locator(".menu").get_by_role("link", name=re.compile(rf"^{name}( \(\d+\))?$")).click()
        return self

    def follow(self, name: str):
        """Follow the first link or button of the content that is called so."""
        links = self.page.locator("main a").filter(has_text=re.compile(rf"^\s*{re.escape(name)}"))
        links.first.click()
        return self

    @property
    def number(self) -> str:
        """The number of the record that the page is about."""
        return re.search(r"[A-Z]+-\d{4}-\d+", self.page.get_by_role("heading", level=1).inner_text())[0]

    def fill(self, **typed: str):
        """Fill in fields, or choose from them, by their labels."""
        for label, value in typed.items():
            one = self.page.get_by_label(label, exact=True)
            chosen = one.evaluate("one => one.tagName") == "SELECT"
            (one.select_option if chosen else one.fill)(value)
        return self

    def confirm(self, done: str):
        """Press the button of the form; the next page says what was done."""
        self.page.locator("main form button[data-prevent-double-click]").click()
        expect(self.page.locator("main")).to_contain_text(f"已办理：{done}")
        return self

    def reads(self, *texts: str):
        """The content says each of these."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def press(self, name: str):
        """Press a button of the content."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()
        return self
