"""Attachments through the JSON interface: sent, listed, taken away, and nothing left of what broke off."""

import io
import logging
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from disburse.actors import CLOCK
from disburse.acts import act
from disburse.db import db
from disburse.models import Attachment
from tests.api.conftest import client, people, problem
from tests.attachments.samples import GOOD, pdf
from tests.make import a_claim, a_pledge, here

__all__ = ["client", "people"]


@pytest.fixture
def config(sqlite_config):
    """Rows are touched through services alone: one database."""
    return sqlite_config


def send(asker, path, data, *, paper="contract", name="合同.pdf", key="send-1", kind="application/pdf"):
    headers = {"Authorization": f"Bearer {asker.secret}"} | ({"Idempotency-Key": key} if key else {})
    query = {"paper": paper, "name": name}
    return asker.client.post(
        f"{asker.home}{path}", query_string=query, data=data, content_type=kind, headers=headers
    )


@pytest.fixture
def draft(people):
    return a_claim("draft")


def count():
    return db.session.scalar(select(func.count()).select_from(Attachment))


def test_evidence_is_sent_listed_scanned_and_taken_away(people, draft, caplog):
    agent = people("enterprise_agent", draft.enterprise_id)
    sent = send(agent, f"/claims/{draft.id}/attachments", pdf())
    assert sent.status_code == 201, sent.text
    told = sent.get_json()
    assert (told["name"], told["state"], told["paper_zh"], told["is_given_out"]) == (
        "合同.pdf", "waiting", "合同", False,
    )  # fmt: skip
    assert agent.get(sent.headers["Location"]).get_json() == told
    assert agent.get(f"/claims/{draft.id}/attachments").get_json()["data"] == [told]
    assert agent.get(f"/attachments?claim_id={draft.id}").get_json()["data"] == [told]
    content = f"/attachments/{told['id']}/content"
    problem(agent.get(content), 409, "not-given-out")
    row = db.session.get_one(Attachment, told["id"])
    act("record_scan", {**here(row), "verdict": "clean"}, CLOCK)
    with caplog.at_level(logging.INFO):
        got = people("auditor").get(content)
    assert got.data == pdf()
    assert got.headers["ETag"] == f'"{told["sha256"]}"'
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["Content-Disposition"].endswith("filename*=UTF-8''%E5%90%88%E5%90%8C.pdf")
    assert got.headers["Content-Disposition"].startswith("attachment;")
    handed = [r.facts for r in caplog.records if r.message == "handed over"]
    assert [(h["attachment"], h["role"]) for h in handed] == [(told["id"], "auditor")]
    known = agent.get(content, If_None_Match=got.headers["ETag"])
    assert (known.status_code, known.data) == (304, b"")


def test_sending_twice_attaches_once(people, draft):
    agent = people("enterprise_agent", draft.enterprise_id)
    path = f"/claims/{draft.id}/attachments"
    first, second = send(agent, path, pdf()), send(agent, path, pdf())
    assert (second.data, second.headers["Idempotent-Replayed"]) == (first.data, "true")
    assert count() == 1
    problem(send(agent, path, pdf("other")), 422, "key-reused")
    problem(send(agent, path, pdf(), key=""), 400, "bad-request")
    problem(send(agent, path, pdf(), key="send-2"), 409, "already-there")


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_is_taken_as_bytes_without_a_type(people, draft, name):
    agent = people("enterprise_agent", draft.enterprise_id)
    sent = send(
        agent, f"/claims/{draft.id}/attachments", GOOD[name], name=name, kind="application/octet-stream"
    )
    assert sent.status_code == 201, sent.text


def test_exactly_at_the_limit_is_taken_and_one_byte_more_is_not(people, draft, app):
    agent = people("enterprise_agent", draft.enterprise_id)
    data = pdf()
    path = f"/claims/{draft.id}/attachments"
    object.__setattr__(app.extensions["disburse"], "max_attachment_bytes", len(data) - 1)
    problem(send(agent, path, data, key="a"), 413, "too-large")
    object.__setattr__(app.extensions["disburse"], "max_attachment_bytes", len(data))
    assert send(agent, path, data, key="b").status_code == 201


