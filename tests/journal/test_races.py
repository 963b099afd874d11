"""Two connections at once: what each alone may not do, both together may not do either. PostgreSQL only:
SQLite has one writer."""

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from disburse.migrations.guards import POSTGRES_FUNCTIONS
from tests.journal.hands import Hands
from tests.journal.scene import open_scene, play

LOCK = "PERFORM pg_advisory_xact_lock(hashtextextended(to_jsonb(NEW) ->> TG_ARGV[0], 0));"
ROW = "INSERT INTO rating_row (list_id, row, name, match_name, rating) VALUES (:list, :row, 'x', 'x', 'A')"


@pytest.fixture
def scene(postgres_config):
    return play(open_scene(postgres_config))


def slip_in(scene) -> None:
    """A row for a list that is being imported elsewhere: neither sees the other before it commits."""
    engine = create_engine(scene.engine.url, poolclass=NullPool)
    with engine.connect() as intruder, engine.connect() as importer:
        importer.execute(text("SET lock_timeout = '50ms'"))
        hands = Hands(importer, scene)
        event = hands.forged("rating_list", hands.number())
        intruder.execute(text(ROW), {"list": event["record"], "row": 999})
        importer.execute(text(ROW), {"list": event["record"], "row": 1})
        hands.put_new("rating_list", event)
        hands.tell(event)
        importer.commit()
        intruder.commit()


def test_a_row_does_not_slip_into_a_list_that_is_being_imported(scene):
    with pytest.raises(DBAPIError) as refused:
        slip_in(scene)
    assert isinstance(refused.value.orig, LockNotAvailable)


def test_without_the_lock_it_would(scene):
    unlocked = POSTGRES_FUNCTIONS["guard_row"].replace(LOCK, "").replace("CREATE", "CREATE OR REPLACE", 1)
    with scene.owner.begin() as connection:
        connection.exec_driver_sql(unlocked, execution_options={"no_parameters": True})
    slip_in(scene)


def test_two_records_never_share_one_event_that_neither_saw(scene):
    with scene.engine.connect() as one, scene.engine.connect() as other:
        hands = Hands(one, scene)
        event = hands.forged("fund", hands.number())
        Hands(other, scene).put_new("refusal", event)
        hands.put_new("fund", event)
        hands.tell(event)
        one.commit()
        with pytest.raises(DBAPIError, match="the id is taken by another record"):
            other.commit()
