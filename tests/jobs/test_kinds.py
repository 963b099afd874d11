"""Each kind of job does what it says, and doing it twice comes to the same as doing it once."""

import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from sqlalchemy import create_engine, insert, select, text

from disburse import clock, desk
from disburse.acts import act
from disburse.db import db
from disburse.models import AUDITED, Attempt, Job, Reply
from disburse.policy import catalogue
from disburse.queries import jobs as queue
from disburse.queries.notices import feed
from disburse.work import checks, housework, printing, worker
from disburse.work.errand import Errand, Failed, Stopped
from reports import proof
from schemas import jobs as forms
from tests.make import (
    CLERK,
    PAYER,
    Actor,
    a_batch,
    a_claim,
    a_fund,
    a_receipt,
    again,
    an_adoption,
    an_enterprise,
    here,
)
from tests.webhooks.scene import jobs

AUDIT = Actor("someone", "auditor", "audit")


def errand(told=lambda *_: None, number=7, **payload):
    return Errand(number, payload, told)


def stop_after(count):
    """Be told of progress, until the worker is asked to stop."""
    left = iter(range(count))

    def told(*_):
        if next(left, None) is None:
            raise Stopped

    return told


def a_paid_batch(count=2):
    """A batch of awards that were paid."""
    an_adoption()
    fund = a_fund()
    claims = [a_claim("approved", enterprise=an_enterprise(), fund=fund) for _ in range(count)]
    batch = a_batch(*(again(claim) for claim in claims))
    act("release_batch", here(batch), PAYER)
    for claim in claims:
        act("confirm_payment", a_receipt(again(claim)), PAYER)
    return batch, sorted(claim.id for claim in claims)


def test_the_papers_of_a_batch_come_as_one_zip(time, tmp_path):
    batch, claims = a_paid_batch()
    result = printing.print_batch(errand(batch=batch.id))
    path = tmp_path / result["file"]
    assert (result["count"], path.name) == (2, f"{batch.id}.zip")
    with zipfile.ZipFile(path) as bundle:
        names = sorted(bundle.namelist())
        assert [name.partition("-notice")[0] for name in names] == claims
        with bundle.open(names[0]) as paper:
            assert PdfReader(paper).metadata.title.startswith("拨付通知书")
    assert proof.digest(path.read_bytes()) == result["sha256"]


def test_papers_that_are_there_are_not_printed_again(time, tmp_path, monkeypatch):
    batch, _ = a_paid_batch()
    with pytest.raises(Stopped):
        printing.print_batch(errand(stop_after(1), batch=batch.id))
    (first,) = Path(tmp_path / "papers" / batch.id).glob("*.pdf")
    before = first.stat().st_mtime_ns
    assert printing.print_batch(errand(batch=batch.id))["count"] == 2
    assert first.stat().st_mtime_ns == before
    monkeypatch.setattr(printing.printing, "pdf", lambda *_: pytest.fail("nothing is left to print"))
    printing.print_batch(errand(batch=batch.id))


def test_papers_of_no_batch_are_a_final_failure(app):
    with pytest.raises(Failed, match="B-2025-00009") as no:
        printing.print_batch(errand(batch="B-2025-00009"))
    assert no.value.final


def test_the_export_verifies_and_is_made_once(time, tmp_path):
    a_claim("submitted")
    result = printing.export_trail(errand())
    folder = tmp_path / result["folder"]
    assert list(proof.verify_folder(folder, result["manifest"])) == []
    again_ = printing.export_trail(errand())
    assert again_ == {"folder": result["folder"]}


def test_an_export_that_was_cut_off_is_begun_again(time, tmp_path, monkeypatch):
    a_claim("submitted")
    left = tmp_path / "trail" / "7.part"
    left.mkdir(parents=True)
    (left / "events.jsonl").write_text("half")
    result = printing.export_trail(errand())
    assert not left.exists()
    assert list(proof.verify_folder(tmp_path / result["folder"], result["manifest"])) == []


def test_personal_data_is_exported_only_where_it_is_asked_for(time, tmp_path):
    an_enterprise()
    for number, personal in ((1, False), (2, True)):
        result = printing.export_trail(errand(number=number, personal=personal))
        told = (tmp_path / result["folder"] / "disclosures.jsonl").read_text("utf-8")
        assert ("13900000000" in told) is personal


def test_the_nightly_look_finds_nothing_where_all_is_well(time):
    a_claim("paid")
    result = checks.look(errand())
    assert (result["findings"], result["first"]) == (0, [])
    assert result["events"] > 10
    assert feed(AUDIT) == []


def test_what_the_nightly_look_finds_is_loud_and_told_once(time, app, config, caplog, monkeypatch):
    claim = a_claim("submitted")
    monkeypatch.setattr(checks, "verify", lambda *_: [proof.Finding(claim.id, 2, "state", "不符", "differs")])
    with caplog.at_level("ERROR", app.logger.name):
        app.logger.propagate = True
        result = checks.look(errand(number=9))
        checks.look(errand(number=9))
    assert result["findings"] == 1
    assert claim.id in result["first"][0]
    assert "nightly findings" in caplog.text
    for unit in ("audit", "administration"):
        (notice,) = feed(Actor("someone", "auditor", unit))
        assert (notice.type, notice.data["findings"]) == ("cn.disburse.trail.findings", 1)


