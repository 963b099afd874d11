"""Measuring fairly: warm-up, rounds in which all sides take turns, the median of each and its spread.

CPU time, not the clock on the wall: on a machine that does other things the wall measures those.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Clock = Callable[[], float]
Work = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """Seconds per unit of work, one figure for each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The figure to report."""
        return statistics.median(self.rounds)

    @property
    def spread(self) -> float:
        """Half the distance between the first and the third quartile, as a share of the median."""
        if len(self.rounds) < 3:
            return 0.0
        first, _, third = statistics.quantiles(self.rounds, n=4)
        return (third - first) / 2 / self.median if self.median else 0.0


def in_turn(
    sides: Mapping[str, Work],
    *,
    rounds: int,
    units: int | Mapping[str, int] = 1,
    repeat: int | Mapping[str, int] = 1,
    clock: Clock = time.process_time,
    before: Work | None = None,
) -> dict[str, Measured]:
    """Time every side once a round, in an order that turns, after a round of warm-up that is not counted.

    ``units`` of work are done by one call, and a side is called ``repeat`` times in a round; the figures are
    seconds per unit. ``before`` is done before each timing and not counted.
    """
    names, found = list(sides), {name: [] for name in sides}
    for turn in range(rounds + 1):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            if before:
                before()
            calls = repeat if isinstance(repeat, int) else repeat[name]
            each = calls * (units if isinstance(units, int) else units[name])
            taken = _timed(sides[name], calls, clock) / each
            if turn:
                found[name].append(taken)
    return {name: Measured(tuple(figures)) for name, figures in found.items()}


def _timed(work: Work, calls: int, clock: Clock) -> float:
    gc.collect()
    began = clock()
    for _ in range(calls):
        work()
    return clock() - began


def calls_for(work: Work, seconds: float, most: int = 100_000) -> int:
    """How often to call ``work`` for a round to last about ``seconds``."""
    work()
    began = time.perf_counter()
    work()
    return max(1, min(most, int(seconds / max(time.perf_counter() - began, 1e-9))))
