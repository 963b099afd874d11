"""Take any one guard away, and an attack that it used to stop succeeds: none stands there for show."""

import pytest
from sqlalchemy import text

from tests.conftest import APP_LOGIN
from tests.journal import guards_apart
from tests.journal.attack import POSTGRES, REFUSED, SQLITE, Attack
from tests.journal.battery import BATTERY
from tests.journal.hands import Hands
from tests.journal.on_records import ON_RECORDS
from tests.journal.on_the_journal import ON_EVENTS, ON_LINES

EARLY = ("a record begins at version 1", "the event of the old version is not there")
"""What chain and foreign key would refuse too, a statement later. The journal's rules ask for them: they say
at once what is wrong."""
WITH_THE_HASH = "a change has a new head"
"""On PostgreSQL, where the hash is held against the body, two events never have the same."""
WITH_ITS_CHILDREN = ("enterprise", "claim", "fund", "batch", "payment", "rating_list", "event")
"""Emptying these takes rows with it that refuse for themselves."""


def candidates(dialect: str, missing):
    """The attacks that the missing guard may have stopped, each with a table."""
    for attack in reversed(BATTERY):
        for table in attack.tables:
            refusal = attack.refusal(dialect, table)
            same_table = missing.table in ("", table, "event")
            if refusal and same_table and missing.says.endswith(refusal):
                yield attack, table


def outcome(attempt) -> str:
    """What refused an attempt; empty when it succeeded."""
    try:
        attempt()
    except REFUSED as refused:
        return str(refused)
    return ""


def ids(missing) -> str:
    return missing.name


def sqlite_outcomes(copied, missing):
    """What becomes of each candidate, each on its own copy."""
    for attack, table in candidates(SQLITE, missing):
        scene = copied(*missing.without)
        yield outcome(lambda scene=scene, attack=attack, table=table: attack.attempt(scene, table))


@pytest.mark.parametrize(
    "missing",
    [*guards_apart.sqlite_lines(), *guards_apart.sqlite_settings(), *guards_apart.sqlite_keys()],
    ids=ids,
)
def test_no_line_of_a_trigger_can_be_missed_on_sqlite(copied, missing):
    if missing.says in EARLY:
        refusals = list(sqlite_outcomes(copied, missing))
        assert refusals
        assert all(refusals)
        assert not any(missing.says in refusal for refusal in refusals)
    else:
        assert "" in sqlite_outcomes(copied, missing)


def attempt_weakened(scene, missing, attack: Attack, table: str) -> None:
    """Try an attack in a transaction in which the guard is gone, up to the checks of a commit."""
    with scene.owner.connect() as connection:
        for statement in missing.without:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
        if not attack.as_owner:
            connection.execute(text(f"SET LOCAL ROLE {APP_LOGIN}"))
        attack.does(Hands(connection, scene), table)
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        connection.rollback()


def postgres_outcomes(scene, missing, found=None):
    for attack, table in found or candidates(POSTGRES, missing):
        yield outcome(lambda attack=attack, table=table: attempt_weakened(scene, missing, attack, table))


@pytest.mark.parametrize("missing", [*guards_apart.postgres_lines(), *guards_apart.postgres_keys()], ids=ids)
def test_no_line_of_a_function_can_be_missed_on_postgres(on, missing):
    outcomes = postgres_outcomes(on(POSTGRES), missing)
    if missing.says in (*EARLY, WITH_THE_HASH):
        refusals = list(outcomes)
        assert refusals
        assert all(refusals)
        assert not any(missing.says in refusal for refusal in refusals)
    else:
        assert "" in outcomes


@pytest.mark.parametrize("missing", list(guards_apart.postgres_triggers()), ids=ids)
def test_no_trigger_can_be_missed_on_postgres(on, missing):
    tried = [
        (attack, missing.table if missing.table in attack.tables else attack.tables[0])
        for attack in (ON_EVENTS if missing.table == "event" else (*ON_RECORDS, *ON_LINES))
        if attack.refusal(POSTGRES, "") and (missing.table == "event" or missing.table in attack.tables)
    ]
    outcomes = postgres_outcomes(on(POSTGRES), missing, tried)
    emptied = missing.name.endswith("_truncate") and missing.table in WITH_ITS_CHILDREN
    assert ("" in outcomes) is not emptied


@pytest.mark.parametrize("missing", list(guards_apart.postgres_rights()), ids=ids)
def test_no_right_may_be_given_on_postgres(on, missing):
    tried = [(attack, attack.tables[0]) for attack in BATTERY if attack.name == missing.name]
    assert list(postgres_outcomes(on(POSTGRES), missing, tried)) == [""]
