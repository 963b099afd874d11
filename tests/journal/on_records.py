"""Attacks on records: a state without its event, an event that is not theirs, a row that goes away."""

import sqlite3
from contextlib import closing
from functools import partial

from sqlalchemy import delete, insert, update

from tests.journal.attack import Attack
from tests.journal.hands import MODELS, UNIQUE, WORDS, Hands

FOREIGN_KEY, ITS_EVENT = "FOREIGN KEY constraint failed", "fk_{t}_its_event"
RAISES = "a change raises the version by one"
TAKEN = "the id is taken by another record"
NEVER = "a record is never deleted"
DENIED = "permission denied"
LAX = "this connection does not ask"
KEYS_OFF, REPLACES_OFF = "PRAGMA foreign_keys = OFF", "PRAGMA recursive_triggers = OFF"
CHECKS_OFF = "PRAGMA ignore_check_constraints = ON"


def _victim(h: Hands, t: str):
    return h.session.get(MODELS[t], h.row(t)["id"])


def orm_attribute(h, t):
    setattr(_victim(h, t), WORDS[t], "forged")
    h.session.flush()


def orm_next_version(h, t):
    row = _victim(h, t)
    row.version, row.head = row.version + 1, "f" * 64
    h.session.flush()


def orm_new_object(h, t):
    h.session.add(MODELS[t](**_new_row(h, t)))
    h.session.flush()


def _new_row(h: Hands, t: str):
    return {**h.row(t), **h.apart(t, h.forged(t, h.number()))}


def orm_bulk_update(h, t):
    h.session.execute(update(MODELS[t]).values({WORDS[t]: "forged"}))


def orm_bulk_insert(h, t):
    h.session.execute(insert(MODELS[t]), [_new_row(h, t)])


def orm_bulk_delete(h, t):
    h.session.execute(delete(MODELS[t]), execution_options={"synchronize_session": False})


def orm_delete(h, t):
    h.session.delete(_victim(h, t))
    h.session.flush()


def core_update(h, t):
    h.change(t, h.row(t)["id"], **{WORDS[t]: "forged"})


def core_insert(h, t):
    h.put_new(t, h.forged(t, h.number()))


def core_delete(h, t):
    h.remove(t, h.row(t)["id"])


def delete_one_of_mine(h, t):
    h.remove(t, h.own(t)[0]["record"])


def raw_update(h, t):
    h.sql(f"UPDATE {t} SET {WORDS[t]} = 'forged'")


def raw_next_version(h, t):
    h.sql(f"UPDATE {t} SET version = version + 1, head = '{'f' * 64}' WHERE id = :id", id=h.row(t)["id"])


def upsert_state(h, t):
    _upsert(h, t, {"version": 1}, f"(id) DO UPDATE SET {WORDS[t]} = 'forged'")


def upsert_next_version(h, t):
    _upsert(h, t, {"version": 1}, f"(id) DO UPDATE SET version = {t}.version + 1, head = '{'f' * 64}'")


def upsert_nothing(h, t):
    _upsert(h, t, h.apart(t, h.forged(t, h.number())), "DO NOTHING")


def _upsert(h: Hands, t: str, columns, conflict: str) -> None:
    names, copy = h.select(t, **columns)
    h.sql(f"INSERT INTO {t} ({names}) {copy} ON CONFLICT {conflict}")


def insert_or_ignore(h, t):
    h.put_new(t, h.forged(t, h.number()), "OR IGNORE")


def replace_by_id(h, t):
    h.put(t, "OR REPLACE", version=1, **{WORDS[t]: "forged"})


def _rowid(h: Hands, t: str, record: str) -> int:
    return h.sql(f"SELECT rowid FROM {t} WHERE id = :id", id=record).scalar_one()


def unasked(h: Hands, statement: str, pragma: str, **given) -> None:
    """Run one statement under another setting; before and after all is as it should be."""
    name, setting = pragma.split(" = ")
    h.sql(pragma)
    h.sql(statement, **given)
    h.sql(f"{name} = {'ON' if setting == 'OFF' else 'OFF'}")


