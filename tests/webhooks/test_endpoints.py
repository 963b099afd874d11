"""Endpoints belong to a bank: registered by its checker, the secret shown once and sealed at rest."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from standardwebhooks.webhooks import Webhook

from disburse import desk, notices
from disburse.access import keys
from disburse.acts import act
from disburse.app import create_app
from disburse.cli import disburse
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, NotFound, NotYours, Stale
from disburse.models import Endpoint, EndpointSecret, Event
from disburse.queries import trail
from disburse.queries.notices import feed
from disburse.queries.verification import verify
from disburse.services.endpoints import MOST
from disburse.work import endpoints
from reports import proof
from schemas.endpoints import ENDPOINT_IN, ENDPOINT_OUT
from tests.make import BANK_CODE, SYSTEM, Actor, a_unit, here
from tests.webhooks.receiver import receiving
from tests.webhooks.scene import CHECKER, CLERK, a_bank, an_endpoint, jobs, tell

URL = "http://127.0.0.1:9/hook"
OTHER = Actor("other", "bank_checker", "104452000013")


def test_the_published_vector_of_standard_webhooks():
    signed = Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), '{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_is_sent_is_signed_over_id_time_and_body(app, work):
    """By hand, as a bank without the library would verify it."""
    a_bank()
    with receiving() as bank:
        an_endpoint(bank)
        tell()
        work()
    _, _, headers, body = bank.requests[0]
    secret = base64.b64decode(bank.secret.removeprefix("whsec_"))
    over = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(secret, over, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert len(secret) == 32


def test_the_secret_is_shown_once_and_kept_sealed(app):
    a_bank()
    secret, endpoint = endpoints.register(URL, [], CHECKER)
    sealed = db.session.scalar(select(EndpointSecret.sealed))
    assert keys.unseal(sealed) == secret
    assert endpoint.secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    bodies = "".join(db.session.scalars(select(Event.body)))
    assert secret not in bodies + sealed
    assert secret not in json.dumps(ENDPOINT_OUT.dump(endpoint))


def test_its_life_is_on_record_and_verifies(app):
    a_bank()
    _, endpoint = endpoints.register(URL, ["cn.disburse.award"], CHECKER)
    _, endpoint = endpoints.rotate(endpoint.id, version=endpoint.version, by=CHECKER)
    act("replay_notices", {**here(endpoint), "first": 1, "last": 1, "note": "补发"}, CLERK)
    act("close_endpoint", {**here(again(endpoint)), "note": "停用"}, SYSTEM)
    actions = select(Event.action).where(Event.record == endpoint.id).order_by(Event.seq)
    assert list(db.session.scalars(actions)) == ["register", "rotate", "replay", "close"]
    db.session.rollback()
    with trail.snapshot() as view:
        assert list(verify(view, proof.Tally())) == []


def again(endpoint):
    return db.session.get_one(Endpoint, endpoint.id, populate_existing=True)


def test_only_the_banks_checker_registers_and_only_for_the_own_bank(app):
    a_bank()
    with pytest.raises(NotYours):
        endpoints.register(URL, [], CLERK)
    with pytest.raises(BadRecord):
        endpoints.register(URL, [], OTHER)
    a_unit("370211", "district")
    with pytest.raises(BadRecord):
        endpoints.register(URL, [], Actor("clerk", "district_clerk", "370211"))


def test_another_bank_sees_and_touches_nothing(app):
    a_bank()
    a_unit(OTHER.unit, "bank")
    _, endpoint = endpoints.register(URL, [], CHECKER)
    tell()
    with pytest.raises(NotFound):
        endpoints.rotate(endpoint.id, by=OTHER)
    for name, more in (("close_endpoint", {}), ("replay_notices", {"first": 1, "last": 1})):
        with pytest.raises(NotFound):
            act(name, {**here(endpoint), **more, "note": "试试看"}, OTHER)
    assert feed(OTHER) == []
    assert len(feed(CLERK)) == 1


def test_an_address_is_entered_once_and_may_be_entered_again_after_it_was_closed(app):
    a_bank()
    _, endpoint = endpoints.register(URL, [], CHECKER)
    with pytest.raises(AlreadyThere):
        endpoints.register(URL, [], CHECKER)
    act("close_endpoint", {**here(endpoint), "note": "停用"}, CHECKER)
    with pytest.raises(BadRecord):
        endpoints.rotate(endpoint.id, by=CHECKER)
    assert endpoints.register(URL, [], CHECKER)[1].id != endpoint.id


def test_a_bank_has_few_of_them(app):
    a_bank()
    for n in range(MOST):
        endpoints.register(f"{URL}/{n}", [], CHECKER)
    with pytest.raises(BadRecord):
        endpoints.register(f"{URL}/more", [], CHECKER)


def test_who_saw_another_version_is_told(app):
    a_bank()
    _, endpoint = endpoints.register(URL, [], CHECKER)
    with pytest.raises(Stale):
        endpoints.rotate(endpoint.id, version=2, by=CHECKER)


@pytest.mark.parametrize(("first", "last"), [(2, 1), (1, 1001)])
def test_a_replay_has_its_bounds(app, first, last):
    a_bank()
    _, endpoint = endpoints.register(URL, [], CHECKER)
    with pytest.raises(BadRecord):
        act("replay_notices", {**here(endpoint), "first": first, "last": last, "note": "补发"}, CLERK)


def test_a_notice_under_a_key_is_told_once(app):
    a_bank()
    for n in range(2):
        with_key(n)
    assert [notice.data for notice in feed(CLERK)] == [{"n": 0}]


def with_key(n):
    with desk.aside():
        notices.notify(BANK_CODE, "cn.disburse.award.paid", "QD-2026-000017", {"n": n}, key="once")


def test_the_feed_is_read_page_by_page_and_each_unit_has_its_own_numbers(app):
    a_bank()
    tell(5)
    tell(2, unit="370211")
    seen, last = [], 0
    while page := feed(CLERK, after=last, size=2):
        seen += [notice.number for notice in page]
        last = seen[-1]
    assert seen == [1, 2, 3, 4, 5]
    assert [n.number for n in feed(Actor("clerk", "district_clerk", "370211"))] == [1, 2]


def test_a_notice_never_changes_under_the_application_role(postgres_config):
    with create_app(postgres_config).app_context():
        a_bank()
        tell()
        refused()
        db.engine.dispose()


def refused():
    for statement in ("UPDATE notice SET type = 'x'", "DELETE FROM notice"):
        with pytest.raises(ProgrammingError, match="permission denied"), db.engine.begin() as connection:
            connection.execute(text(statement))


@pytest.mark.parametrize("types", [["Award"], ["cn..x"], ["cn.disburse.award"] * 21, "cn"])
def test_types_that_are_none_are_refused_by_the_form(types):
    assert "types" in ENDPOINT_IN.validate({"url": URL, "types": types})


def test_the_command_line_registers_lists_replays_and_closes(app):
    a_bank()

    def run(*words, status=0):
        done = app.test_cli_runner().invoke(disburse, ["endpoint", *map(str, words)])
        assert done.exit_code == status, done.output
        return done.output

    by = ("--by", f"bank_checker:{BANK_CODE}:checker")
    number, _, secret = run("register", URL, *by).strip().partition(": ")
    assert secret.startswith("whsec_")
    assert run("rotate", number, *by).strip().partition(": ")[2] != secret
    tell(2)
    assert URL in run("list")
    assert "waiting" in run("list")
    assert [json.loads(line)["id"] for line in run("feed", BANK_CODE, "--after", 1).splitlines()] == [
        f"{BANK_CODE}-2"
    ]
    run("replay", number, 1, 2, "--note", "补发", *by)
    run("close", number, "--note", "停用", *by)
    assert "已关闭" in run("list")
    assert "没有" in run("close", "W-000009", "--note", "停用", *by, status=1)
    assert {job.kind for job in jobs()} == {"webhook"}
