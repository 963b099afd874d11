"""Every way past the journal is refused, and afterwards the journal still verifies."""

import pytest

from tests.journal.attack import POSTGRES, REFUSED, SQLITE
from tests.journal.battery import BATTERY

TRIED = [
    pytest.param(attack, dialect, id=f"{attack.name}-{dialect}")
    for attack in BATTERY
    for dialect in (SQLITE, POSTGRES)
    if attack.refusal(dialect, "")
]


@pytest.mark.parametrize(("attack", "dialect"), TRIED)
def test_it_is_refused_and_the_journal_still_verifies(on, attack, dialect):
    scene = on(dialect)
    for table in attack.tables:
        with pytest.raises(REFUSED) as refused:
            attack.attempt(scene, table)
        assert attack.refusal(dialect, table) in str(refused.value), table
    assert scene.findings() == []


def test_there_are_many_distinct_ways():
    assert len({attack.name for attack in BATTERY}) == len(BATTERY) >= 40
