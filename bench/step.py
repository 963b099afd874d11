"""One audited step beside a bare update, SQLAlchemy-Continuum and a global hash chain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bench.clients import Client, Done
from bench.place import PLACES, Place
from bench.scene import service, submitted
from bench.table import Line, costs, time_text
from bench.timing import Measured
from disburse.db import db
from disburse.models import Claim
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof

EIGHT = 8
OURS, PEERS = ("act", "service"), ("bare", "continuum", "chain")
P99_AIM_MS = 100


@dataclass(frozen=True)
class Size:
    """How many steps a side takes in a round, and how many rounds."""

    steps: int
    rounds: int
    steps_each: int
    rounds_at_once: int

    @property
    def alone(self) -> int:
        """Claims that one side uses up alone, warm-up included."""
        return self.steps * (self.rounds + 1)

    @property
    def together(self) -> int:
        """Claims that eight clients of one side use up."""
        return EIGHT * self.steps_each * (self.rounds_at_once + 1)


QUICK, FULL = Size(25, 5, 15, 3), Size(60, 11, 50, 5)


def measure(*, quick: bool) -> Iterator[Line]:
    """Every line of the step, on both databases."""
    size = QUICK if quick else FULL
    for name, place in PLACES.items():
        with place() as here:
            numbers, where = _prepare(here, size)
            yield from _alone(name, numbers, where, size)
            yield from _at_once(name, numbers[size.alone * len(OURS) :], where, size)
            _require_sound(where["act"])


def _prepare(place: Place, size: Size) -> tuple[list[str], dict[str, object]]:
    """The claims in our database, and the same rows in a database of each peer."""
    config = place.migrated("ours")
    count = size.alone * len(OURS) + size.together
    with service(config):
        numbers = submitted(count)
        rows = [dict(row) for row in db.session.execute(select(Claim.__table__)).mappings()]
    where: dict[str, object] = dict.fromkeys(OURS, config)
    for peer in PEERS:
        where[peer] = place.empty(peer)
        _fill(peer, str(where[peer]), rows)
    return numbers, where


def _fill(peer: str, url: str, rows: Sequence[dict]) -> None:
    """In a process of its own for Continuum's sake, which listens to every session of its process."""
    client = Client("filler", (peer, url, rows))
    client.end()


def _alone(name: str, numbers: list[str], where: Mapping[str, object], size: Size) -> Iterator[Line]:
    """One client, nothing else going on: CPU per step, the database server's included."""
    clients = {side: Client(side, where[side]) for side in (*OURS, *PEERS)}
    mine = {side: iter(numbers[n * size.alone :]) for n, side in enumerate(OURS)}
    theirs = {side: iter(numbers) for side in PEERS}
    found: dict[str, list[float]] = {side: [] for side in clients}
    for turn in range(size.rounds + 1):
        sides = [*clients][turn % len(clients) :] + [*clients][: turn % len(clients)]
        for side in sides:
            steps = (mine | theirs)[side]
            done = clients[side].steps([next(steps) for _ in range(size.steps)])
            if turn:
                found[side].append(done.cpu)
    for client in clients.values():
        client.end()
    took = {side: Measured(tuple(figures)) for side, figures in found.items()}
    what = f"one step, CPU, {name}"
    yield costs("step", what, took["act"], "bare SQLAlchemy update", took["bare"], 1.25)
    yield costs("step", what, took["act"], "SQLAlchemy-Continuum", took["continuum"], 0.33)
    yield costs("step", what, took["act"], "global chain, unguarded", took["chain"])
    yield costs("step", f"{what}, service alone", took["service"], "bare SQLAlchemy update", took["bare"])


def _at_once(name: str, numbers: list[str], where: Mapping[str, object], size: Size) -> Iterator[Line]:
    """Eight clients at once: steps per second on the wall, and how long one of them waits."""
    ours, ours_each = _rates("act", numbers, where, size)
    chain, _ = _rates("chain", numbers, where, size)
    rate, peers = (Measured(tuple(1 / r for r in rates)) for rates in (ours, chain))
    ratio = peers.median / rate.median
    aim = 4.0 if name == "PostgreSQL" else None
    per_second = [f"{1 / m.median:,.0f} steps/s ±{m.spread:.0%}" for m in (rate, peers)]
    what = f"{EIGHT} clients, {name}"
    yield Line("step", what, per_second[0], "global chain, unguarded", per_second[1], ratio, aim)
    ordered = sorted(ours_each)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    latency = f"p50 {time_text(middle)}, p99 {time_text(late)}"
    aim_ms = P99_AIM_MS if name == "SQLite" else None
    yield Line(
        "step", f"{what}, latency (p99)", latency, ratio=late * 1000, aim=aim_ms, at_most=True, unit="ms"
    )


def _rates(
    side: str, numbers: list[str], where: Mapping[str, object], size: Size
) -> tuple[list[float], list[float]]:
    """Steps per second of each round, and the time of each step."""
    clients, steps = [Client(side, where[side]) for _ in range(EIGHT)], iter(numbers)
    rates: list[float] = []
    each: list[float] = []
    for turn in range(size.rounds_at_once + 1):
        for client in clients:
            client.ask([next(steps) for _ in range(size.steps_each)])
        done: list[Done] = [client.answer() for client in clients]
        if turn:
            took = max(d.ended for d in done) - min(d.began for d in done)
            rates.append(EIGHT * size.steps_each / took)
            each += [wall for d in done for wall in d.walls]
    for client in clients:
        client.end()
    return rates, each


def _require_sound(config) -> None:
    """Every step that was timed is in the journal, whole."""
    with service(config), trail.snapshot() as view:
        findings = list(verify(view, proof.Tally()))
        moved = db.session.scalars(select(Claim.state).where(Claim.state == "submitted")).first()
    if findings or moved:
        raise AssertionError(f"the steps that were timed are not sound: {findings[:3]} {moved}")
