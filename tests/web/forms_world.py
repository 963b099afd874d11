"""Browsers that fill in forms as a person does: what the page holds, plus what is typed, then the button."""

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

from tests.access.world import UNITS, a_unit, enters
from tests.access.world import a_person as somebody
from workflows.roles import ROLES

BAND = {"/sign-out", "/preferences", "/search"}
"""Where the forms in the band of every page go."""


class Page(HTMLParser):
    """The fields that a browser would send back, the buttons' addresses, and the text."""

    def __init__(self, text):
        super().__init__()
        self.sent, self.action, self.texts = {}, None, []
        self._choice, self._area, self._ours = None, None, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            self._ours = given.get("action") not in BAND
            self.action = given.get("action") if self._ours else self.action
        if not self._ours:
            return
        if tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.sent.setdefault(name, []).append(given.get("value") or "")
        if tag == "select":
            self._choice = name
            self.sent.setdefault(name, [""])
        if tag == "option" and self._choice and "selected" in given:
            self.sent[self._choice] = [given["value"]]
        if tag == "textarea":
            self._area = name
            self.sent.setdefault(name, []).append("")

    def handle_endtag(self, tag):
        self._ours = self._ours and tag != "form"
        self._choice = None if tag == "select" else self._choice
        self._area = None if tag == "textarea" else self._area

    def handle_data(self, data):
        self.texts.append(data.strip())
        if self._area:
            self.sent[self._area][-1] += data.removeprefix("\n")

    @property
    def text(self):
        return " ".join(filter(None, self.texts))


def a_desk(app, *roles, unit=None):
    """A browser in which somebody new has signed in; of an enterprise by its number."""
    known = app.extensions["disburse"]
    app.extensions["disburse"] = replace(
        known, totp_roles="", session_idle_minutes=10**6, session_hours=10**5
    )
    browser = app.test_client()
    office = ROLES[roles[0]].office
    person = somebody(*roles, unit=a_unit(office, unit) if office in UNITS else unit)
    browser.set_cookie("disburse", enters(person).secret)
    browser.person = person
    return browser


def sends(browser, address, answer=None, **typed):
    """Open a form and send it as it stands, with ``typed`` over it; ``answer`` is a page already open."""
    page = Page((answer or browser.get(address)).text)
    return browser.post(
        page.action, data={**page.sent, **{k.replace("__", "."): v for k, v in typed.items()}}
    )


def title(answer):
    return re.search(r"<title>(.*?)</title>", answer.text, re.S)[1]


def takes(desk, address, form="csv"):
    """Press one of the buttons beside a list; what is sent back."""
    shown = desk.get(address).text
    [band] = re.findall(r'<form class="take".*?</form>', shown, re.S)
    page = Page(band)
    return desk.post(page.action, data={**page.sent, "form": form})


def lines(answer):
    """The rows of a file that was sent at once."""
    assert answer.status_code == 200, answer.text
    with answer:
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def ids(answer):
    """The numbers in a file that was sent at once."""
    return {row["id"] for row in lines(answer)}


def only(desk):
    """The filters that stand beside the hand-overs, the newest first."""
    cells = re.findall(r'data-label="(?:条件|Filter)">(.*?)</td>', desk.get("/exports").text)
    return [Page(cell).text for cell in cells]
