"""Moves as data: what may be done by whom, and that no path leads around two persons."""

import datetime
from collections import deque
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.accounts.actor import Actor
from customhouse.accounts.permissions import ROLES, Role, permissions
from customhouse.coordination.case import Case, case_of
from customhouse.coordination.entries import (
    Author,
    Body,
    ClockStarted,
    Moved,
    ResultReported,
    SampleTaken,
    sealed,
)
from customhouse.coordination.moves import (
    START,
    STATES,
    Move,
    MoveError,
    Need,
    check,
    moves,
    possible,
    unmet,
)
from customhouse.store.tables import cases
from tests.coordination.build import (
    AGAIN,
    AMINA,
    BARAKA,
    CLEAR,
    DRUMS,
    NOON,
    UNCLEAR,
    actor,
    asked,
    author,
    moved,
    opened,
    releases_hold,
    tell,
)
from tests.coordination.test_case import (
    CLOCK,
    COST,
    RESULT,
    SAID,
    SAMPLE,
    answer,
    put_right,
    take_back,
)

RELEASE = ("propose_release", "confirm_release")
BY_THE_BOOK: dict[str, set[Need]] = {
    "propose_release": {"reason", "evidence", "no_open_question", "nothing_unknown"},
    "confirm_release": {
        "reason",
        "another_person",
        "nothing_new",
        "no_open_question",
        "nothing_unknown",
    },
}
READY = opened(DRUMS, CLEAR)


def proposed(case: Case = READY, by: Actor = AMINA) -> Case:
    return moved(case, "propose_release", by, evidence=(2, 3))


def needs(case: Case, name: str, by: Actor, reason: str = "seen") -> set[Need]:
    """What the move would need, its evidence given."""
    return set(unmet(moves()[name], case, by, reason, tuple(case.evidence)))


def test_the_rows_are_whole() -> None:
    rows = moves().values()
    assert len(rows) == len({row.title for row in rows}) == 11
    for row in rows:
        assert row.sources and row.to not in row.sources
        assert "reason" in row.needs
        assert set(row.needs) <= set(get_args(Need))
        for role in row.roles:
            assert "cases.write" in permissions([role])
    assert all(len(state) <= cases.c.state.type.length for state in STATES)  # type: ignore[attr-defined]


def test_every_need_is_asked_by_some_move() -> None:
    assert {need for row in moves().values() for need in row.needs} == set(get_args(Need))


def test_every_state_can_be_reached_and_left() -> None:
    reached, waiting = {START}, deque([START])
    while waiting:
        state = waiting.popleft()
        for row in moves().values():
            if state in row.sources and row.to not in reached:
                reached.add(row.to)
                waiting.append(row.to)
    assert reached == set(STATES)
    assert {state for row in moves().values() for state in row.sources} == set(STATES)


def paths(target: str, length: int = 7) -> Iterator[tuple[Move, ...]]:
    """Every way from the start to a state that passes no state of it twice."""
    waiting: deque[tuple[Move, ...]] = deque([()])
    while waiting:
        path = waiting.popleft()
        state = path[-1].to if path else START
        if state == target:
            yield path
            continue
        been = {START, *(move.to for move in path)}
        waiting.extend(
            (*path, row)
            for row in moves().values()
            if state in row.sources and row.to not in been and len(path) < length
        )


def test_every_path_to_released_is_proposed_and_confirmed() -> None:
    found = list(paths("released"))
    assert len(found) > 5
    for path in found:
        assert tuple(move.move for move in path[-2:]) == RELEASE


def test_the_two_moves_of_a_release_ask_for_what_the_book_says() -> None:
    assert [row.move for row in moves().values() if row.to == "released"] == ["confirm_release"]
    assert [row.move for row in moves().values() if row.to == "release_proposed"] == [
        "propose_release"
    ]
    assert moves()["confirm_release"].sources == ("release_proposed",)
    for name, book in BY_THE_BOOK.items():
        assert set(moves()[name].needs) >= book


@pytest.mark.parametrize("target", STATES)
def test_every_state_is_reached_by_two_persons_in_fact(target: str) -> None:
    """Not only in the data: `check` lets them through, with all that is needed there."""
    for path in paths(target):
        case = opened(DRUMS, CLEAR)
        for place, row in enumerate(path):
            if "open_question" in row.needs:
                case = tell(case, asked(place))
            elif "no_open_question" in row.needs:
                case = tell(case, *(answer(q.referral.int) for _, q in case.open_questions))
            case = moved(case, row.move, (AMINA, BARAKA)[place % 2], evidence=(2,))
        assert case.state == target


def test_a_release_is_proposed_by_one_and_confirmed_by_another() -> None:
    case = moved(proposed(), "confirm_release", BARAKA)
    assert case.state == "released"
    assert [e.by.name for e in case.entries if isinstance(e.body, Moved)] == [
        AMINA.name,
        BARAKA.name,
    ]


def test_who_proposed_cannot_confirm() -> None:
    case = proposed()
    with pytest.raises(MoveError) as raised:
        moved(case, "confirm_release", AMINA)
    assert raised.value.unmet == ("another_person",)
    for words in (SAID, CLOCK):
        assert needs(tell(case, words, by=BARAKA), "confirm_release", AMINA) == {"another_person"}


