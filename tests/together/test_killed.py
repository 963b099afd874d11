"""A process killed at any moment leaves whole steps behind it, and nothing else."""

import random
import time as wall

import pytest

from disburse import clock
from disburse.db import db
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof
from tests.make import a_claim, an_adoption, an_enterprise
from tests.together import work

KILLS = 25


@pytest.mark.timeout(280)
def test_kills_in_the_middle_of_work_leave_whole_steps_only(time, config, processes):
    an_adoption()
    a_claim("draft", enterprise=an_enterprise())
    db.session.remove()
    db.engine.dispose()
    chance, events = random.Random(7), 0
    for seed in range(KILLS):
        began = processes.Event()
        worker = processes.Process(
            target=work.go_on_until_killed, args=(config, clock.now(), seed, began), daemon=True
        )
        worker.start()
        assert began.wait(timeout=60)
        wall.sleep(chance.randrange(100) / 1000)
        worker.kill()
        worker.join(timeout=60)
        tally = proof.Tally()
        with trail.snapshot() as view:
            assert list(verify(view, tally)) == []
        now = sum(tally.counts.values())
        assert now >= events, "what was committed stays"
        events = now
        db.session.remove()
    assert events > KILLS, "work was under way"
