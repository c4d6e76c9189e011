"""Hit rates: what counts as a find, what an indicator is, and how sure a rate is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.coordination.entries import AnyBody, Moved, ResultReported, SampleTaken, Screened
from customhouse.coordination.indicators import TOLD, hit_rates, indicators_of, wilson
from customhouse.coordination.told import Told, ended_in, is_find
from customhouse.identify.candidate import Candidate
from tests.coordination.build import NOON
from tests.coordination.many import SCREENING, case, closed, finding, saved, told
from tests.coordination.test_insight import answer, question

SAMPLE = SampleTaken(sample="1", of="drum 3", taken_by="A", taken_at=NOON, seal="K-1")
RESULT = ResultReported(
    sample="1", laboratory="GC", method="GC-MS", finding="lindane", reported_on=NOON.date()
)


@pytest.mark.parametrize("end", ["refused", "seized", "take_back", "released"])
def test_a_case_ends_in_the_state_before_it_was_closed(end: str) -> None:
    assert ended_in(closed(end)) == end
    assert is_find(closed(end)) == (end != "released")


def test_what_was_refused_and_released_after_all_is_no_find() -> None:
    moves = [Moved(move="x", to=to, reason="r") for to in ("refused", "open")]
    assert not is_find(closed("released", *moves))
    assert ended_in(case(*moves)) is None


def again(outcome: str, because: int) -> Screened:
    return Screened(screening=SCREENING, outcome=outcome, because=(because,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bodies", "find"),
    [
        ((question(1), answer(1)), True),
        ((question(1), answer(1, "denied")), False),
        ((question(1), answer(1, "unknown")), False),
        ((question(1, "confirm_consent"), answer(1)), False),
        ((SAMPLE, RESULT, again("refuse", 4)), True),
        ((SAMPLE, RESULT, again("hold", 4)), True),
        ((SAMPLE, RESULT, again("release", 4)), False),
        ((SAMPLE, RESULT, again("hold", 3)), False),
        ((SAMPLE, RESULT), False),
        ((question(1, "confirm_consent"), answer(1, "denied"), again("hold", 4)), False),
    ],
)
def test_a_released_case_is_a_find_when_control_was_confirmed(
    bodies: tuple[AnyBody, ...], find: bool
) -> None:
    assert is_find(closed("released", *bodies)) == find


def test_an_indicator_is_what_the_first_screening_said() -> None:
    name = Candidate(
        ref="stockholm:lindane", convention="stockholm", found_by="name", evidence="lindan",
        specificity="exact", match="fuzzy", field="description", row="",
    )  # fmt: skip
    first = saved(
        finding("basel:art-2-1", rule="RSK-02", applies="unknown"),
        finding("stockholm:art-3-2", subject="stockholm:lindane", applies="unknown"),
        finding("montreal:art-4"),
        finding("basel:art-9-1", applies="no"),
        candidates=[name],
    )
    assert indicators_of(first.assessment) == {
        ("risk", "RSK-02"),
        ("provision", "stockholm:art-3-2"),
        ("flag", "montreal:art-4"),
        ("standing", "possible"),
        ("evidence", "name:fuzzy"),
        ("outcome", "hold"),
    }
    latest = saved(finding("stockholm:annex-a"))
    cases = [Told(case=closed("seized", number=n), first=first, latest=latest) for n in range(TOLD)]
    assert "stockholm:annex-a" not in {one.indicator for one in hit_rates(cases)}


def test_rates_are_told_from_twenty_closed_cases_on() -> None:
    risk, rare = finding("basel:art-2-1", rule="RSK-01"), finding("basel:art-6-1")
    cases = [told(closed("seized", number=n), risk) for n in range(15)]
    cases += [told(closed("released", number=n), risk) for n in range(45)]
    cases += [told(case(), risk) for _ in range(30)]
    cases += [told(closed("seized", number=n), rare) for n in range(TOLD - 1)]
    rates = {one.indicator: one for one in hit_rates(cases)}
    one = rates["RSK-01"]
    assert (one.cases, one.finds, one.rate) == (60, 15, 0.25)
    assert (one.low, one.high) == (0.1578, 0.3723)
    few = rates["basel:art-6-1"]
    assert (few.cases, few.finds, few.rate, few.low) == (None, None, None, None)


def test_the_interval_is_the_one_of_wilson() -> None:
    assert [round(end, 4) for end in wilson(0, 20)] == [0.0, 0.1611]
    assert [round(end, 4) for end in wilson(20, 20)] == [0.8389, 1.0]
    assert [round(end, 4) for end in wilson(5, 10)] == [0.2366, 0.7634]


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_rate(pair: tuple[int, int]) -> None:
    """Its ends are where the score test of 95 per cent just does not reject."""
    finds, cases = pair
    low, high = wilson(finds, cases)
    share = finds / cases
    assert 0 <= low <= share <= high <= 1
    for end in {low, high} - {0.0, 1.0}:
        error = math.sqrt(end * (1 - end) / cases)
        assert abs(share - end) / error == pytest.approx(1.96, rel=1e-4)
