"""Guards in the database: no record changes without its event, no event changes at all, by any route.

State first, event second, one transaction. What each guard refuses is listed in ``docs/journal.md``. The
functions give statements, so that a migration can create the guards and a test can take one away.
"""

from collections.abc import Iterator
from dataclasses import dataclass

GENESIS = "0" * 64
APP_ROLE = "disburse_app"


@dataclass(frozen=True)
class Guarded:
    """A table of audited records and the column sets that are unique in it, apart from its id.

    SQLite's REPLACE removes a row that stands in the way without asking the delete triggers, so inserts and
    updates look for such a row themselves. A set may have a condition, written with ``{row}`` for the row.
    """

    table: str
    uniques: tuple[tuple[tuple[str, ...], str], ...] = ()


def sqlite_record(guarded: Guarded) -> dict[str, str]:
    """Triggers of one table of records on SQLite, by name."""
    t = guarded.table
    off = "(SELECT foreign_keys FROM pragma_foreign_keys) = 0"
    taken = list(_taken(guarded))
    return {
        f"{t}_insert": _sqlite(f"{t}_insert", f"INSERT ON {t}", {
            "foreign keys are off": off,
            "a record begins at version 1": "NEW.version IS NOT 1",
            "the id is taken": f"EXISTS (SELECT 1 FROM {t} WHERE id = NEW.id)",
            **{f"{columns} is taken": f"EXISTS (SELECT 1 FROM {t} WHERE {test})" for columns, test in taken},
        }),
        f"{t}_update": _sqlite(f"{t}_update", f"UPDATE ON {t}", {
            "foreign keys are off": off,
            "an id never changes": "NEW.id IS NOT OLD.id",
            "a change raises the version by one": "NEW.version IS NOT OLD.version + 1",
            "a change has a new head": "NEW.head IS OLD.head",
            "the event of the old version is not there": _no_event("OLD"),
            **{f"{columns} is taken": f"EXISTS (SELECT 1 FROM {t} WHERE id <> OLD.id AND {test})" for columns, test in taken},
        }),
        f"{t}_delete": _sqlite(f"{t}_delete", f"DELETE ON {t}", {"a record is never deleted": "1"}),
    }  # fmt: skip


def sqlite_events(tables: list[str]) -> dict[str, str]:
    """Triggers of the journal on SQLite, by name, for the tables it follows."""
    matches = " ".join(
        f"WHEN '{t}' THEN EXISTS (SELECT 1 FROM {t} WHERE id = NEW.record AND version = NEW.seq AND head = NEW.hash)"
        for t in tables
    )
    before = "SELECT hash FROM event WHERE record = NEW.record AND seq = NEW.seq - 1"
    return {
        "event_insert": _sqlite("event_insert", "INSERT ON event", {
            "foreign keys are off": "(SELECT foreign_keys FROM pragma_foreign_keys) = 0",
            "the event is there already": "EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR (record = NEW.record AND seq = NEW.seq))",
            "the record is not in this state": f"NOT CASE NEW.kind {matches} ELSE 0 END",
            "the chain is broken": f"NEW.prev IS NOT CASE NEW.seq WHEN 1 THEN '{GENESIS}' ELSE ({before}) END",
        }),
        "event_update": _sqlite("event_update", "UPDATE ON event", {"an event never changes": "1"}),
        "event_delete": _sqlite("event_delete", "DELETE ON event", {"an event is never deleted": "1"}),
    }  # fmt: skip


def sqlite_rows(table: str, parent: str) -> dict[str, str]:
    """Triggers of lines that come with one record, such as the rows of a rating list, on SQLite."""
    done = f"EXISTS (SELECT 1 FROM event WHERE record = NEW.{parent})"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {parent} = NEW.{parent} AND row = NEW.row)"
    return {
        f"{table}_insert": _sqlite(f"{table}_insert", f"INSERT ON {table}", {
            "the list is complete": done, "the row is there already": there,
        }),
        f"{table}_update": _sqlite(f"{table}_update", f"UPDATE ON {table}", {"a row never changes": "1"}),
        f"{table}_delete": _sqlite(f"{table}_delete", f"DELETE ON {table}", {"a row is never deleted": "1"}),
    }  # fmt: skip


def _sqlite(name: str, when: str, faults: dict[str, str]) -> str:
    checks = "\n".join(
        f"  SELECT RAISE(ABORT, 'journal: {why}') WHERE {test};" for why, test in faults.items()
    )
    return f"CREATE TRIGGER guard_{name} BEFORE {when} BEGIN\n{checks}\nEND"


def _no_event(row: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM event "
        f"WHERE record = {row}.id AND seq = {row}.version AND hash = {row}.head)"
    )


