"""While the database is away, whoever reads is told so in words, on pages and by the interface alike."""

import io
import json
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from disburse.app import create_app
from disburse.queries import records
from tests.access.world import a_browser
from tests.api.conftest import Asker, problem
from tests.make import a_unit


class Gone(Exception):
    """What a driver says when nobody answers."""


Gone.__name__ = "OperationalError"


def nobody(*_, **__):
    raise OperationalError("SELECT 1", {}, Gone("connection refused"))


@pytest.fixture
def config(sqlite_config):
    """One database is enough: what it would say is put in its mouth."""
    return sqlite_config


@pytest.fixture
def auditor(app, time):
    a_unit("audit", "auditor")
    return Asker(app.test_client(), "auditor", "audit")


def test_a_program_that_reads_is_told(auditor, monkeypatch):
    monkeypatch.setattr(records, "page", nobody)
    told = problem(auditor.get("/claims"), 503, "database-gone")
    assert "refused" not in told["detail"]


def test_a_page_is_told(app, monkeypatch, time):
    browser = a_browser(app, "auditor")
    monkeypatch.setattr("disburse.web.overview.claims.totals", nobody)
    answer = browser.get("/")
    assert answer.status_code == 503
    assert "数据库连接中断" in answer.text


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite", "postgresql+psycopg://nobody:hush@127.0.0.1:1/none"]
)
def test_a_database_that_is_not_there_is_no_fault_of_ours(sqlite_config, url):
    client = create_app(replace(sqlite_config, database_url=url)).test_client()
    bearer = {"Authorization": "Bearer dst_00000001_x"}
    answer = client.get("/api/auditor/claims", headers=bearer)
    assert answer.status_code in (401, 503), answer.text
    client.set_cookie("disburse", "dss_" + "x" * 43)
    page = client.get("/")
    assert page.status_code == 503
    assert "hush" not in page.text


def test_a_fault_is_one_line_in_the_log_beside_the_request(auditor, monkeypatch, app):
    def broken(*_, **__):
        raise KeyError("x")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(records, "page", broken)
    stream = io.StringIO()
    headers = {"Authorization": f"Bearer {auditor.secret}"}
    problem(
        auditor.client.get("/api/auditor/claims", headers=headers, errors_stream=stream),
        500,
        "internal-error",
    )
    lines = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert lines == ["fault", "request"]