def replace_by_rowid(h, t, run=Hands.sql):
    """A new record with its event, but in another's place in the file: that one would vanish."""
    mine, event = h.own(t)[0], h.forged(t, h.number())
    names, copy = h.select(t, **h.apart(t, event))
    place = copy.replace("SELECT", f"SELECT {_rowid(h, t, mine['record'])},", 1)
    run(h, f"INSERT OR REPLACE INTO {t} (rowid, {names}) {place}")
    h.tell(event)


def replace_by_rowid_unasked(h, t):
    replace_by_rowid(h, t, partial(unasked, pragma=REPLACES_OFF))


def update_or_replace_rowid_unasked(h, t):
    update_or_replace_rowid(h, t, partial(unasked, pragma=REPLACES_OFF))


def update_or_replace_rowid(h, t, run=Hands.sql):
    mine, other = h.own(t)[0], h.own(t)[0]
    event = h.after(mine)
    run(
        h,
        f"UPDATE OR REPLACE {t} SET rowid = {_rowid(h, t, other['record'])}, version = 2, head = :head "
        "WHERE id = :id",
        head=event["hash"],
        id=mine["record"],
    )
    h.tell(event)


def insert_onto_unique(column):
    def does(h, t):
        event = h.forged(t, h.number())
        h.put_new(t, event, "OR REPLACE", **_same(h, t, column))
        h.tell(event)

    return does


def update_onto_unique(column):
    def does(h, t):
        event = h.after(h.own(t)[0])
        h.step(event, "OR REPLACE", **_same(h, t, column))
        h.tell(event)

    return does


def _same(h: Hands, t: str, column: str):
    """The unique set that ``column`` belongs to, as the scene's record has it."""
    there = h.row(t)
    if t == "payment":
        return {"state": "paid"} if column == "claim_id" else {column: there[column]}
    return {c: there[c] for c in UNIQUE[t]}


def update_or_ignore(h, t):
    h.change(t, h.row(t)["id"], "OR IGNORE", **{WORDS[t]: "forged"})


def update_or_fail(h, t):
    h.change(t, h.row(t)["id"], "OR FAIL", **{WORDS[t]: "forged"})


def keys_off_half_way(h, t):
    raw_next_version(h, t)
    h.sql(KEYS_OFF)


def defer_keys(h, t):
    h.sql("PRAGMA defer_foreign_keys = ON")
    raw_next_version(h, t)
    h.sql("PRAGMA defer_foreign_keys = OFF")


def overspend(h, t):
    mine = h.own(t)[0]
    event = h.after(mine)
    h.step(event, reserved_fen=10**15)
    h.tell(event)


def overspend_unasked(h, t):
    mine = h.own(t)[0]
    event = h.after(mine)
    unasked(
        h,
        "UPDATE fund SET reserved_fen = 1000000000000000, version = 2, head = :head WHERE id = :id",
        CHECKS_OFF,
        head=event["hash"],
        id=mine["record"],
    )
    h.tell(event)


def released_savepoint(h, t):
    h.sql("SAVEPOINT one")
    raw_next_version(h, t)
    h.sql("RELEASE SAVEPOINT one")


def event_undone(h, t):
    event = h.forged(t, h.number())
    h.put_new(t, event)
    h.sql("SAVEPOINT one")
    h.tell(event)
    h.sql("ROLLBACK TO SAVEPOINT one")


def state_undone(h, t):
    event = h.after(h.own(t)[0])
    h.sql("SAVEPOINT one")
    h.step(event)
    h.sql("ROLLBACK TO SAVEPOINT one")
    h.tell(event)


def constraints_immediate(h, t):
    raw_next_version(h, t)
    h.sql("SET CONSTRAINTS ALL IMMEDIATE")


def constraints_deferred(h, t):
    h.sql("SET CONSTRAINTS ALL IMMEDIATE")
    h.sql("SET CONSTRAINTS ALL DEFERRED")
    raw_next_version(h, t)


def copy_from(h, t):
    names, copy = h.select(t, **h.apart(t, h.forged(t, h.number())))
    h.copy_in(f"{t} ({names})", h.copy_out(copy))