def _taken(guarded: Guarded) -> Iterator[tuple[str, str]]:
    for columns, condition in guarded.uniques:
        same = " AND ".join(f"{c} = NEW.{c}" for c in columns)
        if condition:
            same += f" AND {condition.format(row=guarded.table)} AND {condition.format(row='NEW')}"
        yield " ".join(columns), same


POSTGRES_FUNCTIONS = {
    "guard_record": f"""
CREATE FUNCTION guard_record() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.version IS DISTINCT FROM 1 THEN RAISE EXCEPTION 'journal: a record begins at version 1'; END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF NEW.id IS DISTINCT FROM OLD.id THEN RAISE EXCEPTION 'journal: an id never changes'; END IF;
    IF NEW.version IS DISTINCT FROM OLD.version + 1 THEN RAISE EXCEPTION 'journal: a change raises the version by one'; END IF;
    IF NEW.head IS NOT DISTINCT FROM OLD.head THEN RAISE EXCEPTION 'journal: a change has a new head'; END IF;
    IF {_no_event("OLD")} THEN RAISE EXCEPTION 'journal: the event of the old version is not there'; END IF;
  ELSE
    RAISE EXCEPTION 'journal: a record is never deleted';
  END IF;
  RETURN NEW;
END $$""",
    "guard_event": f"""
CREATE FUNCTION guard_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE found boolean; before text;
BEGIN
  IF NOT NEW.kind = ANY (TG_ARGV) THEN RAISE EXCEPTION 'journal: unknown kind %', NEW.kind; END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND version = $2 AND head = $3)', NEW.kind)
    INTO found USING NEW.record, NEW.seq, NEW.hash;
  IF NOT found THEN RAISE EXCEPTION 'journal: the record is not in this state'; END IF;
  SELECT hash INTO before FROM event WHERE record = NEW.record AND seq = NEW.seq - 1;
  IF NEW.prev IS DISTINCT FROM (CASE NEW.seq WHEN 1 THEN '{GENESIS}' ELSE before END) THEN RAISE EXCEPTION 'journal: the chain is broken'; END IF;
  IF encode(sha256(convert_to(NEW.body, 'UTF8')), 'hex') IS DISTINCT FROM NEW.hash THEN RAISE EXCEPTION 'journal: the hash is not that of the body'; END IF;
  RETURN NEW;
END $$""",
    "guard_row": """
CREATE FUNCTION guard_row() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM event WHERE record = to_jsonb(NEW) ->> TG_ARGV[0]) THEN RAISE EXCEPTION 'journal: the list is complete'; END IF;
  RETURN NEW;
END $$""",
    "guard_never": """
CREATE FUNCTION guard_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'journal: % on % is never done', TG_OP, TG_TABLE_NAME;
END $$""",
}
"""Functions behind the triggers on PostgreSQL, by name."""


def postgres_record(table: str) -> dict[str, str]:
    """Triggers of one table of records on PostgreSQL, by name."""
    return {
        f"{table}_change": f"CREATE TRIGGER guard_{table}_change BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_record()",
        f"{table}_truncate": f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION guard_never()",
    }


def postgres_events(tables: list[str]) -> dict[str, str]:
    """Triggers of the journal on PostgreSQL, by name."""
    kinds = ", ".join(f"'{t}'" for t in tables)
    return {
        "event_insert": f"CREATE TRIGGER guard_event_insert BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION guard_event({kinds})",
        "event_change": "CREATE TRIGGER guard_event_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION guard_never()",
        "event_truncate": "CREATE TRIGGER guard_event_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION guard_never()",
    }


def postgres_rows(table: str, parent: str) -> dict[str, str]:
    """Triggers of lines that come with one record on PostgreSQL, by name."""
    return {
        f"{table}_insert": f"CREATE TRIGGER guard_{table}_insert BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION guard_row('{parent}')",
        f"{table}_change": f"CREATE TRIGGER guard_{table}_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_never()",
        f"{table}_truncate": f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION guard_never()",
    }


def postgres_role(tables: list[str]) -> list[str]:
    """The application role: it owns nothing, so it can neither drop a guard nor go round it."""
    return [
        f"""DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN CREATE ROLE {APP_ROLE} NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$""",
        f"GRANT SELECT, INSERT ON event, rating_row TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, DELETE ON disclosure TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE ON numbering, {', '.join(tables)} TO {APP_ROLE}",
        f"GRANT SELECT ON alembic_version TO {APP_ROLE}",
        f"GRANT USAGE ON SEQUENCE event_id_seq TO {APP_ROLE}",
    ]
