"""Single sign-on with a real provider: a process of its own, asked over HTTP by the browser and by us."""

import socket
import subprocess
import sys
import time as clocks
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from disburse.app import create_app
from disburse.db import db
from disburse.web.single_sign_on import SIGNED_BY
from tests.access.world import a_person

COME_BACK = "http://127.0.0.1:8000/sign-in/sso/back"


@pytest.fixture(scope="session")
def issuer():
    """The address of a provider that lets in whoever gives a name."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as provider:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                issuer = requests.get(f"{address}/.well-known/openid-configuration", timeout=5).json()[
                    "issuer"
                ]
                break
            except requests.ConnectionError:
                clocks.sleep(0.1)
        yield issuer
        provider.kill()


@pytest.fixture
def browser(config, issuer):
    """A browser, at a service that knows the provider."""
    app = create_app(
        replace(
            config,
            oidc_issuer=issuer,
            oidc_client_id="disburse",
            oidc_client_secret="hush",
            oidc_name="测试认证",
        )
    )
    with app.app_context():
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def sent_away(browser):
    """Where the browser is sent by the button."""
    answer = browser.get("/sign-in/sso")
    assert answer.status_code == 302
    return answer.headers["Location"]


def let_in(address, sub):
    """Where the provider sends the browser of whoever calls oneself ``sub``: back to us, with a code."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = answer.headers["Location"]
    assert back.startswith(COME_BACK)
    return f"/sign-in/sso/back?{urlsplit(back).query}"


def test_who_is_registered_signs_in_by_the_provider(browser, issuer):
    person = a_person("auditor", password=None, sso_subject=f"{issuer}|u-17")
    assert "测试认证" in browser.get("/sign-in").text
    answer = browser.get(let_in(sent_away(browser), "u-17"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    account = browser.get("/account")
    assert account.status_code == 200
    assert person.login in account.text


def test_a_second_factor_is_the_providers_affair(browser, issuer):
    a_person("city_approver", password=None, sso_subject=f"{issuer}|u-18")
    browser.get(let_in(sent_away(browser), "u-18"))
    assert browser.get("/").status_code == 200


def test_the_request_has_state_nonce_and_a_challenge(browser):
    asked = parse_qs(urlsplit(sent_away(browser)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == [COME_BACK]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))


def test_who_is_not_registered_is_refused_with_a_sentence(browser):
    answer = browser.get(let_in(sent_away(browser), "u-99"))
    assert answer.status_code == 403
    assert "未登记" in answer.text
    assert browser.get("/").status_code == 303


def test_a_code_without_our_own_beginning_is_refused(browser, issuer):
    a_person("auditor", password=None, sso_subject=f"{issuer}|u-19")
    back = let_in(sent_away(browser), "u-19")
    stranger = browser.application.test_client()
    assert stranger.get(back).status_code == 403
    assert browser.get(f"{back}x").status_code == 403  # the state is another


def test_a_code_is_taken_once(browser, issuer):
    a_person("auditor", password=None, sso_subject=f"{issuer}|u-20")
    back = let_in(sent_away(browser), "u-20")
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 403


def test_who_denies_is_told_so(browser):
    address = sent_away(browser)
    denied = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=10)
    answer = browser.get(f"/sign-in/sso/back?{urlsplit(denied.headers['Location']).query}")
    assert answer.status_code == 403
    assert "没有成功" in answer.text


def test_a_provider_that_does_not_answer_is_a_sentence(config):
    away = replace(
        config, oidc_issuer="http://127.0.0.1:1", oidc_client_id="disburse", oidc_client_secret="hush"
    )
    app = create_app(away)
    with app.app_context():
        answer = app.test_client().get("/sign-in/sso")
        assert answer.status_code == 403
        assert "没有成功" in answer.text
        db.engine.dispose()


def test_metadata_that_name_another_issuer_are_not_believed(config, issuer):
    other = issuer.rstrip("/") if issuer.endswith("/") else f"{issuer}/"
    app = create_app(replace(config, oidc_issuer=other, oidc_client_id="disburse", oidc_client_secret="hush"))
    with app.app_context():
        answer = app.test_client().get("/sign-in/sso")
        assert (answer.status_code, "issuer_mismatch" in answer.text) == (403, True)
        db.engine.dispose()


@pytest.mark.parametrize("offered", [["none"], ["HS256", "none"]])
def test_an_issuer_that_signs_with_a_shared_secret_or_not_at_all_is_not_believed(browser, offered):
    client = browser.application.extensions["authlib.integrations.flask_client"].create_client("issuer")
    client.load_server_metadata()[SIGNED_BY] = offered
    answer = browser.get("/sign-in/sso")
    assert (answer.status_code, "signing_algorithm" in answer.text) == (403, True)
    client.server_metadata[SIGNED_BY] = [*offered, "RS256"]
    assert browser.get("/sign-in/sso").status_code == 302
    assert client.server_metadata[SIGNED_BY] == ["RS256"]


def test_without_a_provider_there_is_no_such_door(app):
    browser = app.test_client()
    assert browser.get("/sign-in/sso").status_code == 404
    assert "/sign-in/sso" not in browser.get("/sign-in").text
