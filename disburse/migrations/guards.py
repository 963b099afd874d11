"""Guards in the database: no record changes without its event, no event changes at all, by any route.

State first, event second, one transaction. What each guard refuses is listed in ``docs/journal.md``. The
functions give statements, so that a migration can create the guards and a test can take one away.
"""

GENESIS = "0" * 64
APP_ROLE = "disburse_app"

_LAX = (
    "EXISTS (SELECT 1 FROM pragma_foreign_keys, pragma_defer_foreign_keys, pragma_recursive_triggers,"
    " pragma_ignore_check_constraints WHERE NOT foreign_keys OR defer_foreign_keys OR NOT recursive_triggers"
    " OR ignore_check_constraints)"
)
"""A connection that would not ask: for the event, now or (``defer_foreign_keys`` off again forgets what it
deferred) at the end; for the row that a REPLACE removes; for the checks."""


def triggers(dialect: str, records: list[str]) -> dict[str, str]:
    """Every trigger of the spine by name, for its tables of ``records``."""
    each, rows = (sqlite_record, sqlite_rows) if dialect == "sqlite" else (postgres_record, postgres_rows)
    events = sqlite_events(records) if dialect == "sqlite" else postgres_events(records)
    of_records = {name: made for table in records for name, made in each(table).items()}
    return {**of_records, **events, **rows("rating_row", "list_id")}


def statements(dialect: str, records: list[str]) -> list[str]:
    """What creates every guard of the spine in revision 0001, in order."""
    made = triggers(dialect, records)
    if dialect == "sqlite":
        return list((made | sqlite_events(records, delegated=False)).values())
    functions = POSTGRES_FUNCTIONS | {"guard_event": postgres_event_function(delegated=False)}
    return [*functions.values(), *made.values(), *postgres_role(records)]


def sqlite_record(table: str) -> dict[str, str]:
    """Triggers of one table of records on SQLite, by name."""
    t = table
    return {
        f"{t}_insert": _sqlite(f"{t}_insert", f"INSERT ON {t}", {
            "this connection does not ask": _LAX,
            "a record begins at version 1": "NEW.version IS NOT 1",
            "the id is taken by another record": "EXISTS (SELECT 1 FROM event WHERE record = NEW.id)",
        }),
        f"{t}_update": _sqlite(f"{t}_update", f"UPDATE ON {t}", {
            "this connection does not ask": _LAX,
            "an id never changes": "NEW.id IS NOT OLD.id",
            "a change raises the version by one": "NEW.version IS NOT OLD.version + 1",
            "a change has a new head": "NEW.head IS OLD.head",
            "the event of the old version is not there": _no_event("OLD"),
        }),
        f"{t}_delete": _sqlite(f"{t}_delete", f"DELETE ON {t}", {"a record is never deleted": "1"}),
    }  # fmt: skip


def sqlite_events(tables: list[str], *, delegated: bool = True) -> dict[str, str]:
    """Triggers of the journal on SQLite, by name, for the tables it follows.

    ``delegated``: an event may name the delegation under which its actor acted, as from revision 0004.
    """
    here = "id = NEW.record AND version = NEW.seq AND head = NEW.hash"
    matches = " ".join(f"WHEN '{t}' THEN EXISTS (SELECT 1 FROM {t} WHERE {here})" for t in tables)
    count = " + ".join(f"EXISTS (SELECT 1 FROM {t} WHERE id = NEW.record)" for t in tables)
    before = "SELECT {} FROM event WHERE record = NEW.record AND seq = NEW.seq - 1"
    return {
        "event_insert": _sqlite("event_insert", "INSERT ON event", {
            "this connection does not ask": _LAX,
            "the record is not in this state": f"NOT CASE NEW.kind {matches} ELSE 0 END",
            "the id is taken by another record": f"NEW.seq = 1 AND {count} > 1",
            "the chain is broken": f"NEW.prev IS NOT CASE NEW.seq WHEN 1 THEN '{GENESIS}' ELSE ({before.format('hash')}) END",
            "the columns are not those of the body": _SQLITE_BODY.format(_SQLITE_BY[delegated]),
            "an event is never earlier than the one before": f"NEW.at < ({before.format('at')})",
            "an event has the time at which it is written": "NOT NEW.demo AND NEW.at NOT BETWEEN "
            f"{_SQLITE_NOW.format('-5')} AND {_SQLITE_NOW.format('+5')}",
            "demo time never follows real time": "NEW.demo AND NOT (SELECT demo FROM event ORDER BY id DESC LIMIT 1)",
        }),
        "event_update": _sqlite("event_update", "UPDATE ON event", {"an event never changes": "1"}),
        "event_delete": _sqlite("event_delete", "DELETE ON event", {"an event is never deleted": "1"}),
        "disclosure_update": _sqlite("disclosure_update", "UPDATE ON disclosure", {"a disclosure never changes": "1"}),
    }  # fmt: skip


