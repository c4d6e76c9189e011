"""Charts keep proportions, lose nothing and have axes in round numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.screening.finding import OUTCOMES
from customhouse.web.charts import NAMES, TRACK, Frame, bars, nice_ticks, stacked_columns

COUNTS = st.integers(min_value=0, max_value=10**7)
COLUMNS = st.lists(st.dictionaries(st.sampled_from(OUTCOMES), COUNTS), max_size=120)


@given(COUNTS)
def test_ticks_are_round_few_and_reach_the_largest(largest: int) -> None:
    ticks = nice_ticks(largest)
    step = ticks[1]
    assert ticks == tuple(range(0, ticks[-1] + 1, step))
    assert largest <= ticks[-1] < max(largest, 1) + step
    assert 2 <= len(ticks) <= 6
    assert str(step).rstrip("0") in {"1", "2", "5"}


@given(COLUMNS, st.booleans())
def test_heights_are_in_proportion_and_nothing_is_lost(
    values: list[dict[str, int]], mirrored: bool
) -> None:
    frame = Frame()
    chart = stacked_columns(values, OUTCOMES, mirrored=mirrored)
    floor = frame.height - frame.below
    unit = (floor - frame.above) / chart.ticks[-1].value
    assert [column.total for column in chart.columns] == [sum(one.values()) for one in values]
    for one, column in zip(values, chart.columns, strict=True):
        assert {part.series: part.value for part in column.segments} == {
            name: number for name, number in one.items() if number
        }
        top = floor
        for part in column.segments:
            assert part.height == pytest.approx(part.value * unit)
            assert part.y + part.height == pytest.approx(top)
            assert 0 <= part.x <= part.x + part.width <= frame.width
            top = part.y
        assert top >= frame.above - 1e-6
    assert sum(column.named for column in chart.columns) <= NAMES


@given(COLUMNS)
def test_a_mirrored_chart_runs_the_other_way(values: list[dict[str, int]]) -> None:
    plain, mirrored = (stacked_columns(values, OUTCOMES, mirrored=way) for way in (False, True))
    for left, right in zip(plain.columns, mirrored.columns, strict=True):
        assert left.middle + right.middle == pytest.approx(Frame().width)
    assert plain.axis + mirrored.axis == Frame().width


@given(st.lists(COUNTS), st.booleans())
def test_bars_are_in_proportion(values: list[int], mirrored: bool) -> None:
    drawn = bars(values, mirrored=mirrored)
    largest = max(values, default=0)
    assert [bar.value for bar in drawn] == values
    for bar in drawn:
        assert bar.length * largest == pytest.approx(bar.value * TRACK)
        assert bar.x == pytest.approx(TRACK - bar.length if mirrored else 0)