def test_an_upload_that_breaks_off_leaves_nothing(people, draft, app, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    agent = people("enterprise_agent", draft.enterprise_id)
    data = pdf()
    headers = {"Authorization": f"Bearer {agent.secret}", "Idempotency-Key": "broken"}
    answer = agent.client.post(
        f"{agent.home}/claims/{draft.id}/attachments?paper=contract&name=a.pdf",
        input_stream=io.BytesIO(data[: len(data) // 2]),
        content_length=len(data),
        content_type="application/pdf",
        headers=headers,
    )
    assert answer.status_code in (400, 422), answer.text
    assert count() == 0
    assert list(folder.iterdir()) == []
    assert not list(Path(app.extensions["disburse"].home).glob("attachments/*/*/*"))


def test_what_will_not_do_is_told_whole(people, draft):
    agent = people("enterprise_agent", draft.enterprise_id)
    path = f"/claims/{draft.id}/attachments"
    told = problem(send(agent, path, b"<html>", name="photo.exe.png"), 422, "unfit-file")
    assert {error["where"] for error in told["errors"]} == {"file", "name"}
    told = problem(send(agent, path, pdf(), paper="bribe", name=""), 400, "bad-request")
    assert {error["where"] for error in told["errors"]} == {"paper", "name"}
    problem(send(agent, path, pdf(), kind="multipart/form-data; boundary=x"), 415, "not-this-type")
    problem(send(agent, path, pdf(), paper="opinion"), 409, "not-the-time")
    assert count() == 0


def test_nobody_attaches_to_or_reads_what_is_not_theirs(people, draft):
    agent = people("enterprise_agent", draft.enterprise_id)
    sent = send(agent, f"/claims/{draft.id}/attachments", pdf()).get_json()
    stranger = people("enterprise_agent", a_claim("draft").enterprise_id)
    for asker in (stranger, people("district_clerk", "370202")):
        problem(send(asker, f"/claims/{draft.id}/attachments", pdf("x")), 404, "not-found")
        problem(asker.get(f"/claims/{draft.id}/attachments"), 404, "not-found")
        for path in ("", "/content"):
            problem(asker.get(f"/attachments/{sent['id']}{path}"), 404, "not-found")
    seen = db.session.get_one(Attachment, sent["id"])
    problem(stranger.post(f"/attachments/{seen.id}/remove", seen=seen), 404, "not-found")
    reader = people("enterprise_agent", draft.enterprise_id, scopes=("read",))
    problem(send(reader, f"/claims/{draft.id}/attachments", pdf("y")), 403, "beyond-scope")


def test_a_draft_is_put_right_by_removing_and_sending_again(people, draft):
    agent = people("enterprise_agent", draft.enterprise_id)
    sent = send(agent, f"/claims/{draft.id}/attachments", pdf())
    path = f"/attachments/{sent.get_json()['id']}/remove"
    gone = agent.post(path, {"note": "错件"}, seen=sent.headers["ETag"])
    assert (gone.status_code, gone.get_json()["state"]) == (200, "removed")
    problem(agent.get(path.replace("remove", "content")), 409, "not-given-out")
    assert send(agent, f"/claims/{draft.id}/attachments", pdf(), key="again").status_code == 201


def test_a_bank_attaches_to_its_pledge(people):
    bank, claim = people("bank_clerk"), a_claim("approved")
    pledge = a_pledge(claim)
    path = f"/pledges/{pledge.id}/attachments"
    sent = send(bank, path, pdf("loan"), paper="bank_paper", name="借款合同.pdf")
    assert sent.status_code == 201, sent.text
    assert [row["about"] for row in bank.get(path).get_json()["data"]] == [pledge.id]
    agent = people("enterprise_agent", claim.enterprise_id)
    assert [r["id"] for r in agent.get(f"/claims/{claim.id}/attachments").get_json()["data"]] == [
        sent.get_json()["id"]
    ]


def test_officials_see_the_same_content_elsewhere(people):
    first, second = a_claim("draft"), a_claim("draft")
    numbers = [
        send(
            people("enterprise_agent", claim.enterprise_id), f"/claims/{claim.id}/attachments", pdf("one"),
            paper="invoice",
        ).get_json()["id"]
        for claim in (first, second)
    ]  # fmt: skip
    told = people("district_clerk").get(f"/attachments/{numbers[0]}/elsewhere").get_json()
    assert [(row["id"], row["claim_id"]) for row in told["data"]] == [(numbers[1], second.id)]
    assert told["hidden_count"] == 0
    rows = people("auditor").get("/repeated-contents").get_json()["data"]
    assert [(row["claim_count"], row["enterprise_count"]) for row in rows] == [(2, 2)]
