"""From the journal to the papers of review: opinion form, letter and table, and the public notice."""

import io
import json
from datetime import timedelta

import pytest
from pypdf import PdfReader

from disburse import clock
from disburse.actors import Actor
from disburse.acts import act
from disburse.config import Config
from disburse.errors import NotFound, OutOfOrder
from disburse.queries import printing, reviewed, rolls
from disburse.queries.standing import standing
from tests.make import (
    APPROVER,
    AUDITOR,
    CHECKS,
    CITY_CLERK,
    CLERK,
    HEAD,
    UNIT,
    a_claim,
    a_person,
    a_unit,
    acting,
    advance,
    again,
    agent,
    an_adoption,
    an_enterprise,
    here,
)

CONFIG = Config(city_bureau="青岛市测试局", public_url="https://example.org", objections="测试处，测试路1号")
NEIGHBOUR = Actor("neighbour", "district_head", "370202")


@pytest.fixture(autouse=True)
def unit(time):
    """The district is on record: it issues papers under its name."""
    return a_unit()


def words(made):
    pages = PdfReader(io.BytesIO(made)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def code_of(facts):
    return facts.verify_url.rpartition("/")[2]


def verdict(facts):
    return standing(code_of(facts), CONFIG).verdict


def today():
    return f"{clock.today():%Y%m%d}"


def recommended_today(unit=UNIT):
    return f"TJ-{unit}-{today()}-{today()}"


def recommended(**given):
    """A claim recommended with ``given``, such as remarks on its checks."""
    claim = a_claim("district_review")
    return act("recommend_claim", {**here(claim), "checks": CHECKS, **given}, HEAD)


def test_the_opinion_form_states_each_check_its_remark_the_sum_and_who_reviewed():
    clerk, head = (
        acting(a_person("district_clerk"), "district_clerk"),
        acting(a_person("district_head"), "district_head"),
    )
    claim = act("accept_claim", here(a_claim("submitted")), clerk)
    checks = {**CHECKS, "completeness": {"result": "pass", "remark": "合同齐全\n发票齐全"}}
    cut = {"recognised_yuan": "1500000.00", "difference_reason": "部分不符", "difference_document": "测函3号"}
    claim = act("recommend_claim", {**here(claim), "checks": checks, **cut}, head)
    said = words(printing.pdf("opinion", claim.id, HEAD, CONFIG))
    for stated in (
        claim.id,
        f"测试单位{UNIT}",
        *("真实性", "完整性", "项目查重", "失信惩戒", "绿色门槛"),
        "合同齐全；发票齐全",
        "1,500,000.00元（人民币壹佰伍拾万元整）",
        "部分不符；测函3号",
        "受理：区市经办人测试人员",
        "推荐：区市负责人测试人员",
        "新认定",
    ):
        assert stated in said, stated


def test_it_stays_what_was_recommended_whatever_the_city_decides_afterwards():
    claim = recommended()
    first = reviewed.opinion(claim.id, HEAD, CONFIG)
    advance(again(claim), "rated", owner=again(claim))
    assert reviewed.opinion(claim.id, HEAD, CONFIG) == first
    assert verdict(first) == "valid"
    assert json.loads(first.record)["state"]["state"] == "recommended"


def test_a_claim_sent_back_has_no_form_and_its_old_one_holds_no_more():
    claim = recommended()
    old = reviewed.opinion(claim.id, HEAD, CONFIG)
    claim = act("send_back", {**here(claim), "note": "请再核"}, CITY_CLERK)
    assert verdict(old) == "revoked"
    with pytest.raises(OutOfOrder, match="not recommended yet"):
        reviewed.opinion(claim.id, HEAD, CONFIG)
    act("recommend_claim", {**here(claim), "checks": CHECKS}, HEAD)
    assert verdict(reviewed.opinion(claim.id, HEAD, CONFIG)) == "valid"


def test_the_form_is_for_its_district_the_city_and_auditors_alone():
    claim = recommended()
    for by in (CLERK, HEAD, CITY_CLERK, APPROVER, AUDITOR):
        assert reviewed.opinion(claim.id, by, CONFIG).claim_number == claim.id
    for by in (NEIGHBOUR, agent(claim.enterprise_id)):
        with pytest.raises(NotFound):
            reviewed.opinion(claim.id, by, CONFIG)


def test_before_the_recommendation_there_is_no_form():
    with pytest.raises(OutOfOrder):
        reviewed.opinion(a_claim("district_review").id, HEAD, CONFIG)


def test_letter_and_table_have_each_claim_of_the_days_and_the_sums_in_figures_and_capitals(time):
    early = recommended()
    time.move_to(time.moment + timedelta(days=1))
    claims = [recommended() for _ in range(2)]
    for kind in ("letter", "summary"):
        said = words(printing.pdf(kind, recommended_today(), CLERK, CONFIG))
        assert all(claim.id in said for claim in claims)
        assert early.id not in said
        assert "4,000,000.00" in said
        assert "人民币肆佰万元整" in said
        assert f"测试单位{UNIT}" in said
    assert "青岛市测试局" in words(printing.pdf("letter", recommended_today(), CLERK, CONFIG))


def test_what_is_left_to_the_city_is_said_and_not_in_the_sum():
    recommended()
    open_one = a_claim("recommended", item="QD24-20.1", facts={"recognised_on": "2025-01-15"})
    facts = reviewed.recommendation(recommended_today(), HEAD, CONFIG)
    assert (len(facts.lines), facts.left_to_the_city, facts.recognised_fen) == (2, 1, 200_000_000)
    for kind in ("letter", "summary"):
        assert "1件依政策须由市级认定" in words(printing.pdf(kind, facts.number, HEAD, CONFIG))
    assert "须由市级认定，初审不核定金额" in words(printing.pdf("opinion", open_one.id, HEAD, CONFIG))


def test_a_list_is_for_its_district_and_for_those_who_see_all():
    recommended()
    for by in (CLERK, CITY_CLERK, AUDITOR):
        assert reviewed.recommendation(recommended_today(), by, CONFIG).lines
    for by, number in (
        (NEIGHBOUR, recommended_today()),
        (CLERK, "TJ-370211-20250231-20250301"),
        (CLERK, "x"),
    ):
        with pytest.raises(NotFound):
            reviewed.recommendation(number, by, CONFIG)
    with pytest.raises(OutOfOrder, match="nothing was put"):
        reviewed.recommendation(recommended_today("370202"), AUDITOR, CONFIG)


def test_a_list_holds_until_a_claim_comes_to_it_or_goes():
    claim = recommended()
    first = reviewed.recommendation(recommended_today(), HEAD, CONFIG)
    assert verdict(first) == "valid"
    assert json.loads(first.record)["head"] == standing(code_of(first), CONFIG).head
    other = recommended()
    both = reviewed.recommendation(recommended_today(), HEAD, CONFIG)
    assert (verdict(first), verdict(both)) == ("replaced", "valid")
    act("send_back", {**here(again(other)), "note": "请再核"}, CITY_CLERK)
    assert (verdict(first), verdict(both)) == ("valid", "replaced")
    act("withdraw_claim", here(again(claim)), agent(claim.enterprise_id))
    assert verdict(first) == "replaced"
    assert standing(code_of(first).lower(), CONFIG).number == first.number
    assert standing(code_of(first)[:-1] + "0", CONFIG) is None


def test_a_list_too_long_to_be_read_is_refused(monkeypatch):
    monkeypatch.setattr(rolls, "MOST", 1)
    recommended()
    reviewed.recommendation(recommended_today(), HEAD, CONFIG)
    recommended()
    with pytest.raises(rolls.TooManyLines, match="more than 1 lines"):
        reviewed.recommendation(recommended_today(), HEAD, CONFIG)


def test_the_public_notice_has_its_days_minutes_lines_and_where_to_object():
    claim = a_claim("public_notice")
    said = words(printing.pdf("publication", f"GS-{today()}", None, CONFIG))
    for stated in (
        claim.id,
        "测试会议1号",
        "2,000,000.00元",
        "人民币贰佰万元整",
        "5个工作日",
        "测试处，测试路1号",
    ):
        assert stated in said, stated
    for secret in ("9000000000001234", "9000****", "13900000000", "913702"):
        assert secret not in said


def test_a_natural_persons_name_is_masked_on_it():
    account = {"name": "测试设计师", "number": "9000000000001234", "bank_code": "313452060150"}
    owner = an_enterprise(name="测试设计师", nature="person", account={**account, "bank_name": "测试银行"})
    an_adoption()
    a_claim("public_notice", enterprise=owner)
    facts = reviewed.publication(f"GS-{today()}", None, CONFIG)
    assert [line.enterprise for line in facts.lines] == ["测**"]


def test_everybody_reads_a_notice_while_it_stands_and_the_city_ever_after():
    claim = a_claim("public_notice")
    number = f"GS-{today()}"
    posted = reviewed.publication(number, None, CONFIG)
    advance(claim, "approved")
    with pytest.raises(NotFound):
        reviewed.publication(number, None, CONFIG)
    with pytest.raises(NotFound):
        reviewed.publication(number, HEAD, CONFIG)
    assert reviewed.publication(number, CITY_CLERK, CONFIG) == posted
    assert verdict(posted) == "valid"
