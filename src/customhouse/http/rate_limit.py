"""How many requests one may make in a minute, counted in fixed windows."""

import math
import threading
import time
from collections.abc import Callable, Hashable

import msgspec

MINUTE = 60


class Left(msgspec.Struct, frozen=True):
    """What is left of a window: `requests` of `limit`, and `seconds` until it ends."""

    limit: int
    requests: int
    seconds: int
    spent: bool

    def headers(self) -> dict[str, str]:
        """The headers that tell of it; with Retry-After when nothing was left to take."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.requests),
            "RateLimit-Reset": str(self.seconds),
        }
        return {**told, "Retry-After": str(self.seconds)} if self.spent else told


class Limiter:
    """Counts by any key; safe between threads. What a window counted is forgotten at its end.

    `clock` gives seconds that only go forward.
    """

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic):
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[Hashable, int] = {}

    def take(self, key: Hashable) -> Left:
        """Count one request, and tell what is left after it."""
        now = self._clock()
        window = int(now // MINUTE)
        with self._lock:
            if window != self._window:
                self._window = window
                self._counts.clear()
            count = self._counts.get(key, 0) + 1
            self._counts[key] = count
        return Left(
            limit=self._limit,
            requests=max(self._limit - count, 0),
            seconds=max(math.ceil((window + 1) * MINUTE - now), 1),
            spent=count > self._limit,
        )
