"""What monitoring reads: counts of requests, and how work stands; and who may read it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, insert

from disburse import clock
from disburse.app import create_app
from disburse.db import db
from disburse.models import Attempt
from tests.make import a_claim, a_fund, again

PLACES = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def read(client):
    """The figures as a map from name and labels, in their order by name, to the value."""

    def figures():
        answer = client.get("/metrics")
        assert answer.status_code == 200
        assert answer.content_type.startswith("text/plain")
        families = text_string_to_metric_families(answer.text)
        return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}

    return figures


def test_requests_are_counted_by_endpoint_method_and_status(client, browser, read):
    browser.get("/")
    browser.get("/claims/QD-2025-000001")
    browser.get("/claims/QD-2025-000002")
    client.get("/no/such/address")
    client.open("/", method="BREW")
    figures = read()
    count = "disburse_request_seconds_count"
    assert figures[count, "overview.show", "GET", "200"] == 1
    assert figures[count, "claim.show", "GET", "404"] == 2
    assert figures[count, "nowhere", "GET", "404"] == 1
    assert any(key[:1] + key[2:] == (count, "other", "405") for key in figures)
    assert figures["disburse_refusals_total", "NotFound"] == 2
    assert not any("QD-2025" in str(key) or "such" in str(key) for key in figures)


def test_claims_are_counted_by_state_and_age(read, time):
    first = a_claim("submitted")
    time.move_to(time.moment + timedelta(days=8))
    a_claim("submitted", enterprise=None)
    a_claim("draft")
    figures = read()
    assert figures["disburse_claims", "submitted"] == 2
    assert figures["disburse_claims", "draft"] == 1
    assert figures["disburse_claims", "paid"] == 0
    assert figures["disburse_claims_waiting", "7", "submitted"] == 1
    assert figures["disburse_claims_waiting", "30", "submitted"] == 1
    assert figures["disburse_claims_waiting", "older", "submitted"] == 0
    assert figures["disburse_claims_oldest_seconds", "submitted"] == 8 * 86400
    assert figures["disburse_claims_overdue", "submitted"] == int(again(first).due_on < clock.today()) == 1
    assert ("disburse_claims_waiting", "7", "paid") not in figures, "nothing waits where it may rest"


def test_a_notice_whose_term_has_run_is_not_overdue(read, time):
    a_claim("public_notice")
    time.move_to(time.moment + timedelta(days=60))
    assert read()["disburse_claims_overdue", "public_notice"] == 0


def test_funds_and_journal_are_told(read, time):
    fund = a_fund("1000.00")
    time.move_to(time.moment + timedelta(minutes=5))
    figures = read()
    assert figures["disburse_fund_left_fen", fund.id] == 100_000
    assert figures["disburse_journal_last_number",] == 1
    assert figures["disburse_journal_quiet_seconds",] == 300
    assert figures["disburse_database_up",] == 1


def test_those_locked_out_are_counted(read, time):
    now = clock.now()
    for key, until in (("a", now + timedelta(minutes=5)), ("b", now - timedelta(minutes=5)), ("c", None)):
        locked = insert(Attempt).values(key=key, failures=5, first_at=now, last_at=now, locked_until=until)
        db.session.execute(locked)
    db.session.commit()
    assert read()["disburse_sign_in_locked",] == 1


def test_a_scrape_asks_as_much_for_many_claims_as_for_none(app, read, time):
    def scrape():
        seen = []
        event.listen(db.engine, "before_cursor_execute", note := lambda *given: seen.append(given[2]))
        read()
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    scrape()
    before = scrape()
    for state in ("draft", "submitted", "paid"):
        a_claim(state)
    assert scrape() == before <= 7


def test_a_database_that_is_away_is_a_figure_not_a_fault(sqlite_config):
    away = replace(sqlite_config, database_url="sqlite:////nowhere/at/all.sqlite")
    answer = create_app(away).test_client().get("/metrics")
    assert answer.status_code == 200
    assert "\ndisburse_database_up 0.0\n" in answer.text


def status(settings, **given):
    return create_app(settings).test_client().get("/metrics", **given).status_code


def test_without_a_token_only_this_machine_reads_and_in_development_only(sqlite_config):
    assert status(sqlite_config) == 200
    assert status(sqlite_config, environ_base={"REMOTE_ADDR": "::1"}) == 200
    refused = create_app(sqlite_config).test_client().get("/metrics", environ_base=PLACES)
    assert refused.status_code == 403
    assert "DISBURSE_METRICS_TOKEN" in refused.text


def test_with_a_token_everybody_needs_it(sqlite_config):
    guarded = replace(sqlite_config, metrics_token="t" * 32)
    right = {"Authorization": f"Bearer {'t' * 32}"}
    assert status(guarded) == 403
    assert status(guarded, headers={"Authorization": "Bearer wrong"}) == 403
    assert status(guarded, headers={"Authorization": "Bearer 错"}) == 403
    assert status(guarded, headers=right) == 200
    assert status(guarded, headers=right, environ_base=PLACES) == 200