_SQLITE_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '{} minutes')"
_SQLITE_BODY = """json_extract(NEW.body, '$.record', '$.seq', '$.kind', '$.prev', '$.action', '$.at', '$.demo', '$.by')
    IS NOT json_array(NEW.record, NEW.seq, NEW.kind, NEW.prev, NEW.action, NEW.at,
      json(CASE NEW.demo WHEN 1 THEN 'true' ELSE 'false' END), {})"""
_PERSON = "json_object('id', NEW.actor, 'role', NEW.role, 'unit', NEW.unit)"
_SQLITE_BY = {
    False: _PERSON,
    True: f"json(CASE WHEN NEW.delegation IS NULL THEN {_PERSON} ELSE "
    f"json_object('for', NEW.delegation, {_PERSON.removeprefix('json_object(')} END)",
}


def sqlite_rows(table: str, parent: str) -> dict[str, str]:
    """Triggers of lines that come with one record, such as the rows of a rating list, on SQLite."""
    return {
        f"{table}_insert": _sqlite(f"{table}_insert", f"INSERT ON {table}", {
            "this connection does not ask": _LAX,
            "the list is complete": f"EXISTS (SELECT 1 FROM event WHERE record = NEW.{parent})",
        }),
        f"{table}_update": _sqlite(f"{table}_update", f"UPDATE ON {table}", {"a row never changes": "1"}),
        f"{table}_delete": _sqlite(f"{table}_delete", f"DELETE ON {table}", {"a row is never deleted": "1"}),
    }  # fmt: skip


def sqlite_marks(table: str, parent: str) -> dict[str, str]:
    """Triggers of marks that an event of their record sets once, such as a receipt's line applied, on SQLite."""
    event = f"record = NEW.{parent} AND seq = NEW.seq AND action = NEW.action"
    return {
        f"{table}_insert": _sqlite(f"{table}_insert", f"INSERT ON {table}", {
            "this connection does not ask": _LAX,
            "the event of the mark is not there": f"NOT EXISTS (SELECT 1 FROM event WHERE {event})",
        }),
        f"{table}_update": _sqlite(f"{table}_update", f"UPDATE ON {table}", {"a mark never changes": "1"}),
        f"{table}_delete": _sqlite(f"{table}_delete", f"DELETE ON {table}", {"a mark is never deleted": "1"}),
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


def _postgres(name: str, body: str, declare: str = "") -> str:
    """A trigger function. A temporary table never stands before one of ours: its schema comes last."""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$\n"
        f"{declare}BEGIN\n{body}\nEND $$"
    )


_POSTGRES_BODY = """NEW.body::jsonb @> jsonb_build_object(
    'record', NEW.record, 'seq', NEW.seq, 'kind', NEW.kind, 'prev', NEW.prev, 'action', NEW.action, 'demo', NEW.demo,
    'at', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AND NEW.body::jsonb -> 'by' IS NOT DISTINCT FROM {}"""
_POSTGRES_BY = {
    False: "jsonb_build_object('id', NEW.actor, 'role', NEW.role, 'unit', NEW.unit)",
    True: "jsonb_strip_nulls(jsonb_build_object('id', NEW.actor, 'role', NEW.role, 'unit', NEW.unit, 'for', NEW.delegation))",
}
_POSTGRES_NOW = "clock_timestamp() - interval '5 minutes' AND clock_timestamp() + interval '5 minutes'"


def postgres_event_function(*, delegated: bool = True) -> str:
    """The function that looks at each new event; ``delegated`` as in ``sqlite_events``."""
    return _postgres("guard_event", f"""
  IF NOT NEW.kind = ANY (TG_ARGV) THEN RAISE EXCEPTION 'journal: unknown kind %', NEW.kind; END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND version = $2 AND head = $3)', NEW.kind)
    INTO found USING NEW.record, NEW.seq, NEW.hash;
  IF NOT found THEN RAISE EXCEPTION 'journal: the record is not in this state'; END IF;
  SELECT * INTO before FROM event WHERE record = NEW.record AND seq = NEW.seq - 1;
  IF NEW.prev IS DISTINCT FROM (CASE NEW.seq WHEN 1 THEN '{GENESIS}' ELSE before.hash END) THEN RAISE EXCEPTION 'journal: the chain is broken'; END IF;
  IF encode(sha256(convert_to(NEW.body, 'UTF8')), 'hex') IS DISTINCT FROM NEW.hash THEN RAISE EXCEPTION 'journal: the hash is not that of the body'; END IF;
  IF NOT ({_POSTGRES_BODY.format(_POSTGRES_BY[delegated])}) THEN RAISE EXCEPTION 'journal: the columns are not those of the body'; END IF;
  IF NEW.at < before.at THEN RAISE EXCEPTION 'journal: an event is never earlier than the one before'; END IF;
  IF NOT NEW.demo AND NEW.at NOT BETWEEN {_POSTGRES_NOW} THEN RAISE EXCEPTION 'journal: an event has the time at which it is written'; END IF;
  IF NEW.demo AND NOT (SELECT demo FROM event ORDER BY id DESC LIMIT 1) THEN RAISE EXCEPTION 'journal: demo time never follows real time'; END IF;
  RETURN NEW;""", "DECLARE found boolean; before event;\n")  # fmt: skip


