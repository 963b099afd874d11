"""Limits: what is too large, too deep, too many or no JSON is refused, and nothing happens."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import func, select
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from disburse.api.rate import MINUTE_NS, MOST_BUCKETS, Buckets
from disburse.app import create_app
from disburse.db import db
from disburse.models import Event, Fund, Reply
from tests.api.conftest import problem


@pytest.fixture
def finance(people):
    return people("finance_clerk")


def untouched(before):
    return before == tuple(
        db.session.scalar(select(func.count()).select_from(m)) for m in (Event, Fund, Reply)
    )


@pytest.fixture
def nothing_happens(finance):
    """Whatever the test sends leaves no trace."""
    counts = tuple(db.session.scalar(select(func.count()).select_from(m)) for m in (Event, Fund, Reply))
    yield
    assert untouched(counts)


def send(finance, data, kind="application/json", **given):
    headers = {"Authorization": f"Bearer {finance.secret}", "Idempotency-Key": "k"}
    return finance.client.post("/api/finance/funds", data=data, content_type=kind, headers=headers, **given)


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"[]", b"7", b"null", b'"x"', b"{'a': 1}", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1} x',
        b'{"a": 1, "a": 2}', b"\xff\xfe", '{"名": "值"}'.encode("gb18030"), b'{"a": "\\ud800"}',
        b'{"\\ud800": 1}', b'{"a": ' + b"9" * 5000 + b"}", b"[" * 100_000, b'{"a":' * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_json_object(finance, nothing_happens, body):
    told = problem(send(finance, body), 400, "not-json")
    assert len(told["detail"]) < 300


def test_nesting(finance, nothing_happens):
    def nested(depth):
        return send(finance, b'{"x":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}")

    problem(nested(32), 422, "bad-record")
    problem(nested(33), 400, "not-json")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
)
def test_another_type_of_body(finance, nothing_happens, kind):
    problem(send(finance, b"{}", kind), 415, "not-this-type")


def test_a_body_that_is_too_large(finance, nothing_happens):
    limit = finance.client.application.extensions["disburse"].max_body_bytes
    problem(send(finance, b'{"x":"' + b"x" * (limit - 8) + b'"}'), 422, "bad-record")
    problem(send(finance, b'{"x":"' + b"x" * (limit - 7) + b'"}'), 413, "too-large")


def test_a_body_that_does_not_say_how_large_it_is(finance, nothing_happens):
    """Sent in chunks, as HTTP/1.1 may: it is read up to the limit and no further."""

    class Endless:
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"x" * size

    stream = Endless()
    app = finance.client.application
    limit = app.extensions["disburse"].max_body_bytes
    headers = {"Authorization": f"Bearer {finance.secret}", "Idempotency-Key": "k"}
    asked = EnvironBuilder(
        "/api/finance/funds", method="POST", headers=headers, content_type="application/json"
    )
    environ = asked.get_environ() | {"wsgi.input": stream, "wsgi.input_terminated": True}
    environ.pop("CONTENT_LENGTH", None)
    answer = TestResponse(*run_wsgi_app(app, environ), request=asked.get_request())
    problem(answer, 413, "too-large")
    assert stream.given <= 2 * limit


def test_no_body_is_an_empty_one(finance, nothing_happens):
    headers = {"Authorization": f"Bearer {finance.secret}", "Idempotency-Key": "k"}
    told = problem(finance.client.post("/api/finance/funds", headers=headers), 422, "bad-record")
    assert {error["pointer"] for error in told["errors"]} == {
        "/appropriated_yuan", "/budget_codes", "/document", "/name", "/year",
    }  # fmt: skip


def test_a_name_that_is_no_name_is_shown_safely(finance, nothing_happens):
    told = problem(send(finance, json.dumps({"a/b~c": 1, "x\ny": 2, 'q"[0].z': 3})), 422, "bad-record")
    assert {"/a~1b~0c", "/x\ny", '/q"[0].z'} <= {error["pointer"] for error in told["errors"]}


def test_methods_and_addresses_that_are_not_there(finance, client):
    answer = client.delete("/api/finance/funds")
    problem(answer, 405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    problem(client.get("/api/"), 404, "no-such-address")
    problem(client.get("/api/finance/nix"), 404, "no-such-address")
    assert client.get("/no/such/page").mimetype == "text/html"
    assert client.post("/healthz").mimetype == "text/html"


def test_a_fault_of_ours_says_nothing_of_it(finance, monkeypatch):
    def broken(*_args, **_given):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("disburse.api.reading.records.page", broken)
    finance.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = finance.get("/funds")
    told = problem(answer, 500, "internal-error")
    assert "secret" not in answer.text
    assert told["instance"].endswith(answer.headers["X-Request-Id"])


def test_each_token_has_its_own_rate(config, people):
    finance = people("finance_clerk")
    app = create_app(replace(config, requests_per_minute=3))
    with app.app_context():
        client = app.test_client()
        headers = {"Authorization": f"Bearer {finance.secret}"}
        left = [client.get("/api/finance/funds", headers=headers) for _ in range(4)]
        assert [answer.status_code for answer in left] == [200, 200, 200, 429]
        assert [answer.headers["RateLimit"].partition(";t")[0] for answer in left] == [
            '"token";r=2', '"token";r=1', '"token";r=0', '"token";r=0',
        ]  # fmt: skip
        problem(left[3], 429, "too-many-requests")
        assert 1 <= int(left[3].headers["Retry-After"]) <= 20
        assert left[0].headers["RateLimit-Policy"] == '"token";q=3;w=60'
        assert client.get("/api/finance/funds").status_code == 401, "another bucket"


def test_a_bucket_refills_evenly_and_never_beyond_its_size():
    buckets, second = Buckets(60), MINUTE_NS // 60
    assert [buckets.take("a", 0).requests for _ in range(60)] == list(range(59, -1, -1))
    refused = buckets.take("a", 0)
    assert (refused.refused, refused.seconds, refused.headers["Retry-After"]) == (True, 1, "1")
    assert not buckets.take("a", second).refused
    assert buckets.take("a", second).refused
    assert buckets.take("a", 1000 * MINUTE_NS).requests == 59
    assert not buckets.take("b", second).refused


def test_buckets_are_forgotten_before_they_fill_the_memory():
    buckets = Buckets(2)
    for number in range(MOST_BUCKETS + 10):
        buckets.take(str(number), 1)
    assert len(buckets._full_at) == MOST_BUCKETS
    assert buckets.take("0", 1).requests == 1, "forgotten: begins anew"
    assert all(int(a) < int(b) for a, b in pairwise(list(buckets._full_at)[:100]))
