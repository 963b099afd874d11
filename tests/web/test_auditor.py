"""Auditors' pages: the trail verified, doubts with their records, samples drawn again, refusals."""

import io
import re
import zipfile

import pytest

from disburse import whole
from disburse.acts import act
from disburse.errors import Refusal
from disburse.queries import doubts
from disburse.queries.found import Found
from disburse.web import auditor
from tests.make import AUDITOR, CITY_CLERK, a_claim, here
from tests.web.forms_world import Page, a_desk, title

PAGES = ("", "/verification", "/doubts", "/doubts/evidence", "/sample", "/refusals", "/trail.zip")
PAIR = re.compile(r"QD-\d{4}-\d{6}")


@pytest.fixture
def desk(app, time):
    return a_desk(app, "auditor")


def text(answer):
    assert answer.status_code == 200
    return Page(answer.text).text


@pytest.mark.parametrize("role", ["city_approver", "audit_admin", "district_clerk"])
def test_nobody_else_finds_these_pages(app, time, role):
    other = a_desk(app, role)
    assert {other.get(f"/auditor{page}").status_code for page in PAGES} == {404}


def test_the_first_page_leads_on_and_asks_a_bounded_number_of_questions(desk, statements):
    a_claim("approved")
    with statements() as seen:
        shown = desk.get("/auditor").text
    assert len(seen) <= 12
    for way in ("/auditor/verification", "/auditor/doubts", "/auditor/sample", "/exports", "/leader"):
        assert f'href="{way}"' in shown
    assert "还没有做过夜间检查" in shown
    assert "2,000,000.00" in shown


def test_the_whole_trail_is_verified_when_asked(desk):
    a_claim("paid")
    assert "没有发现问题" in text(desk.get("/auditor/verification"))


def test_what_is_wrong_is_listed(desk, monkeypatch):
    fault = whole.proof.Finding("QD-2025-000001", 3, "hash", "事件被改过", "an event was changed")
    monkeypatch.setattr(auditor.whole, "verified", lambda: whole.Verdict(7, (fault,)))
    shown = text(desk.get("/auditor/verification"))
    assert "共核验 7 个事件，发现问题" in shown
    assert "QD-2025-000001" in shown
    assert "事件被改过" in shown


def test_while_one_reads_everything_the_next_is_told_to_wait(desk):
    with whole.alone():
        assert "已有一项核验或导出在进行" in desk.get("/auditor/verification").text
        assert desk.get("/auditor/trail.zip").status_code == 429
    assert desk.get("/auditor/verification").status_code == 200


@pytest.mark.parametrize("address", ["/auditor/trail.zip", "/auditor/trail.zip?personal=true"])
def test_the_trail_is_taken_away_as_a_package_that_holds_its_own_verifier(desk, address):
    a_claim("submitted")
    with desk.get(address) as answer, zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        names = {name.rpartition("/")[2] for name in packed.namelist()}
    assert {"proof.py", "events.jsonl"} <= names


def test_a_package_that_nobody_reads_to_its_end_keeps_nobody_waiting(desk):
    unread = desk.get("/auditor/trail.zip")
    assert desk.get("/auditor/verification").status_code == 200
    unread.close()


def test_the_eleven_doubts_are_told_and_counted_only_when_asked(desk):
    for _ in range(2):
        a_claim("submitted")
    plain = desk.get("/auditor/doubts").text
    assert plain.count("/auditor/doubts/") == len(doubts.DOUBTS) == 11
    assert "条数" not in Page(plain).text.replace("统计各类条数", "")
    counted = desk.get("/auditor/doubts?counted=yes").text
    wanted = [sum(1 for _ in one.ask(AUDITOR)) for one in doubts.DOUBTS]
    assert [int(n) for n in re.findall(r'data-label="条数">(\d+)<', counted)] == wanted


def test_a_finding_is_led_to_its_record_and_a_file_has_them_all(desk, monkeypatch):
    claim = a_claim("submitted")
    found = [
        Found("evidence", claim.id, claim.id, {"checks.authenticity": "fail", "owed": "1.00"}),
        Found("related", claim.enterprise_id, None, {"same": "x"}, (claim.enterprise_id,)),
    ]
    one = doubts.BY_NAME["evidence"]
    monkeypatch.setitem(doubts.BY_NAME, "evidence", _asking(one, found))
    monkeypatch.setattr(auditor, "MOST_SHOWN", 1)
    shown = desk.get("/auditor/doubts/evidence").text
    assert f'href="/claims/{claim.id}"' in shown
    assert "列出前 1 条" in shown
    monkeypatch.setattr(auditor, "MOST_SHOWN", 200)
    shown = desk.get("/auditor/doubts/evidence").text
    assert f'href="/enterprises/{claim.enterprise_id}"' in shown
    assert "未付或未收（元）：1.00" in shown.replace("\n", "")
    with desk.get("/auditor/doubts/evidence.csv") as answer:
        lines = answer.text.splitlines()
    assert len(lines) == 3
    assert claim.id in lines[1]
    assert desk.get("/auditor/doubts/nothing").status_code == 404


def _asking(one, found):
    return doubts.Doubt(
        *(getattr(one, name) for name in list(one.__dataclass_fields__)[:-1]), lambda _: iter(found)
    )


def test_a_sample_is_drawn_from_its_address_and_again_the_same(desk):
    claims = [a_claim("submitted") for _ in range(4)]
    address = "/auditor/sample?seed=2025-11-22&method=random&size=2&state=submitted"
    first, again = desk.get(address), desk.get(address)
    drawn = set(PAIR.findall(first.text))
    assert len(drawn) == 2
    assert drawn < {claim.id for claim in claims}
    assert set(PAIR.findall(again.text)) == drawn
    assert "样本：2 件" in first.text
    assert "4 件" in text(first)
    by_unit = text(desk.get(address.replace("random", "by_unit")))
    assert "黄岛区 2 4" in by_unit


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("seed=+&method=random&size=2&state=paid", "须写明种子"),
        ("seed=1&method=lots&size=2&state=paid", "只能是"),
        ("seed=1&method=random&size=many&state=paid", "请填写整数"),
        ("seed=1&method=random&size=0&state=paid", "应为 1 至"),
        ("seed=1&method=random&size=2&state=nowhere", "请从所列中选择一项"),
    ],
)
def test_what_can_not_be_drawn_is_said_at_its_field(desk, given, said):
    shown = desk.get(f"/auditor/sample?{given}").text
    assert said in shown
    assert "govuk-error-summary" in shown
    assert "样本：" not in shown


def test_refusals_say_who_wanted_what_and_why_not(desk, statements):
    claim = a_claim("submitted")
    for _ in range(3):
        with pytest.raises(Refusal):
            act("accept_claim", here(claim), CITY_CLERK)
    with statements() as seen:
        shown = desk.get(f"/auditor/refusals?subject={claim.id}").text
    assert len(seen) <= 10
    assert "共 3 条" in shown
    assert "受理" in shown
    assert "市级经办人" in shown
    assert title(desk.get("/auditor/refusals")).startswith("拒绝记录")