def test_a_fund_that_was_changed_by_its_owner_is_found(time, config):
    fund = a_fund()
    engine = create_engine(config.owner_database)
    with engine.begin() as owner:
        if engine.dialect.name == "sqlite":
            owner.execute(text("DROP TRIGGER guard_fund_update"))
        else:
            owner.execute(text("ALTER TABLE fund DISABLE TRIGGER USER"))
        owner.execute(text("UPDATE fund SET paid_fen = 100 WHERE id = :id"), {"id": fund.id})
    engine.dispose()
    result = checks.look(errand())
    assert any(line.startswith(f"{fund.id} ") for line in result["first"])


def test_a_catalogue_with_a_fault_is_a_finding(time, monkeypatch):
    def broken():
        raise catalogue.CatalogueFault([])

    monkeypatch.setattr(checks, "load", broken)
    assert checks.look(errand())["first"][0].startswith("catalogue: ")


def test_an_edition_that_was_edited_after_its_use_is_a_finding(time, monkeypatch):
    an_adoption()
    monkeypatch.setattr(checks, "load", lambda: SimpleNamespace(digests={}))
    (found,) = checks.look(errand())["first"]
    assert found.startswith("QD24: ")


def test_the_nightly_look_says_how_far_it_is_and_is_not_left_off(time, monkeypatch):
    monkeypatch.setattr(checks, "STEP", 2)
    a_claim("submitted")
    told = []
    stop = stop_after(1)
    checks.look(errand(lambda *progress: told.append(progress) or stop()))
    assert len(told) > 1
    assert all(done <= total for done, total in told)


def test_whoever_holds_a_claim_is_reminded_before_its_term_ends_and_once_it_is_over(time):
    """Submitted on Monday 2025-03-03: to be accepted within 5 working days, until Monday 03-10, 17:00."""
    claim = a_claim("submitted")
    district = Actor("someone", "district_clerk", claim.unit)
    counts = []
    for _ in range(9):
        result = housework.remind(errand())
        counts.append(result["told"])
        assert housework.remind(errand())["told"] == 0, "once is enough"
        time.move_to(time.moment + timedelta(days=1))
    assert counts == [0, 0, 0, 1, 0, 0, 0, 0, 1]
    near, over = feed(district)
    assert (near.type, over.type) == ("cn.disburse.deadline.near", "cn.disburse.deadline.over")
    assert near.data == {
        "claim": claim.id,
        "item": "QD24-2.1",
        "state": "submitted",
        "role": "district_clerk",
        "due_on": "2025-03-10",
        "left_workdays": 2,
        "provisional": False,
    }


def test_a_claim_that_was_moved_on_reminds_nobody(time):
    claim = a_claim("submitted")
    time.move_to(time.moment + timedelta(days=4))
    act("accept_claim", here(claim), CLERK)
    assert housework.remind(errand())["told"] == 0


def test_a_returned_claim_is_the_enterprises_to_mend(time):
    claim = act("return_claim", {**here(a_claim("submitted")), "note": "缺发票"}, CLERK)
    time.move_to(time.moment + timedelta(days=40))
    housework.remind(errand())
    (notice,) = feed(Actor("agent", "enterprise_agent", claim.enterprise_id))
    assert notice.data["role"] == "enterprise_agent"


def test_a_public_notice_is_waited_for_and_reminds_nobody(time):
    a_claim("public_notice")
    time.move_to(time.moment + timedelta(days=3))
    assert housework.remind(errand())["due"] == 0


def test_what_has_served_is_cleared_away_and_nothing_else(time):
    now = clock.now()
    with desk.aside():
        for name, days in (("old", 8), ("new", 6)):
            reply = {
                "person": "U-1",
                "key": name,
                "request_sha256": "0",
                "taken_at": now - timedelta(days=days),
            }
            db.session.execute(insert(Reply).values(**reply, status=200))
        for name, hours, locked in (("old", 25, None), ("new", 23, None), ("locked", 25, 1)):
            until = now + timedelta(hours=locked) if locked else None
            last = now - timedelta(hours=hours)
            failed = {"key": name, "failures": 1, "first_at": last, "last_at": last, "locked_until": until}
            db.session.execute(insert(Attempt).values(**failed))
        for state, days in (("done", 31), ("done", 29), ("dead", 99), ("dropped", 31)):
            ended = now - timedelta(days=days)
            job = {"kind": "x", "key": f"{state}{days}", "once": False, "payload": {}, "attempts": 1}
            made = {**job, "not_before": ended, "created_at": ended, "ended_at": ended, "state": state}
            db.session.execute(insert(Job).values(**made))
    gone = housework.tidy(errand())
    cleared = {"replies": 1, "sessions": 0, "attempts": 1, "jobs": 2, "exports": 0, "files": 0, "contents": 0}
    assert gone == cleared
    assert sorted(db.session.scalars(select(Attempt.key))) == ["locked", "new"]
    assert sorted(db.session.scalars(select(Job.key))) == ["dead99", "done29"]
    assert set(housework.tidy(errand()).values()) == {0}


def test_every_kind_that_may_be_asked_for_by_hand_is_a_kind_and_the_others_are_not():
    assert {name for name, kind in worker.KINDS.items() if kind.by_hand} == set(forms.BY_HAND)
    assert set(forms.STATES) == set(queue.STATES)


def test_jobs_are_no_records_of_the_journal():
    assert "job" not in {model.kind for model in AUDITED}


def test_the_daily_jobs_run_by_a_worker_end_well(time, work):
    a_claim("submitted")
    worker.schedule.enqueue_due()
    daily = len(worker.schedule.SCHEDULE)
    assert work() == daily
    assert [job.state for job in jobs()] == ["done"] * daily
    assert queue.last("nightly").result["findings"] == 0
