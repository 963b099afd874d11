"""How the work on one claim grows with the claims that are there already, on SQLite, guards on.

One database grows through the sizes; at each, every figure is the median of rounds. Claims are made by
``bulk``: four events each, one in twenty left submitted with two. Every step measured is a real one.
"""

import itertools
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from bench import story
from bench.bulk import Bulk
from bench.place import sqlite
from bench.scene import CLERK, service
from bench.table import Line, time_text
from bench.timing import Measured
from disburse.actors import Actor
from disburse.acts import act
from disburse.clock import BEIJING, demo_time
from disburse.config import Config
from disburse.db import db
from disburse.models import Event
from disburse.queries import claims, trail
from reports import proof
from reports import trail as package

ENTERPRISES = 200
STEPS, LOOKS, ROUNDS = 40, 20, 5
BEFORE = datetime(2025, 12, 1, 9, tzinfo=BEIJING)
SAMPLE_EVENTS = 40_000
"""Of an export and of a verification, so many events in the middle of the stream are timed."""
CITY = Actor("city-clerk", "city_clerk", "city")
Figures = dict[str, Measured]


def measure(*, quick: bool, claims: Sequence[int]) -> Iterator[Line]:
    """Each figure at each size, and how many times the smallest size's it is."""
    with sqlite() as here, demo_time(BEFORE):  # as the story that is told among them
        config = here.migrated("ours")
        with service(config):
            yield from _grown(config, Bulk(20 if quick else ENTERPRISES), here.folder, claims)


def _grown(config: Config, bulk: Bulk, folder: Path, claims: Sequence[int]) -> Iterator[Line]:
    first: Figures = {}
    for size in claims:
        began = time.process_time()
        submitted = bulk.grow(size)
        built = time.process_time() - began
        _settle()
        found = {**_figures(submitted, folder), "the whole story among them, per claim": _told(config)}
        first = first or found
        for name, took in found.items():
            grown = took.median / first[name].median
            text = f"{time_text(took.median)} ±{took.spread:.0%}"
            smallest = f"at {claims[0]:,} claims"
            yield Line(
                "growth", f"{name}, {size:,} claims", text, smallest, time_text(first[name].median), grown
            )
        yield from _bytes(folder, size)
        yield Line("growth", f"building the database, {size:,} claims", f"{built:,.0f} s of CPU")


def _settle() -> None:
    """Bring the log into the database file and count its rows anew, as a night's rest would."""
    db.session.remove()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _figures(submitted: list[str], folder: Path) -> Figures:
    """Every figure; the claims that were left submitted are used up from both ends of the list."""
    spread = itertools.cycle(submitted[:: max(1, len(submitted) // 997)])
    calls = min(STEPS, len(submitted) // (ROUNDS + 1))
    steps = iter(submitted[:: len(submitted) // (calls * (ROUNDS + 1))])
    looked = [next(spread) for _ in range(LOOKS * (ROUNDS + 1))]
    looks = iter(looked)
    return {
        "one audited step": _rounds(lambda: _step(next(steps)), calls),
        "first page of a district's list": _rounds(lambda: _page(""), LOOKS),
        "a page in its middle": _rounds(lambda: _page(submitted[len(submitted) // 2]), LOOKS),
        "totals by state, the whole city": _rounds(lambda: _fresh(lambda: claims.totals(CITY)), 1),
        "one claim with its time line": _rounds(lambda: _claim(next(looks)), LOOKS),
        "export, per event": _sampled(lambda view: _exported(view, folder / "sample")),
        "verification of chains, per event": _sampled(_verified),
    }


def _rounds(work: Callable[[], object], calls: int) -> Measured:
    took = []
    for _ in range(ROUNDS + 1):
        began = time.process_time()
        for _ in range(calls):
            work()
        took.append((time.process_time() - began) / calls)
    return Measured(tuple(took[1:]))


def _fresh(look: Callable[[], object]) -> object:
    """As a request does it: with nothing kept from the one before."""
    try:
        return look()
    finally:
        db.session.remove()


def _step(number: str) -> None:
    act("accept_claim", {"number": number, "version": 2}, CLERK)


def _page(after: str) -> object:
    return _fresh(lambda: (claims.page(CLERK, after=after), claims.tally(CLERK)))


def _claim(number: str) -> object:
    def look() -> object:
        claim = claims.one(number, CLERK)
        return claim, claims.enterprise_of(claim), claims.payments_of(claim), claims.time_line(claim)

    return _fresh(look)


def _told(config: Config) -> Measured:
    """A story's chapters, three times after one that only warms up, each in a copy of its own."""
    _settle()
    return Measured(tuple(story.among(config) for _ in range(4))[1:])


def _sampled(work: Callable[[trail.Snapshot], int]) -> Measured:
    took = []
    for _ in range(3):
        with trail.snapshot() as view:
            began = time.process_time()
            events = work(view)
            took.append((time.process_time() - began) / events)
    return Measured(tuple(took))


def _exported(view: trail.Snapshot, folder: Path) -> int:
    """The lines and the manifest; heads are left out, since a part of a stream has no use for them."""
    shutil.rmtree(folder, ignore_errors=True)
    made = package.export(folder, itertools.islice(view.bodies(), SAMPLE_EVENTS), (), formats=("jsonl",))
    shutil.rmtree(folder)
    return sum(int(str(row["count"])) for row in made.events)


def _verified(view: trail.Snapshot) -> int:
    """Chains of the first records, held against their heads."""
    count, last = _cut(view)
    heads = itertools.takewhile(lambda head: head.record < last, view.heads())
    findings = list(proof.verify(itertools.islice(view.bodies(), count), heads))
    if findings:
        raise AssertionError(f"what was built is not sound: {findings[:3]}")
    return count


def _cut(view: trail.Snapshot) -> tuple[int, str]:
    """How many events the first records have, and the record that is the first left out."""
    ordered = select(Event.record).order_by(Event.record, Event.seq)
    last = view.session.scalar(ordered.offset(SAMPLE_EVENTS).limit(1)) or "\uffff"
    return view.session.scalar(select(func.count()).where(Event.record < last)) or 0, last


def _bytes(folder: Path, size: int) -> Iterator[Line]:
    events = db.session.scalar(select(func.max(Event.id))) or 0
    db.session.remove()
    taken = sum(path.stat().st_size for path in folder.glob("ours.sqlite*"))
    per_claim = f"{taken / size:,.0f} bytes, {events / size:.1f} events"
    yield Line("growth", f"database, per claim, {size:,} claims", per_claim)
