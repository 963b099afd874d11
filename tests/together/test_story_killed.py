"""The demo story killed with SIGKILL at more than 150 seeded points: whole steps remain, and no more.

Each end is that of a process which plays the real story and has come as far as that; see ``story``.
"""

import pytest

from tests.together import story

SEED = 2025


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("database", "stride", "count"), [("sqlite", 3, 100), ("postgres", 7, 50)], ids=["sqlite", "postgres"]
)
def test_ends_all_over_the_story_leave_whole_steps_and_funds_that_reconcile(
    request, processes, database, stride, count
):
    """A copy costs more on PostgreSQL, so that there are fewer ends there."""
    config, answers = request.getfixturevalue(f"{database}_config"), processes.Queue()
    teller = processes.Process(target=story.tell, args=(config, SEED, stride, answers))
    teller.start()
    ends, asked = answers.get(timeout=570)
    teller.join(timeout=30)
    assert ends.faults == []
    assert len(ends.acts) >= count
    assert ends.moments["lost"] == 0, "what was committed stays"
    assert min(ends.moments["gained"], ends.moments["nothing"]) > 10, "in a first act, and after it"
    assert max(b - a for a, b in zip(ends.acts, ends.acts[1:], strict=False)) <= 2 * stride
    assert asked - ends.acts[-1] <= 2 * stride, "from the first act to the last"
    assert ends.events > asked
