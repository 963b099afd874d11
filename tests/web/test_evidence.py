"""Evidence on the page of a claim: attached, seen, handed over, taken away; every no beside its field."""

import io
from dataclasses import replace

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from disburse.actors import Actor
from disburse.db import db
from disburse.models import Attachment
from disburse.services.attaching import record_scan
from tests.attachments.conftest import evidence
from tests.attachments.samples import pdf
from tests.make import a_claim, advance, again, an_adoption, an_enterprise
from tests.web.forms_world import Page, a_desk

CLOCK = Actor("clock", "clock", "clock")


@pytest.fixture
def draft(app, time):
    return a_claim("draft")


@pytest.fixture
def agent(app, draft):
    """The desk of whoever acts for the enterprise of the draft."""
    return a_desk(app, "enterprise_agent", unit=draft.enterprise_id)


def uploads(browser, claim, data=None, *, paper="contract", name="合同.pdf", **over):
    """Send the form of the claim's page as a browser does, with a file or none."""
    page = Page(browser.get(f"/claims/{claim.id}").text)
    file = FileStorage(io.BytesIO(pdf() if data is None else data), filename=name)
    sent = {**{k: v[0] for k, v in page.sent.items() if k in ("mark", "once")}, "paper": paper, **over}
    boundary, body = encode_multipart({**sent, "file": file})
    kind = f'multipart/form-data; boundary="{boundary}"'
    return browser.post(f"/claims/{claim.id}/attachments", data=body, content_type=kind)


def attached():
    return db.session.query(Attachment).all()


def test_an_enterprise_attaches_a_file_and_is_told_so(agent, draft):
    answer = uploads(agent, draft)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/claims/{draft.id}?done=")
    (row,) = attached()
    assert row.paper == "contract"
    text = Page(agent.get(answer.location).text).text
    assert f"已办理：附材料（{row.id}）" in text
    for words in (row.id, "合同", "合同.pdf", "待查毒"):
        assert words in text


def test_sent_twice_it_is_attached_once(agent, draft):
    page = Page(agent.get(f"/claims/{draft.id}").text)
    sent = {"mark": page.sent["mark"][0], "once": page.sent["once"][0], "paper": "contract"}
    address = f"/claims/{draft.id}/attachments"
    first, second = (
        agent.post(address, data={**sent, "file": (io.BytesIO(SAME), "合同.pdf")}) for _ in range(2)
    )
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert len(attached()) == 1


SAME = pdf("the same twice")


def test_what_the_form_lacks_is_said_beside_its_fields_all_at_once(agent, draft):
    answer = uploads(agent, draft, b"", paper="", name="")
    assert answer.status_code == 422
    assert 'href="#f-paper"' in answer.text
    assert 'href="#f-file"' in answer.text
    assert "请选择材料类别。" in answer.text
    assert "请选择要附的文件。" in answer.text
    assert attached() == []


def test_every_fault_of_a_file_is_said_beside_it(agent, draft):
    answer = uploads(agent, draft, b"MZ not a document", name="报价.pdf.exe")
    assert answer.status_code == 422
    assert 'id="f-file-error"' in answer.text
    assert '<option value="contract" selected>' in answer.text
    assert attached() == []


def test_a_file_that_is_too_large_is_refused_kindly_beside_the_field(app, agent, draft):
    app.extensions["disburse"] = replace(app.extensions["disburse"], max_attachment_bytes=1_048_576)
    for size in (1_100_000, 1_200_000):  # past the file's limit, and past the whole form's
        answer = uploads(agent, draft, pdf() + b" " * size)
        assert answer.status_code == 413
        assert 'id="f-file-error"' in answer.text
    assert "文件超过 1 MB。请压缩" in answer.text
    assert attached() == []


def test_the_same_file_again_is_refused_with_its_number(agent, draft):
    first = evidence(draft, SAME)
    answer = uploads(agent, draft, SAME)
    assert answer.status_code == 409
    assert first.id in answer.text


def test_a_form_of_somebody_else_attaches_nothing(agent, draft):
    answer = uploads(agent, draft, mark="0" * 64)
    assert answer.status_code == 403
    assert attached() == []