POSTGRES_FUNCTIONS = {
    "guard_record": _postgres("guard_record", f"""
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
  RETURN NEW;"""),
    "guard_kind": _postgres("guard_kind", """
  IF NOT EXISTS (SELECT 1 FROM event WHERE record = NEW.id AND seq = 1 AND kind = TG_TABLE_NAME) THEN RAISE EXCEPTION 'journal: the id is taken by another record'; END IF;
  RETURN NULL;"""),
    "guard_event": postgres_event_function(),
    "guard_row": _postgres("guard_row", """
  PERFORM pg_advisory_xact_lock(hashtextextended(to_jsonb(NEW) ->> TG_ARGV[0], 0));
  IF EXISTS (SELECT 1 FROM event WHERE record = to_jsonb(NEW) ->> TG_ARGV[0]) THEN RAISE EXCEPTION 'journal: the list is complete'; END IF;
  RETURN NEW;"""),
    "guard_disclosure": _postgres("guard_disclosure", """
  IF NEW.digest IS DISTINCT FROM encode(sha256(convert_to(concat('[', to_json(NEW.salt), ',', to_json(NEW.field), ',', to_json(NEW.value), ']'), 'UTF8')), 'hex') THEN RAISE EXCEPTION 'journal: the digest is not that of the value'; END IF;
  RETURN NEW;"""),
    "guard_never": _postgres("guard_never", """
  RAISE EXCEPTION 'journal: % on % is never done', TG_OP, TG_TABLE_NAME;"""),
}  # fmt: skip
"""Functions behind the triggers on PostgreSQL, by name. Rows of one list are added by one at a time."""


def postgres_record(table: str) -> dict[str, str]:
    """Triggers of one table of records on PostgreSQL, by name."""
    return {
        f"{table}_change": f"CREATE TRIGGER guard_{table}_change BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_record()",
        f"{table}_kind": f"CREATE CONSTRAINT TRIGGER guard_{table}_kind AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_kind()",
        f"{table}_truncate": f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION guard_never()",
    }


def postgres_events(tables: list[str]) -> dict[str, str]:
    """Triggers of the journal on PostgreSQL, by name."""
    kinds = ", ".join(f"'{t}'" for t in tables)
    return {
        "event_insert": f"CREATE TRIGGER guard_event_insert BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION guard_event({kinds})",
        "event_change": "CREATE TRIGGER guard_event_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION guard_never()",
        "event_truncate": "CREATE TRIGGER guard_event_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION guard_never()",
        "disclosure_insert": "CREATE TRIGGER guard_disclosure_insert BEFORE INSERT ON disclosure FOR EACH ROW EXECUTE FUNCTION guard_disclosure()",
    }


def postgres_rows(table: str, parent: str) -> dict[str, str]:
    """Triggers of lines that come with one record on PostgreSQL, by name."""
    return {
        f"{table}_insert": f"CREATE TRIGGER guard_{table}_insert BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION guard_row('{parent}')",
        f"{table}_change": f"CREATE TRIGGER guard_{table}_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_never()",
        f"{table}_truncate": f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION guard_never()",
    }


POSTGRES_MARK = _postgres("guard_mark", """
  IF NOT EXISTS (SELECT 1 FROM event WHERE record = to_jsonb(NEW) ->> TG_ARGV[0] AND seq = NEW.seq AND action = NEW.action) THEN
    RAISE EXCEPTION 'journal: the event of the mark is not there'; END IF;
  RETURN NEW;""")  # fmt: skip
"""The function behind the triggers of marks on PostgreSQL."""


def postgres_marks(table: str, parent: str) -> dict[str, str]:
    """Triggers of marks that an event of their record sets once on PostgreSQL, by name."""
    return {
        f"{table}_insert": f"CREATE TRIGGER guard_{table}_insert BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION guard_mark('{parent}')",
        f"{table}_change": f"CREATE TRIGGER guard_{table}_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_never()",
        f"{table}_truncate": f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION guard_never()",
    }


MAKE_ROLE = f"""DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN CREATE ROLE {APP_ROLE} NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""
"""Make the application role, unless the cluster has it."""


def postgres_role(tables: list[str]) -> list[str]:
    """The application role: it owns nothing, so it can neither drop a guard nor go round it."""
    return [
        MAKE_ROLE,
        f"GRANT SELECT, INSERT ON event, rating_row TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, DELETE ON disclosure TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE ON numbering, {', '.join(tables)} TO {APP_ROLE}",
        f"GRANT SELECT ON alembic_version TO {APP_ROLE}",
        f"GRANT USAGE ON SEQUENCE event_id_seq TO {APP_ROLE}",
    ]
