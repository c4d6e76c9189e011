"""Ends of time limits, days off of States, and the clocks that entries start and stop."""

import datetime
import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.coordination.case import Case, case_of
from customhouse.coordination.clocks import (
    Limit,
    clocks_of,
    end_of,
    limits,
    new_name,
    standing,
    state_of,
    suggested,
)
from customhouse.coordination.days_off import (
    is_working_day,
    knows,
    next_working_day,
    working_days_after,
)
from customhouse.coordination.entries import (
    FIRST,
    Answered,
    AnyBody,
    Asked,
    Author,
    ClockStarted,
    ClockStopped,
    Entry,
    Moved,
    Opened,
    Screened,
    Withdrawn,
    sealed,
)
from customhouse.desk import Desk
from customhouse.screening.finding import Finding, Outcome

BEGAN = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
DAYS = st.dates(date(1992, 1, 1), date(2060, 12, 31))
STATES = st.sampled_from(["KE", "SA", "CN", "DE", "BR", "IR", "UA", "EU", "", "ZZ"])
LIMITS = st.sampled_from(list(limits().values()))


def case_with(*bodies: AnyBody) -> Case:
    by = Author(via="account", name="Amina", iso3="KEN", user_id=uuid.UUID(int=1))
    made: list[Entry] = []
    for number, body in enumerate([Opened(number="C-1", title="Drums"), *bodies], start=1):
        made.append(
            sealed(
                Entry(
                    case=uuid.UUID(int=9),
                    sequence=number,
                    at=BEGAN + timedelta(days=number),
                    by=by,
                    body=body,
                    previous=made[-1].hash if made else FIRST,
                )
            )
        )
    return case_of(made)


def asked(referral: uuid.UUID, answer_by: date | None) -> Asked:
    return Asked(
        referral=referral,
        to="competent_authority",
        name="NEMA",
        iso3="KEN",
        question="is_it_controlled",
        text="Is it?",
        language="en",
        answer_by=answer_by,
    )


def finding(
    provision: str, outcome: Outcome = "hold", deadline: str = "30 days", applies: str = "yes"
) -> Finding:
    return Finding(
        provision=provision,
        applies=applies,  # type: ignore[arg-type]
        because=(),
        requires=(),
        outcome=outcome,
        explanation="",
        deadline=deadline,
    )


def test_each_limit_rests_on_a_provision_of_the_packs(desk: Desk) -> None:
    known = {rule.provision for rule in desk.library.rules.values()}
    named = {row.provision for row in limits().values()} - {""}
    by = {one for row in limits().values() for one in row.suggested_by}
    assert named <= known
    assert {one for one in by if not one.startswith("move:")} <= known
    assert limits()["answer"].provision == ""


@pytest.mark.parametrize(
    ("limit", "began_on", "ends_on"),
    [
        ("basel-9-2-return", date(2026, 3, 2), date(2026, 4, 1)),
        ("basel-8-return", date(2026, 3, 2), date(2026, 5, 31)),
        ("basel-6-4-transit", date(2024, 2, 1), date(2024, 4, 1)),
        ("basel-6-4-transit", date(2023, 2, 1), date(2023, 4, 2)),
        ("rotterdam-10-2-response", date(2026, 1, 15), date(2026, 10, 15)),
        ("rotterdam-10-2-response", date(2023, 5, 31), date(2024, 2, 29)),
        ("rotterdam-10-2-response", date(2024, 5, 31), date(2025, 2, 28)),
        ("rotterdam-10-2-response", date(2026, 4, 30), date(2027, 1, 30)),
        ("basel-6-2-import", date(2026, 3, 2), None),
    ],
)
def test_the_end_of_a_limit(limit: str, began_on: date, ends_on: date | None) -> None:
    assert end_of(limits()[limit], began_on) == ends_on


def test_working_days_leave_out_the_days_off_of_the_state() -> None:
    answer = limits()["answer"]
    assert end_of(answer, date(2026, 3, 2), "KE") == date(2026, 3, 16)
    assert end_of(answer, date(2026, 12, 24), "KE") == date(2027, 1, 11)
    assert end_of(answer, date(2026, 3, 2), "") == date(2026, 3, 16)
    friday, saturday = date(2026, 3, 6), date(2026, 3, 7)
    assert not is_working_day(friday, "SA") and is_working_day(friday, "KE")
    assert not is_working_day(saturday, "KE")
    assert next_working_day(date(2026, 6, 1), "KE") == date(2026, 6, 2)
    assert next_working_day(date(2026, 6, 1), "ZZ") == date(2026, 6, 1)


def test_a_state_that_nobody_knows_has_saturday_and_sunday_off() -> None:
    assert knows("KE") and knows("ke")
    assert not knows("EU") and not knows("")
    week = [date(2026, 12, 21) + timedelta(days=n) for n in range(7)]
    assert [is_working_day(day, "EU") for day in week] == [True] * 5 + [False] * 2


@given(LIMITS, DAYS, STATES)
def test_an_end_is_not_before_its_beginning(limit: Limit, began_on: date, iso2: str) -> None:
    ends_on = end_of(limit, began_on, iso2)
    if limit.days is None and limit.months is None:
        assert ends_on is None
    else:
        assert ends_on is not None and ends_on >= began_on


@given(LIMITS, DAYS, st.integers(0, 400), STATES)
def test_who_begins_later_does_not_end_earlier(
    limit: Limit, began_on: date, later: int, iso2: str
) -> None:
    first, second = (
        end_of(limit, began_on, iso2),
        end_of(limit, began_on + timedelta(days=later), iso2),
    )
    if first is not None and second is not None:
        assert first <= second


