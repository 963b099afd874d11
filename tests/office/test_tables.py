"""The office's own tables: one enters, another confirms; only then do deadlines, sums and codes follow."""

from datetime import date

import pytest
from sqlalchemy import select

from disburse import office
from disburse.actors import CLOCK, Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import BadRecord, OutOfOrder, SamePerson
from disburse.models import Event, Job, Payment
from disburse.policy.catalogue import load
from disburse.policy.engine import assess
from disburse.policy.line import read
from disburse.queries import rules
from disburse.work import kinds
from disburse.work.errand import Errand
from tests.make import (
    APPROVER,
    CITY_CLERK,
    CODES,
    FINANCE,
    PAYER,
    a_batch,
    a_claim,
    a_fund,
    again,
    agent,
    an_adoption,
    here,
)
from tests.office.asked import CALENDAR_2027, LPR_2019, NAMES, a_budget_table, a_city_table, the_codes


def redate():
    """Do the job that the confirmation asked for."""
    job = db.session.scalars(select(Job).where(Job.kind == "redate").order_by(Job.id.desc())).first()
    return kinds.KINDS["redate"].run(Errand(job.id, job.payload, lambda *_: None))


def submitted(claim):
    return act("submit_claim", {**here(claim), "commitment": True}, agent(claim.enterprise_id))


def test_a_table_that_nobody_confirmed_changes_nothing(time):
    act("enter_calendar", CALENDAR_2027, CITY_CLERK)
    act("enter_lpr", LPR_2019, CITY_CLERK)
    assert 2027 not in office.calendar().years
    assert office.rates() == {}


def test_who_entered_a_table_does_not_confirm_it(time):
    both = Actor("both", "city_clerk", "city")
    entered = act("enter_lpr", LPR_2019, both)
    with pytest.raises(SamePerson):
        act(
            "confirm_city_table", {**here(entered), "document": "1号"}, Actor("both", "city_approver", "city")
        )


def test_a_day_in_the_wrong_list_or_year_is_told_with_its_place(time):
    body = {**CALENDAR_2027, "holidays": ["2027-01-02", "2026-01-01"], "workdays": ["2027-02-08"]}
    with pytest.raises(BadRecord) as no:
        act("enter_calendar", body, CITY_CLERK)
    assert [f.where for f in no.value.findings] == ["holidays[0]", "holidays[1]", "workdays[0]"]


def test_a_deadline_of_an_unknown_year_is_provisional_until_the_year_is_entered(time):
    time.move_to(time.moment.replace(year=2026, month=12, day=30))
    an_adoption()
    claim = submitted(a_claim("draft"))
    assert (claim.due_on, claim.due_provisional) == (date(2027, 1, 6), True)
    a_city_table(holidays=["2027-01-01", "2027-01-04"], workdays=["2027-01-02"])
    assert redate() == {"due": 1, "mended": 1}
    mended = again(claim)
    assert (mended.due_on, mended.due_provisional) == (date(2027, 1, 7), False)
    last = db.session.scalars(select(Event).where(Event.record == claim.id).order_by(Event.id.desc())).first()
    assert (last.action, last.role) == ("redate", "clock")
    assert redate() == {"due": 0, "mended": 0}


def test_a_deadline_that_is_firm_is_not_reckoned_again(time):
    claim = a_claim("submitted")
    with pytest.raises(Exception, match=r"(?i)no QD|not yours"):
        act("redate_claim", here(claim), CLOCK)


def test_a_notice_that_was_announced_is_never_shortened(time):
    time.move_to(time.moment.replace(year=2026, month=12, day=28))
    claim = a_claim("public_notice")
    assert (claim.notice_until, claim.due_provisional) == (date(2027, 1, 4), True)
    a_city_table(holidays=[], workdays=["2027-01-02", "2027-01-03"])
    redate()
    assert again(claim).notice_until == date(2027, 1, 4)
    a_city_table(holidays=["2027-01-01"], workdays=[])
    assert again(claim).due_provisional is False


