"""Nobody sees more than the rule says: every role, every kind of record, whatever the unit."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from disburse import clock
from disburse.actors import ADMINISTRATORS, BANK, CITY_WIDE, DISTRICT, ENTERPRISE, Actor
from disburse.db import db
from disburse.models import (
    AUDITED,
    Adoption,
    Attachment,
    Claim,
    Delegation,
    Enterprise,
    HandOver,
    Person,
    Pledge,
    RatingList,
    Refusal,
    SigningKey,
    Token,
    Unit,
)
from disburse.scope import OF_A_CLAIM, OPEN_TO_OFFICIALS, STEWARDS, WATCHERS, visible
from tests.attachments.conftest import put
from tests.attachments.samples import pdf
from tests.conftest import FIRST_DAY
from tests.journal.scene import open_scene, play
from tests.make import BANK_CODE, CLERK, a_claim, a_delegation, a_person, a_pledge, a_unit, agent
from workflows.pledge import LOCKED, SOUGHT
from workflows.roles import ROLES


@pytest.fixture
def city(sqlite_config):
    """A city with everything in it; whom it shows what is the same condition on both databases."""
    scene = play(open_scene(sqlite_config))
    with scene.app.app_context(), clock.demo_time(FIRST_DAY + timedelta(days=60), seed=1):
        people()
        yield
        db.session.remove()
        db.engine.dispose()


def people():
    """Persons of two units, a role lent, a token, and a pledge to a bank."""
    a_unit()
    a_unit("370202")
    a_unit(BANK_CODE, "bank")
    head, clerk = a_person("district_head"), a_person("district_clerk")
    a_person("district_clerk", unit="370202")
    a_delegation(head, "district_head", clerk)
    papers(a_pledge(a_claim("approved")), a_claim("draft"), a_claim("district_review"))


def papers(pledge, draft, reviewed):
    """A paper of the bank, evidence of an enterprise, and an opinion of the district."""
    put(pdf("1"), number=pledge.id, by=Actor("b", "bank_clerk", BANK_CODE), paper="bank_paper")
    put(pdf("2"), number=draft.id, by=agent(draft.enterprise_id))
    put(pdf("3"), number=reviewed.id, by=CLERK, paper="opinion")


def owner(row) -> tuple[str, str]:
    """The unit and the enterprise that a record belongs to."""
    if isinstance(row, Enterprise):
        return row.unit, row.id
    claim = row if isinstance(row, Claim) else db.session.get_one(Claim, row.claim_id)
    return claim.unit, claim.enterprise_id


def allowed(row, actor) -> bool:
    """The rule, said another way: for one row."""
    if isinstance(row, Unit):
        return True
    if actor.role == "clock":
        provisional = isinstance(row, Claim) and row.due_provisional
        return isinstance(row, Pledge | Attachment | HandOver) or provisional
    if isinstance(row, (Person, Delegation, Token, SigningKey, Refusal, HandOver)):
        return shows_people(row, actor)
    if actor.role in ADMINISTRATORS:
        return False
    if actor.role in CITY_WIDE:
        return True
    if isinstance(row, OPEN_TO_OFFICIALS):
        return actor.role in DISTRICT
    if not isinstance(row, (Claim, Enterprise, Pledge, Attachment, *OF_A_CLAIM)):
        return False
    if actor.role in BANK:
        return shows_a_bank(row, actor)
    if isinstance(row, Attachment) and actor.role in ENTERPRISE and row.paper in ("opinion", "minutes"):
        return False
    unit, enterprise = owner(row)
    return (actor.role in DISTRICT and unit == actor.unit) or (
        actor.role in ENTERPRISE and enterprise == actor.unit
    )


def shows_a_bank(row, actor) -> bool:
    """Its pledges, and the awards that they let it see."""
    if isinstance(row, Pledge):
        return row.bank == actor.unit
    pledges = pledges_of(actor)
    if isinstance(row, Attachment):
        return row.about in {pledge.id for pledge in pledges_of(actor)}
    shown = {pledge.claim_id for pledge in pledges if pledge.state in (*SOUGHT, *LOCKED)}
    return isinstance(row, Claim) and row.id in shown


def pledges_of(actor):
    """Every pledge made to a bank."""
    return db.session.scalars(select(Pledge).where(Pledge.bank == actor.unit)).all()


def shows_people(row, actor) -> bool:
    """Who watches sees all, stewards all but refusals, everybody else colleagues and what is one's own."""
    if actor.role in WATCHERS:
        return True
    if isinstance(row, Refusal):
        return False
    if isinstance(row, HandOver):
        return row.asker == actor.id or (row.asker_role, row.asker_unit) == (actor.role, actor.unit)
    if isinstance(row, Token):
        return actor.role in STEWARDS or row.owner == actor.id
    return actor.role in STEWARDS or row.unit == actor.unit or row.id == actor.id


@pytest.mark.parametrize("role", ROLES)
def test_what_is_shown_is_what_the_rule_says(city, role):
    firms = db.session.scalars(select(Enterprise.id)).all()
    for unit in ("370211", "370202", "city", "finance", BANK_CODE, "", *firms):
        actor = Actor("someone", role, unit)
        for model in AUDITED:
            shown = {row.id for row in db.session.scalars(select(model).where(visible(model, actor)))}
            wanted = {row.id for row in db.session.scalars(select(model)) if allowed(row, actor)}
            assert shown == wanted, (role, unit, model.kind)


@pytest.mark.parametrize("role", ["bank_clerk", "bank_checker"])
def test_a_bank_sees_nothing_without_an_authorisation(city, role):
    for model in set(AUDITED) - {Unit}:
        assert db.session.scalars(select(model).where(visible(model, Actor("b", role, "bank")))).all() == []


def test_rating_lists_and_adoptions_are_open_to_every_district(city):
    for model in (RatingList, Adoption):
        query = select(model).where(visible(model, Actor("x", "district_clerk", "370285")))
        assert db.session.scalars(query).all()
