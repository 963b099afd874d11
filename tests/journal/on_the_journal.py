"""Attacks on the journal itself, and on what hangs on it: events, rows of a list, disclosures, the guards."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update

from disburse.models import Event
from reports import proof
from tests.journal.attack import Attack
from tests.journal.hands import EVENTS, Hands
from tests.journal.on_records import CHECKS_OFF, DENIED, KEYS_OFF, LAX, REPLACES_OFF

STATE, CHAIN = "the record is not in this state", "the chain is broken"
LIES = "the columns are not those of the body"
EARLIER, NOW = "never earlier than the one before", "the time at which it is written"
DONE = "is never done"


def _stepped(h: Hands, t: str, **said):
    """A record of one's own in its second version, and the event that may follow now."""
    event = h.after(h.own(t)[0], **said)
    h.step(event)
    return event


def no_state(h, t):
    h.tell(h.after(h.own(t)[0]))


def twice(h, t):
    h.tell(h.own(t)[0])


def another_for_the_version(h, t):
    mine = h.own(t)[0]
    h.tell(h.forged(t, mine["record"], action="forge again"))


def for_another_record(h, t):
    event = _stepped(h, t)
    other = h.own(t)[0]
    h.tell({**event, "record": other["record"]})


def of_another_kind(h, t):
    event = h.forged("fund" if t != "fund" else "claim", h.number())
    h.put_new(t, event)
    h.tell(event)


def of_no_kind(h, t):
    h.sql("CREATE TEMPORARY TABLE favour (id text, version bigint, head text)")
    event = h.forged("favour", h.number())
    h.sql("INSERT INTO favour VALUES (:id, 1, :head)", id=event["record"], head=event["hash"])
    h.tell(event)


def under_a_shadow(h, t):
    """A temporary table that has the record's name says that the record is in the event's state."""
    mine = h.own(t)[0]
    event = h.after(mine)
    h.sql(f"CREATE TEMPORARY TABLE {t} (id text, version bigint, head text)")
    h.sql(f"INSERT INTO {t} VALUES (:id, 2, :head)", id=event["record"], head=event["hash"])
    h.tell(event)


def prev_forged(h, t):
    h.tell(_stepped(h, t, prev="f" * 64))


def prev_of_the_beginning(h, t):
    h.tell(_stepped(h, t, prev=proof.GENESIS))


def hash_of_something_else(h, t):
    event = h.after(h.own(t)[0])
    forged = {**event, "hash": "f" * 64}
    h.step(forged)
    h.tell(forged)


def column_lies(column, value):
    def does(h, t):
        h.tell({**_stepped(h, t), column: value})

    return does


def no_body(h, t):
    event = {**h.after(h.own(t)[0]), "body": "{}", "hash": proof.digest(b"{}")}
    h.step(event)
    h.tell(event)


def dated(shift):
    def does(h, t):
        h.tell(_stepped(h, t, at=datetime.now(UTC) + shift))

    return does


def begun_in_the_past(h, t):
    event = h.forged(t, h.number(), at=datetime.now(UTC) - timedelta(days=30))
    h.put_new(t, event)
    h.tell(event)


def dated_demo(h, t):
    h.tell(_stepped(h, t, demo=True))


def rewrite(h, t):
    h.connection.execute(update(EVENTS).where(Event.seq == 1).values(action="forged"))


def rewrite_through_the_orm(h, t):
    event = h.session.get(Event, h.events(h.row(t)["id"])[0]["id"])
    event.actor = "someone else"
    h.session.flush()


def strike_out(h, t):
    first = h.own(t, 2)[0]
    h.connection.execute(delete(EVENTS).where(Event.record == first["record"], Event.seq == 1))


def replace_event(h, t, pragma=""):
    first = h.own(t, 2)[0]
    number = h.sql("SELECT id FROM event WHERE record = :r AND seq = 1", r=first["record"]).scalar_one()
    fresh = h.forged(t, h.number())
    h.put_new(t, fresh)
    if pragma:
        h.sql(pragma)
    h.connection.execute(EVENTS.insert().prefix_with("OR REPLACE").values(**{**fresh, "id": number}))


def replace_event_unasked(h, t):
    replace_event(h, t, REPLACES_OFF)


def upsert_event(h, t):
    mine = h.own(t)[0]
    h.sql(
        "INSERT INTO event (record, seq, kind, hash, prev, action, actor, role, unit, at, demo, body) "
        "SELECT record, seq, kind, hash, prev, action, actor, role, unit, at, demo, body FROM event "
        "WHERE record = :r ON CONFLICT (record, seq) DO UPDATE SET action = 'forged'",
        r=mine["record"],
    )


