"""Papers over the web: a PDF or a sentence, never an error set as a paper."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.make import a_claim


@pytest.mark.parametrize(("kind", "title"), [("notice", "拨付通知书"), ("calculation", "算账单")])
def test_a_paid_claim_has_both_papers(client, time, kind, title):
    claim = a_claim("paid")
    answer = client.get(f"/claims/{claim.id}/{kind}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f"inline; filename={claim.id}-{kind}.pdf"
    made = PdfReader(BytesIO(answer.data))
    assert made.metadata.title.startswith(title)
    assert claim.id in made.pages[0].extract_text()


@pytest.mark.parametrize("kind", ["notice", "calculation"])
def test_before_its_time_a_paper_is_refused_with_its_reason(read, time, kind):
    claim = a_claim("submitted")
    assert f"{claim.id}：尚未" in read(f"/claims/{claim.id}/{kind}.pdf", 409)


def test_a_paper_that_can_not_be_set_whole_is_refused_and_says_why(app, read, time):
    claim = a_claim("rated")
    app.extensions["disburse"] = replace(app.extensions["disburse"], font_hei="没有的字体:700")
    page = read(f"/claims/{claim.id}/calculation.pdf", 409)
    assert f"{claim.id} 的文书未予签发" in page
    assert "未安装字体 没有的字体（字重 700）" in page


def test_there_is_no_paper_of_an_unknown_claim_or_kind(read, time):
    assert "没有 QD-2099-000001" in read("/claims/QD-2099-000001/notice.pdf", 404)
    assert "没有这个页面" in read(f"/claims/{a_claim().id}/stamp.pdf", 404)
