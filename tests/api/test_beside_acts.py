"""Doors that are no acts: assessment, match, papers, imports, the bank's query, the trail."""

import csv
import io
import json
import threading
import zipfile

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from disburse.acts import act
from disburse.db import db
from disburse.models import Claim, Event, RatingList, Reply
from disburse.queries import claims
from disburse.work import worker
from reports import proof
from tests.api.conftest import problem
from tests.make import (
    BANK_CODE,
    CHAMPION,
    CITY_CLERK,
    a_claim,
    a_lock,
    a_pledge,
    again,
    an_adoption,
    an_enterprise,
    here,
)


def events():
    return db.session.scalar(select(func.count()).select_from(Event))


def test_every_claim_has_its_assessment_in_words(people):
    an_adoption()
    draft = a_claim("draft", facts={"newly_recognised": True})
    agent = people("enterprise_agent", draft.enterprise_id)
    told = agent.get(f"/claims/{draft.id}/assessment").get_json()
    assert (told["basis"], told["outcome"], told["missing"]) == (
        "now",
        "needs_facts",
        ["recognised_on", "rating"],
    )
    rated = a_claim("rated", rating="C")
    told = people("district_clerk").get(f"/claims/{rated.id}/assessment").get_json()
    assert (told["basis"], told["outcome"], told["factor"]) == ("frozen", "payable", "4/5")
    assert (told["gross_yuan"], told["payable_yuan"]) == ("2000000.00", "1600000.00")
    assert told["steps"][-1]["zh"].endswith("1,600,000.00 元")
    assert told["steps"][0]["en"] == "fixed sum 2,000,000.00 yuan"
    problem(agent.get(f"/claims/{rated.id}/assessment"), 404, "not-found")


def test_an_enterprise_is_told_what_it_may_claim_and_what_is_missing(people):
    an_adoption()
    owner = an_enterprise()
    agent = people("enterprise_agent", owner.id)
    before = events()
    told = agent.get("/match?on=2025-01-15").get_json()
    assert told["meta"] == {"on": "2025-01-15"}
    champion = next(row for row in told["data"] if row["item"] == "QD24-2.1")
    assert champion["outcome"] == "needs_facts"
    assert set(champion["missing"]) >= {"recognised_on", "newly_recognised"}
    assert (champion["lowest_yuan"], champion["highest_yuan"]) == ("0.00", "2000000.00")
    body = {"item": "QD24-2.1", "on": "2025-01-15", "facts": CHAMPION, "rating": "A"}
    granted = agent.post("/assess", body, key=None).get_json()
    assert (granted["outcome"], granted["payable_yuan"]) == ("payable", "2000000.00")
    assert agent.post("/assess", {**body, "rating": "C"}).get_json()["payable_yuan"] == "1600000.00"
    told = problem(agent.post("/assess", {**body, "facts": {"interest_days": 5}}), 422, "bad-record")
    assert told["errors"][0]["pointer"] == "/facts/interest_days"
    problem(agent.get("/match?on=2025-02-30"), 400, "bad-request")
    assert events() == before
    items = agent.get("/items?limit=200").get_json()["data"]
    assert "recognised_on" in next(i for i in items if i["id"] == "QD24-2.1")["facts"]
    assert agent.get("/items/QD24-2.1").get_json()["id"] == "QD24-2.1"
    problem(agent.get("/items/QD24-99.9"), 404, "not-found")


def test_papers_are_for_those_who_may_read_the_claim(people):
    paid = a_claim("paid")
    agent = people("enterprise_agent", paid.enterprise_id)
    paper = agent.get(f"/claims/{paid.id}/notice.pdf")
    assert (paper.status_code, paper.mimetype, paper.data[:5]) == (200, "application/pdf", b"%PDF-")
    problem(people("district_clerk", "370202").get(f"/claims/{paid.id}/notice.pdf"), 404, "not-found")
    problem(people("auditor").get(f"/claims/{a_claim('draft').id}/calculation.pdf"), 409, "out-of-order")


