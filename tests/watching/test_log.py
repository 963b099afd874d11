"""The log: one line a request, a fault by its kind and places, and nothing that anybody sent."""

import io
import json
import re
from dataclasses import replace

import pytest

from disburse import audit
from disburse.app import create_app
from disburse.queries import claims
from tests.make import a_claim, an_enterprise
from tests.watching.routes import addresses

SENT = {
    "name": "测试联系人乙",
    "phone": "13900000077",
    "account": "9000000000007777",
    "password": "correct-horse-7777",
    "token": "dst_00000007_" + "k7" * 21,
    "session": "dss_" + "k8" * 21,
    "mail": "someone77@example.test",
}
"""What never may be found in a log."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def lines(browser):
    """Ask something, signed in as an auditor; the lines of the log that came of it."""

    def ask(address, method="GET", **given):
        stream = io.StringIO()
        with browser.open(address, method=method, errors_stream=stream, **given):
            pass
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    return ask


def test_a_request_is_one_line(lines):
    (line,) = lines("/claims/QD-2025-000001?words=secret")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", line.pop("time"))
    assert re.fullmatch(r"[0-9a-f]{32}", line.pop("request"))
    assert type(line.pop("ms")) is int
    assert line.pop("bytes") > 500
    assert re.fullmatch(r"U-\d+|P-\d+|\w+-\d+", line.pop("person"))
    assert line == {
        "level": "info",
        "event": "request",
        "endpoint": "claim.show",
        "method": "GET",
        "status": 404,
        "refused": "NotFound",
        "role": "auditor",
        "unit": "audit",
        "how": "session",
    }


def test_of_who_is_not_signed_in_nothing_is_told(client):
    stream = io.StringIO()
    client.get("/", errors_stream=stream)
    line = json.loads(stream.getvalue())
    assert line["status"] == 303
    assert not {"person", "role", "unit", "how"} & set(line)


def test_a_fault_is_its_kind_and_places_without_its_words(lines, monkeypatch):
    def broken(_by):
        try:
            int(SENT["phone"] + "x")
        except ValueError as no:
            raise LookupError(f"nobody is called {SENT['name']}") from no

    monkeypatch.setattr(claims, "totals", broken)
    fault, request = lines("/")
    assert fault["event"] == "fault"
    assert fault["level"] == "error"
    assert fault["kinds"] == ["LookupError", "ValueError"]
    assert any(re.search(r"test_log\.py:\d+ broken$", place) for place in fault["stack"])
    assert (request["status"], request["level"], request["request"]) == (500, "error", fault["request"])
    assert not found_in(json.dumps([fault, request], ensure_ascii=False))


def test_the_page_of_a_fault_shows_the_number_that_the_log_has(browser, monkeypatch):
    monkeypatch.setattr(claims, "totals", None)
    stream = io.StringIO()
    page = browser.get("/", errors_stream=stream).text
    number = re.search(r'<span class="digest">(\w{8})</span>', page)[1]
    assert json.loads(stream.getvalue().splitlines()[0])["request"].startswith(number)


@pytest.mark.parametrize("given", ["13900000000", "9000000000007777", "x" * 40, "a\nb" * 12])
def test_a_number_that_a_client_gives_is_not_taken_into_the_log(lines, given):
    given = given.replace("\n", "%0a")
    (line,) = lines("/", headers={"X-Request-Id": given})
    assert re.fullmatch(r"[0-9a-f]{32}", line["request"])


def test_the_journal_has_the_number_of_the_request(app, browser):
    @app.get("/act")
    def act():
        an_enterprise()
        return audit.request_id.get()

    answer = browser.get("/act")
    assert answer.text == answer.headers["X-Request-Id"]
    assert audit.request_id.get() is None, "after the request nobody's"


def test_lines_below_the_level_are_left_out(sqlite_config):
    quiet = create_app(replace(sqlite_config, log_level="warning")).test_client()
    stream = io.StringIO()
    quiet.get("/healthz", errors_stream=stream)
    assert stream.getvalue() == ""
    with pytest.raises(ValueError, match="DISBURSE_LOG_LEVEL"):
        create_app(replace(sqlite_config, log_level="chatty"))


def found_in(text: str) -> list[str]:
    """Which of the things sent stand in a text, plainly or as an address writes them."""
    return [name for name, value in SENT.items() if value in text or value.encode().hex() in text]


def everything() -> dict:
    """The things sent, in every place of a request that there is."""
    return {
        "query_string": SENT,
        "headers": {
            "Authorization": f"Bearer {SENT['token']}",
            "User-Agent": SENT["mail"],
            "Referer": f"http://127.0.0.1:8000/{SENT['session']}",
            "X-Request-Id": SENT["account"],
            "X-Forwarded-For": SENT["phone"],
            "Cookie": f"disburse={SENT['session']}",
            "Idempotency-Key": SENT["mail"],
            "If-Match": f'"{SENT["account"]}"',
        },
    }


@pytest.mark.parametrize("method", METHODS)
def test_nothing_that_is_sent_anywhere_gets_into_the_log(app, client, browser, method, capfd):
    stream = io.StringIO()
    bodies = [{"json": SENT}, {"data": SENT}, {"json": [SENT] * 3}, {"data": json.dumps(SENT)[:-1]}]
    for address in [*addresses(app), "/nowhere", f"/claims/{SENT['phone']}", f"/{SENT['name']}"]:
        for body in bodies if method in {"POST", "PUT", "PATCH"} else [{}]:
            given = everything() | body
            for asking in (client, browser):
                with asking.open(address, method=method, errors_stream=stream, **given):
                    pass
    written = stream.getvalue()
    lines = [json.loads(line) for line in written.splitlines()]
    assert len([line for line in lines if line["event"] == "request"]) >= len(addresses(app))
    heard = capfd.readouterr()
    assert not found_in(written.encode().decode("unicode_escape", "replace"))
    assert not found_in(written + heard.out + heard.err)


def test_personal_data_of_records_does_not_get_into_the_log(browser):
    bank = {"bank_code": "313452060150", "bank_name": "测试银行"}
    firm = an_enterprise(
        name="测试设计师丁",
        nature="person",
        account={"name": "测试设计师丁", "number": SENT["account"], **bank},
        contact={"name": SENT["name"], "phone": SENT["phone"]},
    )
    claim = a_claim("paid", enterprise=None)
    mine = a_claim(enterprise=firm)
    stream = io.StringIO()
    for address in ("/", f"/claims/{claim.id}", f"/claims/{mine.id}", f"/verify/{mine.id}"):
        browser.get(address, errors_stream=stream)
    written = stream.getvalue().encode().decode("unicode_escape", "replace")
    assert written.count('"event": "request"') == 4
    assert not found_in(written)
    assert "测试设计师丁" not in written
    assert mine.id not in written
