"""A reader of the pages, and a count of what a page asks of the database."""

import html
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from disburse.db import db
from tests.access.world import a_browser


@pytest.fixture
def client(app, time):
    """A browser in which an auditor has signed in for as long as the test's story, on each database."""
    long = {"session_idle_minutes": 10**6, "session_hours": 10**5}
    app.extensions["disburse"] = replace(app.extensions["disburse"], **long)
    return a_browser(app, "auditor")


@pytest.fixture
def read(client):
    """Read a page as text, its marks of HTML undone; it must answer with ``status``."""

    def page(address: str, status: int = 200) -> str:
        answer = client.get(address)
        assert answer.status_code == status
        assert answer.mimetype == "text/html"
        return html.unescape(answer.text)

    return page


@pytest.fixture
def statements(app):
    """Count the statements of a block."""

    @contextmanager
    def counting():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield seen
        event.remove(db.engine, "before_cursor_execute", note)

    return counting
