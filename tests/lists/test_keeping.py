"""What was imported stays as it was: guards on rows and records, and what verification says without them."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from disburse import schema
from disburse.acts import act
from disburse.db import db
from disburse.queries import reviews, trail
from disburse.queries.verification import verify
from reports import proof
from tests.lists.test_recognitions import a_list
from tests.make import APPROVER, RATER, a_claim, a_rating_list, an_adoption, an_enterprise


def findings():
    with trail.snapshot() as view:
        return [(found.record, found.code) for found in verify(view, proof.Tally())]


@pytest.fixture
def everything(time):
    """A match, a review and a claim by exception, all made through the one door."""
    an_adoption()
    owner = an_enterprise(name="青岛海示装备有限公司")
    claim = a_claim("rated", enterprise=owner, rating="C")
    kept = a_rating_list(("青岛海市装备有限公司", "", "A"), corrects=claim.rating_list_id)
    body = {"number": kept.id, "row": 1, "enterprise": owner.id, "note": "经核实"}
    match = act("confirm_match", body, RATER)
    (task,) = reviews.to_do(APPROVER)
    source = a_list((owner.name, owner.uscc), item="QD24-14.1", facts={})
    drafted = act("draft_recognised", {"number": source.id, "row": 1}, RATER)
    return {"row_match": match, "review_task": task, "recognition_list": source, "claim": drafted}


def test_the_journal_agrees_with_every_new_record(everything):
    assert findings() == []


ATTACKS = [
    "UPDATE row_match SET verdict = 'rejected'",
    "DELETE FROM row_match",
    "UPDATE review_task SET state = 'dismissed'",
    "DELETE FROM review_task",
    "UPDATE recognition_list SET item = 'QD24-2.1'",
    "DELETE FROM recognition_list",
    "UPDATE recognition_row SET name = 'x'",
    "DELETE FROM recognition_row",
    """INSERT INTO recognition_row (list_id, row, name, match_name, recognised_on)
       SELECT list_id, 2, name, match_name, recognised_on FROM recognition_row""",
    "UPDATE rating_list SET corrects = NULL, correction = NULL",
    "UPDATE claim SET recognition_key = NULL WHERE recognition_key IS NOT NULL",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_is_written_past_the_journal(everything, attack):
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(attack))
    assert findings() == []


@pytest.fixture
def owner(config, app):
    """A connection of the owner, who can take a guard away."""
    engine = create_engine(config.owner_database)
    yield engine
    engine.dispose()


def test_rows_changed_behind_the_guards_are_found(everything, owner):
    on = "" if owner.dialect.name == "sqlite" else " ON recognition_row"
    guard = "guard_recognition_row_update" if not on else "guard_recognition_row_change"
    with owner.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {guard}{on}"))
        connection.execute(text("UPDATE recognition_row SET uscc = NULL"))
    assert (everything["recognition_list"].id, "rows") in findings()


def test_the_migration_goes_down_and_up_again(everything, owner):
    db.session.remove()
    db.engine.dispose()
    schema.downgrade(owner, "0002")
    schema.upgrade(owner)
    assert schema.is_ready(owner)