def merge(h, t):
    h.sql(
        f"MERGE INTO {t} USING (SELECT id FROM {t} LIMIT 1) AS o ON {t}.id = o.id "
        f"WHEN MATCHED THEN UPDATE SET {WORDS[t]} = 'forged'"
    )


def from_another_file(h, t):
    h.sql(f"CREATE TABLE other.{t} AS SELECT * FROM main.{t} LIMIT 1")
    h.sql(f"UPDATE other.{t} SET {WORDS[t]} = 'forged', version = 1")
    h.sql(f"INSERT OR REPLACE INTO main.{t} SELECT * FROM other.{t}")


def as_another_file(h, t):
    """The service's file attached to a bare connection; its lock is free once this one is undone."""
    h.connection.connection.rollback()
    with closing(sqlite3.connect(":memory:")) as bare:
        bare.execute("ATTACH DATABASE ? AS victim", (h.scene.path,))
        bare.execute(f"UPDATE victim.{t} SET version = version + 1, head = '{'f' * 64}'")
        bare.commit()


def shadowed_by_a_temporary_event(h, t):
    h.sql("CREATE TEMPORARY TABLE event AS SELECT * FROM event LIMIT 0")
    event = h.forged(t, h.number())
    h.put_new(t, event)
    h.sql("INSERT INTO event (record, seq, hash) VALUES (:r, 1, :h)", r=event["record"], h=event["hash"])


def jump(h, t):
    mine = h.own(t)[0]
    h.step(h.after(mine, seq=3))


def back(h, t):
    first, second = h.own(t, 2)
    h.change(t, second["record"], version=1, head=first["hash"])


def old_head(h, t):
    first, second = h.own(t, 2)
    h.change(t, second["record"], version=3, head=first["hash"])


def same_head(h, t):
    mine = h.own(t)[0]
    event = {**h.after(mine), "hash": mine["hash"]}
    h.step(event, **{WORDS[t]: "forged"})
    h.tell(event)


def two_steps_one_event(h, t):
    mine = h.own(t)[0]
    middle = h.after(mine)
    h.step(middle)
    h.step(h.after(middle))


def begins_late(h, t):
    h.put_new(t, h.forged(t, h.number(), seq=2))


def begins_at_nought(h, t):
    event = h.forged(t, h.number())
    h.put_new(t, event, version=0)


def another_name(h, t):
    """A record takes the number of another kind's record, and that one's event for its own."""
    mine, donor = h.own(t)[0], h.donor(t)[1]
    h.change(t, mine["record"], id=donor["record"], version=2, head=donor["hash"])


def anothers_number(h, t):
    h.put_new(t, h.donor(t)[0])


def one_event_for_two(h, t):
    other = "fund" if t != "fund" else "claim"
    event = h.forged(other, h.number())
    h.put_new(t, event)
    h.put_new(other, event)
    h.tell(event)


def empty(h, t):
    h.sql(f"TRUNCATE {t} CASCADE")


