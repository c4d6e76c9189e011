"""How benchmarks time things: the best of several runs, since a machine only slows down."""

import time
from collections.abc import Callable

import msgspec


class Row(msgspec.Struct, frozen=True):
    """A line of the report."""

    what: str
    value: str
    peer: str = ""
    ratio: str = ""


def best(action: Callable[[], object], runs: int = 5) -> float:
    """The shortest time of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)
