"""The packs that come with customhouse are sound, and load fast enough to be loaded each time."""

import time

from customhouse.reference.pack import SHIPPED, load_shipped
from customhouse.reference.verify import verify

LIMIT_SECONDS = 0.25
"""A command that takes longer to start than this feels slow."""


def test_the_shipped_packs_load() -> None:
    packs = load_shipped()
    assert tuple(pack.name for pack in packs) == SHIPPED
    assert all(pack.row_counts() and pack.sources for pack in packs)


def test_the_shipped_packs_have_no_problems() -> None:
    assert [str(problem) for problem in verify(load_shipped())] == []


def test_the_shipped_packs_load_in_a_blink() -> None:
    load_shipped()
    times = []
    for _ in range(3):
        start = time.perf_counter()
        load_shipped()
        times.append(time.perf_counter() - start)
    assert min(times) < LIMIT_SECONDS