def test_the_receipt_of_a_lock_is_for_its_bank_and_its_enterprise(people):
    checker, _ = people("bank_checker"), people("district_clerk")
    lock = a_lock()
    receipt = f"/pledges/{lock.id}/receipt.pdf"
    owner = claims.one(lock.claim_id, CITY_CLERK).enterprise_id
    for asker in (checker, people("enterprise_agent", owner)):
        paper = asker.get(receipt)
        assert (paper.status_code, paper.mimetype, paper.data[:5]) == (200, "application/pdf", b"%PDF-")
    problem(people("bank_clerk", "102452000012").get(receipt), 404, "not-found")
    asked = a_pledge(a_claim("approved"))
    problem(checker.get(f"/pledges/{asked.id}/receipt.pdf"), 409, "out-of-order")


def test_papers_of_a_review_are_for_its_district_the_city_and_auditors(people):
    people("district_clerk")
    posted = a_claim("public_notice")
    list_of_days = "TJ-370211-20250301-20250331"
    opinion, letter = f"/claims/{posted.id}/opinion.pdf", f"/recommendations/{list_of_days}/letter.pdf"
    for role in ("district_clerk", "city_clerk", "auditor"):
        for path in (opinion, letter):
            paper = people(role).get(path)
            assert (paper.status_code, paper.mimetype, paper.data[:5]) == (200, "application/pdf", b"%PDF-")
    notice = people("city_clerk").get("/publications/GS-20250303/publication.pdf")
    assert (notice.status_code, notice.mimetype) == (200, "application/pdf")
    for path in (opinion, letter, f"/recommendations/{list_of_days}/summary.pdf"):
        problem(people("district_clerk", "370202").get(path), 404, "not-found")
    problem(people("district_clerk").get("/recommendations/TJ-1/letter.pdf"), 404, "not-found")


def sheet(*rows):
    text = io.StringIO()
    csv.writer(text).writerows([("企业名称", "统一社会信用代码", "评价结果"), *rows])
    return text.getvalue().encode()


def send(asker, path, about, data, name="名单.csv", key="import-1"):
    form = {"about": json.dumps(about), "file": FileStorage(io.BytesIO(data), name)}
    boundary, sent = encode_multipart(form)
    headers = {"Authorization": f"Bearer {asker.secret}", "Idempotency-Key": key}
    kind = f"multipart/form-data; boundary={boundary}"
    return asker.client.post(f"{asker.home}{path}", data=sent, content_type=kind, headers=headers)


ABOUT = {"year": 2024, "unit": "370211", "notice": "测试公告1号", "partial": False}


def test_a_rating_list_is_imported_from_a_file_once(people):
    city, owner = people("city_clerk"), an_enterprise()
    data = sheet((owner.name, owner.uscc, "A类"))
    made = send(city, "/rating-lists", {**ABOUT, "stated": {"A": 1}}, data)
    assert made.status_code == 201, made.text
    again_ = send(city, "/rating-lists", {**ABOUT, "stated": {"A": 1}}, data)
    assert (again_.data, again_.headers["Idempotent-Replayed"]) == (made.data, "true")
    assert db.session.scalar(select(func.count()).select_from(RatingList)) == 1
    assert city.get(made.headers["Location"]).get_json() == made.get_json()
    rows = city.get(f"{made.headers['Location']}/rows").get_json()["data"]
    assert rows == [{"row": 2, "name": owner.name, "uscc": owner.uscc, "rating": "A"}]
    problem(send(city, "/rating-lists", {**ABOUT, "stated": {"A": 1}}, data + b"\n"), 422, "key-reused")


def test_a_list_is_imported_by_a_job_whose_progress_its_asker_sees(app, people):
    city, owner = people("city_clerk"), an_enterprise()
    data = sheet((owner.name, owner.uscc, "A类"))
    asked = send(city, "/rating-lists/jobs", {**ABOUT, "stated": {"A": 1}}, data)
    assert (asked.status_code, asked.get_json()["state"]) == (202, "waiting"), asked.text
    assert send(city, "/rating-lists/jobs", {**ABOUT, "stated": {"A": 1}}, data).data == asked.data
    problem(send(city, "/rating-lists/jobs", ABOUT, data, key="import-2"), 409, "already-there")
    assert worker.do_next(app, threading.Event())
    done = city.get(asked.headers["Location"]).get_json()
    assert done["state"] == "done"
    assert city.get(f"/rating-lists/{done['result']['list']}").get_json()["row_count"] == 1
    problem(people("city_approver").get(asked.headers["Location"]), 404, "not-found")
    problem(send(people("city_approver"), "/rating-lists/jobs", ABOUT, data), 403, "not-yours")


