"""Notices, endpoints and jobs by program: what a unit was told, where it is sent, what is to be done."""

import threading

import pytest

from disburse import desk, jobs
from disburse.db import db
from disburse.models import EndpointSecret, Reply
from disburse.work import worker
from disburse.work.errand import Failed, Kind
from tests.api.conftest import problem
from tests.make import BANK_CODE
from tests.webhooks.scene import tell

URL = "http://127.0.0.1:9/hook"


@pytest.fixture
def clerk(people):
    return people("bank_clerk")


@pytest.fixture
def checker(people):
    return people("bank_checker")


def test_a_bank_reads_its_notices_in_order_from_where_it_stopped(people, clerk):
    tell(5)
    tell(2, unit="finance")
    first = clerk.get("/api/notices?limit=3")
    rows = first.get_json()["data"]
    assert [row["sequence"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["id"] == f"{BANK_CODE}-1"
    assert rows[0]["specversion"] == "1.0"
    assert rows[0]["data"]["payable_yuan"] == "1200000.00"
    following = first.get_json()["meta"]["next"]
    assert [r["sequence"] for r in clerk.get(f"/api/notices?after={following}").get_json()["data"]] == [
        "4",
        "5",
    ]
    assert [r["sequence"] for r in clerk.get("/api/notices?since=4").get_json()["data"]] == ["5"]
    assert clerk.get("/api/notices?since=5").get_json()["data"] == []
    tell()
    assert [r["sequence"] for r in clerk.get("/api/notices?since=5").get_json()["data"]] == ["6"]
    assert len(people("finance_clerk").get("/api/notices").get_json()["data"]) == 2
    assert people("auditor").get("/api/notices").get_json()["data"] == []
    assert people("bank_clerk", "102452000004").get("/api/notices").get_json()["data"] == []
    problem(clerk.get("/api/notices?since=yesterday"), 400, "bad-request")
    problem(people("bank_clerk", scopes=("pledges",)).get("/api/notices"), 403, "beyond-scope")


def test_an_endpoint_is_registered_rotated_replayed_and_closed(people, checker, clerk):
    tell(2)
    made = checker.post("/endpoints", {"url": URL, "types": ["cn.disburse.award"]}, key=None)
    assert made.status_code == 201, made.text
    secret, number = made.get_json()["secret"], made.get_json()["id"]
    assert secret.startswith("whsec_")
    path = made.headers["Location"].removeprefix("/api/bank")
    assert clerk.get(path).headers["ETag"] == made.headers["ETag"]
    assert "secret" not in clerk.get(path).get_json()
    turned = checker.post(f"{path}/rotate", key=None, seen=made.headers["ETag"])
    assert turned.status_code == 200, turned.text
    assert turned.get_json()["secret"] not in ("", secret)
    problem(checker.post(f"{path}/rotate", key=None, seen=made.headers["ETag"]), 412, "stale")
    problem(checker.post(f"{path}/rotate", key=None), 428, "needs-version")
    again = clerk.post(
        f"{path}/replay", {"first": 1, "last": 2, "note": "本行停机"}, seen=turned.headers["ETag"]
    )
    assert again.status_code == 200, again.text
    unsent = clerk.get(f"{path}/deliveries?limit=1").get_json()
    assert [(row["number"], row["state"]) for row in unsent["data"]] == [(1, "waiting")]
    rest = clerk.get(f"{path}/deliveries?after={unsent['meta']['next']}").get_json()
    assert [row["number"] for row in rest["data"]] == [2]
    assert people("system_admin").get(f"/endpoints/{number}/deliveries").get_json()["meta"]["count"] == 2
    problem(people("bank_clerk", "102452000004").get(f"{path}/deliveries"), 404, "not-found")
    closed = checker.post(f"{path}/close", {"note": "改用订阅"}, seen=again.headers["ETag"])
    assert closed.get_json()["closed_on"]
    assert db.session.query(EndpointSecret).all() == []
    assert not [r for r in db.session.query(Reply) if b"whsec_" in (r.body or b"")]


def test_an_unfit_endpoint_is_refused_with_every_fault(people, checker, clerk):
    problem(checker.post("/endpoints", {"url": "ftp://127.0.0.1/x", "types": []}), 422, "bad-record")
    told = problem(checker.post("/endpoints", {"url": "x", "types": ["?"]}), 422, "bad-record")
    assert len(told["errors"]) == 2
    problem(clerk.post("/endpoints", {"url": URL, "types": []}), 403, "not-yours")
    problem(people("system_admin").post("/endpoints", {"url": URL}), 405, "method-not-allowed")


@pytest.fixture
def dead(app, monkeypatch):
    """Jobs that nobody could do."""

    def fails(_):
        raise Failed("没有答复", final=True)

    monkeypatch.setattr(worker, "KINDS", {**worker.KINDS, "test": Kind(fails, 1, 0, 0)})
    with desk.aside():
        numbers = [jobs.enqueue("test", {}, f"k{n}", "QD-2025-000001") for n in range(3)]
    stop = threading.Event()
    while worker.do_next(app, stop):
        pass
    return numbers


def test_administrators_see_dead_letters_and_try_or_drop_them(people, dead):
    steward = people("system_admin")
    page = steward.get("/jobs?state=dead&limit=2").get_json()
    assert [(job["id"], job["last_error"]) for job in page["data"]] == [
        (dead[2], "没有答复"), (dead[1], "没有答复"),
    ]  # fmt: skip
    rest = steward.get(f"/jobs?state=dead&limit=2&after={page['meta']['next']}").get_json()
    assert ([job["id"] for job in rest["data"]], rest["meta"]["next"]) == ([dead[0]], None)
    tried = steward.post(f"/jobs/{dead[0]}/retry", {"note": "对方已恢复"}, key="retry-1")
    assert (tried.status_code, tried.get_json()["state"]) == (200, "waiting"), tried.text
    replay = steward.post(f"/jobs/{dead[0]}/retry", {"note": "对方已恢复"}, key="retry-1")
    assert (replay.data, replay.headers["Idempotent-Replayed"]) == (tried.data, "true")
    dropped = steward.post(f"/jobs/{dead[1]}/drop", {"note": "不再需要"})
    assert dropped.get_json()["state"] == "dropped"
    problem(steward.post(f"/jobs/{dead[1]}/drop", {"note": "不再需要"}), 409, "out-of-order")
    problem(steward.post("/jobs/999999/drop", {"note": "不再需要"}), 404, "not-found")
    problem(steward.post(f"/jobs/{dead[2]}/drop", {}), 422, "bad-record")
    problem(people("audit_admin").post(f"/jobs/{dead[2]}/drop", {"note": "不再需要"}), 403, "not-yours")
    assert people("auditor").get(f"/jobs/{dead[0]}").get_json()["kind"] == "test"
    assert people("security_admin").get("/jobs").get_json()["data"] == []
    problem(people("security_admin").get(f"/jobs/{dead[0]}"), 404, "not-found")


def test_a_job_is_asked_for_by_whom_it_is_for_and_seen_in_its_progress(people):
    steward, clerk = people("system_admin"), people("finance_clerk")
    made = steward.post("/jobs", {"kind": "nightly", "note": "月末核验"})
    assert (made.status_code, made.get_json()["state"]) == (201, "waiting"), made.text
    assert steward.get(made.headers["Location"]).get_json() == made.get_json()
    problem(steward.post("/jobs", {"kind": "nightly", "note": "月末核验"}), 409, "already-there")
    problem(steward.post("/jobs", {"kind": "papers", "note": "打印"}), 422, "bad-record")
    papers = clerk.post("/jobs", {"kind": "papers", "batch": "B-2025-00001", "note": "打印"})
    assert papers.status_code == 201, papers.text
    assert [job["kind"] for job in clerk.get("/jobs").get_json()["data"]] == ["papers"]
    assert clerk.get(papers.headers["Location"]).get_json()["about"] == "B-2025-00001"
    problem(clerk.get(f"/jobs/{made.get_json()['id']}"), 404, "not-found")
    problem(clerk.post("/jobs", {"kind": "tidy", "note": "清理"}), 403, "not-yours")
