"""Every guard by name, and the same database without it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from disburse.migrations.guards import POSTGRES_FUNCTIONS, triggers
from tests.journal.attack import POSTGRES, SQLITE
from tests.journal.scene import RECORDS

_CHECK = re.compile(r"IF (?:(?!\bIF\b).)*?RAISE EXCEPTION 'journal: (?P<says>[^']*)'[^;]*; END IF;", re.S)
_TABLE = re.compile(r" ON (\w+)")


@dataclass(frozen=True)
class Missing:
    """One guard taken away: where, what it used to say, and the statements that take it away."""

    name: str
    says: str
    table: str
    without: tuple[str, ...]


def sqlite_lines() -> Iterator[Missing]:
    """Each SELECT RAISE of each trigger on SQLite."""
    for name, made in triggers(SQLITE, list(RECORDS)).items():
        head, *checks = made.removesuffix("\nEND").split("\n  SELECT ")
        for check in checks:
            says = check.split("'")[1].removeprefix("journal: ")
            others = [f"\n  SELECT {c}" for c in checks if c is not check]
            again = (head + "".join(others) + "\nEND",) if others else ()
            table = _TABLE.search(head).group(1)
            yield Missing(f"{name}: {says}", says, table, (f"DROP TRIGGER guard_{name}", *again))


def sqlite_settings() -> Iterator[Missing]:
    """Each setting of the connection that the triggers of funds ask for."""
    made = {n: t for n, t in triggers(SQLITE, ["fund"]).items() if n in ("fund_insert", "fund_update")}
    for name in (
        "NOT foreign_keys",
        "defer_foreign_keys",
        "NOT recursive_triggers",
        "ignore_check_constraints",
    ):
        gone = [s for n, t in made.items() for s in (f"DROP TRIGGER guard_{n}", _unasked(t, name))]
        yield Missing(f"fund: {name}", "this connection does not ask", "fund", tuple(gone))


def _unasked(trigger: str, setting: str) -> str:
    asked = trigger.index("WHERE NOT foreign_keys")
    return trigger[:asked] + trigger[asked:].replace(setting, "0", 1)


def postgres_lines() -> Iterator[Missing]:
    """Each refusal of each function on PostgreSQL, and the search path of the one that reads most."""
    for name, made in POSTGRES_FUNCTIONS.items():
        replaced = made.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        for check in _CHECK.finditer(replaced):
            says = check["says"].removesuffix(" %")
            yield Missing(f"{name}: {says}", says, "", (replaced.replace(check[0], ""),))
    deleting = POSTGRES_FUNCTIONS["guard_record"].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    line = "RAISE EXCEPTION 'journal: a record is never deleted'"
    yield Missing(
        "guard_record: deleted", line.split("'journal: ")[1][:-1], "", (deleting.replace(line, "RETURN OLD"),)
    )
    bent = "ALTER FUNCTION guard_event() SET search_path = public"
    yield Missing("guard_event: search path", "the record is not in this state", "", (bent,))


def postgres_triggers() -> Iterator[Missing]:
    """Each trigger on PostgreSQL."""
    for name, made in triggers(POSTGRES, list(RECORDS)).items():
        table = _TABLE.search(made).group(1)
        yield Missing(name, "", table, (f"DROP TRIGGER guard_{name} ON {table}",))


def postgres_keys() -> Iterator[Missing]:
    """Each foreign key from a record to its event on PostgreSQL."""
    for table in RECORDS:
        key = f"fk_{table}_its_event"
        yield Missing(key, key, table, (f"ALTER TABLE {table} DROP CONSTRAINT {key}",))


def sqlite_keys() -> Iterator[Missing]:
    """The same on SQLite, where only the file's schema can be edited."""
    for table in RECORDS:
        key = (
            f"CONSTRAINT fk_{table}_its_event FOREIGN KEY(id, version, head) "
            "REFERENCES event (record, seq, hash) DEFERRABLE INITIALLY DEFERRED"
        )
        edit = f"UPDATE sqlite_master SET sql = replace(sql, '{key}', 'CHECK (1)') WHERE name = '{table}'"
        statements = ("PRAGMA writable_schema = ON", edit, "PRAGMA writable_schema = RESET")
        yield Missing(f"fk_{table}_its_event", "FOREIGN KEY constraint failed", table, statements)


def postgres_rights() -> Iterator[Missing]:
    """What the application role may not do, once it may."""
    given = {
        "guards switched off": "ALTER TABLE claim OWNER TO disburse_web",
        "a guard dropped": "ALTER TABLE claim OWNER TO disburse_web",
        "a foreign key dropped": "ALTER TABLE claim OWNER TO disburse_web",
        "a disclosure changed": "GRANT UPDATE ON disclosure TO disburse_web",
        "triggers skipped as a replica": "ALTER ROLE disburse_web SUPERUSER",
        "a table of one's own": "GRANT CREATE ON SCHEMA public TO disburse_web",
        "a trigger of one's own": "GRANT TRIGGER ON claim TO disburse_web",
        "an event's number wound back": "GRANT UPDATE ON SEQUENCE event_id_seq TO disburse_web",
    }
    for attack, statement in given.items():
        yield Missing(attack, "", "", (statement,))
