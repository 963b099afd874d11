"""The owner of the tables can go round the guards; what that changes, ``trail verify`` names."""

from contextlib import contextmanager

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from disburse.migrations.guards import triggers
from disburse.models import Event
from disburse.queries.trail import Snapshot
from disburse.queries.verification import verify
from reports import proof
from tests.journal.attack import POSTGRES, SQLITE
from tests.journal.hands import EVENTS, Hands
from tests.journal.on_the_journal import swap_disclosure
from tests.journal.scene import RECORDS


@contextmanager
def owning(scene):
    """The owner's hands, with all guards down, in a transaction that is undone afterwards."""
    with scene.owner.connect() as connection:
        if connection.dialect.name == POSTGRES:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            for name in triggers(SQLITE, list(RECORDS)):
                connection.exec_driver_sql(f"DROP TRIGGER guard_{name}")
        yield Hands(connection, scene)
        connection.rollback()


def findings(hands) -> set[tuple[str, str]]:
    """What ``trail verify`` would say if this were committed."""
    with hands.scene.app.app_context(), Session(hands.connection) as session:
        return {(found.record, found.code) for found in verify(Snapshot(session), proof.Tally())}


def touch(h, record, seq, number=None, **columns):
    columns |= {"seq": number} if number else {}
    h.connection.execute(update(EVENTS).where(Event.record == record, Event.seq == seq).values(**columns))


def state_only(h, claim):
    h.change("claim", claim, unit="370202")
    return {(claim, "head")}


def body_only(h, claim):
    first = h.events(claim)[0]
    touch(h, claim, 1, body=first["body"].replace('"draft"', '"craft"'))
    return {(claim, code) for code in ("columns", "prev", "fold", "state")}


def body_that_is_none(h, claim):
    touch(h, claim, 2, body="{}")
    return {(claim, code) for code in ("bytes", "seq", "prev", "fold", "state", "head")}


def a_column(h, claim):
    touch(h, claim, 1, actor="someone else")
    return {(claim, "columns")}


def the_record(h, claim):
    h.remove("claim", claim)
    return {(claim, "headless")}


def the_events(h, claim):
    h.connection.execute(delete(EVENTS).where(Event.record == claim))
    return {(claim, "gone")}


def the_tail(h, claim):
    h.connection.execute(delete(EVENTS).where(Event.record == claim, Event.seq == len(h.events(claim))))
    return {(claim, "head")}


def one_in_the_middle(h, claim):
    h.connection.execute(delete(EVENTS).where(Event.record == claim, Event.seq == 2))
    return {(claim, code) for code in ("seq", "prev", "fold", "state", "head")}


def two_swapped(h, claim):
    touch(h, claim, 2, number=99)
    touch(h, claim, 3, number=2)
    touch(h, claim, 99, number=3)
    return {(claim, code) for code in ("seq", "prev", "columns", "fold", "state")}


def a_rating(h, claim):
    h.sql("UPDATE rating_row SET rating = 'A'")
    return {(h.row("rating_list")["id"], "rows")}


def the_name_a_row_is_found_under(h, claim):
    h.sql("UPDATE rating_row SET match_name = 'someone else'")
    return {(h.row("rating_list")["id"], "rows")}


def a_row_more(h, claim):
    number = h.row("rating_list")["id"]
    h.sql(
        "INSERT INTO rating_row (list_id, row, name, match_name, rating) VALUES (:l, 9, 'x', 'x', 'A')",
        l=number,
    )
    return {(number, "rows")}


def a_payment(h, claim):
    payment = h.row("payment")
    h.change("payment", payment["id"], amount_fen=1)
    return {(payment["id"], "head"), (payment["batch_id"], "lines")}


def a_fund(h, claim):
    fund = h.row("fund")["id"]
    h.sql("UPDATE fund SET paid_fen = paid_fen - 1 WHERE id = :id", id=fund)
    return {(fund, "head"), (fund, "fund")}


def a_disclosure(h, claim):
    record = h.sql("SELECT record FROM disclosure ORDER BY digest").scalar()
    first = h.sql("SELECT digest FROM disclosure ORDER BY digest").scalar()
    h.sql("UPDATE disclosure SET value = 'x' WHERE digest = :d", d=first)
    return {(record, "disclosure")}


DEEDS = (
    state_only, body_only, body_that_is_none, a_column, the_record, the_events, the_tail, one_in_the_middle,
    two_swapped, a_rating, the_name_a_row_is_found_under, a_row_more, a_payment, a_fund, a_disclosure,
)  # fmt: skip


MISCOUNT = (
    "CREATE TEMPORARY TABLE parent (id INTEGER PRIMARY KEY)",
    "CREATE TEMPORARY TABLE child (id REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
    "PRAGMA defer_foreign_keys = ON",
    "INSERT INTO child VALUES (1)",
    "PRAGMA defer_foreign_keys = OFF",
    "DELETE FROM child",
)
"""On SQLite: a debt that is forgotten, then paid back."""


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES])
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_what_an_owner_changes_is_named(on, dialect, deed):
    with owning(on(dialect)) as hands:
        expected = deed(hands, hands.row("claim")["id"])
        found = findings(hands)
        own = {pair for pair in found if pair[0] in {record for record, _ in expected}}
        assert own == expected, deed.__name__


def rewritten(h, record, **said):
    """Forge a record's last event and its head, all of it consistent."""
    last = h.events(record)[-1]
    body = proof.canonical({**proof.parse(last["body"].encode()), **said})
    touch(h, record, last["seq"], body=body.decode(), hash=proof.digest(body))
    h.change("claim", record, head=proof.digest(body))


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES])
def test_one_record_rewritten_whole_is_for_the_seal_to_show(on, dialect):
    """Nothing in the database contradicts it; only a signed tree of the events that were does."""
    with owning(on(dialect)) as hands:
        rewritten(hands, hands.row("claim")["id"], document="forged")
        assert findings(hands) == set()


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES])
def test_one_record_removed_whole_is_for_the_seal_to_show(on, dialect):
    with owning(on(dialect)) as hands:
        number = hands.row("refusal")["id"]
        hands.connection.execute(delete(EVENTS).where(Event.record == number))
        hands.remove("refusal", number)
        assert findings(hands) == set()


def test_sqlite_can_be_miscounted_past_its_foreign_keys_and_that_is_seen(copied):
    """It counts what is owed over all its files together: what a temporary table pays back pays any debt."""
    scene = copied()
    with scene.engine.connect() as connection:
        hands = Hands(connection, scene)
        claim = hands.row("claim")
        hands.change("claim", claim["id"], version=claim["version"] + 1, head="f" * 64)
        for statement in MISCOUNT:
            hands.sql(statement)
        connection.commit()
        assert findings(hands) == {(claim["id"], "head")}
        with pytest.raises(DBAPIError, match="the event of the old version is not there"):
            hands.change("claim", claim["id"], version=claim["version"] + 2, head="e" * 64)
        connection.rollback()


def test_sqlite_can_swap_a_disclosure_and_that_is_seen(on):
    with on(SQLITE).engine.connect() as connection:
        hands = Hands(connection, on(SQLITE))
        swap_disclosure(hands, "disclosure")
        assert {code for _, code in findings(hands)} == {"disclosure"}
        connection.rollback()
