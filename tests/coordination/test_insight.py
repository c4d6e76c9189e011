"""Numbers of many cases: what is counted, and that they tell of nobody."""

import uuid
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from customhouse.coordination.entries import (
    Answered,
    AnyBody,
    Asked,
    Corrected,
    CostEntered,
    PartyNamed,
    Screened,
)
from customhouse.coordination.insight import Statistics, statistics_of
from customhouse.coordination.told import Told
from customhouse.coordination.withholding import HIDDEN, LEAST
from tests.coordination.build import NOON, asked
from tests.coordination.many import SCREENING, case, closed, finding, told


def cost(amount: int, currency: str = "KES") -> CostEntered:
    return CostEntered(
        cost="storage", amount=Decimal(amount), currency=currency, day=NOON.date(), payer="Acme"
    )


def answer(number: int, verdict: Any = "confirmed") -> Answered:
    return Answered(
        referral=uuid.UUID(int=number), verdict=verdict, text="It is ours.", language="en"
    )


def question(number: int, kind: Any = "is_it_controlled") -> Asked:
    return msgspec.structs.replace(asked(number), question=kind)


def many(count: int, *bodies: AnyBody, **fields: Any) -> list[Told]:
    return [
        told(closed("seized", *bodies, number=n, **fields), finding("basel:art-6-1"))
        for n in range(1, count + 1)
    ]


def test_cases_are_counted_by_what_they_are() -> None:
    entry = finding("stockholm:art-3-1-a", subject="stockholm:lindane")
    dropped = finding("basel:art-9-1", applies="no", subject="basel:A1180")
    cases = [
        *many(6),
        *(told(case(Screened(screening=SCREENING, outcome="refuse")), entry, dropped)
          for _ in range(7)),
        *(Told(case=case()) for _ in range(8)),
    ]  # fmt: skip
    found = statistics_of(cases)
    assert found.states.total == found.outcomes.total == 21
    assert (found.states.numbers["closed"], found.states.numbers["open"]) == (6, 15)
    assert found.outcomes.numbers["refuse"] == 7
    assert found.outcomes.numbers["none"] == 8
    assert found.outcomes.numbers["hold"] == 6
    assert found.provisions.numbers == {"stockholm:art-3-1-a": 7, "basel:art-6-1": 6}
    assert found.entries.numbers == {"stockholm:lindane": 7}


def test_one_small_state_hides_another() -> None:
    found = statistics_of([*many(8), *(Told(case=case()) for _ in range(9))])
    assert found.states.total == 17
    assert found.states.numbers["open"] == 9
    assert found.states.numbers["seized"] is None
    few = statistics_of([*many(3)])
    assert few.states.total is None
    assert set(few.states.numbers.values()) == {None}
    assert few.outcomes.sign == HIDDEN


def test_a_total_that_one_table_hides_no_other_shows() -> None:
    """Four cases of each outcome and of nothing else: only the states could tell the total."""
    outcomes = ("release", "request_documents", "refer", "hold", "refuse")
    cases = [
        Told(case=case(Screened(screening=SCREENING, outcome=one)))  # type: ignore[arg-type]
        for one in outcomes
        for _ in range(4)
    ]
    found = statistics_of([*cases, *(Told(case=case()) for _ in range(4))])
    assert found.outcomes.total is None
    assert found.states.total is None
    assert set(found.states.numbers.values()) == {None}


def test_time_to_answer_and_costs_need_five() -> None:
    bodies = (question(1), answer(1), cost(100), cost(20), cost(5, "USD"))
    four = statistics_of(many(4, *bodies))
    assert {time.median for time in four.answer_times} == {None}
    assert [(one.cases, one.amount) for one in four.costs] == [(None, None), (None, None)]
    five = statistics_of(told(closed("seized", *bodies, number=n, apart=n)) for n in range(1, 6))
    times = {time.question: time for time in five.answer_times}
    assert (times["all"].lower, times["all"].median, times["all"].upper) == (2, 3, 4)
    assert times["is_it_controlled"].median == 3
    assert times["take_back"].median is None
    assert [(one.currency, one.cases, one.amount) for one in five.costs] == [
        ("KES", 5, Decimal(600)),
        ("USD", 5, Decimal(25)),
    ]
    assert five.questions.numbers["is_it_controlled"] == 5


def test_a_cost_that_was_wrong_is_counted_as_corrected() -> None:
    right = Corrected(of=3, reason="misread", body=cost(10))
    found = statistics_of(many(5, cost(1000), right))
    assert [(one.cases, one.amount) for one in found.costs] == [(5, Decimal(50))]


STATES = st.sampled_from(("open", "held", "seized", "released", "closed"))
KINDS = st.sampled_from(("is_it_controlled", "take_back", "analyse_sample"))
CASES = st.lists(st.tuples(STATES, st.lists(KINDS, max_size=3), st.booleans()), max_size=40)


@given(CASES)
def test_numbers_name_nobody_and_none_is_small(
    made: list[tuple[str, list[str], bool]],
) -> None:
    cases = []
    for number, (state, kinds, paid) in enumerate(made, start=1):
        bodies: list[AnyBody] = [PartyNamed(role="exporter", name="Zanzibar Traders Ltd")]
        for place, kind in enumerate(kinds, start=1):
            bodies += [question(place, kind), answer(place)]
        bodies += [cost(7)] * paid
        one = closed(state, *bodies, number=number) if state == "closed" else case(*bodies)
        cases.append(told(one, finding("basel:art-6-1", subject="basel:A1180")))
    found = statistics_of(cases)
    text = msgspec.json.encode(found).decode()
    for name in ("Zanzibar", "Amina", "Person", "MSA", "NEMA", "Acme"):
        assert name not in text
    assert {number for number in _numbers(found) if 1 <= number < LEAST} == set()
    assert len(made) < LEAST or found.states.total in (len(made), None)


def _numbers(found: Statistics) -> list[int]:
    tables = (found.states, found.outcomes, found.provisions, found.entries, found.questions)
    shown = [n for table in tables for n in (*table.numbers.values(), table.total)]
    return [n for n in (*shown, *(one.cases for one in found.costs)) if n is not None]
