"""Real pages in Debian's Chromium: a served story, a person per role, and a close look at every page.

One story is made for the whole session of tests, on SQLite, through the door of life. Tests here read it, and
choose languages; a test that changes records asks for ``a_service`` and makes its own.
"""

import shutil
import threading
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import waitress
from flask import g, template_rendered
from playwright.sync_api import sync_playwright
from waitress import wasyncore

from disburse import clock
from disburse.acts import act
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.models import Claim, Payment
from disburse.queries import jobs
from disburse.queries.standing import code, stated
from tests.access.world import PASSWORD, a_person, enters
from tests.acts.world import scenes
from tests.browser.looking import TEMPLATE, Looking
from tests.conftest import FIRST_DAY
from tests.make import acting
from tests.payouts.bank import receipt, receive, table
from workflows.roles import ROLES

CHROMIUM = "/usr/bin/chromium"
LONG = {"session_idle_minutes": 10**6, "session_hours": 10**5, "totp_roles": ""}
"""Sessions outlast the story, and nobody owes a one-time code."""


@contextmanager
def served(app):
    """Serve an application, which tells the tests its templates; gives its address."""

    def note(_app, template, **_rest):
        g.template = template.name

    def tell(answer):
        answer.headers[TEMPLATE] = g.get("template", "")
        return answer

    app.after_request(tell)
    with template_rendered.connected_to(note, app), reached(app.wsgi_app) as address:
        yield address


@contextmanager
def reached(answers):
    """Serve what answers WSGI on loopback, on a port that is free; gives its address."""
    server = waitress.create_server(answers, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))  # in the loop's own thread
    thread.join(5)


def at(time, answer):
    """A service that lives at ``time``."""

    def answers(environ, start):
        token = clock._demo.set(time)
        try:
            return answer(environ, start)
        finally:
            clock._demo.reset(token)

    return answers


def a_config(template, folder: Path) -> Config:
    """Settings of a service on a fresh SQLite database in ``folder``."""
    path = folder / "disburse.sqlite"
    shutil.copy(template, path)
    return Config(home=str(folder), database_url=f"sqlite:///{path}", **LONG)


@pytest.fixture(scope="session")
def story(sqlite_template, tmp_path_factory):
    """A served story: ``address``, the application, the ``time`` at which it ends, a claim in every state."""
    app = create_app(a_config(sqlite_template, tmp_path_factory.mktemp("browser")))
    with app.app_context():
        with clock.demo_time(FIRST_DAY) as time:
            claims = {state: scene.claim.id for state, scene in scenes().items()}
            people = {name: a_person(name) for name in ROLES if ROLES[name].office in OFFICES}
            people |= {name: an_agent(claims[state]) for name, state in AGENTS.items()}
            records = beside(claims, people["system_admin"], tmp_path_factory.mktemp("receipts"))
            logins = {name: person.login for name, person in people.items()}
        secrets = {name: enters(person).secret for name, person in people.items()}
        db.session.remove()
    with served(app) as address:
        yield SimpleNamespace(
            address=address,
            app=app,
            time=time,
            claims=claims,
            records=records,
            secrets=secrets,
            logins=logins,
            password=PASSWORD,
        )
    with app.app_context():
        db.engine.dispose()


OFFICES = frozenset({"district", "city", "finance", "bank", "auditor", "administrator"})
"""Offices whose people are of a unit that the story has; an enterprise's agent is of an enterprise."""
AGENTS = {"enterprise_agent": "draft", "awarded": "pledged"}
"""Agents of enterprises, by the state of the claim that theirs has."""


def an_agent(claim):
    """Somebody who acts for the enterprise of a claim."""
    return a_person("enterprise_agent", unit=db.session.get_one(Claim, claim).enterprise_id)


def beside(claims, starter, folder):
    """What the story has beside claims: a fund, a batch, receipts that wait, an enterprise, a code, a job."""
    paid = db.session.get_one(Claim, claims["paid"])
    payment = db.session.get_one(Payment, paid.payment_id)
    doubtful = receipt(payment, 端到端编号="P-2099-000001")
    by = acting(starter, "system_admin")
    act("start_job", {"kind": "tidy", "note": "测试原因"}, by)
    return {
        "batch": payment.batch_id,
        "fund": paid.fund_id,
        "enterprise": paid.enterprise_id,
        "receipts": receive(table(folder / "receipts.csv", doubtful)).file.id,
        "code": code(paid.id, stated("claim", paid.id).hash),
        "job": jobs.page(by)[0].id,
    }


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, story):
    """Open a browser: of a role or of nobody, in a language, as wide as told, with JavaScript or without.

    Gives a ``Looking``: ``go(path)``, ``page`` of Playwright, ``look(name)``. Every context is closed.
    """
    contexts = []

    def open_as(role="", *, language="zh", width=1366, height=860, scripts=True, served_at=story):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            java_script_enabled=scripts,
            base_url=served_at.address,
        )
        contexts.append(context)
        cookies = {"disburse-language": language} | ({"disburse": served_at.secrets[role]} if role else {})
        context.add_cookies([{"name": n, "value": v, "url": served_at.address} for n, v in cookies.items()])
        return Looking(context.new_page(), served_at.address, scripts=scripts)

    yield open_as
    for context in contexts:
        context.close()
