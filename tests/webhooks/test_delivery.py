"""A notice reaches its bank signed, once or again until it is accepted, and never by another way."""

import json
import time
from datetime import datetime

import pytest

from disburse import desk, notices
from disburse.acts import act
from disburse.clock import BEIJING
from disburse.db import db
from disburse.queries.notices import deliveries, feed
from disburse.work import endpoints, kinds, sending
from tests.make import BANK_CODE, here
from tests.webhooks.receiver import receiving
from tests.webhooks.scene import CHECKER, CLERK, a_bank, an_endpoint, jobs, states, tell


def test_a_notice_arrives_signed_as_a_cloud_event_and_is_the_same_in_the_feed(app, work):
    a_bank()
    with receiving() as bank:
        an_endpoint(bank)
        tell()
        assert work() == 1
    assert bank.false == []
    (event,) = bank.events
    assert event.pop("time").endswith("+08:00")
    assert event == {
        "specversion": "1.0",
        "id": f"{BANK_CODE}-1",
        "source": app.extensions["disburse"].public_url,
        "type": "cn.disburse.award.changed",
        "subject": "QD-2026-000017",
        "sequence": "1",
        "datacontenttype": "application/json",
        "data": {"n": 0, "payable_yuan": "1200000.00", "说明": "变更"},
    }
    method, path, headers, body = bank.requests[0]
    assert (method, path) == ("POST", "/hook")
    assert headers["Content-Type"].startswith("application/cloudevents+json")
    assert headers["webhook-id"] == f"{BANK_CODE}-1"
    assert states() == ["done"]
    (notice,) = feed(CLERK)
    assert (notice.number, notice.data) == (1, event["data"])
    when = datetime.fromisoformat(json.loads(body)["time"])
    assert when.utcoffset() == BEIJING.utcoffset(None)


def test_it_is_tried_again_until_it_is_accepted_with_the_same_id(app, work):
    a_bank()
    with receiving(500, 503, 429, 204) as bank:
        an_endpoint(bank)
        tell()
        assert work() == 4
    assert len({headers["webhook-id"] for _, _, headers, _ in bank.requests}) == 1
    assert len({body for *_, body in bank.requests}) == 1
    (job,) = jobs()
    assert (job.state, job.attempts, job.last_error, job.result) == ("done", 4, None, {"status": 204})


def test_what_is_never_accepted_becomes_a_dead_letter_that_can_be_seen_and_sent_again(app, work):
    a_bank()
    with receiving(500) as bank:
        endpoint = an_endpoint(bank)
        tell(2)
        assert work() == 2 * kinds.KINDS["webhook"].attempts
        assert states() == ["dead", "dead"]
        (first, _) = deliveries(endpoint.id, CLERK)
        assert (first.state, first.attempts) == ("dead", 12)
        assert "500" in first.last_error
        bank.answers = [200]
        replay = {**here(endpoint), "first": 1, "last": 2, "note": "系统恢复"}
        act("replay_notices", replay, CLERK)
        assert work() == 2
    assert bank.ids == {f"{BANK_CODE}-1": 1, f"{BANK_CODE}-2": 1}
    assert states() == ["dead", "dead", "done", "done"]


def test_an_accepted_notice_can_be_replayed_and_is_known_again_by_its_id(app, work):
    a_bank()
    with receiving() as bank:
        endpoint = an_endpoint(bank)
        tell(3)
        work()
        act("replay_notices", {**here(endpoint), "first": 2, "last": 9, "note": "补发"}, CLERK)
        assert work() == 2
    assert bank.ids == {f"{BANK_CODE}-1": 1, f"{BANK_CODE}-2": 2, f"{BANK_CODE}-3": 2}
    assert bank.false == []


def test_a_receiver_that_wants_no_more_is_not_asked_again(app, work):
    a_bank()
    with receiving(410) as bank:
        an_endpoint(bank)
        tell()
        assert work() == 1
    assert states() == ["dead"]


def test_no_redirect_is_followed(app, work):
    def elsewhere(door):
        door.send_response(307)
        door.send_header("Location", f"http://127.0.0.1:{door.server.server_address[1]}/elsewhere")
        door.send_header("Content-Length", "0")
        door.end_headers()

    a_bank()
    with receiving(elsewhere) as bank:
        an_endpoint(bank)
        tell()
        work(1)
    assert [path for _, path, *_ in bank.requests] == ["/hook"]
    (job,) = jobs()
    assert (job.state, job.attempts) == ("waiting", 1)
    assert "307" in job.last_error


