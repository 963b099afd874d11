"""A reader of the pages, and a count of what a page asks of the database."""

import html
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from disburse.db import db


@pytest.fixture
def client(app):
    """A browser, on each database in turn."""
    return app.test_client()


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
