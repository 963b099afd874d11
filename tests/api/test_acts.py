"""A door for an act, deeply: what must come with it, what it answers, and what nobody gets past."""

from sqlalchemy import select

from disburse.db import db
from disburse.models import Event
from disburse.models import Refusal as RefusalRow
from reports import proof
from tests.api.conftest import problem, tag
from tests.make import CHECKS, a_claim, again

NUMBER = "7f9c0f5e-2d7a-4c1b-9e55-0a6f3c1d2b84"


def test_a_claim_is_accepted_and_shown_with_its_new_version(people):
    clerk, claim = people("district_clerk"), a_claim("submitted")
    got = clerk.get(f"/claims/{claim.id}")
    assert got.status_code == 200
    assert got.headers["ETag"] == tag(claim)
    done = clerk.post(f"/claims/{claim.id}/accept", seen=got.headers["ETag"])
    assert done.status_code == 200, done.text
    assert done.get_json()["state"] == "district_review"
    assert done.headers["ETag"] == tag(again(claim))
    assert clerk.get(f"/claims/{claim.id}").get_json() == done.get_json()


def test_a_change_needs_the_version_that_was_seen(people):
    clerk, claim = people("district_clerk"), a_claim("submitted")
    path = f"/claims/{claim.id}/accept"
    problem(clerk.post(path), 428, "needs-version")
    problem(clerk.post(path, seen="*"), 428, "needs-version")
    told = problem(clerk.post(path, seen="3"), 400, "bad-request")
    assert told["errors"][0]["where"] == "If-Match"
    for wrong in ('"1-0000000000000000"', f"W/{tag(claim)}", '"another"', f'"{claim.version}-{"0" * 16}"'):
        problem(clerk.post(path, seen=wrong), 412, "stale")
    earlier = db.session.scalar(select(Event.hash).where(Event.record == claim.id, Event.seq == 1))
    problem(clerk.post(path, seen=f'"1-{earlier[:16]}"'), 412, "stale")
    assert again(claim).state == "submitted"
    assert clerk.post(path, seen=claim).status_code == 200


def test_every_fault_of_a_body_is_told_at_once_with_its_place(people):
    head, claim = people("district_head"), a_claim("district_review")
    checks = {**CHECKS, "dishonesty": {"result": "perhaps"}, "bribes": {}}
    body = {"checks": checks, "recognised_yuan": 5, "number": claim.id, "version": 1}
    told = problem(head.post(f"/claims/{claim.id}/recommend", body, seen=claim), 422, "bad-record")
    places = {error["pointer"] for error in told["errors"]}
    assert places == {
        "/checks/bribes", "/checks/dishonesty/remark", "/checks/dishonesty/result",
        "/number", "/recognised_yuan", "/version",
    }  # fmt: skip
    assert all(error["detail_zh"] and error["detail_en"].isascii() for error in told["errors"])


def test_a_refusal_by_rule_is_told_and_written_down_and_changes_nothing(people):
    clerk, claim = people("district_clerk"), a_claim("draft")
    told = problem(clerk.post(f"/claims/{claim.id}/accept", seen=claim), 409, "out-of-order")
    assert "草稿" in told["detail"]
    row = db.session.scalars(select(RefusalRow)).one()
    assert (row.subject, row.code) == (claim.id, "OutOfOrder")
    assert again(claim).version == 1
    head = people("district_head")
    problem(clerk.post(f"/claims/{claim.id}/refuse", {"note": "不符"}, seen=claim), 409, "out-of-order")
    problem(head.post(f"/claims/{claim.id}/accept", seen=claim), 409, "out-of-order")


def test_not_yours_is_403_where_it_is_seen_and_404_where_it_is_not(people):
    head, claim = people("district_head"), a_claim("submitted")
    problem(head.post(f"/claims/{claim.id}/accept", seen=claim), 403, "not-yours")
    stranger = people("district_clerk", "370202")
    problem(stranger.get(f"/claims/{claim.id}"), 404, "not-found")
    problem(stranger.post(f"/claims/{claim.id}/accept", seen=claim), 404, "not-found")
    problem(stranger.get("/claims/QD-2025-999999"), 404, "not-found")
    problem(stranger.post("/claims/QD-2025-999999/accept", seen=claim), 404, "not-found")
    problem(stranger.post("/claims/../accept", seen=claim), 404, "not-found")


def test_another_audience_and_a_narrower_token_are_kept_out(people):
    claim = a_claim("submitted")
    city = people("city_clerk")
    told = problem(city.get(f"/api/district/claims/{claim.id}"), 403, "wrong-audience")
    assert "/api/city" in told["detail"]
    reader = people("district_clerk", scopes=("read",))
    assert reader.get(f"/claims/{claim.id}").status_code == 200
    problem(reader.post(f"/claims/{claim.id}/accept", seen=claim), 403, "beyond-scope")
    blind = people("district_clerk", scopes=("claims",))
    problem(blind.get(f"/claims/{claim.id}"), 403, "beyond-scope")
    assert blind.post(f"/claims/{claim.id}/accept", seen=claim).status_code == 200


def test_who_is_not_signed_in_is_told_how(people, client):
    claim = a_claim("draft")
    for given in ({}, {"Authorization": "Bearer dst_00000001_x"}, {"Authorization": "Basic dTpw"}):
        answer = client.get(f"/api/district/claims/{claim.id}", headers=given)
        problem(answer, 401, "not-signed-in")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_number_of_the_request_is_in_its_event(people):
    clerk, claim = people("district_clerk"), a_claim("submitted")
    done = clerk.post(f"/claims/{claim.id}/accept", seen=claim, X_Request_Id=NUMBER)
    assert done.headers["X-Request-Id"] == NUMBER
    body = db.session.scalar(select(Event.body).where(Event.record == claim.id).order_by(Event.seq.desc()))
    assert proof.read_event(body.encode())["request"] == NUMBER
    for strange in ("half ' OR", "13900000077", "9000000000007777", "37020219900101123x", "zhang-san-1"):
        given = clerk.get("/claims", X_Request_Id=strange)
        assert given.headers["X-Request-Id"] not in (strange, "")


def test_what_is_new_has_an_address(people):
    clerk = people("district_clerk")
    owner = {
        "name": "青岛新设装备有限公司", "uscc": "9144030071526726XG", "nature": "enterprise",
        "unit": "370211", "district": "370211", "above_scale": True, "manufacturing": True,
        "account": {"name": "青岛新设装备有限公司", "number": "900000000", "bank_code": "313452060150",
                    "bank_name": "测试银行"},
    }  # fmt: skip
    made = clerk.post("/enterprises", owner)
    assert made.status_code == 201, made.text
    found = clerk.get(made.headers["Location"])
    assert found.get_json() == made.get_json()
    assert found.headers["ETag"] == made.headers["ETag"]
    known = clerk.get(made.headers["Location"], If_None_Match=found.headers["ETag"])
    assert (known.status_code, known.data) == (304, b"")
    assert clerk.get("/enterprises").get_json()["data"][0]["account_number"] == "9****0000"


def test_language_of_a_problem(people):
    clerk = people("district_clerk")
    for asked, said in (
        ("en", "No such record"),
        ("zh-CN,zh;q=0.9", "没有"),
        ("fr", "没有"),
        ("en-GB", "No such"),
    ):
        answer = clerk.get("/claims/QD-2025-999999", Accept_Language=asked)
        assert problem(answer, 404, "not-found")["title"].startswith(said)
        assert answer.headers["Content-Language"] == ("en" if asked.startswith("en") else "zh")
