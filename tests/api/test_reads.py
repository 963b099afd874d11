"""Doors of what pages and auditors read: search, work lists, statistics, dossiers, doubts, samples."""

import json

from disburse.acts import act
from tests.api.conftest import problem
from tests.api.test_lists import walk
from tests.make import UNIT, a_claim, a_rating_list, an_adoption, an_enterprise, here
from tests.make import agent as agent_of


def test_everyone_searches_what_they_may_see(people):
    claim = a_claim("submitted")
    hits = people("district_clerk").get("/api/search?words=qdcs").get_json()["data"]
    assert [(hit["kind"], hit["number"]) for hit in hits] == [("enterprise", claim.enterprise_id)]
    assert people("district_clerk", "370202").get("/api/search?words=qdcs").get_json() == {"data": []}
    problem(people("district_clerk").get("/api/search?word=qdcs"), 400, "bad-request")


def test_a_search_says_each_state_in_words_and_goes_out_as_a_file_with_the_same_hits(people):
    claim = a_claim("recommended")
    clerk = people("district_clerk")
    [hit] = clerk.get(f"/api/search?words={claim.id}").get_json()["data"]
    assert (hit["state"], hit["state_zh"], hit["public_zh"]) == ("recommended", "已推荐", "市级审核中")
    taken = clerk.post(f"/api/search/export?format=jsonl&words={claim.id}")
    assert [json.loads(line) for line in taken.data.splitlines()] == [hit]
    assert clerk.post("/api/search/export?format=jsonl").data == b""


def test_the_work_list_is_walked_by_pages_and_counted(people):
    an_adoption()
    owner = an_enterprise()
    drafts = [a_claim("draft", enterprise=owner) for _ in range(3)]
    for claim in drafts:
        act("submit_claim", {**here(claim), "commitment": True}, agent_of(owner.id))
    clerk = people("district_clerk")
    pages = walk(clerk, "/api/worklist?limit=2")
    rows = [row for page in pages for row in page["data"]]
    assert [row["id"] for row in rows] == [claim.id for claim in drafts]
    assert (rows[0]["left_workdays"], rows[0]["overdue"], rows[0]["barred_by"]) == (5, False, None)
    assert walk(clerk, "/api/worklist?overdue=true")[0]["data"] == []
    (count,) = clerk.get("/api/worklist/counts?state=submitted").get_json()["data"]
    assert (count["kind"], count["count"], count["overdue"]) == ("claim", 3, 0)
    done = walk(people("enterprise_agent", owner.id), "/api/done?limit=4")
    assert [row["action"] for page in done for row in page["data"]] == ["submit"] * 3 + ["draft"] * 3


def test_statistics_are_of_what_the_office_may_see(people):
    a_claim("paid", rating="A")
    told = people("city_approver").get("/statistics").get_json()
    assert [(row["of"], row["paid_yuan"]) for row in told["units"]] == [(UNIT, "2000000.00")]
    assert told["months"][0]["paid"] == 1
    assert {"source": "paying", "target": "paid", "count": 1} in told["flow"]
    assert next(row for row in told["pace"] if row["state"] == "submitted")["limit"] == 5
    assert people("district_head").get("/statistics").get_json()["units"] == told["units"]
    assert people("district_head", "370202").get("/statistics").get_json()["units"] == []


def test_the_city_reads_one_enterprise_and_asks_what_if(people):
    owner = an_enterprise()
    an_adoption()
    a_rating_list((owner.name, owner.uscc, "B"))
    paid = a_claim("paid", enterprise=owner, rating="B")
    city = people("city_clerk")
    told = city.get(f"/enterprises/{owner.id}/dossier").get_json()
    assert (told["enterprise"]["name"], told["years"][0]["paid_yuan"]) == (owner.name, "2000000.00")
    assert [row["claim_id"] for row in told["payments"]] == [paid.id]
    assert "9000000000001234" not in json.dumps(told)
    (changed,) = city.get(f"/enterprises/{owner.id}/what-if/C").get_json()["data"]
    assert (changed["now_yuan"], changed["then_yuan"]) == ("2000000.00", "1600000.00")
    problem(city.get("/enterprises/E-999999/dossier"), 404, "not-found")


def test_auditors_ask_the_doubts_and_draw_samples(people):
    owner = an_enterprise()
    an_adoption()
    claims = [a_claim("submitted", enterprise=owner) for _ in range(2)]
    auditor = people("auditor")
    listed = auditor.get("/doubts").get_json()["data"]
    assert len(listed) == 11
    sent = auditor.get("/doubts/duplicates/findings.jsonl")
    assert sent.mimetype == "application/jsonl"
    (line,) = [json.loads(line) for line in sent.text.splitlines()]
    assert (line["record"], line["others"]) == (claims[1].id, [claims[0].id])
    assert auditor.get("/doubts/late/findings.jsonl").text == ""
    body = {"seed": "s", "method": "random", "size": 1, "state": "submitted"}
    one, again = (auditor.post("/sample", body, key=None).get_json() for _ in range(2))
    assert one == again
    assert (one["population"], len(one["drawn"])) == (2, 1)
    problem(auditor.post("/sample", {**body, "size": 0}), 422, "bad-record")
