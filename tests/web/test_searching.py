"""One box on top of every page: it finds what the reader may see, and nothing else."""

from tests.make import a_claim, an_adoption, an_enterprise
from tests.web.forms_world import Page, a_desk


def test_the_box_is_on_every_page_of_whoever_signed_in_and_on_no_other(app, client):
    assert 'action="/search"' in client.get("/").text
    assert 'action="/search"' not in app.test_client().get("/sign-in").text


def test_a_number_a_code_a_name_and_pinyin_find_their_records_by_kind(client, time):
    an_adoption()
    claim = a_claim("submitted", enterprise=an_enterprise(name="青岛蓝鲸装备有限公司", account=_account()))
    for words in (claim.enterprise_id, "蓝鲸", "lanjing"):
        text = client.get("/search", query_string={"words": words}).text
        assert f'href="/enterprises/{claim.enterprise_id}"' in text, words
    text = client.get("/search", query_string={"words": claim.id}).text
    assert f'href="/claims/{claim.id}"' in text
    assert "青岛蓝鲸装备有限公司" in text
    assert "已提交" in text


def test_an_enterprise_finds_its_own_claims_and_no_others(app, time):
    own, others = a_claim("draft"), a_claim("draft")
    agent = a_desk(app, "enterprise_agent", unit=own.enterprise_id)
    front = own.id[:3]
    text = Page(agent.get("/search", query_string={"words": front}).text).text
    assert own.id in text
    assert others.id not in text


def test_nothing_found_is_said_with_what_to_do(read, time):
    assert "没有找到，或您无权查看" in read("/search?words=不存在的企业")
    assert "没有找到，或您无权查看" in read("/search?words=x")
    assert "没有找到" in read("/search")


def test_what_was_searched_for_is_text_never_markup(client):
    assert "<b>x" not in client.get("/search", query_string={"words": "<b>x"}).text


def test_it_asks_as_much_however_much_is_found(client, statements, time):
    client.get("/")
    counts = []
    for _ in range(2):
        a_claim("draft")
        with statements() as seen:
            client.get("/search", query_string={"words": "QD"})
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8


def _account():
    return {
        "name": "青岛蓝鲸装备有限公司",
        "number": "9000000000001234",
        "bank_code": "313452060150",
        "bank_name": "测试银行",
    }