def test_a_file_that_will_not_do_is_told_whole_and_nothing_is_kept(people):
    city = people("city_clerk")
    faulty = sheet(("青岛甲有限公司", "1", "A类"), ("青岛乙有限公司", "", "E类"))
    told = problem(send(city, "/rating-lists", ABOUT, faulty), 422, "not-that-file")
    assert len(told["errors"]) >= 2
    for name in ("../x.csv", "..\\x.csv", "/etc/x.csv", ".csv", "x" * 61):
        problem(send(city, "/rating-lists", ABOUT, faulty, name=name), 422, "bad-record")
    told = problem(send(city, "/rating-lists", {"year": "2024", "x": 1}, faulty), 422, "bad-record")
    assert {error["pointer"] for error in told["errors"]} == {"/notice", "/partial", "/unit", "/x", "/year"}
    problem(
        send(city, "/rating-lists", {**ABOUT, "stated": {"A": 9}}, sheet(("青岛甲有限公司", "", "A类"))),
        422,
        "not-that-file",
    )
    problem(city.post("/rating-lists", {}), 415, "not-this-type")
    problem(
        send(people("city_approver"), "/rating-lists", ABOUT, sheet(("青岛甲有限公司", "", "A类"))),
        403,
        "not-yours",
    )
    limit = city.client.application.extensions["disburse"].max_import_bytes
    problem(send(city, "/rating-lists", ABOUT, b"x" * limit), 413, "too-large")
    problem(send(city, "/rating-lists", ABOUT, b"x" * (1 << 21)), 422, "not-that-file")
    assert db.session.scalar(select(func.count()).select_from(RatingList)) == 0
    assert db.session.scalars(select(Reply)).all() == []


def test_a_recognition_list_drafts_claims(people):
    city, owner = people("city_clerk"), an_enterprise()
    an_adoption()
    text = io.StringIO()
    csv.writer(text).writerows([("企业名称", "统一社会信用代码"), (owner.name, owner.uscc)])
    about = {"item": "QD24-2.1", "unit": "370211", "notice": "测试认定1号", "on": "2025-01-15"}
    made = send(
        city, "/recognition-lists", {**about, "facts": {"newly_recognised": True}}, text.getvalue().encode()
    )
    assert made.status_code == 201, made.text
    claim = db.session.scalars(select(Claim)).one()
    assert (claim.enterprise_id, claim.recognition_list_id) == (owner.id, made.get_json()["id"])
    again_ = send(
        city, "/recognition-lists", {**about, "facts": {"newly_recognised": True}}, text.getvalue().encode()
    )
    assert again_.data == made.data


def test_a_bank_sees_an_award_only_when_authorised_and_each_query_is_an_event(people):
    bank = people("bank_clerk")
    claim = a_claim("approved")
    path = f"/awards/{claim.id}/queries"
    problem(bank.post(path, {"purpose": "贷前审查"}), 404, "not-found")
    pledge = a_pledge(claim)
    told = bank.post(path, {"purpose": "贷前审查"}, key="q1")
    assert told.status_code == 200, told.text
    award = told.get_json()
    assert award["number"] == claim.id
    assert (award["payable_yuan"], award["pledgeable_yuan"]) == ("2000000.00", "1600000.00")
    assert (award["state"], award["approval_number"], award["other_locks"]) == (
        "approved",
        "测试指标1号",
        False,
    )
    assert {"account_number", "facts", "enterprise_id"} & award.keys() == set()
    bank.post(path, {"purpose": "贷前审查"}, key="q1")
    bank.post(path, {"purpose": "放款审查"}, key="q2")
    seen = bank.get(f"/pledges/{pledge.id}/events").get_json()["data"]
    assert [(e["action"], e["reason"]) for e in seen] == [
        ("authorise", None), ("query", "贷前审查"), ("query", "放款审查"),
    ]  # fmt: skip
    problem(people("bank_clerk", "102452000004").post(path, {"purpose": "贷前审查"}), 404, "not-found")
    agent = people("enterprise_agent", claim.enterprise_id)
    assert agent.post(f"/pledges/{pledge.id}/withdraw", seen=again(pledge)).status_code == 200
    problem(bank.post(path, {"purpose": "贷前审查"}), 404, "not-found")
    assert bank.actor.unit == BANK_CODE


