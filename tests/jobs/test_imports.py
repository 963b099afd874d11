"""A published list is imported by a job: in the name of who asked, once, and with every fault told."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from disburse import importing
from disburse.acts import act
from disburse.db import db
from disburse.errors import AlreadyThere, NotYours
from disburse.models import Claim, Event, Person, RatingList, SentFile
from disburse.services.working import ask_import
from disburse.work import housework, lists
from disburse.work.errand import Errand
from tests.make import SECURITY, a_person, a_unit, acting, again, an_adoption, an_enterprise, here
from tests.webhooks.scene import jobs

ABOUT = {"year": 2024, "unit": "370211", "notice": "测试公告1号", "stated": {"A": 1}, "partial": False}
RECOGNISED = {"item": "QD24-2.1", "unit": "370211", "notice": "测试认定1号", "on": "2025-01-15"}


@pytest.fixture
def clerk(time):
    """A city clerk on record."""
    a_unit("city", "city")
    return acting(a_person("city_clerk", unit="city"), "city_clerk")


def sheet(*rows):
    text = io.StringIO()
    csv.writer(text).writerows([("企业名称", "统一社会信用代码", "评价结果"), *rows])
    return text.getvalue().encode()


def asked(by, *rows, what="ratings", about=ABOUT):
    ask_import(what=what, file_name="名单.csv", content=sheet(*rows), about=about, by=by)
    return jobs(kind="import")[-1]


def test_a_list_is_imported_in_the_name_of_who_asked(clerk, work):
    owner = an_enterprise()
    job = asked(clerk, (owner.name, owner.uscc, "A类"))
    assert work(1) == 1
    [done] = jobs(kind="import")
    kept = db.session.scalars(select(RatingList)).one()
    assert (done.state, done.result) == ("done", {"list": kept.id})
    imported = db.session.scalar(select(Event).where(Event.record == kept.id))
    assert (imported.actor, imported.role, kept.row_count) == (clerk.id, "city_clerk", 1)
    assert job.id == done.id


def test_while_it_waits_it_is_not_asked_for_twice_and_afterwards_nothing_is_kept_twice(clerk, work):
    row = ("青岛甲有限公司", "", "A类")
    asked(clerk, row)
    with pytest.raises(AlreadyThere):
        asked(clerk, row)
    work()
    asked(clerk, row)
    work()
    assert [job.state for job in jobs(kind="import")] == ["done", "done"]
    assert len(db.session.scalars(select(RatingList)).all()) == 1
    assert len(db.session.scalars(select(SentFile)).all()) == 1


def test_what_is_wrong_with_a_file_is_told_and_not_tried_again(clerk, work):
    asked(clerk, ("青岛甲有限公司", "1", "E类"))
    assert work() == 1
    [job] = jobs(kind="import")
    assert (job.state, job.attempts) == ("dead", 1)
    assert "名单.csv 不能导入" in job.last_error
    assert "第 2 行" in job.last_error
    assert db.session.scalars(select(RatingList)).all() == []


def test_a_worker_that_died_after_the_list_was_kept_leaves_claims_that_the_next_one_drafts(
    clerk, work, monkeypatch
):
    an_adoption()
    owners = [an_enterprise(), an_enterprise()]
    rows = [(owner.name, owner.uscc) for owner in owners]
    text = io.StringIO()
    csv.writer(text).writerows([("企业名称", "统一社会信用代码"), *rows])
    about = {**RECOGNISED, "facts": {"newly_recognised": True}}
    ask_import(
        what="recognitions", file_name="认定.csv", content=text.getvalue().encode(), about=about, by=clerk
    )
    [job] = jobs(kind="import")
    with monkeypatch.context() as dying:
        dying.setattr(importing, "draft_due", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            lists.import_list(Errand(job.id, job.payload, lambda *_: None))
    assert db.session.scalars(select(Claim)).all() == []
    drafted = {owner.id for owner in owners}
    assert work() == 1
    assert [job.state for job in jobs(kind="import")] == ["done"]
    assert {claim.enterprise_id for claim in db.session.scalars(select(Claim))} == drafted


def test_who_lost_the_role_meanwhile_imports_nothing(clerk, work):
    asked(clerk, ("青岛甲有限公司", "", "A类"))
    person = db.session.get_one(Person, clerk.id)
    act("suspend_person", {**here(again(person)), "note": "离岗"}, SECURITY)
    work()
    [job] = jobs(kind="import")
    assert (job.state, "无此岗位" in job.last_error) == ("dead", True)
    assert db.session.scalars(select(RatingList)).all() == []


def test_nobody_else_asks_for_an_import(time):
    a_unit()
    with pytest.raises(NotYours):
        asked(acting(a_person("district_clerk"), "district_clerk"), ("青岛甲有限公司", "", "A类"))
    assert (jobs(), db.session.scalars(select(SentFile)).all()) == ([], [])


def test_files_are_cleared_away_and_a_job_that_needs_one_says_so(clerk, time, work):
    asked(clerk, ("青岛甲有限公司", "", "A类"))
    time.move_to(time.moment + timedelta(days=31))
    assert housework.tidy(Errand(1, {}, lambda *_: None))["files"] == 1
    work()
    assert "文件已清理" in jobs(kind="import")[0].last_error