def test_a_later_calendar_stands_before_the_earlier_and_a_repealed_one_does_not(time):
    first, second = a_city_table(), a_city_table(holidays=["2027-05-03"], workdays=[])
    assert not office.calendar().is_workday(date(2027, 5, 3))
    assert office.calendar().is_workday(date(2027, 2, 8))
    act("repeal_city_table", {**here(second), "note": "有误", "document": "更正1号"}, APPROVER)
    assert not office.calendar().is_workday(date(2027, 2, 8))
    assert again(first).content["workdays"] == ["2027-02-06"]


LOAN = (
    b'{"id": "L", "item": "XH24-I-5.1", "on": "2024-12-31", "rating": "A", "facts": {"loan_principal":'
    b' "5000000.00", "contract_month": "2019-07", "interest_days": 360, "repaid_normally": true,'
    b' "subsidised_days_before": 0}}'
)


def test_an_entered_month_is_used_cited_and_replayed_and_no_month_is_carried_on(time):
    case = read(load(), LOAN)
    before = rules.catalogue()
    assert assess(before, case).outcome == "needs_facts"
    moment = time.moment
    time.move_to(time.moment.replace(month=4))
    a_city_table("enter_lpr")
    made = assess(rules.catalogue(), case)
    assert (made.outcome, made.payable_fen) == ("payable", 21_550_000)
    assert "测试公告2019-7" in next(r.zh for r in made.reasons if r.code == "rate_entered")
    assert made.catalogue == assess(before, case).catalogue
    assert made.decisions != ""
    assert assess(rules.catalogue(moment), case).outcome == "needs_facts"
    used = time.moment
    time.move_to(time.moment.replace(month=5))
    a_city_table("enter_lpr", rates=[{"month": "2019-07", "percent": "4.35"}], number="测试更正")
    assert assess(rules.catalogue(), case).payable_fen == 21_750_000
    assert assess(rules.catalogue(used), case) == made
    assert "2019-06" not in rules.catalogue().lpr


def test_a_month_that_was_shipped_is_not_entered_again(time):
    body = {**LPR_2019, "rates": [{"month": "2019-08", "percent": "4.25"}]}
    with pytest.raises(BadRecord, match="faults"):
        act("enter_lpr", body, CITY_CLERK)


def test_months_of_another_year_and_months_twice_are_told(time):
    rates = [{"month": m, "percent": "4.25"} for m in ("2018-07", "2019-07", "2019-07")]
    with pytest.raises(BadRecord) as no:
        act("enter_lpr", {**LPR_2019, "rates": rates}, CITY_CLERK)
    assert [f.where for f in no.value.findings] == ["rates[0].month", "rates[2].month"]


def test_payments_carry_the_names_of_the_years_table(time):
    claim = a_claim("approved")
    a_budget_table()
    a_batch(claim)
    payment = db.session.get_one(Payment, again(claim).payment_id)
    assert {kind: line["name"] for kind, line in payment.budget_codes.items()} == NAMES


def test_a_code_that_the_years_table_lacks_stops_fund_and_batch(time):
    claim = a_claim("approved")
    a_budget_table(government="50701")
    with pytest.raises(BadRecord) as no:
        a_batch(claim)
    assert [f.where for f in no.value.findings] == ["budget_codes.government"]
    with pytest.raises(BadRecord):
        a_fund()
    a_budget_table()
    assert a_batch(claim).state == "built"


def test_codes_without_a_table_of_their_year_are_taken_as_they_are(time):
    a_budget_table(year=2024, government="50701")
    assert a_fund().budget_codes == CODES


def test_a_rejected_table_is_never_used(time):
    entered = act("enter_budget_codes", the_codes(government="1" * 3), FINANCE)
    act("reject_budget_table", {**here(entered), "note": "编码有误"}, PAYER)
    assert office.budget_codes(2025) is None
    with pytest.raises(OutOfOrder):
        act("confirm_budget_table", {"number": entered.id, "version": 2, "document": "1号"}, PAYER)
