"""Settings that are unfit: the service does not start, and says all that is wrong; no secret is shown."""

from dataclasses import replace

import pytest

from disburse import clock
from disburse.access.refusals import UnfitSettings, WrongSignIn
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.doctor import settings
from tests.access.world import a_person, enters
from tests.services.watching import where

KEY = "k" * 32
PRODUCTION = Config(mode="production", secret_key=KEY, public_url="https://disburse.example")


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"secret_key": "development"}, ["DISBURSE_SECRET_KEY"]),
        ({"secret_key": "k" * 31}, ["DISBURSE_SECRET_KEY"]),
        ({"public_url": "http://disburse.example"}, ["DISBURSE_PUBLIC_URL"]),
        ({"secret_key": "", "public_url": ""}, ["DISBURSE_SECRET_KEY", "DISBURSE_PUBLIC_URL"]),
        ({"mode": "prod"}, ["DISBURSE_MODE"]),
        ({"password_policy": "none"}, ["DISBURSE_PASSWORD_POLICY"]),
        ({"totp_roles": "auditor,boss"}, ["DISBURSE_TOTP_ROLES"]),
        ({"session_hours": 0}, ["DISBURSE_SESSION_HOURS"]),
        ({"oidc_issuer": "https://id.example"}, ["DISBURSE_OIDC_ISSUER"]),
        (
            {"oidc_issuer": "http://id.example", "oidc_client_id": "a", "oidc_client_secret": "b"},
            ["DISBURSE_OIDC_ISSUER"],
        ),
    ],
)
def test_a_service_with_unfit_settings_does_not_start(changes, places):
    with pytest.raises(UnfitSettings) as no:
        create_app(replace(PRODUCTION, **changes))
    assert where(no) == places


def test_a_service_with_fit_settings_starts():
    assert create_app(PRODUCTION)
    assert create_app(replace(PRODUCTION, totp_roles=""))


def test_a_setting_that_must_be_a_number_is_told(monkeypatch):
    monkeypatch.setenv("DISBURSE_SESSION_HOURS", "half")
    with pytest.raises(UnfitSettings) as no:
        create_app()
    assert where(no) == ["DISBURSE_SESSION_HOURS"]


def test_the_doctor_shows_no_secret():
    shown = list(settings(replace(PRODUCTION, oidc_client_secret="hush-hush")))
    assert not any(secret in one.value for one in shown for secret in (KEY, "hush-hush"))


def test_in_production_nobody_of_a_demo_story_signs_in(config):
    """The story was played in development; the clock of life goes on in production."""
    app = create_app(config)
    with app.app_context():
        with clock.demo_time(clock.now()):
            person = a_person("auditor")
        assert enters(person).secret
        app.extensions["disburse"] = replace(config, mode="production")
        with pytest.raises(WrongSignIn):
            enters(person)
        db.session.remove()
        db.engine.dispose()
