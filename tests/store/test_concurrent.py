"""Many at once on one database: each number of a case is given once, and who lost is told."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import Corrected, Entry, ItemFound, Said
from customhouse.operations import cases
from customhouse.store.cases import CaseFilter, ConflictError
from tests.coordination.build import releases_hold
from tests.store.hands import Office, at_work, look, office, the_audit_log_holds, told_by
from tests.store.kept_screenings import keep

T = TypeVar("T")

AT_ONCE = 8
ROUNDS = 6
DRUM = ItemFound(description="drum")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Eight supervisors of one organisation with three cases, on each kind of database."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    made = office(url, people=AT_ONCE, cases_open=3)
    yield made
    made.context.store.close()


def at_once(work: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What each gives or raises, all begun at the same moment."""
    barrier = Barrier(len(work))

    def one(call: Callable[[], T]) -> T | Exception:
        barrier.wait()
        try:
            return call()
        except (ConflictError, CaseError) as error:
            return error

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def telling(place: Office, actor: Actor, key: uuid.UUID, seen: int) -> Callable[[], list[Entry]]:
    said = Said(text=f"Seen by {actor.user_id}.", language="en")
    return lambda: cases.tell(place.context, actor, key, seen, [said])


def test_of_many_who_add_at_once_one_is_first_and_the_others_are_told(place: Office) -> None:
    key = place.cases[0]
    for _ in range(ROUNDS):
        seen = look(place, key).last.sequence
        answers = at_once([telling(place, one.actor, key, seen) for one in place.people])
        (written,) = [answer for answer in answers if isinstance(answer, list)]
        lost = [answer for answer in answers if isinstance(answer, ConflictError)]
        assert len(lost) == AT_ONCE - 1
        assert all(list(conflict.since) == written for conflict in lost)
        assert look(place, key).last == written[-1]
    assert look(place, key).last.sequence == 1 + ROUNDS
    the_audit_log_holds(place, place.cases)


def test_many_who_try_again_write_all_they_have_to_say(place: Office) -> None:
    def persist(actor: Actor) -> None:
        """Once to each case and again, with another look where somebody was faster."""
        for key in place.cases * 2:
            while True:
                seen = cases.get(place.context, actor, key).last.sequence
                try:
                    telling(place, actor, key, seen)()
                except ConflictError:
                    continue
                break

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(persist, [one.actor for one in place.people]))
    for key in place.cases:
        writers = Counter(entry.by.user_id for entry in look(place, key).entries[1:])
        assert writers == {one.actor.user_id: 2 for one in place.people}
    the_audit_log_holds(place, place.cases)


def test_two_processes_share_cases_without_a_gap(place: Office) -> None:
    times = 25
    with ExitStack() as stack:
        programs = [stack.enter_context(at_work(place.order(times=times))) for _ in range(2)]
        told = []
        for program in programs:
            assert program.stdout is not None and program.stderr is not None
            told += told_by(program.stdout)
            assert program.wait() == 0, program.stderr.read()
    assert len(told) == 2 * times * len(place.cases)
    for key in place.cases:
        won = [one.sequence for one in told if one.key == key and one.won]
        assert sorted(won) == list(range(3, look(place, key).last.sequence + 1, 2))
    the_audit_log_holds(place, place.cases)


def proposed(place: Office) -> tuple[uuid.UUID, int]:
    """A case whose release the first of the people proposed, and its last number."""
    context, first = place.context, place.people[0].actor
    with context.store.writing() as connection:
        clear = keep(connection, first, context.now(), outcome="release")
    number = uuid.uuid4().hex[:8]
    key = cases.open_case(
        context, first, number=number, title="Drums", screening=clear, told=[DRUM]
    )
    entry = cases.move(context, first, key, 3, "propose_release", "clear", (2, 3))
    return key, entry.sequence


def confirming(place: Office, actor: Actor, key: uuid.UUID, seen: int) -> Callable[[], Entry]:
    return lambda: cases.move(place.context, actor, key, seen, "confirm_release", "seen")


def test_of_many_who_confirm_a_release_at_once_one_does(place: Office) -> None:
    for _ in range(ROUNDS):
        key, seen = proposed(place)
        answers = at_once([confirming(place, one.actor, key, seen) for one in place.people[1:]])
        (made,) = [answer for answer in answers if isinstance(answer, Entry)]
        assert sum(isinstance(answer, ConflictError) for answer in answers) == AT_ONCE - 2
        case = look(place, key)
        assert (case.state, case.last) == ("released", made)
        assert releases_hold(case) == 1


def test_a_correction_and_a_confirmation_at_once_are_one_before_the_other(place: Office) -> None:
    """Never is a release confirmed on evidence that was taken back a moment before."""
    states = set()
    context, (_, second, third, *_) = place.context, place.people
    for number in range(2 * ROUNDS):
        key, seen = proposed(place)
        work: list[Callable[[], Entry]] = [
            confirming(place, second.actor, key, seen),
            lambda key=key, seen=seen: cases.correct(  # type: ignore[misc]
                context, third.actor, key, seen, Corrected(of=3, reason="misread")
            ),
        ]
        answers = at_once(work if number % 2 else work[::-1])
        assert sum(isinstance(answer, ConflictError) for answer in answers) == 1
        case = look(place, key)
        releases_hold(case)
        states.add(case.state)
        assert len(case.entries) == seen + 1
    assert states <= {"released", "release_proposed"}


def test_of_many_who_open_a_case_of_one_number_one_does(place: Office) -> None:
    number = uuid.uuid4().hex[:8]
    answers = at_once(
        [
            lambda actor=one.actor: cases.open_case(  # type: ignore[misc]
                place.context, actor, number=number, title="Drums"
            )
            for one in place.people
        ]
    )
    (key,) = [answer for answer in answers if isinstance(answer, uuid.UUID)]
    told = [answer for answer in answers if isinstance(answer, CaseError)]
    assert len(told) == AT_ONCE - 1
    assert all(f"there is a case {number} already" in str(error) for error in told)
    lines, _ = cases.history(place.context, place.people[0].actor, CaseFilter(words=number))
    assert [line.id for line in lines] == [key]
    the_audit_log_holds(place, [key])