def test_who_proposed_anew_cannot_confirm_whatever_another_did_between() -> None:
    """Only a proposal leads to `release_proposed`, so the latest move is always the proposal."""
    case = proposed()
    for name in ("decline_release", "inspect", "hold"):
        case = moved(case, name, BARAKA)
    case = proposed(case)
    assert needs(case, "confirm_release", AMINA) == {"another_person"}
    assert needs(case, "confirm_release", BARAKA) == set()


OTHERS: dict[str, Author] = {
    "a guest": msgspec.structs.replace(author(AMINA), via="guest", user_id=None),
    "somebody of another organisation": msgspec.structs.replace(
        author(AMINA), organisation_id=AMINA.user_id
    ),
    "an import": Author(via="import", name="Amina", iso3="UGA"),
}


@pytest.mark.parametrize("who", OTHERS)
def test_a_proposal_from_outside_is_not_confirmed_here(who: str) -> None:
    case = proposed()
    outside = sealed(msgspec.structs.replace(case.last, by=OTHERS[who]))
    case = case_of([*case.entries[:-1], outside])
    assert needs(case, "confirm_release", BARAKA) == {"another_person"}
    assert moved(case, "decline_release", BARAKA).state == "held"


def test_no_release_while_something_is_unknown() -> None:
    assert needs(opened(DRUMS), "propose_release", AMINA) == {"nothing_unknown"}
    unclear = opened(DRUMS, CLEAR, UNCLEAR)
    assert needs(unclear, "propose_release", AMINA) == {"nothing_unknown"}
    assert needs(tell(unclear, AGAIN), "propose_release", AMINA) == set()


def test_what_becomes_unknown_after_the_proposal_stops_the_release() -> None:
    case = tell(proposed(), UNCLEAR)
    assert needs(case, "confirm_release", BARAKA) == {"nothing_unknown", "nothing_new"}


def test_a_question_after_the_proposal_stops_the_release() -> None:
    case = tell(proposed(), asked(1))
    assert needs(case, "confirm_release", BARAKA) == {"no_open_question", "nothing_new"}
    for end in (answer(1), take_back(1)):
        assert needs(tell(case, end), "confirm_release", BARAKA) == {"nothing_new"}


@pytest.mark.parametrize(
    "news", [put_right(2, DRUMS), put_right(2), DRUMS, AGAIN], ids=lambda body: type(body).__name__
)
def test_what_bears_on_a_proposal_asks_for_another(news: Body) -> None:
    case = tell(proposed(), news, by=BARAKA)  # type: ignore[arg-type]
    assert needs(case, "confirm_release", BARAKA) == {"nothing_new"}
    declined = moved(case, "decline_release", BARAKA)
    again = moved(declined, "propose_release", AMINA, evidence=(3,))
    assert moved(again, "confirm_release", BARAKA).state == "released"


@pytest.mark.parametrize("news", [SAID, COST, CLOCK])
def test_words_costs_and_clocks_leave_a_proposal_as_it_is(news: Body) -> None:
    case = tell(proposed(), news, by=BARAKA)  # type: ignore[arg-type]
    assert needs(case, "confirm_release", BARAKA) == set()


def test_a_screening_that_rests_on_a_corrected_fact_is_unknown_until_the_next() -> None:
    because = msgspec.structs.replace(CLEAR, because=(2,))
    case = opened(DRUMS, because, put_right(2, DRUMS))
    assert needs(case, "propose_release", AMINA) == {"nothing_unknown"}
    assert needs(tell(case, because), "propose_release", AMINA) == set()


def test_a_result_that_the_screening_did_not_know_is_unknown_until_the_next() -> None:
    sample = SampleTaken(sample="1", of="drum", taken_by="A", taken_at=NOON, seal="K")
    result = ResultReported(
        sample="1",
        laboratory="GC",
        method="EN 12766",
        finding="PCB",
        reported_on=NOON.date(),
        facts={"pcb_mg_kg": 80.0},
    )
    case = opened(DRUMS, CLEAR, sample)
    assert needs(case, "propose_release", AMINA) == set()
    case = tell(case, result)
    assert needs(case, "propose_release", AMINA) == {"nothing_unknown"}
    assert needs(tell(case, AGAIN), "propose_release", AMINA) == set()
    assert needs(tell(case, put_right(5)), "propose_release", AMINA) == set()


def test_a_result_that_gets_its_facts_by_a_correction_asks_for_a_screening() -> None:
    case = opened(CLEAR, SAMPLE, RESULT, AGAIN)
    assert needs(case, "propose_release", AMINA) == set()
    told = msgspec.structs.replace(RESULT, facts={"pcb_mg_kg": 80.0})
    case = tell(case, put_right(4, told))
    assert needs(case, "propose_release", AMINA) == {"nothing_unknown"}
    assert needs(tell(case, AGAIN), "propose_release", AMINA) == set()


