"""Every list goes out as a file: what one may see, under the filter, written down; long ones by a job."""

import csv
import hashlib
import io
import json
import tracemalloc
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from disburse import clock, exporting
from disburse.actors import Actor
from disburse.api.exports import LISTS
from disburse.db import db
from disburse.errors import NotFound, NotYours, OutOfOrder
from disburse.exporting import TooManyRows
from disburse.models import Event, HandOver, Job
from disburse.queries import records
from disburse.services import handing_over
from disburse.work import housework, kinds, listing
from disburse.work.errand import Errand
from tests.api.conftest import client, people, problem  # noqa: F401
from tests.make import AUDITOR, CITY_CLERK, CLERK, UNIT, a_claim, a_unit, an_enterprise


@pytest.fixture
def clerk(people):  # noqa: F811
    return people("district_clerk")


def run(made):
    """Do the job that was asked for."""
    job = db.session.scalars(select(Job).where(Job.about == made)).one()
    far = []
    done = kinds.KINDS["list"].run(Errand(job.id, job.payload, lambda *count: far.append(count)))
    return done, far


def test_a_list_goes_out_as_it_is_seen_under_its_filter_and_is_written_down(clerk):
    mine, other = a_claim("submitted"), a_claim("draft")
    a_claim("draft", enterprise=an_enterprise(unit="370202"))
    answer = clerk.post("/claims/export?format=jsonl")
    lines = [json.loads(line) for line in answer.data.splitlines()]
    assert {line["id"] for line in lines} == {mine.id, other.id}
    answer = clerk.post("/claims/export?format=csv&state=draft")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [other.id]
    made = db.session.scalars(select(HandOver).where(HandOver.form == "csv")).one()
    assert (made.chosen, made.row_count) == ({"state": "draft"}, 1)
    assert made.file_sha256 == hashlib.sha256(answer.data).hexdigest()
    event = db.session.scalars(select(Event).where(Event.record == made.id)).one()
    assert (event.actor, event.action) == (clerk.actor.id, "hand_over")


def test_the_workbook_says_what_the_list_says(clerk):
    claim = a_claim("draft")
    answer = clerk.post("/claims/export?format=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    head, row = book.get_sheet_by_index(0).to_python()
    listed = clerk.get("/claims").get_json()["data"][0]
    told = dict(zip(head, row, strict=True))
    assert told["id"] == claim.id
    assert told.keys() == listed.keys()


def test_every_list_of_every_audience_can_go_out(time, tmp_path):
    a_claim("paid")
    by = {"everyone": AUDITOR}
    for (audience, name), listed in LISTS.items():
        actor = by.get(audience, AUDITOR)
        written = exporting.write(listed, {}, "jsonl", tmp_path / f"{audience}-{name}.jsonl", actor)
        assert written.rows == exporting.count(listed, {}, actor), name
    assert len(LISTS) > 60


def test_an_export_without_a_form_or_with_a_strange_filter_is_refused(clerk):
    problem(clerk.post("/claims/export"), 400, "bad-request")
    problem(clerk.post("/claims/export?format=pdf"), 400, "bad-request")
    problem(clerk.post("/claims/export?format=csv&colour=red"), 400, "bad-request")
    assert db.session.scalars(select(HandOver)).all() == []


def test_a_list_that_is_too_long_offers_the_job_and_the_job_writes_it(clerk, monkeypatch):
    claims = [a_claim("draft") for _ in range(3)]
    monkeypatch.setattr(exporting, "LARGEST", 2)
    monkeypatch.setattr(exporting, "PAGE", 2)
    refused = problem(clerk.post("/claims/export?format=csv"), 422, "too-many-rows")
    assert "export-jobs" in json.dumps(refused)
    asked = clerk.post("/claims/export-jobs?format=csv&state=draft")
    assert (asked.status_code, asked.get_json()["row_count"]) == (202, None)
    number = asked.get_json()["id"]
    problem(clerk.post(f"/hand-overs/{number}/file"), 409, "out-of-order")
    done, far = run(number)
    assert (done["hand_over"], far) == (number, [(2, 3), (3, 3)])
    assert run(number)[0] == done
    fetched = clerk.post(f"/hand-overs/{number}/file")
    rows = list(csv.DictReader(io.StringIO(fetched.data.decode("utf-8-sig"))))
    assert {row["id"] for row in rows} == {claim.id for claim in claims}
    told = db.session.scalars(select(Event.action).where(Event.record == number).order_by(Event.seq)).all()
    assert told == ["ask", "write", "fetch"]
    seen = clerk.get(f"/hand-overs/{number}").get_json()
    assert seen["file_sha256"] == hashlib.sha256(fetched.data).hexdigest()


def asked_by(by):
    a_claim("draft")
    made = handing_over.ask_export(audience="district", collection="claims", chosen={}, form="csv", by=by)
    run(made.id)
    return made.id


def test_only_who_asked_or_a_colleague_of_the_role_fetches_the_file(time):
    number = asked_by(CLERK)
    assert handing_over.fetch_export(number, by=Actor("colleague", "district_clerk", UNIT)).version == 3
    with pytest.raises(NotFound):
        handing_over.fetch_export(number, by=Actor("far", "district_clerk", "370202"))
    with pytest.raises(NotFound):
        handing_over.fetch_export(number, by=CITY_CLERK)
    with pytest.raises(NotYours):
        handing_over.fetch_export(number, by=AUDITOR)


def test_a_file_is_forgotten_after_some_days_and_the_hand_over_is_not(time):
    number = asked_by(CLERK)
    assert listing.place(number, "csv").exists()
    assert housework.tidy(Errand(1, {}, lambda *_: None))["exports"] == 0
    time.move_to(time.moment + timedelta(days=8))
    assert housework.tidy(Errand(1, {}, lambda *_: None))["exports"] == 1
    assert not listing.place(number, "csv").exists()
    assert records.one("hand_over", number, CLERK).forgotten_on == clock.today()
    with pytest.raises(OutOfOrder):
        handing_over.fetch_export(number, by=CLERK)


def test_a_table_is_refused_beyond_the_limit_by_its_own_sentence(time, monkeypatch, tmp_path):
    a_claim("draft")
    monkeypatch.setattr(exporting, "LARGEST", 0)
    with pytest.raises(TooManyRows, match="export-jobs"):
        exporting.at_once(LISTS["district", "claims"], {}, "csv", tmp_path / "c.csv", CLERK)


def test_memory_does_not_grow_with_the_rows(time, monkeypatch, tmp_path):
    monkeypatch.setattr(exporting, "PAGE", 20)
    listed = LISTS["auditor", "units"]

    def peak(count):
        for number in range(records.tally("unit", AUDITOR, {}, ())[0], count):
            a_unit(f"3702{number:04d}")
        tracemalloc.start()
        written = exporting.write(listed, {}, "csv", tmp_path / f"{count}.csv", AUDITOR)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert written.rows == count
        return size

    peak(40)
    few = peak(60)
    assert peak(600) < 1.5 * few
