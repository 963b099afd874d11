"""The eleven doubts: each is raised by a record that deserves it, and by no clean one.

Where the rules allow the record, it is made through the acts; where they don't, a copy of the database is
tampered with: that is what the doubts are there to find.
"""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from disburse import apart
from disburse.actors import Actor
from disburse.acts import act
from disburse.clock import today
from disburse.db import db
from disburse.errors import NotFound
from disburse.queries import doubts
from tests.make import (
    AUDITOR,
    CHAMPION,
    CITY_CLERK,
    CLERK,
    FINANCE,
    PAYER,
    UNIT,
    a_claim,
    a_receipt,
    a_recovery,
    a_returned_payment,
    advance,
    again,
    an_account,
    an_adoption,
    an_enterprise,
    here,
    payment_of,
    repay,
)
from tests.reads.counting import questions

ELSEWHERE = Actor("other", "district_clerk", "370202")


def alone(n=0):
    """An enterprise that shares nothing with another."""
    name = f"青岛独立{n}号装备有限公司"
    account = an_account(name, f"90000000000{n:05d}" if n else "9000000000001234")
    contact = {"name": "测试联系人", "phone": f"139{n:08d}"}
    return an_enterprise(name=name, account=account, contact=contact)


def a_clean_claim(state, n=0, **given):
    an_adoption()
    return a_claim(state, enterprise=alone(n), **given)


def raised(name, by=AUDITOR):
    return [(one.record, one.facts) for one in doubts.ask(by, name)]


def tampered(config, statement, **given):
    """Change rows as an owner of the tables can who takes the guards away."""
    db.session.remove()
    engine = create_engine(config.owner_database)
    with engine.begin() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            guard = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE name = 'guard_claim_update'")
            ).scalar()
            connection.execute(text("DROP TRIGGER guard_claim_update"))
        else:
            connection.execute(text("ALTER TABLE claim DISABLE TRIGGER USER"))
        connection.execute(text(statement), given)
        connection.execute(text("ALTER TABLE claim ENABLE TRIGGER USER") if not sqlite else text(guard))
    engine.dispose()


def test_they_are_the_eleven_of_the_audit_bureau_each_told_in_two_languages():
    assert len(doubts.BY_NAME) == len(doubts.DOUBTS) == 11
    for one in doubts.DOUBTS:
        assert all((one.zh, one.en, one.means_zh, one.means_en, one.next_zh, one.next_en)), one.name
    with pytest.raises(NotFound):
        doubts.doubt("nothing")


def test_clean_claims_of_every_state_raise_nothing(time):
    states = ("paid", "approved", "public_notice", "rated", "recommended", "submitted", "draft")
    for n, state in enumerate(states):
        a_clean_claim(state, n, rating="C" if state == "paid" else None)
    upgrade = {"equipment_investment": "1000000.00", "meets_upgrade_standard": True}
    a_clean_claim("approved", 90, item="QD24-5.1", facts=upgrade)
    assert list(doubts.ask(AUDITOR)) == []


def test_one_recognition_claimed_twice_is_found_and_a_withdrawn_one_is_not(time):
    owner = alone()
    an_adoption()
    first, second = (a_claim("submitted", enterprise=owner) for _ in range(2))
    gone = a_claim("submitted", enterprise=owner)
    act("withdraw_claim", here(gone), Actor(f"agent-{owner.id}", "enterprise_agent", owner.id))
    a_claim("submitted", enterprise=owner, facts={**CHAMPION, "recognised_on": "2025-02-20"}, on="2025-02-20")
    (one,) = doubts.ask(AUDITOR, "duplicates")
    assert (one.record, one.others) == (second.id, (first.id,))
    assert owner.id in one.facts["same"]


def test_facts_found_other_than_stated_are_found(time):
    claim = a_clean_claim("district_review")
    found = {"recognised_on": "2025-01-10"}
    act("establish_facts", {**here(claim), "facts": found, "note": "证书日期不同"}, CLERK)
    assert raised("evidence") == [(claim.id, {"recognised_on": "2025-01-15 → 2025-01-10"})]


def test_a_claim_without_commitment_is_found(time, config):
    claim = a_clean_claim("submitted")
    no = "0" if db.engine.dialect.name == "sqlite" else "false"
    tampered(config, f"UPDATE claim SET commitment = {no} WHERE id = :id", id=claim.id)
    assert raised("evidence") == [(claim.id, {"commitment": "—"})]


def test_a_check_that_is_missing_is_found(time, config):
    claim = a_clean_claim("recommended")
    tampered(config, "UPDATE claim SET checks = '{}' WHERE id = :id", id=claim.id)
    ((number, facts),) = raised("review")
    assert (number, len(facts), facts["checks.duplicates"]) == (claim.id, 5, "—")


def test_one_person_who_accepted_and_recommended_is_found(time, monkeypatch):
    monkeypatch.setattr(apart, "require", lambda *_, **__: None)
    claim = a_clean_claim("submitted")
    act("accept_claim", here(claim), Actor("head", "district_clerk", UNIT))
    advance(again(claim), "recommended")
    assert raised("review") == [(claim.id, {"accept = recommend": "head"})]