@given(DAYS, st.integers(1, 40), STATES)
def test_working_days_never_end_on_a_day_off(day: date, number: int, iso2: str) -> None:
    ends_on = working_days_after(day, number, iso2)
    assert is_working_day(ends_on, iso2)
    between = (day + timedelta(days=n) for n in range(1, (ends_on - day).days + 1))
    assert sum(is_working_day(one, iso2) for one in between) == number


@given(DAYS, STATES)
def test_the_next_working_day_is_the_first_one(day: date, iso2: str) -> None:
    moved = next_working_day(day, iso2)
    assert is_working_day(moved, iso2)
    skipped = (day + timedelta(days=n) for n in range((moved - day).days))
    assert not any(is_working_day(one, iso2) for one in skipped)


@given(st.integers(1992, 2100), st.integers(1, 12), st.integers(1, 31), st.integers(0, 36))
def test_months_keep_the_day_or_take_the_last_one(
    year: int, month: int, day: int, months: int
) -> None:
    began_on = min(date(year, month, 1) + timedelta(days=day - 1), date(2100, 12, 31))
    limit = Limit(
        limit="m", provision="", months=months, counted="calendar", begins="", title="", on_end=""
    )
    ends_on = end_of(limit, began_on)
    assert ends_on is not None
    assert (ends_on.year * 12 + ends_on.month) - (began_on.year * 12 + began_on.month) == months
    if ends_on.day != began_on.day:
        assert ends_on.day < began_on.day and (ends_on + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("left", "state"),
    [(8, "running"), (7, "due_soon"), (0, "due_soon"), (-1, "overdue"), (None, "running")],
)
def test_where_a_clock_stands(left: int | None, state: str) -> None:
    today = date(2026, 3, 2)
    assert standing(None if left is None else today + timedelta(days=left), today) == state


def test_clocks_start_and_stop_by_entries() -> None:
    began_on = date(2026, 3, 1)
    case = case_with(
        ClockStarted(clock="a", limit="basel-9-2-return", began_on=began_on, iso3="DEU"),
        ClockStarted(
            clock="b", limit="basel-8-return", began_on=began_on, ends_on=date(2026, 12, 1)
        ),
        ClockStopped(clock="a", reason="taken back"),
    )
    a, b = clocks_of(case.entries)
    assert (a.ends_on, a.iso3, a.stopped, a.reason) == (date(2026, 3, 31), "DEU", 4, "taken back")
    assert state_of(a, date(2030, 1, 1)) == "stopped"
    assert b.ends_on == date(2026, 12, 1)
    assert state_of(b, date(2026, 12, 2)) == "overdue"


def test_a_question_with_a_day_is_a_clock_until_it_is_answered() -> None:
    one, two, three = (uuid.UUID(int=n) for n in (1, 2, 3))
    day = date(2026, 3, 20)
    case = case_with(asked(one, day), asked(two, day), asked(three, None))
    assert [(c.ends_on, c.of_question) for c in clocks_of(case.entries)] == [(day, True)] * 2
    late = Answered(referral=one, verdict="confirmed", text="It is.", language="en")
    case = case_with(
        asked(one, day), asked(two, day), late, Withdrawn(referral=two, reason="not needed")
    )
    assert [c.stopped for c in clocks_of(case.entries)] == [4, 5]


def test_a_name_is_used_once() -> None:
    started = ClockStarted(clock="answer", limit="answer", began_on=date(2026, 3, 1))
    case = case_with(started, ClockStopped(clock="answer", reason="answered"))
    assert new_name(case, "answer") == "answer-2"
    assert new_name(case, "basel-8-return") == "basel-8-return"


def test_taking_back_suggests_the_thirty_days() -> None:
    back = Moved(move="order_take_back", to="take_back", reason="illegal", evidence=(1,))
    started = ClockStarted(
        clock="r", limit="basel-9-2-return", began_on=date(2026, 3, 1), ends_on=date(2026, 3, 31)
    )
    stopped = ClockStopped(clock="r", reason="begins anew")

    def proposed(*bodies: AnyBody) -> list[str]:
        return [one.limit.limit for one in suggested(case_with(*bodies), [])]

    assert proposed() == []
    assert proposed(back) == ["basel-9-2-return"]
    assert proposed(back, started) == []
    assert proposed(back, started, stopped) == []
    assert proposed(started, stopped, back) == ["basel-9-2-return"]
    opened_again = Moved(move="reopen", to="open", reason="wrong")
    assert proposed(back, opened_again) == []


def test_findings_with_a_deadline_suggest_their_limits() -> None:
    case = case_with(Screened(screening=uuid.UUID(int=5), outcome="hold"))
    both = {"basel-9-2-return", "basel-9-3-disposal"}
    assert {one.limit.limit for one in suggested(case, [finding("basel:art-9-1")])} == both
    for quiet in (
        finding("basel:art-9-1", deadline=""),
        finding("basel:art-9-1", outcome="release"),
        finding("basel:art-9-1", applies="no"),
    ):
        assert suggested(case, [quiet]) == []


@given(st.dates(), st.sampled_from([*limits(), "unknown"]))
def test_entries_of_any_time_make_clocks(began_on: date, limit: str) -> None:
    case = case_with(ClockStarted(clock="a", limit=limit, began_on=began_on))
    [clock] = clocks_of(case.entries)
    assert clock.ends_on is None or clock.ends_on >= began_on
    assert next_working_day(date.max, "") == date.max
