"""Who attaches what, when; what is removed; who sees and downloads it; where it lies elsewhere."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from disburse.actors import CLOCK
from disburse.acts import act
from disburse.attachments.refusals import UnfitFile
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, NotFound, NotYours
from disburse.models import Attachment, Event, Job
from disburse.models import Refusal as RefusalRow
from disburse.queries import attachments
from disburse.queries.attachments import HandedIn
from disburse.services.attaching import NotTheTime, TooManyAttachments
from tests.attachments.conftest import evidence, put
from tests.attachments.samples import pdf
from tests.make import (
    AUDITOR,
    BANK_CODE,
    CITY_CLERK,
    CLERK,
    HEAD,
    UNIT,
    Actor,
    a_claim,
    a_pledge,
    a_unit,
    again,
    agent,
    an_adoption,
    an_enterprise,
    here,
)

BANK_CLERK = Actor("bank-clerk", "bank_clerk", BANK_CODE)


def test_evidence_is_kept_and_its_hash_is_in_the_journal_but_not_its_name(draft):
    row = evidence(draft, name="张三的合同.pdf")
    assert (row.state, row.media_type, row.claim_id) == ("waiting", "application/pdf", draft.id)
    body = db.session.scalar(select(Event.body).where(Event.record == row.id))
    assert row.sha256 in body
    assert row.name_digest in body
    assert "张三" not in body
    assert attachments.name_of(row) == "张三的合同.pdf"
    assert db.session.scalar(select(Job.about).where(Job.kind == "scan")) == row.id


def test_an_enterprise_attaches_while_the_claim_is_in_its_hands(time):
    claim = a_claim("submitted")
    with pytest.raises(NotTheTime) as no:
        evidence(claim)
    assert "草稿" in no.value.zh
    back = act("return_claim", {**here(claim), "note": "缺合同"}, CLERK)
    assert evidence(back).about == claim.id


def test_each_office_attaches_its_own_papers_in_its_own_time(time):
    claim = a_claim("district_review")
    opinion = put(pdf("o"), number=claim.id, by=CLERK, paper="opinion", name="初审意见.pdf")
    assert opinion.state == "waiting"
    with pytest.raises(NotYours):
        put(pdf("p"), number=claim.id, by=agent(claim.enterprise_id), paper="opinion")
    with pytest.raises(NotYours):
        put(pdf("p"), number=claim.id, by=HEAD, paper="opinion")
    with pytest.raises(NotTheTime):
        put(pdf("m"), number=claim.id, by=CITY_CLERK, paper="minutes", name="会议纪要.pdf")
    rated = a_claim("rated", enterprise=an_enterprise())
    minutes = put(pdf("m"), number=rated.id, by=CITY_CLERK, paper="minutes", name="会议纪要.pdf")
    assert minutes.about == rated.id


def test_a_bank_attaches_to_its_pledge_and_sees_no_other_evidence(time):
    claim = a_claim("draft")
    own = evidence(claim)
    pledged = a_claim("approved")
    a_unit(BANK_CODE, "bank")
    pledge = a_pledge(pledged)
    row = put(pdf("loan"), number=pledge.id, by=BANK_CLERK, paper="bank_paper", name="借款合同.pdf")
    assert (row.claim_id, row.about, row.about_kind) == (pledged.id, pledge.id, "pledge")
    assert attachments.one(row.id, BANK_CLERK).id == row.id
    assert attachments.one(row.id, agent(pledged.enterprise_id)).id == row.id
    for number, by in ((own.id, BANK_CLERK), (row.id, Actor("b", "bank_clerk", "102452000004"))):
        with pytest.raises(NotFound):
            attachments.one(number, by)
    with pytest.raises(NotFound):
        put(pdf(), number=claim.id, by=BANK_CLERK)


def test_papers_of_the_offices_are_theirs(time):
    claim = a_claim("district_review")
    opinion = put(pdf("o"), number=claim.id, by=CLERK, paper="opinion", name="初审意见.pdf")
    with pytest.raises(NotFound):
        attachments.one(opinion.id, agent(claim.enterprise_id))
    assert attachments.of_record(claim.id, agent(claim.enterprise_id)) == []
    assert [row.id for row in attachments.of_record(claim.id, AUDITOR)] == [opinion.id]


def test_a_stranger_is_told_that_there_is_no_such_claim_and_leaves_no_bytes(draft, config, tmp_path):
    for by in (agent(an_enterprise().id), Actor("x", "district_clerk", "370202")):
        with pytest.raises(NotFound):
            put(pdf(), number=draft.id, by=by)
    assert not list(tmp_path.glob("attachments/**/*"))


def test_a_file_with_faults_is_refused_with_all_of_them_and_written_down_without_its_name(draft, tmp_path):
    with pytest.raises(UnfitFile) as no:
        evidence(draft, b"<html>", name="张三.exe.pdf")
    assert len(no.value.findings) == 2
    row = db.session.scalars(select(RefusalRow).where(RefusalRow.code == "UnfitFile")).one()
    assert "张三" not in row.sentence
    assert not list(tmp_path.glob("attachments/*/*/*"))
    with pytest.raises(BadRecord):
        evidence(draft, paper="love_letter")


def test_the_same_file_is_attached_once_to_a_claim(draft):
    first = evidence(draft)
    with pytest.raises(AlreadyThere) as no:
        evidence(draft, name="again.pdf")
    assert first.id in no.value.zh
    remove = {**here(first), "note": "错件"}
    act("remove_attachment", remove, agent(draft.enterprise_id))
    assert evidence(draft).id != first.id


def test_there_is_an_end_to_how_many(draft, app, monkeypatch):
    object.__setattr__(app.extensions["disburse"], "max_attachments", 2)
    evidence(draft, pdf("1"))
    evidence(draft, pdf("2"))
    with pytest.raises(TooManyAttachments):
        evidence(draft, pdf("3"))


def test_what_was_handed_in_is_never_removed(time):
    an_adoption()
    claim = a_claim("draft")
    owner = agent(claim.enterprise_id)
    draft_paper, kept = evidence(claim, pdf("1")), evidence(claim, pdf("2"))
    gone = act("remove_attachment", here(draft_paper), owner)
    assert gone.state == "removed"
    time.move_to(time.moment + timedelta(minutes=1))
    claim = act("submit_claim", {**here(claim), "commitment": True}, owner)
    with pytest.raises(HandedIn):
        act("remove_attachment", here(kept), owner)
    claim = act("return_claim", {**here(claim), "note": "缺发票"}, CLERK)
    time.move_to(time.moment + timedelta(minutes=1))
    with pytest.raises(HandedIn):
        act("remove_attachment", here(kept), owner)
    later = evidence(claim, pdf("3"), paper="invoice")
    assert act("remove_attachment", here(later), owner).state == "removed"
    assert again(kept).state == "waiting"


def test_nobody_else_removes_evidence(draft):
    row = evidence(draft)
    with pytest.raises(NotYours):
        act("remove_attachment", here(row), CLERK)
    with pytest.raises(NotFound):
        act("remove_attachment", here(row), agent(an_enterprise().id))
    with pytest.raises(NotYours):
        act("record_scan", {**here(row), "verdict": "clean"}, CLERK)


def test_an_infected_file_is_given_to_nobody_and_a_clean_one_to_whom_it_concerns(draft, config):
    row = evidence(draft)
    owner = agent(draft.enterprise_id)
    with pytest.raises(attachments.NotGivenOut):
        attachments.given_out(row.id, owner, config)
    clean = act("record_scan", {**here(row), "verdict": "clean"}, CLOCK)
    assert attachments.given_out(row.id, owner, config).id == clean.id
    with pytest.raises(NotFound):
        attachments.given_out(row.id, agent(an_enterprise().id), config)
    other = evidence(draft, pdf("other"))
    act("record_scan", {**here(other), "verdict": "infected", "finding": "Eicar"}, CLOCK)
    for by in (owner, CLERK, AUDITOR):
        with pytest.raises(attachments.NotGivenOut):
            attachments.given_out(other.id, by, config)


def test_the_same_content_elsewhere_is_shown_to_officials_and_counted_where_they_may_not_see(time):
    an_adoption()
    here_, there = a_claim("draft"), a_claim("draft")
    far = a_claim("draft", enterprise=an_enterprise(unit="370202", district="370202"))
    first, second, third = (
        evidence(claim, pdf("invoice 1"), paper="invoice") for claim in (here_, there, far)
    )
    evidence(here_, pdf("only here"))
    found = attachments.elsewhere(first, CLERK)
    assert ([row.id for row in found.rows], found.hidden) == ([second.id], 1)
    found = attachments.elsewhere(first, AUDITOR)
    assert ([row.id for row in found.rows], found.hidden) == ([second.id, third.id], 0)
    assert found.rows[1].enterprise_id == far.enterprise_id
    assert attachments.elsewhere(first, agent(here_.enterprise_id)) == ([], 0)
    rows = attachments.repeated(AUDITOR, after="", size=10)
    assert [(r.sha256, r.claim_count, r.enterprise_count) for r in rows] == [(first.sha256, 3, 3)]
    assert [r.claim_count for r in attachments.repeated(CLERK, after="", size=10)] == [2]
    act("remove_attachment", here(second), agent(there.enterprise_id))
    assert attachments.repeated(CLERK, after="", size=10) == []


def test_files_change_nothing_of_a_pledged_award_and_tell_no_bank(time):
    claim = a_claim("approved")
    a_unit(BANK_CODE, "bank")
    pledge = a_pledge(claim)
    before = db.session.scalar(select(func.count()).select_from(Job).where(Job.kind == "webhook"))
    row = put(pdf("x"), number=pledge.id, by=BANK_CLERK, paper="bank_paper", name="a.pdf")
    act("record_scan", {**here(row), "verdict": "clean"}, CLOCK)
    assert db.session.scalar(select(func.count()).select_from(Job).where(Job.kind == "webhook")) == before
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1
    assert UNIT
