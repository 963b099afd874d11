"""Alive, fit to answer, and which release: what watches the service asks these."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from disburse import schema
from disburse.app import create_app
from disburse.policy import catalogue
from disburse.policy.catalogue import CatalogueFault
from tests.make import an_adoption


def test_a_sound_service_is_alive_and_ready(client):
    assert client.get("/healthz").text == "ok\n"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"database": "ok", "catalogue": "ok", "editions": "ok"}


def test_an_edition_that_was_edited_after_its_adoption_is_told(client, time, monkeypatch):
    an_adoption()
    assert client.get("/readyz").json["editions"] == "ok"
    known = catalogue.load()
    digests = {name: "0" * 64 if name[0] == "QD24" else digest for name, digest in known.digests.items()}
    monkeypatch.setattr(catalogue, "load", lambda: SimpleNamespace(digests=digests))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["editions"]) == (503, "edited after use")


def test_another_revision_is_alive_and_not_ready(client, monkeypatch):
    monkeypatch.setattr(schema, "newest", lambda: "9999")
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": "another revision", "catalogue": "ok"}


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite", "postgresql+psycopg://nobody:hush@127.0.0.1:1/none"]
)
def test_a_database_that_does_not_answer_is_told_without_its_address(sqlite_config, url):
    client = create_app(replace(sqlite_config, database_url=url)).test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": "no answer", "catalogue": "ok"}


def test_a_faulty_catalogue_is_told_without_its_faults(client, monkeypatch):
    def faulty():
        raise CatalogueFault([])

    monkeypatch.setattr(catalogue, "load", faulty)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": "ok", "catalogue": "faulty"}


def test_version_names_release_catalogue_and_revision(client):
    assert client.get("/version").json == {
        "version": "0.1.0",
        "catalogue": catalogue.load().digest,
        "revision": schema.newest(),
    }