def test_an_answer_on_a_paper_that_the_screening_did_not_know_is_unknown_until_the_next() -> None:
    """Else goods would go on a consent that its authority denies."""
    case = opened(DRUMS, CLEAR, asked(1, question="confirm_consent"), answer(1, "denied"))
    assert needs(case, "propose_release", AMINA) == {"nothing_unknown"}
    assert needs(tell(case, AGAIN), "propose_release", AMINA) == set()


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "..."])
@pytest.mark.parametrize("name", moves())
def test_no_move_without_a_reason(name: str, reason: str) -> None:
    assert "reason" in needs(READY, name, AMINA, reason)


@pytest.mark.parametrize("evidence", [(), (1,), (4,), (5,), (99,), (0,), (-1,), (2, 4)])
def test_a_proposal_rests_on_evidence(evidence: tuple[int, ...]) -> None:
    """The opening, words, a cost, what is not there and nothing at all are none."""
    case = opened(DRUMS, CLEAR, SAID, COST)
    with pytest.raises(MoveError) as raised:
        moved(case, "propose_release", AMINA, evidence=evidence)
    assert raised.value.unmet == ("evidence",)


def test_an_answer_that_settles_nothing_carries_no_release() -> None:
    case = opened(CLEAR, asked(1), answer(1, "unknown"))
    with pytest.raises(MoveError) as raised:
        moved(case, "propose_release", AMINA, evidence=(4,))
    assert raised.value.unmet == ("evidence",)


def test_evidence_that_was_taken_back_carries_nothing() -> None:
    case = opened(DRUMS, CLEAR, put_right(2))
    with pytest.raises(MoveError):
        moved(case, "propose_release", AMINA, evidence=(2,))


def test_a_case_is_not_closed_while_a_clock_runs_or_a_question_waits() -> None:
    case = moved(opened(CLOCK, asked(1)), "refuse", AMINA)
    assert needs(case, "close", AMINA) == {"no_running_clock", "no_open_question"}


def test_a_move_that_is_none_and_one_from_another_state_are_told() -> None:
    with pytest.raises(MoveError, match="no move"):
        moved(READY, "vanish", AMINA)
    with pytest.raises(MoveError, match="is open"):
        moved(READY, "confirm_release", BARAKA)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_make_the_moves_of_its_rows_and_no_other(role: Role) -> None:
    who = actor(9, role)
    for state in STATES:
        case = msgspec.structs.replace(READY, state=state)
        told = {move.move for move in possible(case, who)}
        assert told == {
            row.move for row in moves().values() if state in row.sources and role in row.roles
        }
        for name in set(moves()) - told:
            with pytest.raises(MoveError):
                check(name, case, who, "seen", (2,))
    if role not in ("officer", "supervisor"):
        assert not any(role in row.roles for row in moves().values())
    assert role == "supervisor" or role not in moves()["confirm_release"].roles


LATER = st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=5000))


@given(shifts=st.lists(LATER, min_size=5, max_size=5), name=st.sampled_from(sorted(moves())))
def test_no_time_that_passes_makes_or_hinders_a_move(
    shifts: list[datetime.timedelta], name: str
) -> None:
    """The same entries at other moments, years apart: the same state, the same needs."""
    old = ClockStarted(clock="a", limit="answer", began_on=datetime.date(1990, 1, 1))
    case = opened(DRUMS, CLEAR, asked(1), old)
    entries, at, previous = [], NOON, case.entries[0].previous
    for entry, shift in zip(case.entries, shifts, strict=True):
        at += shift
        entries.append(sealed(msgspec.structs.replace(entry, at=at, previous=previous)))
        previous = entries[-1].hash
    late = case_of(entries)
    assert late.state == case.state == "open"
    assert possible(late, AMINA) == possible(case, AMINA)
    assert needs(late, name, AMINA) == needs(case, name, AMINA)
    assert needs(late, "propose_release", AMINA) == {"no_open_question"}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(sorted(moves())), st.integers(0, 3)),
        st.tuples(
            st.just("tell"),
            st.sampled_from(
                (
                    SAID,
                    DRUMS,
                    AGAIN,
                    UNCLEAR,
                    asked(1),
                    asked(2),
                    answer(1),
                    take_back(2),
                    answer(2, "unknown"),
                    put_right(2),
                    put_right(2, DRUMS),
                    put_right(4, DRUMS),
                )
            ),
            st.integers(0, 3),
        ),
    ),
    max_size=25,
)
CROWD = (AMINA, BARAKA, actor(3, "officer"), actor(4, "authority"))


@given(steps=STEPS)
def test_whatever_is_done_a_release_took_two_persons_and_rested_on_all(
    steps: list[tuple[str, object, int]],
) -> None:
    case = opened(DRUMS, CLEAR)
    for kind, what, who in steps:
        try:
            if kind == "move":
                evidence = tuple(case.evidence[:2])
                case = moved(case, str(what), CROWD[who], evidence=evidence)
            else:
                case = tell(case, what, by=CROWD[who])  # type: ignore[arg-type]
        except ValueError:
            continue
        assert (
            case.state
            == max(((n, body.to) for n, body in case.every(Moved)), default=(0, "open"))[1]
        )
    releases_hold(case)
