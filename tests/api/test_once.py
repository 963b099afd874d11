"""Idempotency-Key: done once however often it is sent, and the answer is there if and only if the act is."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, insert, select

from disburse import clock, desk
from disburse.access import replies
from disburse.access.replies import Answer
from disburse.db import db
from disburse.models import Claim, Event, Fund, Reply
from tests.api.conftest import problem, tag
from tests.make import CODES, a_claim, a_fund, again

FUND = {
    "year": 2025,
    "name": "新专项",
    "appropriated_yuan": "1000.00",
    "budget_codes": CODES,
    "document": "预算1号",
}


def how_many(model):
    return db.session.scalar(select(func.count()).select_from(model))


def kept():
    db.session.expire_all()
    return [(row.key, row.status) for row in db.session.scalars(select(Reply).order_by(Reply.key))]


def test_the_same_request_is_answered_the_same_and_done_once(people):
    finance = people("finance_clerk")
    first = finance.post("/funds", FUND, key="k1")
    assert first.status_code == 201
    assert "Idempotent-Replayed" not in first.headers
    second = finance.post("/funds", dict(reversed(FUND.items())), key="k1")
    assert second.headers["Idempotent-Replayed"] == "true"
    for same in ("ETag", "Location", "Content-Type"):
        assert second.headers[same] == first.headers[same]
    assert (second.status_code, second.data) == (first.status_code, first.data)
    assert how_many(Fund) == 1


def test_a_change_sent_again_is_answered_although_its_version_is_past(people):
    clerk, claim = people("district_clerk"), a_claim("submitted")
    seen = tag(claim)
    first = clerk.post(f"/claims/{claim.id}/accept", seen=seen, key="k1")
    second = clerk.post(f"/claims/{claim.id}/accept", seen=seen, key="k1")
    assert (second.status_code, second.data) == (200, first.data)
    assert again(claim).version == 3


def test_another_request_under_the_same_key_is_refused(people):
    finance = people("finance_clerk")
    assert finance.post("/funds", FUND, key="k1").status_code == 201
    problem(finance.post("/funds", {**FUND, "name": "另一专项"}, key="k1"), 422, "key-reused")
    fund = finance.get("/funds").get_json()["data"][0]
    other = finance.post(f"/funds/{fund['id']}/appropriate", FUND, seen='"1-0000000000000000"', key="k1")
    problem(other, 422, "bad-record")
    amount = {"amount_yuan": "1.00", "document": "追加1号"}
    again_ = finance.post(f"/funds/{fund['id']}/appropriate", amount, seen='"1-0000000000000000"', key="k1")
    problem(again_, 422, "key-reused")
    another = people("finance_clerk", scopes=("money",))
    assert another.post("/funds", {**FUND, "name": "另一专项"}, key="k1").status_code == 201


@pytest.mark.parametrize("key", [None, "two words", "键", "x" * 129, " "])
def test_a_key_is_needed_and_must_be_one(people, key):
    finance = people("finance_clerk")
    sent = key.encode().decode("latin-1") if key else key
    told = problem(finance.post("/funds", FUND, key=sent), 400, "bad-request")
    assert told["errors"][0]["where"] == "Idempotency-Key"
    assert how_many(Fund) == how_many(Reply) == 0


def test_a_refusal_frees_the_key(people):
    clerk, claim = people("district_clerk"), a_claim("draft")
    problem(clerk.post(f"/claims/{claim.id}/accept", seen=claim, key="k1"), 409, "out-of-order")
    problem(clerk.post(f"/claims/{claim.id}/return", {"note": ""}, seen=claim, key="k1"), 422, "bad-record")
    assert kept() == []


def test_a_request_under_way_is_not_done_twice(people):
    finance = people("finance_clerk")
    assert finance.post("/funds", FUND, key="k1").status_code == 201
    with desk.aside():
        row = db.session.scalars(select(Reply)).one()
        row.status, row.body = None, None
    problem(finance.post("/funds", FUND, key="k1"), 409, "in-flight")


def test_a_place_whose_taker_died_is_free_after_a_minute(people, time):
    finance = people("finance_clerk")
    first = finance.post("/funds", FUND, key="k1")
    with desk.aside():
        row = db.session.scalars(select(Reply)).one()
        fresh = {"person": row.person, "key": "k2", "request_sha256": row.request_sha256}
        db.session.execute(insert(Reply).values(**fresh, taken_at=row.taken_at))
    problem(finance.post("/funds", FUND, key="k2"), 409, "in-flight")
    time.move_to(clock.now() + timedelta(seconds=61))
    problem(finance.post("/funds", FUND, key="k2"), 409, "already-there")
    assert kept() == [("k1", 201)]
    assert first.status_code == 201


def test_who_lost_the_place_does_nothing(people, time):
    """The first is slow, a second takes over after a minute and acts; the first finds its place gone."""
    finance = people("finance_clerk")
    slow = replies.take(finance.actor.id, "k1", "0" * 64)
    time.move_to(clock.now() + timedelta(seconds=61))
    quick = replies.take(finance.actor.id, "k1", "0" * 64)
    fund = a_fund()
    mark = desk.before_commit.set(lambda _row: slow.keep(Answer(200, {}, b"slow")))
    before = how_many(Event)
    with pytest.raises(replies.InFlight):
        a_fund()
    desk.before_commit.reset(mark)
    mark = desk.before_commit.set(lambda _row: quick.keep(Answer(200, {}, b"quick")))
    other = a_fund()
    desk.before_commit.reset(mark)
    assert replies.take(finance.actor.id, "k1", "0" * 64) == Answer(200, {}, b"quick")
    assert {row.id for row in db.session.scalars(select(Fund))} == {fund.id, other.id}
    assert how_many(Event) == before + 2, "one refusal and one fund"


def test_the_answer_is_there_if_and_only_if_the_act_is(people, monkeypatch):
    """The commit itself fails: neither the act nor its answer remains, and the key is free."""
    finance = people("finance_clerk")
    real, tried = db.session.commit, []

    def failing():
        tried.append(how_many(Fund))
        if tried[-1]:
            assert db.session.scalars(select(Reply.status)).one() == 201, "both are in one transaction"
            raise RuntimeError("the machine stops here")
        real()

    monkeypatch.setattr(desk.db.session, "commit", failing)
    finance.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    problem(finance.post("/funds", FUND, key="k1"), 500, "internal-error")
    monkeypatch.undo()
    assert tried[-2:] == [1, 0]
    assert sum(tried) == 1
    assert how_many(Fund) == 0
    assert kept() == []
    assert finance.post("/funds", FUND, key="k1").status_code == 201
    assert kept() == [("k1", 201)]


@pytest.mark.parametrize("config", ["sqlite_config", "postgres_config"], indirect=True)
def test_eight_at_once_make_one(app, people, time):
    finance, answers, start = people("finance_clerk"), [], Barrier(8)

    def ask():
        clock._demo.set(time)
        start.wait()
        with app.test_client() as client:
            headers = {"Authorization": f"Bearer {finance.secret}", "Idempotency-Key": "k1"}
            answers.append(client.post("/api/finance/funds", json=FUND, headers=headers))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [answer for answer in answers if answer.status_code == 201]
    assert done
    assert len({answer.data for answer in done}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in done) == 1
    for answer in answers:
        if answer not in done:
            problem(answer, 409, "in-flight")
    assert how_many(Fund) == 1


def test_old_answers_are_forgotten(people, time):
    finance = people("finance_clerk")
    finance.post("/funds", FUND, key="k1")
    time.move_to(clock.now() + timedelta(days=replies.KEPT_DAYS, seconds=-1))
    finance.post("/funds", {**FUND, "name": "另一专项"}, key="k2")
    assert replies.forget() == 0
    time.move_to(clock.now() + timedelta(seconds=2))
    assert replies.forget() == 1
    assert kept() == [("k2", 201)]
    assert how_many(Claim) == 0


@pytest.fixture
def config(request, sqlite_config):
    """SQLite, or whatever a test names."""
    named = getattr(request, "param", None)
    return request.getfixturevalue(named) if named else sqlite_config
