"""What everybody may read: claims on public notice, no account, no telephone; and verification."""

import html

import pytest

from tests.make import a_claim, again, an_adoption, an_enterprise


@pytest.fixture
def stranger(app, time):
    """A browser in which nobody signed in."""
    return app.test_client()


def page(browser, address="/public/"):
    answer = browser.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def test_everybody_reads_enterprise_item_and_sum_while_the_notice_lasts(stranger):
    shown, hidden = a_claim("public_notice"), a_claim("rated")
    text = page(stranger)
    assert shown.id in text
    assert hidden.id not in text
    assert "2,000,000.00" in text
    assert f"{shown.notice_from} 至 {shown.notice_until}" in text


def test_no_account_no_telephone_no_code_of_the_enterprise(stranger):
    owner = an_enterprise()
    an_adoption()
    a_claim("public_notice", enterprise=owner)
    text = page(stranger)
    assert owner.name in text
    for secret in ("9000000000001234", "9000****", "13900000000", "139****", "测试联系人", owner.uscc):
        assert secret not in text, secret


def test_a_natural_persons_name_is_masked_and_not_found(stranger):
    account = {"name": "测试设计师", "number": "9000000000001234", "bank_code": "313452060150"}
    owner = an_enterprise(name="测试设计师", nature="person", account={**account, "bank_name": "测试银行"})
    an_adoption()
    claim = a_claim("public_notice", enterprise=owner)
    text = page(stranger)
    assert "测**" in text
    assert "测试设计师" not in text
    assert claim.id not in page(stranger, "/public/?words=设计师")
    assert again(claim).id in page(stranger, f"/public/?words={claim.id}")


def test_what_is_over_is_no_longer_there(stranger):
    assert a_claim("approved").id not in page(stranger)
    assert "现在没有公示的奖补" in page(stranger)


def test_pages_follow_each_other_and_ask_the_database_no_more(stranger, statements, monkeypatch):
    monkeypatch.setattr("disburse.web.public.PAGE", 2)
    counts, claims = [], []
    for more in (1, 2):
        claims += [a_claim("public_notice").id for _ in range(more)]
        with statements() as seen:
            page(stranger)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4
    assert claims[2] not in page(stranger)
    assert claims[2] in page(stranger, f"/public/?after={claims[1]}")
    assert "共 3 件" in page(stranger)


def test_a_code_that_is_typed_in_leads_to_its_verification(stranger):
    assert stranger.get("/public/verify?code=p-2025 0001").location == "/verify/p-20250001"
    assert "请填写核验码" in page(stranger, "/public/verify?code=")
    assert "请填写核验码" not in page(stranger, "/public/verify")
