"""Every door and every role: who is let in, who is told so, and whose records stay unseen; and every step."""

import ast
import functools
import inspect
import re
import textwrap

import pytest
from sqlalchemy import select

from disburse.acts import ACTS
from disburse.api.audiences import AUDIENCES
from disburse.db import db
from disburse.queries.records import KINDS
from disburse.scope import visible
from tests.api.conftest import problem
from tests.make import (
    CHAMPION,
    a_claim,
    a_fund,
    a_pledge,
    a_rating_list,
    a_recovery,
    a_unit,
    an_enterprise,
    an_objection,
)
from workflows.adoption import ADOPTION
from workflows.claim import CLAIM
from workflows.decision import DECISION
from workflows.objection import OBJECTION
from workflows.office import BUDGET_TABLE, CITY_TABLE
from workflows.payout import BATCH, PAYMENT
from workflows.people import PERSON
from workflows.pledge import PLEDGE
from workflows.recovery import RECOVERY
from workflows.review import REVIEW
from workflows.roles import ROLES

TABLES = (
    CITY_TABLE,
    BUDGET_TABLE,
    CLAIM,
    BATCH,
    PAYMENT,
    OBJECTION,
    RECOVERY,
    ADOPTION,
    DECISION,
    REVIEW,
    PERSON,
    PLEDGE,
)
ASKERS = [role for role in ROLES.values() if role.office != "clock"]
FOREIGN = {"district": "370202", "bank": "102452000004"}
"""Units of those to whom nothing in the scene belongs."""


@pytest.fixture
def scene(people):
    """Records of every kind that acts make on the way of a claim, all of one district and one bank."""
    fund = a_fund()
    paid = a_claim("paid", fund=fund)
    a_recovery(paid, "100.00")
    an_objection(a_claim("public_notice"))
    rated = a_claim("rated", rating="C")
    a_rating_list(corrects=rated.rating_list_id)
    people("bank_clerk")
    a_pledge(a_claim("approved", fund=fund))
    return paid


@pytest.fixture
def everyone(people, scene):
    """Two of each role: of the units that the scene concerns, and of others."""
    stranger = an_enterprise(unit="370202", district="370202").id
    a_unit("370202", "district")
    near = {"enterprise": scene.enterprise_id}
    far = {**FOREIGN, "enterprise": stranger}
    units = [(role, near.get(role.office, "")) for role in ASKERS]
    units += [(role, far[role.office]) for role in ASKERS if role.office in far]
    return [people(role.name, unit) for role, unit in units]


def routes(app):
    """Every operation: audience, method, address."""
    for rule in app.url_map.iter_rules():
        audience = rule.endpoint.partition(".")[0]
        if audience in {a.name for a in AUDIENCES}:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield audience, method, rule.rule


def filled(address):
    """An address with a number that nobody has."""
    plain = re.sub(r"<any\(([^)]*)\):\w+>", lambda m: ast.literal_eval(m[1].split(",")[0].strip()), address)
    return re.sub(r"<[^>]+>", "QD-2025-999999", plain)


def test_every_door_lets_in_its_audience_and_nobody_else(app, client, everyone):
    known = list(routes(app))
    assert len(known) > 150
    for audience, method, address in known:
        path = filled(address)
        problem(client.open(path, method=method), 401, "not-signed-in")
        for asker in everyone:
            headers = {"Authorization": f"Bearer {asker.secret}", "Idempotency-Key": "walk"}
            office = ROLES[asker.role].office
            answer = client.open(path, method=method, headers=headers)
            if audience not in (office, "everyone"):
                problem(answer, 403, "wrong-audience")
            else:
                right = {200, 404} if method == "GET" else {400, 404, 415, 422, 428}
                assert answer.status_code in right, (asker.role, method, path, answer.text)
            answer.close()