def copy_event(h, t):
    mine = h.own(t)[0]
    names = ", ".join(c.name for c in EVENTS.c if c.name != "id")
    record = mine["record"]
    lines = h.copy_out(f"SELECT {names.replace('seq', 'seq + 1')} FROM event WHERE record = '{record}'")
    h.copy_in(f"event ({names})", lines)


def _list(h: Hands) -> str:
    return h.row("rating_list")["id"]


def add_row(h, t):
    _put_row(h, _list(h))


def _put_row(h: Hands, number: str, prefix: str = "", rowid: str = "") -> None:
    h.sql(
        f"INSERT {prefix} INTO rating_row ({rowid and 'rowid, '}list_id, row, name, match_name, rating) "
        f"VALUES ({rowid and rowid + ', '}:list, 999, 'forged', 'forged', 'A')",
        list=number,
    )


def add_row_before_its_list(h, t):
    _put_row(h, "L-2099-0001")


def add_row_in_anothers_place(h, t):
    """A row of a new list, well formed, in the place of an old list's row."""
    event = h.forged("rating_list", h.number())
    place = h.sql("SELECT rowid FROM rating_row WHERE list_id = :l LIMIT 1", l=_list(h)).scalar_one()
    _put_row(h, event["record"], "OR REPLACE", str(place))
    h.put_new("rating_list", event)
    h.tell(event)


def replace_row(h, t):
    row = h.sql("SELECT row FROM rating_row WHERE list_id = :l LIMIT 1", l=_list(h)).scalar_one()
    h.sql(
        "INSERT OR REPLACE INTO rating_row (list_id, row, name, match_name, rating) "
        "VALUES (:l, :row, 'forged', 'forged', 'A')",
        l=_list(h),
        row=row,
    )


def change_row(h, t):
    h.sql("UPDATE rating_row SET rating = 'A'")


def move_row(h, t):
    h.sql("UPDATE rating_row SET row = row + 1000")


def drop_row(h, t):
    h.sql("DELETE FROM rating_row")


def add_class(h, t):
    h.sql("UPDATE rating_row SET rating = 'AAA'")


def change_disclosure(h, t):
    h.sql("UPDATE disclosure SET value = '9999999999999999' WHERE field = 'account_number'")


def swap_disclosure(h, t):
    """Erasing is allowed and adding is; together they must not put another account behind a digest."""
    kept = h.sql("SELECT digest, record, salt FROM disclosure WHERE field = 'account_number'").first()
    h.sql("DELETE FROM disclosure WHERE digest = :d", d=kept.digest)
    h.sql(
        "INSERT INTO disclosure (digest, record, field, salt, value) "
        "VALUES (:d, :r, 'account_number', :s, '9999999999999999')",
        d=kept.digest,
        r=kept.record,
        s=kept.salt,
    )


def run(*statements):
    def does(h, t):
        for statement in statements:
            h.sql(statement.format(t=t))

    return does


OWNED, SCHEMA = "must be owner", "permission denied for schema public"
A_CLAIM = ("claim",)
_DISARMED = (
    "CREATE OR REPLACE FUNCTION guard_record() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
)

LIE = {
    "action": "innocent",
    "actor": "someone",
    "role": "city_clerk",
    "unit": "370202",
    "at": datetime(2025, 9, 1, tzinfo=UTC),
}

_TRIGGER = "CREATE TRIGGER a BEFORE UPDATE ON {t} EXECUTE FUNCTION guard_never()"
_GRANT = "GRANT DELETE ON {t} TO CURRENT_USER"

ON_EVENTS = (
    Attack("an event without a state", no_state, STATE, STATE),
    Attack("the same event twice", twice, "UNIQUE constraint failed", "duplicate key"),
    Attack("two events for one version", another_for_the_version, STATE, STATE),
    Attack("an event for another record", for_another_record, STATE, STATE),
    Attack("an event of another kind", of_another_kind, STATE, STATE),
    Attack("an event of a kind made up", of_no_kind, STATE, "unknown kind", A_CLAIM),
    Attack("a record shadowed by a temporary table", under_a_shadow, STATE, STATE),
    Attack("a chain forged", prev_forged, CHAIN, CHAIN),
    Attack("a chain begun again", prev_of_the_beginning, CHAIN, CHAIN),
    Attack("a hash of something else", hash_of_something_else, "", "not that of the body"),
    *(
        Attack(f"an event whose {column} is not what its body says", column_lies(column, value), LIES, LIES)
        for column, value in LIE.items()
    ),
    Attack("an event that says nothing", no_body, LIES, LIES),
    Attack("an event before the one before", dated(timedelta(minutes=-1)), EARLIER, EARLIER),
    Attack("a back-dated event", dated(timedelta(days=-30)), EARLIER, EARLIER),
    Attack("a record back-dated", begun_in_the_past, NOW, NOW),
    Attack("a post-dated event", dated(timedelta(days=30)), NOW, NOW),
    Attack("demo time in real life", dated_demo, "follows real time", "follows real time"),
    Attack("events rewritten", rewrite, "an event never changes", DENIED, A_CLAIM),
    Attack("events rewritten by the owner", rewrite, "", DONE, A_CLAIM, as_owner=True),
    Attack("an event rewritten through the ORM", rewrite_through_the_orm, "never changes", DENIED),
    Attack("an event struck out", strike_out, "an event is never deleted", DENIED),
    Attack("an event struck out by the owner", strike_out, "", DONE, as_owner=True),
    Attack("an event replaced", replace_event, "an event is never deleted"),
    Attack("an event replaced unasked", replace_event_unasked, LAX),
    Attack("an event in an upsert", upsert_event, "never changes", DENIED),
    Attack("an event in an upsert by the owner", upsert_event, "", DONE, as_owner=True),
    Attack("an event by COPY FROM", copy_event, "", STATE),
    Attack("the journal emptied", run("TRUNCATE event CASCADE"), "", DENIED, A_CLAIM),
    Attack(
        "the journal emptied by its owner", run("TRUNCATE event CASCADE"), "", DONE, ("event",), as_owner=True
    ),
)

