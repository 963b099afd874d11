"""How often one may ask: a bucket for each token, refilled evenly; in this process, for it is a guard."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

MINUTE_NS = 60_000_000_000
SECOND_NS = 1_000_000_000
MOST_BUCKETS = 10_000
"""Tokens remembered at once; the one asked for longest ago is forgotten."""


@dataclass(frozen=True)
class Left:
    """How many requests are left now, and after how many seconds there is another."""

    limit: int
    requests: int
    seconds: int
    refused: bool

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers writes it, and Retry-After (RFC 9110) where refused."""
        told = {
            "RateLimit-Policy": f'"token";q={self.limit};w=60',
            "RateLimit": f'"token";r={self.requests};t={self.seconds}',
        }
        return {**told, "Retry-After": str(self.seconds)} if self.refused else told


class Buckets:
    """The buckets of one process. One request costs a share of a minute, and a full minute is stored."""

    def __init__(self, per_minute: int) -> None:
        self.limit = per_minute
        self._cost = MINUTE_NS // per_minute
        self._full_at: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str, now: int | None = None) -> Left:
        """Take one request out of the bucket of ``key``; ``now`` in ns of a clock that only grows."""
        moment = time.monotonic_ns() if now is None else now
        with self._lock:
            full_at = max(self._full_at.get(key, 0), moment)
            refused = full_at + self._cost - moment > MINUTE_NS
            if not refused:
                full_at += self._cost
                self._full_at[key] = full_at
                self._full_at.move_to_end(key)
                while len(self._full_at) > MOST_BUCKETS:
                    self._full_at.popitem(last=False)
        room = MINUTE_NS - (full_at - moment)
        short = max(0, self._cost - room)
        return Left(self.limit, room // self._cost, -(-short // SECOND_NS), refused)