def test_auditors_verify_one_record_or_all_and_take_the_trail_away(people):
    claim, auditor = a_claim("rated"), people("auditor")
    told = auditor.get(f"/records/{claim.id}/verification").get_json()
    assert told == {"events": claim.version, "sound": True, "findings": []}
    whole = auditor.get("/trail/verification").get_json()
    assert (whole["sound"], whole["events"]) == (True, events())
    problem(auditor.get("/records/QD-2025-999999/verification"), 404, "not-found")
    lines = auditor.get("/trail/events.jsonl")
    assert lines.is_streamed
    bodies = [proof.read_event(line) for line in lines.data.splitlines()]
    lines.close()
    assert len(bodies) == events()
    sent = auditor.get("/trail/trail.zip?personal_data=false")
    with zipfile.ZipFile(io.BytesIO(sent.data)) as packed:
        names = {name for name in packed.namelist() if not name.endswith("/")}
        assert names >= {"events.jsonl", "heads.csv", "manifest.json", "proof.py"}
        assert packed.read("events.jsonl") == lines.data
        assert packed.read("disclosures.jsonl") == b""
    sent.close()
    problem(auditor.get("/trail/trail.zip?personal_data=yes"), 400, "bad-request")


def test_one_export_at_a_time(people):
    auditor = people("auditor")
    slow = auditor.get("/trail/events.jsonl")
    for path in ("/trail/events.jsonl", "/trail/trail.zip", "/trail/verification"):
        answer = auditor.get(path)
        problem(answer, 429, "busy")
        assert answer.headers["Retry-After"] == "10"
    slow.close()
    assert auditor.get("/trail/verification").status_code == 200


def test_what_was_refused_is_read_by_auditors_and_the_audit_administrator(people):
    claim = a_claim("draft")
    problem(people("district_clerk").post(f"/claims/{claim.id}/accept", seen=claim), 409, "out-of-order")
    for role in ("auditor", "audit_admin"):
        row = people(role).get("/refusals?code=OutOfOrder").get_json()["data"]
        assert [(r["subject"], r["use_case"]) for r in row] == [(claim.id, "accept_claim")]
    assert people("system_admin").get("/refusals").get_json()["data"] == []
    problem(people("system_admin").get(f"/refusals/{row[0]['id']}"), 404, "not-found")


def test_versions_of_records_that_acts_rest_on(people):
    """An objection, a recovery and a receipt rest on what was seen of claim or payment."""
    claim = a_claim("public_notice")
    city = people("city_clerk")
    path, body = f"/claims/{claim.id}/objections", {"grounds": "该项目已获其他资金支持"}
    problem(city.post(path, body), 428, "needs-version")
    seen = city.get(f"/claims/{claim.id}").headers["ETag"]
    act("reconsider_claim", {**here(claim), "note": "复核"}, CITY_CLERK)
    problem(city.post(path, body, seen=seen), 412, "stale")
    paid = a_claim("paid")
    back = {"amount_yuan": "1.00", "grounds": "审计发现不实", "decision_number": "测试追缴1号"}
    approver = people("city_approver")
    problem(approver.post(f"/claims/{paid.id}/recoveries", back, seen='"1-0000000000000000"'), 412, "stale")
    made = approver.post(f"/claims/{paid.id}/recoveries", back, seen=paid)
    assert (made.status_code, made.get_json()["owed_yuan"]) == (201, "1.00")
    assert approver.get(made.headers["Location"]).get_json() == made.get_json()


def test_an_account_waits_to_be_seen_and_confirmed_by_another_person(people):
    owner = an_enterprise()
    clerk, head = people("district_clerk"), people("district_head")
    path = f"/enterprises/{owner.id}"
    account = {"name": owner.name, "number": "900000001", "bank_code": BANK_CODE, "bank_name": "测试银行"}
    seen = clerk.get(path).headers["ETag"]
    asked = clerk.post(f"{path}/account", {"account": account, "document": "测试变更1号"}, seen=seen)
    assert asked.status_code == 200, asked.text
    waiting = head.get(path)
    assert waiting.get_json()["new_account"]["account_number"] == "900000001"
    assert waiting.get_json()["account_number"] != "900000001"
    done = head.post(f"{path}/account/confirm", seen=waiting.headers["ETag"])
    assert (done.get_json()["account_number"], done.get_json()["new_account"]) == ("900000001", None)
    problem(
        head.post(f"{path}/account/refuse", {"note": "有误"}, seen=done.headers["ETag"]), 409, "out-of-order"
    )