def test_only_what_was_found_clean_is_handed_over_to_be_saved(agent, draft):
    row = evidence(draft, SAME)
    assert f"/attachments/{row.id}/content" not in agent.get(f"/claims/{draft.id}").text
    assert agent.get(f"/attachments/{row.id}/content").status_code == 409
    record_scan(row.id, verdict="clean", by=CLOCK)
    assert f"/attachments/{row.id}/content" in agent.get(f"/claims/{draft.id}").text
    answer = agent.get(f"/attachments/{row.id}/content")
    assert answer.data == SAME
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_evidence_is_taken_away_until_it_is_handed_in(agent, draft):
    row = evidence(draft, SAME)
    address = f"/attachments/{row.id}/do/remove_attachment"
    assert address in agent.get(f"/claims/{draft.id}").text
    page = Page(agent.get(address).text)
    answer = agent.post(page.action, data=page.sent)
    assert answer.status_code == 303, Page(answer.text).text
    back = agent.get(answer.location)
    assert back.location == f"/claims/{draft.id}?{answer.location.partition('?')[2]}#evidence"
    assert f"已办理：移除附件（{row.id}）" in Page(agent.get(back.location).text).text
    assert again(row).state == "removed"


def test_what_was_handed_in_is_not_offered_to_be_taken_away(app, time):
    an_adoption()
    claim = a_claim("draft")
    agent = a_desk(app, "enterprise_agent", unit=claim.enterprise_id)
    row = evidence(claim, SAME)
    claim = advance(claim, "submitted")
    text = agent.get(f"/claims/{claim.id}").text
    assert row.id in text
    assert "do/remove_attachment" not in text
    assert agent.get(f"/attachments/{row.id}/do/remove_attachment").status_code == 409


def test_a_district_attaches_its_opinion_which_the_enterprise_does_not_see(app, time):
    claim = a_claim("district_review")
    clerk, agent = a_desk(app, "district_clerk"), a_desk(app, "enterprise_agent", unit=claim.enterprise_id)
    assert uploads(clerk, claim, paper="opinion", name="初审意见.pdf").status_code == 303
    (row,) = attached()
    assert row.id in clerk.get(f"/claims/{claim.id}").text
    assert row.id not in agent.get(f"/claims/{claim.id}").text
    assert agent.get(f"/attachments/{row.id}").status_code == 404


def test_there_is_no_form_where_nothing_is_taken(app, time):
    claim = a_claim("submitted")
    for browser in (a_desk(app, "enterprise_agent", unit=claim.enterprise_id), a_desk(app, "city_clerk")):
        assert 'type="file"' not in browser.get(f"/claims/{claim.id}").text


def test_an_enterprise_reads_the_public_name_of_the_state_and_officials_their_own(app, time):
    claim = a_claim("recommended")
    agent, clerk = a_desk(app, "enterprise_agent", unit=claim.enterprise_id), a_desk(app, "city_clerk")
    inner, public = "已推荐", claim.workflow.state("recommended").public_zh
    assert inner != public
    assert f"{public}</strong>" in agent.get(f"/claims/{claim.id}").text
    assert f"{inner}</strong>" not in agent.get(f"/claims/{claim.id}").text
    assert f"{inner}</strong>" in clerk.get(f"/claims/{claim.id}").text


def test_more_files_cost_no_more_queries(agent, draft, statements):
    agent.get("/")
    counts = []
    for n in range(3):
        evidence(draft, pdf(f"paper {n}"), name=f"合同{n}.pdf")
        with statements() as seen:
            agent.get(f"/claims/{draft.id}")
        counts.append(len(seen))
    assert counts[0] == counts[-1]


def test_officials_are_led_to_other_claims_that_have_the_same_file(app, agent, draft):
    other = a_claim("draft")
    uploads(agent, draft)
    uploads(a_desk(app, "enterprise_agent", unit=other.enterprise_id), other)
    for browser in (a_desk(app, "district_clerk"), a_desk(app, "auditor")):
        page = browser.get(f"/claims/{draft.id}").text
        assert "同一文件也用于：" in page
        assert f'href="/claims/{other.id}#evidence"' in page
    assert "同一文件" not in agent.get(f"/claims/{draft.id}").text


def test_of_claims_that_an_official_may_not_see_only_the_count_is_told(app, agent, draft):
    far = a_claim("draft", enterprise=an_enterprise(unit="370202"))
    uploads(agent, draft)
    uploads(a_desk(app, "enterprise_agent", unit=far.enterprise_id), far)
    page = a_desk(app, "district_clerk").get(f"/claims/{draft.id}").text
    assert far.id not in page
    assert "另有 1 处，不在您的查看范围" in Page(page).text
    assert far.id in a_desk(app, "city_clerk").get(f"/claims/{draft.id}").text


def test_a_file_of_one_claim_alone_is_not_remarked_upon_and_many_cost_no_more(app, agent, draft, statements):
    clerk = a_desk(app, "district_clerk")

    def asked():
        with statements() as seen:
            assert "同一文件" not in clerk.get(f"/claims/{draft.id}").text
        return len(seen)

    uploads(agent, draft, pdf("0"))
    few = asked()
    for n in range(1, 4):
        uploads(agent, draft, pdf(str(n)), name=f"合同{n}.pdf")
    assert asked() == few
