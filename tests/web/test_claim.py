"""The page of one claim."""

import html

from disburse import clock
from tests.make import PATH, PAYER, a_claim, advance, an_adoption, an_enterprise


def test_a_claim_has_a_page_in_every_state_of_its_life(read, time):
    an_adoption()
    owner = an_enterprise()
    claim = a_claim("draft", enterprise=owner)
    for state in PATH:
        if state != "draft":
            claim = advance(claim, state, owner=owner)
        page = read(f"/claims/{claim.id}")
        assert page.count('class="order"') > claim.version, "one line for each event, and the heading"


def test_it_says_who_holds_the_claim_and_until_when(read, time):
    claim = a_claim("district_review")
    page = read(f"/claims/{claim.id}")
    assert "<strong>区市经办人</strong> · 黄岛区" in page
    assert f"{claim.due_on} 17:00 · 剩 15 日（工作日）" in page


def test_a_term_that_has_passed_is_marked(read, time):
    claim = a_claim("submitted")
    time.move_to(clock.now().replace(month=12))
    assert '<strong class="late">已超' in read(f"/claims/{claim.id}")


def test_a_public_notice_is_waited_for_not_exceeded(read, time):
    claim = a_claim("public_notice")
    assert f"公示至 {claim.notice_until}" in read(f"/claims/{claim.id}")
    time.move_to(clock.now().replace(month=12))
    assert "公示期满" in read(f"/claims/{claim.id}")


def test_it_has_the_rating_and_where_it_came_from(read, time):
    claim = a_claim("rated", rating="C")
    page = read(f"/claims/{claim.id}")
    assert f"<strong>C</strong> · {claim.rating_on} 据名单 {claim.rating_list_id} 第 1 行" in page
    assert claim.rating_file in page
    assert "1,600,000.00 元" in page


def test_a_firm_that_is_not_on_the_list_is_shown_as_such(read, time):
    claim = a_claim("rated")
    assert f"<strong>未参评</strong> · {claim.rating_on} 据名单 {claim.rating_list_id} · " in read(
        f"/claims/{claim.id}"
    )


def test_it_reckons_step_by_step_with_the_article(read, time):
    page = read(f"/claims/{a_claim('rated', rating='C').id}")
    assert "定额 2,000,000.00 元" in page
    assert 'data-label="依据">第二条</td><td class="figure" data-label="结果（元）">2,000,000.00</td>' in page
    assert (
        'data-label="依据">第二十六条</td><td class="figure" data-label="结果（元）">1,600,000.00</td>'
        in page
    )


def test_the_time_line_names_role_unit_and_document_but_no_person(read, time):
    page = read(f"/claims/{a_claim('paid').id}")
    for words in ("2025-03-03 09:00:00", "区市负责人 · 黄岛区", "财政拨付人", "测试会议1号", "演示"):
        assert words in page
    assert PAYER.id not in page.replace("finance_payer", "")


def test_personal_data_is_not_shown_and_the_account_is_masked(read, time):
    page = read(f"/claims/{a_claim('paid').id}")
    assert "9000********1234" in page
    for secret in ("9000000000001234", "测试联系人", "13900000000"):
        assert secret not in page


def test_what_an_enterprise_wrote_is_text_never_markup(client, time):
    claim = a_claim(
        enterprise=an_enterprise(name="青岛<b>粗</b>有限公司", account=_account("青岛<b>粗</b>有限公司"))
    )
    page = client.get(f"/claims/{claim.id}").text
    assert "<b>" not in page
    assert html.escape("青岛<b>粗</b>有限公司") in page


def _account(name):
    return {"name": name, "number": "9000000000001234", "bank_code": "313452060150", "bank_name": "测试银行"}


def test_a_page_asks_the_database_little_early_and_late_in_a_claims_life(client, statements, time):
    counts = []
    claims = (a_claim("approved"), a_claim("paid"))
    client.get("/")  # the first use of a session within a minute is written down
    for claim in claims:
        with statements() as seen:
            client.get(f"/claims/{claim.id}")
        counts.append(len(seen))
    assert max(counts) <= 13  # with a deadline, the calendar as well


def test_an_unknown_number_is_answered_with_a_sentence(read):
    page = read("/claims/QD-2099-000001", 404)
    assert "没有 QD-2099-000001，或您无权查看。" in page
