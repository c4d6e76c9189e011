"""No number from 1 to 4 can be worked out, not even by somebody who knows how they are withheld."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from customhouse.coordination.withholding import HIDDEN, LEAST, SMALL, parts, several

ROWS = "abcd"
MOST = 14
"""The largest total of which every table is looked at."""


def named(counts: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(ROWS, counts, strict=False))


def summing(total: int, rows: int) -> Iterator[tuple[int, ...]]:
    if rows == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in summing(total - first, rows - 1):
            yield (first, *rest)


@cache
def tables_by_look(rows: int) -> dict[bytes, list[tuple[int, ...]]]:
    """Every table of up to `MOST` things, by what is shown of it."""
    found: dict[bytes, list[tuple[int, ...]]] = defaultdict(list)
    for total in range(MOST + 1):
        for counts in summing(total, rows):
            found[msgspec.json.encode(parts(named(counts)))].append(counts)
    return found


@pytest.mark.parametrize("rows", [2, 3, 4])
def test_every_small_number_could_be_another_one(rows: int) -> None:
    """Over all tables that show the same: an attacker can do no more than list them.

    Where the total is shown all of them are listed; where it is not, more are still possible.
    """
    told = {
        look: alike
        for look, alike in tables_by_look(rows).items()
        for place in range(rows)
        for values in [{counts[place] for counts in alike}]
        if len(values) == 1 and 1 <= values.pop() < LEAST
    }
    assert told == {}


@given(st.lists(st.integers(0, 60), min_size=2, max_size=10))
@example([4, 4, 9])
@example([1, 5, 5, 80])
@example([4, 4, 4])
@example([0, 0, 3])
def test_what_is_shown_is_true_and_no_small_number_is(counts: list[int]) -> None:
    rows = {f"row {n}": count for n, count in enumerate(counts)}
    shown = parts(rows)
    total = sum(counts)
    assert shown.total in (total, None)
    hidden = [rows[key] for key, number in shown.numbers.items() if number is None]
    for key, number in shown.numbers.items():
        assert number in (rows[key], None)
        assert number is None or number >= LEAST or total == 0
    small = [count for count in hidden if 0 < count < LEAST]
    if small and shown.total is not None:
        assert len(hidden) > 1
        assert shown.sign == (HIDDEN if max(hidden) >= LEAST else SMALL)
        assert sum(hidden) != (LEAST - 1) * len(hidden) or shown.sign == HIDDEN


@given(
    st.lists(st.integers(0, 30), min_size=2, max_size=6).flatmap(
        lambda counts: st.tuples(st.just(counts), st.permutations(range(len(counts))))
    )
)
def test_places_decide_nothing(given_: tuple[list[int], list[int]]) -> None:
    counts, order = given_
    rows = {str(n): count for n, count in enumerate(counts)}
    shown = parts(rows)
    again = parts({str(n): counts[n] for n in order})
    assert again.numbers == shown.numbers
    assert (again.total, again.sign) == (shown.total, shown.sign)


def test_examples() -> None:
    assert parts({"a": 3, "b": 9, "c": 20}).numbers == {"a": None, "b": None, "c": 20}
    assert parts({"a": 3, "b": 9, "c": 9}).numbers == {"a": None, "b": None, "c": None}
    assert parts({"a": 3, "b": 2, "c": 9}).numbers == {"a": None, "b": None, "c": 9}
    assert parts({"a": 3, "b": 0, "c": 9}).sign == SMALL
    assert parts({"a": 3, "b": 9, "c": 20}).sign == HIDDEN
    assert parts({"a": 3, "b": 0}).total is None
    assert parts({"a": 4, "b": 4}).total is None
    assert parts({"a": 0, "b": 0}).total == 0
    assert several({"a": 3, "b": 0, "c": 9}).numbers == {"a": None, "b": None, "c": 9}
    assert several({"c": 9}).total is None
