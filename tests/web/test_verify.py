"""The page that a paper's QR code leads to."""

import pytest
from sqlalchemy import select

from disburse.acts import act
from disburse.db import db
from disburse.models import Event
from disburse.queries import claims
from disburse.queries.standing import code, stated
from tests.make import AUDITOR, CITY_CLERK, FINANCE, a_claim, a_returned_payment, here


def code_of(kind, record):
    """The code that is printed on the present paper of a record."""
    return code(record, stated(kind, record).hash)


def test_a_notice_is_valid_until_its_payment_comes_back(read, time):
    claim = a_claim("paid")
    payment = claims.payments_of(claim)[0]
    address = f"/verify/{code_of('payment', payment.id)}"
    page = read(address)
    for words in ("有效", "拨付通知书", f"青工信拨{payment.notice_number}", payment.head, "2025-03-10"):
        assert words in page
    act("return_payment", a_returned_payment(claim), FINANCE)
    page = read(address)
    assert "已失效" in page
    assert '<p class="verdict verdict--no">' in page


def test_an_earlier_calculation_is_replaced_and_not_forgotten(read, time):
    claim = a_claim("rated")
    earlier = code_of("claim", claim.id)
    assert "有效" in read(f"/verify/{earlier}")
    act("reconsider_claim", {**here(claim), "note": "复核"}, CITY_CLERK)
    assert "已被替换" in read(f"/verify/{earlier}")
    assert "已被替换" in read(f"/verify/{earlier.lower()}")


def test_it_shows_nothing_private(read, time):
    claim = a_claim("paid")
    firm = claims.enterprise_of(claim)
    for kind, record in (("claim", claim.id), ("payment", claim.payment_id)):
        page = read(f"/verify/{code_of(kind, record)}").replace(stated(kind, record).hash, "")
        for secret in (firm.name, firm.uscc, firm.id, "2,000,000.00", "9000", "测试银行", "单项冠军"):
            assert secret not in page


def test_a_number_alone_tells_nothing_nor_does_a_guess(read, time):
    claim = claims.one(a_claim("paid").id, AUDITOR)
    right = code_of("payment", claim.payment_id)
    guesses = [claim.id, claim.payment_id, right[:-1], f"{claim.payment_id}-{'A' * 26}"]
    guesses.append(code(claim.payment_id, claims.payments_of(claim)[0].head[::-1]))
    for guess in guesses:
        assert "没有核验码" in read(f"/verify/{guess}", 404)


def test_an_event_that_is_on_no_paper_has_no_page(read, time):
    claim = a_claim("paid")
    payment = claims.payments_of(claim)[0]
    instructed = select(Event.hash).where(Event.record == payment.id, Event.action == "instruct")
    other = code(payment.id, db.session.scalars(instructed).one())
    assert "没有核验码" in read(f"/verify/{other}", 404)


@pytest.mark.parametrize("record", ["P-2099-0000001", "E-000001", "F-2025-001", "<script>", "é-Ä"])
def test_what_is_on_no_paper_is_not_confirmed(read, time, record):
    a_claim("approved")
    assert "没有核验码" in read(f"/verify/{record}", 404)