_ROWS = ("rating_row",)
ON_LINES = (
    Attack("a row added to a list", add_row, "the list is complete", "the list is complete", _ROWS),
    Attack("a row before its list", add_row_before_its_list, "FOREIGN KEY", "fk_rating_row_list_id", _ROWS),
    Attack("a row before its list, unasked", add_row_before_its_list, LAX, tables=_ROWS, first=(KEYS_OFF,)),
    Attack("a row of no class, unasked", add_row_before_its_list, LAX, tables=_ROWS, first=(CHECKS_OFF,)),
    Attack("a row in another's place", add_row_in_anothers_place, "a row is never deleted", tables=_ROWS),
    Attack(
        "a row in another's place, unasked",
        add_row_in_anothers_place,
        LAX,
        tables=_ROWS,
        first=(REPLACES_OFF,),
    ),
    Attack("a row replaced", replace_row, "the list is complete", tables=_ROWS),
    Attack("a row changed", change_row, "a row never changes", DENIED, _ROWS),
    Attack("a row changed by the owner", change_row, "", DONE, _ROWS, as_owner=True),
    Attack("a row moved", move_row, "a row never changes", DENIED, _ROWS),
    Attack("a row taken out", drop_row, "a row is never deleted", DENIED, _ROWS),
    Attack("a row taken out by the owner", drop_row, "", DONE, _ROWS, as_owner=True),
    Attack("a list emptied by its owner", run("TRUNCATE rating_row"), "", DONE, _ROWS, as_owner=True),
    Attack("a disclosure changed", change_disclosure, "never changes", DENIED, ("disclosure",)),
    Attack("a disclosure swapped", swap_disclosure, "", "not that of the value", ("disclosure",)),
)

ON_THE_GUARDS = tuple(
    Attack(name, run(*statements), "", refusal, tables)
    for name, statements, refusal, tables in (
        ("a guard dropped", ("DROP TRIGGER guard_{t}_change ON {t}",), OWNED, A_CLAIM),
        ("guards switched off", ("ALTER TABLE {t} DISABLE TRIGGER USER",), OWNED, A_CLAIM),
        ("triggers skipped as a replica", ("SET session_replication_role = replica",), DENIED, A_CLAIM),
        ("a guard disarmed", (_DISARMED,), SCHEMA, A_CLAIM),
        ("a guard's search path bent", ("ALTER FUNCTION guard_event() RESET ALL",), OWNED, A_CLAIM),
        ("a foreign key dropped", ("ALTER TABLE {t} DROP CONSTRAINT fk_{t}_its_event",), OWNED, A_CLAIM),
        ("a table dropped", ("DROP TABLE {t} CASCADE",), OWNED, A_CLAIM),
        ("a table swapped", ("ALTER TABLE {t} RENAME TO old",), OWNED, A_CLAIM),
        ("a table of one's own", ("CREATE TABLE public.favour (id text)",), SCHEMA, A_CLAIM),
        ("a rule", ("CREATE RULE r AS ON UPDATE TO {t} DO INSTEAD NOTHING",), OWNED, A_CLAIM),
        ("a trigger of one's own", (_TRIGGER,), DENIED, A_CLAIM),
        ("the owner's role", ("SET ROLE postgres",), DENIED, A_CLAIM),
        ("rights given to oneself", (_GRANT, "DELETE FROM {t}"), DENIED, A_CLAIM),
        ("an event's number wound back", ("SELECT setval('event_id_seq', 1)",), DENIED, A_CLAIM),
    )
)  # fmt: skip

ON_THE_JOURNAL = (*ON_EVENTS, *ON_LINES, *ON_THE_GUARDS)