def test_a_connection_that_breaks_off_is_a_failure_like_any_other(app, work):
    a_bank()
    with receiving(lambda door: door.connection.close(), 204) as bank:
        an_endpoint(bank)
        tell()
        assert work(2) == 2
    assert states() == ["done"]


def test_nobody_there_is_a_failure_like_any_other(app, work):
    a_bank()
    with receiving() as bank:
        an_endpoint(bank)
    tell()
    assert work(1) == 1
    (job,) = jobs()
    assert (job.state, job.last_error) == ("waiting", "未能送达 / not delivered: ConnectionRefusedError")


def test_a_receiver_that_trickles_is_cut_off(app, work, monkeypatch):
    """A byte now and then keeps no worker: the whole has a limit beside each wait."""
    monkeypatch.setattr(sending, "WHOLE_S", 1)

    def trickle(door):
        for _ in range(100):
            time.sleep(0.1)
            try:
                door.wfile.write(b"H")
                door.wfile.flush()
            except OSError:
                return

    a_bank()
    with receiving(trickle) as bank:
        an_endpoint(bank)
        tell()
        began = time.monotonic()
        work(1)
        assert time.monotonic() - began < 5
    assert states() == ["waiting"]


def test_of_a_long_answer_little_is_read(app, work, monkeypatch):
    kept = []
    post = sending.post
    monkeypatch.setattr(sending, "post", lambda *given: kept.append(post(*given)) or kept[-1])

    def flood(door):
        door.send_response(200)
        door.send_header("Content-Length", str(1 << 30))
        door.end_headers()
        try:
            for _ in range(1 << 14):
                door.wfile.write(b"x" * (1 << 16))
        except OSError:
            return

    a_bank()
    with receiving(flood) as bank:
        an_endpoint(bank)
        tell()
        work(1)
    assert len(kept[0].body) == sending.ANSWER_BYTES
    assert states() == ["done"]


def test_a_wrong_secret_is_seen_by_the_receiver_and_a_new_one_mends_it(app, work):
    a_bank()
    with receiving() as bank:
        endpoint = an_endpoint(bank)
        old = bank.secret
        bank.secret = "whsec_" + "A" * 43 + "="
        tell()
        work()
        assert bank.false == ["No matching signature found"]
        bank.secret, _ = kept_and_rotated(endpoint)
        assert bank.secret != old
        tell()
        work()
    assert bank.ids == {f"{BANK_CODE}-2": 1}


def kept_and_rotated(endpoint):
    return endpoints.rotate(endpoint.id, version=endpoint.version, by=CHECKER)


def test_a_closed_endpoint_is_sent_nothing_more_and_forgets_its_secret(app, work):
    a_bank()
    with receiving() as bank:
        endpoint = an_endpoint(bank)
        tell()
        act("close_endpoint", {**here(endpoint), "note": "停用"}, CHECKER)
        tell()
        assert work() == 1
    assert bank.requests == []
    assert states() == ["done"]
    assert len(feed(CLERK)) == 2
    assert db.session.execute(db.text("SELECT count(*) FROM endpoint_secret")).scalar() == 0


def test_types_narrow_what_is_sent_and_the_feed_has_it_all(app, work):
    a_bank()
    with receiving() as bank:
        an_endpoint(bank, ["cn.disburse.award.paid"])
        tell(type_="cn.disburse.award.changed")
        tell(type_="cn.disburse.award.paid")
        work()
    assert [event["type"] for event in bank.events] == ["cn.disburse.award.paid"]
    assert [notice.number for notice in feed(CLERK)] == [1, 2]
    assert [notice.number for notice in feed(CLERK, after=1)] == [2]


def test_a_notice_is_there_if_and_only_if_its_change_is(app, work):
    a_bank()
    with receiving() as bank:
        an_endpoint(bank)
        with pytest.raises(LookupError):
            tell_and_fail()
        assert work() == 0
    assert feed(CLERK) == []
    assert jobs() == []


def tell_and_fail():
    with desk.aside():
        notices.notify(BANK_CODE, "cn.disburse.award.paid", "QD-2026-000017", {})
        raise LookupError
