"""A use case is one transaction: all of it, or nothing and a refusal that says who, what and why."""

import pytest
from sqlalchemy import func, select

from disburse import audit, desk
from disburse.acts import act
from disburse.db import db
from disburse.errors import NotFound, NotYours, Stale
from disburse.ledger import FundExhausted
from disburse.models import Claim, Enterprise, Event, Fund
from disburse.models import Refusal as RefusalRow
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof
from tests.make import CHAMPION, CLERK, HEAD, a_claim, a_fund, advance, agent, an_enterprise


@desk.use_case
def change_then(enterprise, *, fails=None, by):
    """A service of these tests: it changes an enterprise, and then fails."""
    row = desk.hold(Enterprise, enterprise, by=by)
    desk.change(row, "rename", by=by, roles=("district_clerk",), name="改名后的企业")
    if fails:
        raise fails
    return row


@desk.use_case
def calls_another(enterprise, *, by):
    return change_then(enterprise, by=by)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def name_of(enterprise) -> str:
    return db.session.scalar(select(Enterprise.name).where(Enterprise.id == enterprise.id))


def test_what_succeeds_is_there_with_its_event(app):
    firm = an_enterprise()
    assert change_then(firm.id, by=CLERK).version == 2
    assert name_of(firm) == "改名后的企业"
    said = select(Event.action).where(Event.record == firm.id).order_by(Event.seq)
    assert db.session.scalars(said).all() == ["register", "rename"]


def test_a_refusal_undoes_all_and_is_written_down(app):
    firm = an_enterprise()
    with pytest.raises(NotFound):
        change_then(firm.id, fails=NotFound(number="X"), by=CLERK)
    assert name_of(firm) == firm.name
    row = db.session.scalars(select(RefusalRow)).one()
    assert (row.subject, row.use_case, row.code) == (firm.id, "change_then", "NotFound")
    assert "没有 X" in row.sentence
    event = db.session.scalars(select(Event).where(Event.record == row.id)).one()
    assert (event.action, event.actor, event.role, event.unit) == ("refuse", CLERK.id, CLERK.role, CLERK.unit)
    body = proof.read_event(event.body.encode())
    assert body["about"] == firm.id
    assert "没有 X" in body["reason"]


def test_what_is_unexpected_leaves_nothing_not_even_a_refusal(app):
    firm = an_enterprise()
    events = count(Event)
    with pytest.raises(ZeroDivisionError):
        change_then(firm.id, fails=ZeroDivisionError(), by=CLERK)
    assert name_of(firm) == firm.name
    assert (count(Event), count(RefusalRow)) == (events, 0)
    assert change_then(firm.id, by=CLERK).version == 2, "the door is open again"


def test_a_service_that_calls_another_is_a_fault_of_the_program(app):
    firm = an_enterprise()
    with pytest.raises(RuntimeError, match="a service calls no other service"):
        calls_another(firm.id, by=CLERK)
    assert name_of(firm) == firm.name


def test_a_change_without_its_event_does_not_leave_the_house(app):
    firm = an_enterprise()

    @desk.use_case
    def forgets(*, by):
        desk.hold(Enterprise, firm.id, by=by).name = "未经登记"

    with pytest.raises(Exception, match="raises the version by one"):
        forgets(by=CLERK)
    assert name_of(firm) == firm.name


def test_one_holds_only_what_one_may_see(app):
    firm = an_enterprise(unit="370202", district="370202")
    with pytest.raises(NotFound):
        change_then(firm.id, by=CLERK)
    with pytest.raises(NotFound):
        change_then("E-999999", by=CLERK)


def test_who_saw_another_version_is_told_both(app):
    claim = a_claim("draft")
    with pytest.raises(Stale) as no:
        act("amend_claim", {"number": claim.id, "version": 7, "facts": CHAMPION}, agent(claim.enterprise_id))
    assert no.value.facts == {"number": claim.id, "seen": 7, "version": 1}


def test_a_record_without_a_workflow_is_changed_by_those_who_may(app):
    firm = an_enterprise()
    with pytest.raises(NotYours) as no:
        change_then(firm.id, by=HEAD)
    assert no.value.facts["holder"] == ("区市经办人", "district clerk")


def test_erasing_personal_data_leaves_every_proof_whole(time):
    claim = a_claim("approved")
    digest = db.session.scalar(
        select(Enterprise.contact_phone_digest).where(Enterprise.id == claim.enterprise_id)
    )
    assert audit.disclosed(digest) == "13900000000"
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM disclosure")
    db.session.rollback()
    assert audit.disclosed(digest) is None
    with trail.snapshot() as view:
        assert list(verify(view, proof.Tally())) == []


def test_a_fund_and_a_claim_change_together_or_not_at_all(time):
    poor, claim = a_fund("1.00"), a_claim("public_notice")
    with pytest.raises(FundExhausted):
        advance(claim, "approved", fund=poor)
    assert db.session.scalar(select(Claim.state).where(Claim.id == claim.id)) == "public_notice"
    assert db.session.scalar(select(Fund.reserved_fen).where(Fund.id == poor.id)) == 0
