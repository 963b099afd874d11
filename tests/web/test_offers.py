"""What is offered is accepted, or refused for its content alone; what is not offered is refused."""

import pytest

from disburse import offers
from disburse.actors import Actor
from disburse.errors import NotFound
from disburse.queries import records
from tests.access.world import a_person
from tests.acts.test_every_role_and_state import ON_A_CLAIM
from tests.acts.world import Trial, scenes
from tests.make import RATER, a_claim

OF_THE_ACT = {"NotYours", "OutOfOrder", "SamePerson", "NotFound", "Frozen"}
"""Refusals that no other content would spare one."""
ON = {"confirm_payment": "payment", "return_payment": "payment", "record_repayment": "recovery"}
ON |= {"annul_recovery": "recovery"}


def offered(name, record, by):
    try:
        seen = records.one(record.kind, record.id, by)
    except NotFound:
        return False
    return name in offers.allowed(seen, by)


def surprises(trial, scene, persons):
    for name, asked in ON_A_CLAIM.items():
        record = getattr(scene, ON.get(name, "claim"))
        if name == "build_batch" or record is None or not asked.there(scene):
            continue
        for by in persons:
            code, _ = trial.of(name, asked.body(scene), by)
            if offered(name, record, by) is (code in OF_THE_ACT):
                yield f"{scene.claim.state}: {by.role} {name}: {code or 'done'}"


def test_in_every_state_every_role_is_offered_what_it_may_do_and_nothing_else(time, monkeypatch):
    found = scenes()
    trial = Trial(monkeypatch)
    assert [no for scene in found.values() for no in surprises(trial, scene, scene.persons())] == []


def test_whoever_took_an_earlier_step_is_not_offered_the_later(time, monkeypatch):
    found = scenes()
    trial = Trial(monkeypatch)
    one = [Actor("rater", role, "city") for role in ("city_clerk", "city_approver")]
    both = [*one, Actor("payer", "finance_payer", "finance"), Actor("finance", "finance_payer", "finance")]
    assert [no for scene in found.values() for no in surprises(trial, scene, both)] == []
    notice = found["public_notice"].claim
    assert "approve_claim" not in offers.allowed(notice, Actor(RATER.id, "city_approver", "city"))
    assert "approve_claim" in offers.allowed(notice, Actor("another", "city_approver", "city"))


def test_nobody_is_offered_an_act_on_oneself(time, app):
    steward = Actor("security", "security_admin", "administration")
    person = a_person("district_clerk")
    assert "suspend_person" in offers.allowed(person, steward)
    oneself = Actor(person.id, "security_admin", "administration")
    assert not {"suspend_person", "reset_totp"} & set(offers.allowed(person, oneself))


@pytest.mark.parametrize("role", ["auditor", "audit_admin"])
def test_who_only_watches_is_offered_nothing(time, app, role):
    assert offers.allowed(a_claim("submitted"), Actor("watcher", role, "audit")) == ()
