"""What goes out is guarded: every answer of every route, every error, every method."""

from dataclasses import replace

import pytest

from disburse.app import create_app
from disburse.queries import claims
from disburse.web.door import GUARDS, HTTPS_ONLY
from tests.watching.routes import addresses

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")


@pytest.mark.parametrize("method", METHODS)
def test_every_route_and_method_answers_guarded(app, client, method):
    assert len(addresses(app)) > 8
    for address in [*addresses(app), "/nowhere", "/api/nowhere", "/static/none.css"]:
        with client.open(address, method=method) as answer:
            headers = answer.headers
            assert {name: headers.get(name) for name in GUARDS} == GUARDS, address
            assert answer.status_code < 500, address
            assert method not in {"TRACE", "BREW"} or answer.status_code in {404, 405}, address
            assert "Server" not in headers
            assert "X-Powered-By" not in headers
            assert len(headers.getlist("Content-Security-Policy")) == 1
            if not address.startswith("/static"):
                assert "no-store" in headers["Cache-Control"], address
            assert headers["X-Request-Id"]


def test_a_page_and_a_fault_on_it_are_guarded_too(browser, monkeypatch):
    answer = browser.get("/")
    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in GUARDS} == GUARDS
    monkeypatch.setattr(claims, "totals", None)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert {name: answer.headers[name] for name in GUARDS} == GUARDS


def test_what_is_too_large_is_refused_and_guarded(app, client):
    body = b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1)
    for address in ("/", "/api/nowhere"):
        answer = client.post(address, data=body)
        assert answer.status_code in {404, 405, 413}
        assert {name: answer.headers[name] for name in GUARDS} == GUARDS


def test_the_policy_lets_in_nothing_from_elsewhere_and_nothing_inline():
    policy = dict(part.split(" ", 1) for part in GUARDS["Content-Security-Policy"].split("; "))
    assert set(policy.values()) == {"'self'", "'none'"}
    nobodys = {"default-src", "object-src", "base-uri", "frame-ancestors"}
    assert {name for name, source in policy.items() if source == "'none'"} == nobodys


def test_https_is_insisted_on_where_the_service_has_it(sqlite_config):
    plain = create_app(sqlite_config).test_client().get("/healthz")
    assert "Strict-Transport-Security" not in plain.headers
    secure = replace(sqlite_config, public_url="https://disburse.example")
    answer = create_app(secure).test_client().get("/healthz")
    assert {name: answer.headers[name] for name in HTTPS_ONLY} == HTTPS_ONLY


def test_no_other_origin_is_let_in(client):
    for address in ("/", "/healthz", "/api/nowhere"):
        answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert not [name for name in answer.headers.keys() if name.startswith("Access-Control-")]  # noqa: SIM118