def test_every_record_is_seen_by_whom_it_concerns_and_404_for_others(everyone):
    seen = {True: 0, False: 0}
    for asker in everyone:
        audiences = [a for a in AUDIENCES if a.name in (ROLES[asker.role].office, "everyone")]
        for audience in audiences:
            for collection in audience.shown.values():
                model = KINDS[collection.kind]
                numbers = db.session.scalars(select(model.id).order_by(model.id)).all()
                allowed = set(db.session.scalars(select(model.id).where(visible(model, asker.actor))))
                allowed = allowed if collection.may(asker.actor) else set()
                for number in numbers:
                    answer = asker.get(f"{audience.home}/{collection.name}/{number}")
                    events = asker.get(f"{audience.home}/{collection.name}/{number}/events")
                    is_seen = number in allowed
                    seen[is_seen] += 1
                    assert answer.status_code == (200 if is_seen else 404), (asker.role, number, answer.text)
                    assert events.status_code == answer.status_code
                    if not is_seen:
                        problem(answer, 404, "not-found")
                listed = asker.get(f"{audience.home}/{collection.name}?limit=200").get_json()["data"]
                assert {row["id"] for row in listed} == allowed, (asker.role, collection.name)
    assert seen[True] > 150
    assert seen[False] > 50


def test_nobody_acts_on_what_belongs_to_others(everyone, scene):
    """With the right version, the right role and a good body: 404, as if it were not there."""
    strangers = [asker for asker in everyone if asker.actor.unit in FOREIGN.values()]
    strangers += [
        a for a in everyone if a.actor.unit.startswith("E-") and a.actor.unit != scene.enterprise_id
    ]
    assert len(strangers) == 5
    bodies = {"amend_claim": {"facts": CHAMPION}, "submit_claim": {"commitment": True}}
    tried = 0
    for asker in strangers:
        for audience in AUDIENCES:
            if audience.name == ROLES[asker.role].office:
                for opened in audience.doors:
                    if opened.collection == "claims" and "<number>" in opened.path:
                        path = opened.path.replace("<number>", scene.id)
                        answer = asker.post(path, bodies.get(opened.act, {}), seen=scene)
                        assert answer.status_code in (404, 422), (opened.act, answer.text)
                        tried += answer.status_code == 404
    assert tried >= 5


@functools.cache
def reachable(service):
    """What a service's source says, with the functions of ours that it calls."""
    sources, todo = {}, [inspect.unwrap(service)]
    while todo:
        function = todo.pop()
        if function in sources:
            continue
        sources[function] = textwrap.dedent(inspect.getsource(function))
        todo += [f for f in called(function, sources[function]) if f.__module__ not in KERNEL]
    return "\n".join(sources.values())


def called(function, source):
    """The functions of ours that a source names, by themselves or by their module."""
    module = inspect.getmodule(function)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found = getattr(module, node.id, None)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            base = getattr(module, node.value.id, None)
            found = getattr(base, node.attr, None) if inspect.ismodule(base) else None
        else:
            continue
        if inspect.isfunction(found) and found.__module__.startswith("disburse."):
            yield inspect.unwrap(found)


KERNEL = {"disburse.desk", "disburse.audit", "disburse.ledger", "disburse.numbering", "disburse.clock"}
"""Modules that name no step of any table."""


def test_every_step_of_every_table_can_be_taken_through_the_doors_of_its_audience():
    """By what the services behind the doors do; that each does it when it may is tried in tests/acts."""
    missing = []
    for table in TABLES:
        model = KINDS[table.name]
        for step in table.steps:
            office = ROLES[step.role].office
            doors = [door for a in AUDIENCES if a.name in (office, "everyone") for door in a.doors]
            said = [reachable(ACTS[door.act].service) for door in doors]
            mine = [text for text in said if re.search(rf'"{step.action}"', text) and model.__name__ in text]
            if office != "clock" and not mine and (table.name, step.action) not in BY_FILE:
                missing.append(f"{table.name}: {step.action} ({step.role})")
    assert not missing, "\n".join(sorted(set(missing)))


BY_FILE = {("review_task", "raise"), ("batch", "write_file")}
"""Steps that come with a file, one in and one out: an import, and the bank's file, which a command writes."""