def test_a_lower_sum_with_its_reason_is_no_doubt_and_one_without_is(time, config):
    claim = a_clean_claim("recommended")
    cut = {**here(claim), "recognised_yuan": "1500000.00", "note": "部分不实", "document": "测试认定1号"}
    act("decide_claim", cut, CITY_CLERK)
    assert raised("beyond") == []
    tampered(config, "UPDATE claim SET difference_document = NULL WHERE id = :id", id=claim.id)
    ((number, facts),) = raised("beyond")
    assert (number, facts["recognised"], facts["document"]) == (claim.id, "1,500,000.00", "—")


@pytest.mark.parametrize("change", ["recognised_fen = 300000000", "payable_fen = 170000000"])
def test_a_sum_above_the_computed_one_or_the_factor_is_found(time, config, change):
    owner = alone()
    an_adoption()
    claim = a_claim("recommended", enterprise=owner)
    claim = advance(claim, "rated", owner=owner, rating="C")
    assert raised("beyond") == []
    tampered(config, f"UPDATE claim SET {change} WHERE id = :id", id=claim.id)
    assert [number for number, _ in raised("beyond")] == [claim.id]


def test_an_approved_award_that_lies_beyond_its_term_is_found_with_its_age(time):
    claim = a_clean_claim("approved")
    assert raised("idle") == []
    time.move_to(time.moment + timedelta(days=30))
    ((number, facts),) = raised("idle", CLERK)
    assert (number, facts["state"], facts["owed"]) == (claim.id, "approved", "2,000,000.00")
    assert int(facts["workdays_over"]) > 0


def test_an_award_without_rating_is_found(time, config):
    claim = a_clean_claim("approved", rating="A")
    tampered(config, "UPDATE claim SET rating = NULL WHERE id = :id", id=claim.id)
    ((number, facts),) = raised("undifferentiated")
    assert (number, facts["rating"]) == (claim.id, "—")


def test_class_d_with_something_payable_is_found(time, config):
    claim = a_clean_claim("paid", rating="A")
    tampered(config, "UPDATE claim SET rating = 'D' WHERE id = :id", id=claim.id)
    assert [number for number, _ in raised("undifferentiated")] == [claim.id]


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ("minutes_number = NULL", "minutes_number"),
        ("approval_number = NULL", "approval_number"),
        ("notice_until = notice_from", "notice"),
        ("approved_on = notice_from", "approved_on"),
    ],
)
def test_a_step_that_is_missing_is_found(time, config, change, fact):
    claim = a_clean_claim("approved")
    tampered(config, f"UPDATE claim SET {change} WHERE id = :id", id=claim.id)
    ((number, facts),) = raised("procedure")
    assert number == claim.id
    assert fact in facts


def test_a_returned_payment_is_found_until_it_is_paid_again(time):
    claim = a_clean_claim("paid")
    payment = payment_of(claim)
    act("return_payment", a_returned_payment(claim), FINANCE)
    assert raised("accounts") == [(payment.id, {"returned": "收款账户状态异常", "sum": "2,000,000.00"})]
    advance(again(claim), "paying")
    assert raised("accounts") == []


def test_a_recovery_is_found_once_its_term_is_over_and_not_when_it_is_repaid(time):
    recovery = a_recovery(a_clean_claim("paid"), "100.00")
    assert raised("owing") == []
    time.move_to(time.moment + timedelta(days=60))
    ((number, facts),) = raised("owing")
    assert (number, facts["owed"], facts["band"]) == (recovery.id, "100.00", "31–90")
    repay(recovery, "100.00")
    assert raised("owing") == []


def test_a_payment_that_was_entered_late_is_found(time):
    claim = a_clean_claim("paying")
    arrived = today().isoformat()
    time.move_to(time.moment + timedelta(days=14))
    act("confirm_payment", a_receipt(claim, paid_on=arrived), PAYER)
    ((number, facts),) = raised("late")
    assert (number, facts["paid_on"], facts["entered_by"]) == (claim.payment_id, arrived, "payer")


def test_enterprises_of_one_account_or_telephone_are_hinted_at(time):
    an_adoption()
    one, two = an_enterprise(contact={"name": "测试联系人", "phone": "13900000001"}), an_enterprise()
    for owner in (one, two, alone(7)):
        a_claim("submitted", enterprise=owner)
    an_enterprise()  # it has no claim
    found = list(doubts.ask(AUDITOR, "related"))
    assert [(f.record, f.others) for f in found] == [(one.id, (two.id,)), (two.id, (one.id,))]
    assert found[0].facts == {"account_number": "9000********1234", "enterprises": "2"}


def test_nobody_is_told_of_what_is_not_theirs_to_see(time, config):
    time_over = a_clean_claim("approved")
    tampered(config, "UPDATE claim SET minutes_number = NULL WHERE id = :id", id=time_over.id)
    assert [n for n, _ in raised("procedure", CLERK)] == [time_over.id]
    time.move_to(time.moment + timedelta(days=40))
    assert list(doubts.ask(ELSEWHERE)) == []


def test_each_doubt_asks_a_few_questions_however_much_there_is(time):
    owner = alone()
    an_adoption()
    a_claim("submitted", enterprise=owner)
    with questions() as few:
        list(doubts.ask(AUDITOR))
    for _ in range(4):
        a_claim("submitted", enterprise=owner)
    with questions() as many:
        assert len(list(doubts.ask(AUDITOR, *doubts.BY_NAME))) == 4
    assert len(many) == len(few) <= 14
