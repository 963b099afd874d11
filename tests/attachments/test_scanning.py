"""The scanner is asked by a job; what it says is a step; what it did not see is said."""

import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import select

from disburse.access.fitness import fit_settings
from disburse.access.refusals import UnfitSettings
from disburse.attachments import scanner as asking
from disburse.attachments import store
from disburse.attachments.refusals import ScannerAway
from disburse.config import Config
from disburse.db import db
from disburse.doctor import checks
from disburse.models import Event, Job
from disburse.queries import attachments
from disburse.work.errand import Errand, Failed
from disburse.work.scanning import rescan, scan
from tests.attachments.conftest import a_scanner, evidence
from tests.attachments.samples import EICAR, OFD, packed, pdf
from tests.make import again, agent


@pytest.fixture
def setting(app):
    """Change settings of the running application."""

    def change(**given):
        app.extensions["disburse"] = replace(app.extensions["disburse"], **given)
        return app.extensions["disburse"]

    return change


def virus():
    """A file that is taken by its content and has the test virus in it."""
    return packed({**OFD, "Doc_0/note.txt": EICAR}, zipfile.ZIP_STORED)


def stored(tmp_path, data):
    path = tmp_path / "sent"
    path.write_bytes(data)
    return path.open("rb")


def test_a_clean_file_is_found_clean_and_a_virus_is_found(draft, setting, work, scanner):
    setting(scanner=scanner)
    clean = evidence(draft)
    assert work() == 1
    row = again(clean)
    assert (row.state, row.scan_finding) == ("clean", None)
    assert row.scanned_at is not None
    event = db.session.scalars(select(Event).where(Event.record == row.id, Event.seq == 2)).one()
    assert (event.action, event.actor, event.role) == ("pass_scan", "clock", "clock")


def test_the_scanner_reads_the_bytes_as_they_are(tmp_path, scanner):
    with stored(tmp_path, EICAR) as file:
        assert asking.scan(scanner, file) == ("infected", "Eicar-Test-Signature")
    with stored(tmp_path, b"x" * 200_000) as file:
        assert asking.scan(scanner, file) == ("clean", None)
    with stored(tmp_path, b"x") as file:
        assert asking.scan("", file).state == "not_scanned"


def test_a_virus_in_evidence_is_never_given_out(draft, setting, work, scanner):
    config = setting(scanner=scanner, unscanned="allow")
    row = evidence(draft, virus(), name="发票.ofd")
    work()
    assert (again(row).state, again(row).scan_finding) == ("infected", "Eicar-Test-Signature")
    with pytest.raises(attachments.NotGivenOut):
        attachments.given_out(row.id, agent(draft.enterprise_id), config)
    assert scan(Errand(1, {"number": row.id}, lambda *_: None)) == {"state": "infected"}


def test_a_scanner_that_can_not_say_leaves_it_failed_and_is_asked_again(draft, setting, work):
    row = evidence(draft, pdf("x" * 4000))
    with a_scanner(most_bytes=100) as (url, _seen):
        setting(scanner=url)
        work()
    assert again(row).state == "failed"
    assert "size limit" in again(row).scan_finding
    with a_scanner() as (url, seen):
        setting(scanner=url)
        assert rescan(Errand(1, {}, lambda *_: None)) == {"due": 1, "asked": 1}
        work()
        assert seen == [row.size_bytes]
    assert again(row).state == "clean"


def test_a_scanner_that_is_away_is_asked_again_later_and_the_file_waits(draft, setting, work):
    row = evidence(draft)
    setting(scanner="clamd://127.0.0.1:9")
    with pytest.raises(Failed):
        scan(Errand(1, {"number": row.id}, lambda *_: None))
    assert again(row).state == "waiting"
    with pytest.raises(ScannerAway), store.of(setting()).fetch(row.sha256) as file:
        asking.scan("clamd:///nowhere/clamd.ctl", file)
    work()
    assert db.session.scalar(select(Job.state).where(Job.about == row.id)) == "waiting"


def test_a_rescan_waits_for_no_pause_that_was_made_while_the_scanner_was_away(draft, setting, work, scanner):
    row = evidence(draft)
    setting(scanner="clamd://127.0.0.1:9")
    work()
    assert again(row).state == "waiting"
    setting(scanner=scanner)
    assert work() == 0
    assert rescan(Errand(1, {}, lambda *_: None)) == {"due": 1, "asked": 1}
    work()
    assert again(row).state == "clean"


def test_without_a_scanner_the_file_says_so_and_a_setting_decides(draft, setting, work):
    row = evidence(draft)
    work()
    row, owner = again(row), agent(draft.enterprise_id)
    assert row.state == "not_scanned"
    assert attachments.given_out(row.id, owner, setting()).id == row.id
    with pytest.raises(attachments.NotGivenOut):
        attachments.given_out(row.id, owner, setting(unscanned="refuse"))
    production = {"mode": "production", "unscanned": ""}
    assert not replace(setting(), **production).gives_out_unscanned
    assert replace(setting(), **production | {"unscanned": "allow"}).gives_out_unscanned


def test_what_no_scanner_saw_is_scanned_once_there_is_one(draft, setting, work, scanner):
    row = evidence(draft)
    work()
    assert rescan(Errand(1, {}, lambda *_: None)) == {"due": 0, "asked": 0}
    setting(scanner=scanner)
    assert rescan(Errand(1, {}, lambda *_: None)) == {"due": 1, "asked": 1}
    work()
    assert again(row).state == "clean"
    assert scan(Errand(1, {"number": row.id}, lambda *_: None)) == {"state": "clean"}


def test_lost_bytes_are_a_dead_letter_at_once(draft, setting, work, scanner):
    config = setting(scanner=scanner)
    row = evidence(draft)
    store.of(config).forget(row.sha256)
    work()
    job = db.session.scalars(select(Job).where(Job.about == row.id)).one()
    assert (job.state, job.attempts) == ("dead", 1)


def test_doctor_says_whether_the_scanner_answers(setting, scanner):
    def told(config):
        return next(check for check in checks(config) if "scanner" in check.what)

    assert told(setting(scanner=scanner)).mend == ""
    assert told(setting(scanner="clamd://127.0.0.1:9")).mend
    assert "given out unscanned" in told(setting(scanner="")).found
    assert "no file is given out" in told(setting(scanner="", unscanned="refuse")).found


@pytest.mark.parametrize(
    "given",
    [
        {"store_url": "s3://evidence"}, {"store_url": "file:///tmp"}, {"scanner": "http://scanner"},
        {"unscanned": "maybe"}, {"max_attachment_bytes": 0}, {"max_attachments": 0},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_told(given):
    with pytest.raises(UnfitSettings):
        fit_settings(Config(**given))