ON_RECORDS = (
    Attack("an attribute set through the ORM", orm_attribute, RAISES, RAISES),
    Attack("the next version through the ORM", orm_next_version, FOREIGN_KEY, ITS_EVENT),
    Attack("a new object through the ORM", orm_new_object, FOREIGN_KEY, ITS_EVENT),
    Attack("a bulk update through the ORM", orm_bulk_update, RAISES, RAISES),
    Attack("a bulk insert through the ORM", orm_bulk_insert, FOREIGN_KEY, ITS_EVENT),
    Attack("a bulk delete through the ORM", orm_bulk_delete, NEVER, DENIED),
    Attack("an object deleted through the ORM", orm_delete, NEVER, DENIED),
    Attack("an update in Core", core_update, RAISES, RAISES),
    Attack("an insert in Core", core_insert, FOREIGN_KEY, ITS_EVENT),
    Attack("a delete in Core", core_delete, NEVER, DENIED),
    Attack("one's own record deleted", delete_one_of_mine, NEVER, NEVER, as_owner=True),
    Attack("a plain UPDATE", raw_update, RAISES, RAISES),
    Attack("a plain UPDATE to the next version", raw_next_version, FOREIGN_KEY, ITS_EVENT),
    Attack("an upsert of a state", upsert_state, TAKEN, RAISES),
    Attack("an upsert to the next version", upsert_next_version, TAKEN, ITS_EVENT),
    Attack("an upsert that does nothing on conflict", upsert_nothing, FOREIGN_KEY, ITS_EVENT),
    Attack("INSERT OR IGNORE", insert_or_ignore, FOREIGN_KEY),
    Attack("INSERT OR REPLACE onto an id", replace_by_id, TAKEN),
    Attack("INSERT OR REPLACE onto a rowid", replace_by_rowid, NEVER),
    Attack("UPDATE OR REPLACE onto a rowid", update_or_replace_rowid, NEVER),
    *(
        Attack(f"{how} OR REPLACE onto {column}", does(column), NEVER, tables=(t,))
        for how, does in (("INSERT", insert_onto_unique), ("UPDATE", update_onto_unique))
        for t, column in (
            ("enterprise", "uscc"),
            ("fund", "name"),
            ("payment", "voucher_number"),
            ("payment", "notice_number"),
            ("payment", "claim_id"),
            ("rating_list", "file_sha256"),
        )
    ),
    Attack("REPLACE that would not ask", replace_by_rowid_unasked, LAX),
    Attack("UPDATE OR REPLACE that would not ask", update_or_replace_rowid_unasked, LAX),
    Attack("UPDATE OR IGNORE", update_or_ignore, RAISES),
    Attack("UPDATE OR FAIL", update_or_fail, RAISES),
    Attack("an insert without foreign keys", core_insert, LAX, first=(KEYS_OFF,)),
    Attack("an update without foreign keys", raw_next_version, LAX, first=(KEYS_OFF,)),
    Attack("foreign keys switched off half-way", keys_off_half_way, FOREIGN_KEY),
    Attack("foreign keys deferred by pragma", defer_keys, LAX),
    Attack("a fund overspent with its event", overspend, "never_overspent", "never_overspent", ("fund",)),
    Attack("a fund overspent without checks", overspend_unasked, LAX, tables=("fund",)),
    Attack("a savepoint released", released_savepoint, FOREIGN_KEY, ITS_EVENT),
    Attack("an event undone to a savepoint", event_undone, FOREIGN_KEY, ITS_EVENT),
    Attack("a state undone to a savepoint", state_undone, "not in this state", "not in this state"),
    Attack("constraints set immediate", constraints_immediate, "", ITS_EVENT),
    Attack("constraints set deferred again", constraints_deferred, "", ITS_EVENT),
    Attack("COPY FROM", copy_from, "", ITS_EVENT),
    Attack("MERGE", merge, "", RAISES),
    Attack("rows from an attached file", from_another_file, TAKEN, first=("ATTACH ':memory:' AS other",)),
    Attack("the file attached elsewhere", as_another_file, LAX),
    Attack("a temporary table named event", shadowed_by_a_temporary_event, FOREIGN_KEY, ITS_EVENT),
    Attack("a version left out", jump, RAISES, RAISES),
    Attack("back to the version before", back, RAISES, RAISES),
    Attack("an old head again", old_head, FOREIGN_KEY, ITS_EVENT),
    Attack("a change under the same head", same_head, "a new head", "a new head"),
    Attack(
        "two steps and one event", two_steps_one_event, "old version is not there", "old version is not there"
    ),
    Attack("a record that begins at version 2", begins_late, "begins at version 1", "begins at version 1"),
    Attack(
        "a record that begins at version 0", begins_at_nought, "begins at version 1", "begins at version 1"
    ),
    Attack("another record's number and event", another_name, "an id never changes", "an id never changes"),
    Attack("a record under a number that is taken", anothers_number, TAKEN, TAKEN),
    Attack("one event for two records", one_event_for_two, TAKEN, TAKEN),
    Attack("TRUNCATE", empty, "", DENIED),
    Attack("TRUNCATE by the owner", empty, "", "is never done", as_owner=True),
)
