"""Text scanned for listed names, against rapidfuzz and one plain regular expression.

All three are asked for the same thing: which of the packs' names stand in a text. rapidfuzz
finds a name where `partial_ratio` is 100; the expression is an alternation of all names. Recall
is counted on the names that were put into the texts.
"""

import re
from collections.abc import Callable

from rapidfuzz import fuzz, process

from benchmarks.corpus import lines
from benchmarks.measure import Row, best
from customhouse.desk import Desk
from customhouse.identify.normalise import Folded
from customhouse.reference.records import Synonym

TEXTS = 3000
SLOW_TEXTS = 60


def rows(desk: Desk) -> list[Row]:
    """Megabytes per second of each way: a name in every text, and in one of twenty."""
    return [row for share in (0.05, 1.0) for row in _at(desk, share)]


def _at(desk: Desk, share: float) -> list[Row]:
    texts = [d.items[0].description for d in lines(desk, TEXTS, share)]
    synonyms = [s for pack in desk.library.packs for s in pack.rows(Synonym)]
    known = sorted({s.name.casefold() for s in synonyms}, key=lambda name: (-len(name), name))
    strong = {s.name.casefold() for s in synonyms if s.strength == "strong"}
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)")
    names = desk.index.names

    def ours(some: list[str]) -> list[bool]:
        return [bool(names.find(Folded(text))) for text in some]

    def expression(some: list[str]) -> list[bool]:
        return [pattern.search(text.casefold()) is not None for text in some]

    def fuzzy(some: list[str]) -> list[bool]:
        return [
            process.extractOne(text.casefold(), known, scorer=fuzz.partial_ratio, score_cutoff=100)
            is not None
            for text in some
        ]

    def speed(way: Callable[[list[str]], list[bool]], some: list[str]) -> float:
        return sum(len(text.encode()) for text in some) / 1e6 / best(lambda: way(some), 3)

    def recall(way: Callable[[list[str]], list[bool]], some: list[str]) -> str:
        wanted = [any(name in text.casefold() for name in strong) for text in some]
        hit = sum(f and w for f, w in zip(way(some), wanted, strict=True))
        return f"recall {hit / sum(wanted):.3f}" if any(wanted) else "no names"

    few = texts[:SLOW_TEXTS]
    own, slow, plain = speed(ours, texts), speed(fuzzy, few), speed(expression, texts)
    says = f"a name in {share:.0%} of texts"
    return [
        Row(f"names found in text, MB/s, {says}", f"{own:.2f}", recall(ours, texts)),
        Row(
            f"rapidfuzz partial_ratio, MB/s, {says}",
            f"{slow:.3f}",
            recall(fuzzy, few),
            f"customhouse is {own / slow:,.0f} times as fast",
        ),
        Row(
            f"one regular expression of all names, MB/s, {says}",
            f"{plain:.2f}",
            recall(expression, texts),
            f"customhouse is {own / plain:,.1f} times as fast",
        ),
    ]
