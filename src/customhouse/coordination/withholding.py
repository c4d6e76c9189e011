"""Numbers that can be shown without telling of anybody: small ones are withheld, and not alone.

A number below `LEAST` is not shown. Where the total would give it away, the next smallest
number is withheld with it, and all of them get one sign, so that nobody can tell which of
them is small. The choice looks at values only, never at places: exchanging the numbers that
are withheld would show the same table. So not even somebody who knows this rule finds a small
number.
"""

from collections.abc import Mapping

import msgspec

LEAST = 5
SMALL = "<5"
HIDDEN = "withheld"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A table to be shown. A number that is withheld is `None`, and `sign` stands for it.

    `total` is `None` too where it is withheld, or where the rows do not add up to anything.
    """

    numbers: dict[str, int | None]
    total: int | None = None
    sign: str = SMALL


def parts(counts: Mapping[str, int]) -> Shown:
    """Rows of which each thing is counted in one, with their total.

    Name every row that there could be, the empty ones too.
    """
    total = sum(counts.values())
    if total == 0:
        return Shown(numbers=dict(counts), total=0)
    small = {key for key, count in counts.items() if count < LEAST}
    if total < LEAST:
        return nothing(counts)
    if not _given_away([counts[key] for key in small]):
        return Shown(numbers=_without(counts, small), total=total)
    large = [count for key, count in counts.items() if key not in small]
    if not large:
        return nothing(counts)
    hidden = {key for key, count in counts.items() if count <= min(large)}
    return Shown(numbers=_without(counts, hidden), total=total, sign=HIDDEN)


def several(counts: Mapping[str, int]) -> Shown:
    """Rows of which one thing may be counted in several: no total belongs to them."""
    small = {key for key, count in counts.items() if count < LEAST}
    return Shown(numbers=_without(counts, small))


def nothing(counts: Mapping[str, int]) -> Shown:
    """The rows with neither a number nor a total."""
    return Shown(numbers=dict.fromkeys(counts), sign=HIDDEN)


def _given_away(small: list[int]) -> bool:
    """Whether what is left of the total tells the withheld numbers: one alone, or all the most."""
    if not any(small):
        return False
    return len(small) == 1 or all(count == LEAST - 1 for count in small)


def _without(counts: Mapping[str, int], hidden: set[str]) -> dict[str, int | None]:
    return {key: None if key in hidden else count for key, count in counts.items()}
