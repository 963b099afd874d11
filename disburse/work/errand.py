"""What a kind of job is given to do, and how it may end badly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class Failed(Exception):
    """The job could not be done now; ``final`` says that another attempt would not help.

    The sentence is kept with the job for its administrators: no secret, no personal data.
    """

    def __init__(self, sentence: str, *, final: bool = False) -> None:
        self.final = final
        super().__init__(sentence)


class Stopped(Exception):
    """The worker is asked to stop, or another has the job now: leave off where nothing is half done."""


@dataclass(frozen=True)
class Errand:
    """One job at work. ``told(done, total)`` says how far it is; it raises Stopped where work is to end."""

    number: int
    payload: Mapping[str, Any]
    told: Callable[[int, int], None]


@dataclass(frozen=True)
class Kind:
    """What is done for a kind of job, and how often it is tried.

    Doing it twice must come to the same as doing it once. The pause after the n-th failure is
    ``first_pause_s`` × 3^(n-1), at most ``longest_pause_s``, of which a random half is taken off.
    ``by_hand``: an administrator may ask for it.
    """

    run: Callable[[Errand], Mapping[str, Any] | None]
    attempts: int
    first_pause_s: int
    longest_pause_s: int
    by_hand: bool = False

    def pause_ms(self, attempts: int, chance: Callable[[int], int]) -> int:
        """How long to wait after so many failures; ``chance(n)`` gives a random number below n."""
        whole_ms = 1000 * min(int(self.first_pause_s * 3 ** (attempts - 1)), self.longest_pause_s)
        return whole_ms - chance(whole_ms // 2 + 1)
