"""What an event says: before and after, money, what about, who asked; and what it never says."""

import pytest
from sqlalchemy import select

from disburse import audit, clock
from disburse.acts import act
from disburse.db import db
from disburse.models import AUDITED, Event
from reports import proof
from tests.make import PAYER, a_claim, a_fund, an_enterprise

SECRETS = ("9000000000001234", "13900000000", "测试联系人")


def bodies(record, action=None):
    query = select(Event.body).where(Event.record == record).order_by(Event.seq)
    read = [proof.read_event(body.encode()) for body in db.session.scalars(query)]
    return [body for body in read if action in (None, body["action"])]


def test_an_event_has_each_change_before_and_after(time):
    claim = a_claim("submitted")
    (said,) = bodies(claim.id, "submit")
    assert said["changes"]["state"] == ["draft", "submitted"]
    assert said["changes"]["commitment"] == [False, True]
    assert "unit" not in said["changes"], "what did not change is not told"
    assert (said["from"], said["to"]) == ("draft", "submitted")


def test_the_first_event_has_everything_from_nothing(time):
    fund = a_fund("5.00")
    (said,) = bodies(fund.id)
    assert said["changes"]["appropriated_yuan"] == [None, "5.00"]
    assert said["amount"] == "5.00"


def test_money_moved_is_told_with_its_sign_and_what_it_is_for(time):
    claim = a_claim("paid")
    (reserved,), (paid,) = bodies(claim.fund_id, "reserve"), bodies(claim.fund_id, "pay")
    assert (reserved["amount"], reserved["about"]) == ("2000000.00", claim.id)
    assert (paid["amount"], paid["about"]) == ("2000000.00", claim.payment_id)
    assert paid["by"] == {"id": PAYER.id, "role": PAYER.role, "unit": PAYER.unit}
    assert paid["changes"]["reserved_yuan"] == ["2000000.00", "0.00"]


def test_an_event_carries_the_request_it_answers(app):
    token = audit.request_id.set("req-17")
    try:
        firm = an_enterprise()
    finally:
        audit.request_id.reset(token)
    assert bodies(firm.id)[0]["request"] == "req-17"
    assert bodies(an_enterprise().id)[0]["request"] is None


def test_demo_time_is_told_in_column_and_body(time):
    firm = an_enterprise()
    event = db.session.scalars(select(Event).where(Event.record == firm.id)).one()
    assert event.demo
    assert bodies(firm.id)[0]["demo"] is True
    assert event.at == time.moment


def test_outside_the_demo_an_event_is_dated_now(app):
    before = clock.now()
    firm = an_enterprise()
    event = db.session.scalars(select(Event).where(Event.record == firm.id)).one()
    assert not event.demo
    assert before <= event.at <= clock.now()


def test_no_personal_data_stands_anywhere_in_clear_but_in_the_disclosures(time):
    claim = a_claim("paid")
    with pytest.raises(Exception, match="account_number"):
        act("confirm_payment", {
            "payment_id": claim.payment_id, "amount_yuan": "2000000.00", "account_number": SECRETS[0][::-1],
            "receipt_number": "回单", "paid_on": clock.today().isoformat(),
        }, PAYER)  # fmt: skip
    rows = [*db.session.scalars(select(Event.body))]
    rows += [str(vars(row)) for model in AUDITED for row in db.session.scalars(select(model))]
    assert len(rows) > 20
    told = "\n".join(rows)
    assert [secret for secret in (*SECRETS, SECRETS[0][::-1]) if secret in told] == []


def test_a_digest_says_nothing_without_its_salt(app):
    first, second = an_enterprise(), an_enterprise()
    assert first.account_number_digest != second.account_number_digest
    assert audit.disclosed(first.account_number_digest) == audit.disclosed(second.account_number_digest)
