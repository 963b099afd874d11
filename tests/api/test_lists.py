"""Lists: pages by key, filters, cursors that were tampered with, and what a page shows of persons."""

import base64
import json

import pytest

from tests.api.conftest import problem
from tests.make import a_claim, a_fund, an_adoption, an_enterprise


def walk(asker, path):
    """Every page of a list, by its Link and its meta, which must agree."""
    address, pages = path, []
    while address:
        answer = asker.get(address)
        assert answer.status_code == 200, answer.text
        page = answer.get_json()
        assert page["meta"]["count"] == len(page["data"])
        pages.append(page)
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(page["meta"]["next"])
        address = link.partition(">")[0].removeprefix("<")
        assert page["meta"]["next"] is None or page["meta"]["next"] in address
    return pages


def test_a_walk_sees_each_record_once_while_others_are_added(people):
    clerk = people("district_clerk")
    first = [an_enterprise().id for _ in range(5)]
    answer = clerk.get("/enterprises?limit=2").get_json()
    seen = [row["id"] for row in answer["data"]]
    added = [an_enterprise().id for _ in range(2)]
    rest = walk(clerk, f"/enterprises?limit=2&after={answer['meta']['next']}")
    seen += [row["id"] for page in rest for row in page["data"]]
    assert seen == first + added
    assert [page["meta"]["count"] for page in rest] == [2, 2, 1]


def test_states_that_applicants_know_by_one_name_are_asked_for_together_or_one_by_one(people):
    an_adoption()
    firm = an_enterprise()
    recommended, rated = (a_claim(state, enterprise=firm).id for state in ("recommended", "rated"))
    a_claim("submitted", enterprise=firm)
    agent = people("enterprise_agent", firm.id)

    def found(state):
        return {row["id"] for row in agent.get(f"/claims?state={state}").get_json()["data"]}

    assert found("recommended.rated") == {recommended, rated}
    assert found("rated") == {rated}
    problem(agent.get("/claims?state=submitted.rated"), 400, "bad-request")


def test_filters_narrow_and_the_link_keeps_them(people):
    clerk, owner = people("district_clerk"), an_enterprise()
    drafts = [a_claim("draft", enterprise=owner).id for _ in range(3)]
    a_claim("submitted")
    pages = walk(clerk, f"/claims?state=draft&enterprise_id={owner.id}&limit=2")
    assert [[row["id"] for row in page["data"]] for page in pages] == [drafts[:2], drafts[2:]]
    assert walk(clerk, "/claims?state=paid") == [
        {"data": [], "meta": {"limit": 50, "count": 0, "next": None}}
    ]
    finance = people("finance_clerk")
    fund = a_fund()
    assert [row["id"] for row in walk(finance, "/funds?year=2025")[0]["data"]] == [fund.id]
    assert walk(finance, "/funds?year=2024")[0]["data"] == []


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("limit=0", ["limit"]),
        ("limit=201", ["limit"]),
        ("limit=ten", ["limit"]),
        ("limit=10&limit=20", ["limit"]),
        ("limit=１０", ["limit"]),
        ("state=lost", ["state"]),
        ("stat=draft", ["stat"]),
        ("item=QD", ["item"]),
        ("after=x", ["after"]),
        ("state=lost&limit=0&after=%00x&nix=1", None),
        ("stat=1&limit=0&state=x&after=y", ["stat", "limit", "state", "after"]),
    ],
)
def test_a_query_that_cannot_be_read_is_told_whole(people, query, where):
    told = problem(
        people("district_clerk").get(f"/claims?{query}"),
        400,
        "bad-request" if where else "unreadable-request",
    )
    assert where is None or [error["where"] for error in told["errors"]] == where


def test_a_cursor_of_another_list_or_changed_is_refused(people):
    clerk = people("district_clerk")
    for _ in range(3):
        a_claim("draft")
    after = clerk.get("/claims?limit=1").get_json()["meta"]["next"]
    assert clerk.get(f"/claims?after={after}").status_code == 200
    plain = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps(["QD-0000-000000", plain[1]]).encode()).decode().rstrip("=")
    flipped = ("A" if after[0] != "A" else "B") + after[1:]
    listed = base64.urlsafe_b64encode(b"[[],1]").decode().rstrip("=")
    for wrong in (forged, flipped, after[:-2], listed, "eyJ4IjoxfQ", "!!!!!!!!!", "A" * 601):
        told = problem(clerk.get(f"/claims?after={wrong}"), 400, "bad-request")
        assert told["errors"][0]["where"] == "after"
    problem(clerk.get(f"/enterprises?after={after}"), 400, "bad-request")
    problem(clerk.get(f"/claims?state=draft&after={after}"), 400, "bad-request")


def test_persons_and_accounts_are_masked_for_those_who_need_not_know(people):
    owner = an_enterprise()
    whole = people("district_clerk").get(f"/enterprises/{owner.id}").get_json()
    assert (whole["account_number"], whole["contact_phone"]) == ("9000000000001234", "13900000000")
    own = people("enterprise_agent", owner.id).get(f"/enterprises/{owner.id}").get_json()
    assert own == whole
    person = an_enterprise(name="测试人", nature="person", account={
        "name": "测试人", "number": "9000000000005678", "bank_code": "313452060150", "bank_name": "测试银行",
    })  # fmt: skip
    for role in ("city_clerk", "finance_clerk", "auditor"):
        seen = people(role).get(f"/enterprises/{owner.id}").get_json()
        assert (seen["account_number"], seen["contact_phone"]) == ("9000****1234", "139****0000")
        assert people(role).get(f"/enterprises/{person.id}").get_json()["name"] == "测**"
    assert people("district_clerk").get("/api/persons").get_json()["data"][0]["name"] == "测**"


def test_what_happened_to_a_claim(people):
    claim = a_claim("district_review")
    seen = walk(people("district_clerk"), f"/claims/{claim.id}/events?limit=2")
    events = [event for page in seen for event in page["data"]]
    assert [(e["seq"], e["action"], e["target"]) for e in events] == [
        (1, "draft", "draft"), (2, "submit", "submitted"), (3, "accept", "district_review"),
    ]  # fmt: skip
    assert events[-1]["hash"] == claim.head
    assert events[1]["changes"]["commitment"] == [False, True]
    shown = (
        people("enterprise_agent", claim.enterprise_id).get(f"/claims/{claim.id}/events").get_json()["data"]
    )
    assert [e["action"] for e in shown] == ["draft", "submit", "accept"]
    assert not {"actor", "changes"} & shown[0].keys()
    problem(people("district_clerk", "370202").get(f"/claims/{claim.id}/events"), 404, "not-found")
    problem(people("district_clerk").get(f"/refusals/{claim.id}/events"), 404, "no-such-address")
