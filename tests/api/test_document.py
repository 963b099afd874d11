"""The OpenAPI document says everything that there is, in valid OpenAPI 3.1; and the pages made of it."""

import json
import re

import pytest
from jsonschema_rs import validator_for
from openapi_spec_validator import OpenAPIV31SpecValidator

from disburse.acts import ACTS
from disburse.api.audiences import AUDIENCES
from disburse.api.docs import kinds
from disburse.api.doing import body_of
from disburse.api.fields import record_example
from disburse.records import read
from workflows.roles import HELD

OTHERS = ("api_docs.",)
"""Endpoints under ``/api`` that are no operations: the document itself and its pages."""

NOT_KEPT = {
    "enterprise_assess", "finance_write_file", "bank_register_endpoint", "bank_rotate_endpoint",
}  # fmt: skip
"""Operations without a key: nothing is written, or the answer has what is not kept: a secret, accounts."""


@pytest.fixture
def document(client):
    answer = client.get("/api/openapi.json")
    assert answer.mimetype == "application/json"
    return answer.get_json()


def operations(document):
    for path, methods in document["paths"].items():
        for method in methods.keys() & {"get", "post", "put", "patch", "delete"}:
            yield path, method, methods[method]


def test_it_is_openapi_3_1(document):
    """By the shape that the specification gives the document, its references and its schemas."""
    assert document["openapi"] == "3.1.0"
    assert {"title", "version", "description"} <= document["info"].keys()
    for name, schema in document["components"]["schemas"].items():
        assert validator_for({**schema, "components": document["components"]}), name
    text = json.dumps(document)
    for target in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        place = document
        for part in target.split("/"):
            place = place[part]
        assert place
    for path, _, operation in operations(document):
        named = re.findall(r"{(\w+)}", path)
        given = [p["name"] for p in document["paths"][path].get("parameters", ()) if p["in"] == "path"]
        assert sorted(named) == sorted(given), path
        assert operation["responses"], path
        for answer in operation["responses"].values():
            assert "$ref" in answer or answer["description"]


def test_it_is_valid_by_the_official_meta_schema_of_openapi_3_1(document):
    """The meta-schema of the specification itself, which the validator carries."""
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    broken = {**document, "info": {"title": "no version"}}
    assert [*OpenAPIV31SpecValidator(broken).iter_errors()]


def test_every_route_has_an_operation_and_every_operation_a_route(app, document):
    told = {(re.sub(r"{\w+}", "{}", path), method.upper()) for path, method, _ in operations(document)}
    there = {
        (re.sub(r"<[^>]+>", "{}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.endpoint.startswith(OTHERS)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert there - told == set()
    assert told - there == set()


def test_operation_ids_are_one_each_and_say_audience_and_act(document):
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    for audience in AUDIENCES:
        for opened in audience.doors:
            assert f"{audience.name}_{opened.name}" in ids


WRITES_NOTHING = ("enterprise_assess", "auditor_draw_sample")
"""Operations that are sent a body and change nothing, so that they need no key."""


def test_every_operation_tells_its_noes_and_asks_for_a_bearer(document):
    for path, method, operation in operations(document):
        if operation["tags"][0] not in {audience.name for audience in AUDIENCES}:
            continue
        assert operation["security"] == [{"bearer": []}], path
        assert {"400", "401", "403", "404", "405", "429", "500"} <= operation["responses"].keys(), path
        needed = {p["$ref"].split("/")[-1] for p in operation["parameters"] if "$ref" in p}
        if "Key" in needed:
            assert {"409", "413", "415", "422"} <= operation["responses"].keys(), path
        if "Seen" in needed:
            assert {"412", "428"} <= operation["responses"].keys(), path
        assert method == "get" or "Key" in needed or operation["operationId"] in {*NOT_KEPT, *WRITES_NOTHING}
    for no in document["components"]["responses"].values():
        assert no["content"].keys() == {"application/problem+json"}


@pytest.mark.parametrize("act", sorted({opened.act for audience in AUDIENCES for opened in audience.doors}))
def test_every_example_is_a_body_that_is_taken(act):
    schema = body_of(ACTS[act])
    assert read(schema, record_example(schema)) is not None


OF_THE_CLOCK = {"expire_pledge", "record_scan", "redate_claim"}


def test_every_act_has_a_door_but_those_of_the_clock():
    opened = {door.act for audience in AUDIENCES for door in audience.doors}
    extras = {extra.name for audience in AUDIENCES for extra in audience.extras}
    assert ACTS.keys() - opened - extras == {
        "expire_pledge",
        "record_scan",
        "redate_claim",
    }  # the clock's own
    assert {audience.name for audience in AUDIENCES} >= {r.office for r in HELD.values()}


TOLD_OF_THE_CLOCK = {"EventPublic", "EventSeen", "DoneSeen"}
"""What happened is told with the role that did it, and the machine's own clock does things too."""


def test_only_roles_that_people_hold_are_offered_or_told_of_people(document):
    of_people = [names for names in enumerations(document) if "city_approver" in names]
    assert of_people
    assert all(set(names) - {None} == set(HELD) for names in of_people)
    assert "clock" not in HELD


def enumerations(part):
    """Every closed set of words, but those of what happened."""
    if isinstance(part, list):
        for one in part:
            yield from enumerations(one)
    elif isinstance(part, dict):
        if "enum" in part:
            yield part["enum"]
        for name, one in part.items():
            if name not in TOLD_OF_THE_CLOCK:
                yield from enumerations(one)


def test_pages_made_of_it_ask_nothing_from_elsewhere(client, document):
    names = [tag["name"] for tag in document["tags"]]
    for address in ("/api/docs", *(f"/api/docs/{name}" for name in names), "/problems/", "/problems/stale"):
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/html"), address
        assert "<script" not in answer.text
        assert "style=" not in answer.text
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)
        for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text):
            with client.get(sheet) as found:
                assert found.mimetype == "text/css"
    for _, _, operation in operations(document):
        page = client.get(f"/api/docs/{operation['tags'][0]}").text if operation["tags"][0] == "bank" else ""
        assert not page or f'id="{operation["operationId"]}"' in page
    assert client.get("/api/docs/nobody").status_code == 404
    assert client.get("/problems/nothing").status_code == 404


def test_every_kind_of_problem_has_its_page(client):
    listed = set(re.findall(r'href="/problems/([a-z-]+)"', client.get("/problems/").text))
    assert {
        "out-of-order",
        "bad-record",
        "needs-version",
        "in-flight",
        "not-signed-in",
        "internal-error",
    } <= listed
    for name in listed:
        page = client.get(f"/problems/{name}")
        assert page.status_code == 200
        assert "{" not in page.text


def test_the_title_of_a_problem_is_whole(app):
    """RFC 9457: it does not change with the occurrence, so it has no gap for what does."""
    assert [kind.name for kind in kinds() if "…" in "".join(kind.title)] == []
