"""The page that a paper's QR code leads to."""

import re

import pytest

from disburse.queries import claims
from tests.make import AUDITOR, a_claim


def test_a_payments_record_is_confirmed_by_state_and_digest(read, time):
    claim = a_claim("paid")
    payment = claims.payments_of(claim)[0]
    page = read(f"/verify/{payment.id}")
    for words in ("有此记录", "拨付指令", "已到账", "第 2 版", payment.head):
        assert words in page


def test_an_earlier_versions_digest_is_still_known(read, time):
    claim = a_claim("rated")
    earlier = claims.one(claim.id, AUDITOR).head
    assert f'<td class="order">{claim.version}</td><td class="digest">{earlier}</td>' in read(
        f"/verify/{claim.id}"
    )


def test_it_shows_nothing_private(read, time):
    claim = a_claim("paid")
    firm = claims.enterprise_of(claim)
    for record in (claim.id, claim.payment_id):
        page = read(f"/verify/{record}")
        for secret in (firm.name, firm.uscc, firm.id, "2,000,000.00", "9000", "测试银行", "单项冠军"):
            assert secret not in re.sub(r"[0-9a-f]{64}", "", page)


@pytest.mark.parametrize("record", ["P-2099-0000001", "E-000001", "F-2025-001", "<script>"])
def test_what_is_on_no_paper_is_not_confirmed(read, time, record):
    a_claim("approved")
    assert "没有编号为" in read(f"/verify/{record}", 404)
