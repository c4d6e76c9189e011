"""What entries come to: corrections, questions, clocks, evidence, and what cannot follow."""

import uuid
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.coordination.case import CaseError, case_of, corrections, shaken
from customhouse.coordination.entries import (
    Answered,
    AnyBody,
    ClockStarted,
    ClockStopped,
    Corrected,
    CostEntered,
    CustodyPassed,
    Drafted,
    FileAdded,
    ItemFound,
    Moved,
    Opened,
    PartyNamed,
    ResultReported,
    Said,
    SampleTaken,
    Signed,
    Translated,
    Verdict,
    Withdrawn,
)
from customhouse.coordination.following import may_follow, says_something
from tests.coordination.build import (
    AGAIN,
    AMINA,
    BARAKA,
    CLEAR,
    DRUMS,
    FACTS,
    NOON,
    asked,
    bodies_of,
    moved,
    opened,
    put,
    tell,
)

SAID = Said(text="Seen by two.", language="en")
SAMPLE = SampleTaken(sample="1", of="drum 3", taken_by="Amina", taken_at=NOON, seal="K-1")
PASSED = CustodyPassed(sample="1", giver="Amina", taker="GC", passed_at=NOON, seal_intact=True)
RESULT = ResultReported(
    sample="1", laboratory="GC", method="EN 12766", finding="PCB", reported_on=NOON.date()
)
COST = CostEntered(
    cost="storage", amount=Decimal("12.50"), currency="KES", day=NOON.date(), payer="importer"
)
CLOCK = ClockStarted(clock="answer:1", limit="answer", began_on=NOON.date())
STOP = ClockStopped(clock="answer:1", reason="answered")
DRAFT = Drafted(document="notice", form="notice", fields={})


def answer(number: int, verdict: Verdict = "confirmed") -> Answered:
    return Answered(referral=uuid.UUID(int=number), verdict=verdict, text="Yes.", language="en")


def take_back(number: int) -> Withdrawn:
    return Withdrawn(referral=uuid.UUID(int=number), reason="not needed")


def put_right(of: int, body: Any = None, reason: str = "misread") -> Corrected:
    return Corrected(of=of, reason=reason, body=body)


def amounting(body: AnyBody, **amounts: str) -> AnyBody:
    return msgspec.structs.replace(body, **{name: Decimal(n) for name, n in amounts.items()})


def test_a_case_begins_with_its_opening() -> None:
    case = opened()
    assert (case.state, case.number) == ("open", "MSA/26/1")
    assert (case.screened, case.moved_by) == (None, None)
    for wrong in ((), put(case, SAID).entries[1:]):
        with pytest.raises(CaseError, match="begins"):
            case_of(wrong)


def test_a_correction_stands_in_its_place_and_both_stay() -> None:
    right = msgspec.structs.replace(DRUMS, packages=3)
    case = opened(DRUMS, SAID, put_right(2, right))
    assert case.standing[2] == right and list(case.standing) == [1, 2, 3, 4]
    assert case.entries[1].body == DRUMS
    assert [entry.sequence for entry in corrections(case)[2]] == [4]


def test_a_correction_is_corrected_by_another_of_the_first_entry() -> None:
    """The last one counts; the correction itself tells no fact, so it is not corrected."""
    first, second = (msgspec.structs.replace(DRUMS, packages=n) for n in (3, 4))
    case = opened(DRUMS, put_right(2, first), put_right(2, second))
    assert case.standing[2] == second
    assert [entry.sequence for entry in corrections(case)[2]] == [3, 4]
    with pytest.raises(CaseError, match="tells no fact"):
        may_follow(case, put_right(3, DRUMS))


def test_what_was_taken_back_counts_no_more_and_does_not_come_back() -> None:
    case = opened(DRUMS, put_right(2))
    assert case.every(ItemFound) == [] and 2 not in case.evidence
    with pytest.raises(CaseError, match="tells no fact"):
        may_follow(case, put_right(2, DRUMS))
    assert put(case, put_right(2, DRUMS)).every(ItemFound) == []
    assert tell(case, DRUMS).every(ItemFound) == [(4, DRUMS)]


@pytest.mark.parametrize("of", [0, -1, 3, 99])
def test_entries_that_correct_what_is_not_before_them_make_no_case(of: int) -> None:
    with pytest.raises(CaseError, match="not before it"):
        put(opened(DRUMS), put_right(of, DRUMS))


@given(st.data())
def test_any_fact_is_corrected_by_one_of_its_kind_only(data: st.DataObject) -> None:
    old, new = (data.draw(st.sampled_from(FACTS)) for _ in range(2))
    first, second = data.draw(bodies_of(old)), data.draw(bodies_of(new))
    case = put(opened(), first)
    if old is not new:
        with pytest.raises(CaseError, match="same kind"):
            may_follow(case, put_right(2, second))
    else:
        assert put(case, put_right(2, second)).every(new) == [(2, put(case, second).last.body)]


QUESTION, ANSWERED = asked(1), (asked(1), answer(1))

CANNOT_FOLLOW: dict[str, tuple[tuple[AnyBody, ...], AnyBody]] = {
    "a second opening": ((), Opened(number="2", title="Again")),
    "a move by itself": ((), Moved(move="confirm_release", to="released", reason="so")),
    "a screening of another declaration": ((CLEAR,), CLEAR),
    "a screening that rests on nothing": (
        (),
        msgspec.structs.replace(CLEAR, because=(2,)),
    ),
    "a screening that rests on what was taken back": (
        (DRUMS, put_right(2)),
        msgspec.structs.replace(CLEAR, because=(2,)),
    ),
    "a correction of no entry": ((), put_right(2, DRUMS)),
    "a correction of the opening": ((), put_right(1)),
    "a correction of a message": ((SAID,), put_right(2)),
    "a correction of a screening": ((CLEAR,), put_right(2)),
    "a correction of an answer": (ANSWERED, put_right(3)),
    "a correction of another kind": ((DRUMS,), put_right(2, COST)),
    "a correction without a reason": ((DRUMS,), put_right(2, DRUMS, "\u200b ... ")),
    "a correction to a cost of nothing": ((COST,), put_right(2, amounting(COST, amount="0"))),
    "a correction to a sample that is there": (
        (SAMPLE, msgspec.structs.replace(SAMPLE, sample="2")),
        put_right(3, SAMPLE),
    ),
    "a correction to a sample that is not there": (
        (SAMPLE, PASSED),
        put_right(3, msgspec.structs.replace(PASSED, sample="9")),
    ),
    "another number for a sample that was passed on": (
        (SAMPLE, PASSED),
        put_right(2, msgspec.structs.replace(SAMPLE, sample="9")),
    ),
    "a sample taken back that has a result": ((SAMPLE, RESULT), put_right(2)),
    "a sample of a number that is there": ((SAMPLE,), SAMPLE),
    "a sample passed on that was not taken": ((), PASSED),
    "a result of a sample that was not taken": ((), RESULT),
    "a result of a sample that was taken back": ((SAMPLE, put_right(2)), RESULT),
    "a question put twice": ((QUESTION,), QUESTION),
    "a question put again after its answer": (ANSWERED, QUESTION),
    "a question that shares nothing that is there": ((), asked(1, shared=(2,))),
    "an answer to no question": ((), answer(1)),
    "a second answer": (ANSWERED, answer(1, "denied")),
    "an answer to what was taken back": ((QUESTION, take_back(1)), answer(1)),
    "a question taken back twice": ((QUESTION, take_back(1)), take_back(1)),
    "a question taken back that was not put": ((), take_back(1)),
    "a message about no question": (
        (),
        msgspec.structs.replace(SAID, referral=uuid.UUID(int=1)),
    ),
    "a translation of a fact": ((DRUMS,), Translated(of=2, language="fr", text="", by="me")),
    "a translation of nothing": ((), Translated(of=2, language="fr", text="", by="me")),
    "a clock that runs already": ((CLOCK,), CLOCK),
    "a stop of a clock that does not run": ((), STOP),
    "a stop of a clock that was stopped": ((CLOCK, STOP), STOP),
    "a signature under no draft": ((SAID,), Signed(draft=2, name="A", office="B")),
    "a cost of nothing": ((), amounting(COST, amount="0")),
    "a cost below nothing": ((), amounting(COST, amount="-1")),
    "a cost that is no number": ((), amounting(COST, amount="NaN")),
    "a cost without end": ((), amounting(COST, amount="Infinity")),
    "a mass below nothing": ((), amounting(DRUMS, mass_kg="-0.1")),
    "a mass that is no number": ((), amounting(DRUMS, mass_kg="sNaN")),
    "packages below nothing": ((), msgspec.structs.replace(DRUMS, packages=-1)),
}


@pytest.mark.parametrize("name", CANNOT_FOLLOW)
def test_it_cannot_follow(name: str) -> None:
    before, body = CANNOT_FOLLOW[name]
    case = opened(*before)
    with pytest.raises(CaseError):
        may_follow(case, body)


CAN_FOLLOW: dict[str, tuple[tuple[AnyBody, ...], AnyBody]] = {
    "a party": ((), PartyNamed(role="carrier", name="Duka Ltd")),
    "a sample whose number was taken back": ((SAMPLE, put_right(2)), SAMPLE),
    "a sample put right that was passed on": (
        (SAMPLE, PASSED),
        put_right(2, msgspec.structs.replace(SAMPLE, seal="K-2")),
    ),
    "a sample taken back after all that tells of it": (
        (SAMPLE, PASSED, put_right(3)),
        put_right(2),
    ),
    "a correction to a smaller cost": ((COST,), put_right(2, amounting(COST, amount="0.01"))),
    "a question taken back that was answered": (ANSWERED, take_back(1)),
    "another question after an answer": (ANSWERED, asked(2)),
    "a message about a question that was answered": (
        ANSWERED,
        msgspec.structs.replace(SAID, referral=uuid.UUID(int=1)),
    ),
    "a translation of an answer": (
        ANSWERED,
        Translated(of=3, language="fr", text="Oui", by="me"),
    ),
    "a clock started again": ((CLOCK, STOP), CLOCK),
    "a signature": ((DRAFT,), Signed(draft=2, name="A", office="B")),
    "a screening because of a result": (
        (SAMPLE, RESULT),
        msgspec.structs.replace(CLEAR, because=(3,)),
    ),
}


@pytest.mark.parametrize("name", CAN_FOLLOW)
def test_it_can_follow(name: str) -> None:
    before, body = CAN_FOLLOW[name]
    case = tell(opened(*before), body)
    assert case.last.body == body


def test_questions_wait_until_they_are_answered_or_taken_back() -> None:
    case = opened(asked(1), asked(2), asked(3))
    assert [number for number, _ in case.open_questions] == [2, 3, 4]
    case = tell(case, answer(2), take_back(1))
    assert [number for number, _ in case.open_questions] == [4]


def test_a_clock_that_is_started_again_runs_again() -> None:
    case = opened(CLOCK, STOP, CLOCK)
    assert case.running_clocks == [(4, CLOCK)]
    assert tell(case, STOP).running_clocks == []


def test_words_and_what_says_nothing_are_no_evidence() -> None:
    bodies = (DRUMS, SAID, CLEAR, asked(1), answer(1), asked(2), answer(2, "unknown"), COST, DRAFT)
    assert opened(*bodies, CLOCK).evidence == [2, 4, 6]


@pytest.mark.parametrize(
    ("body", "bears"),
    [
        (DRUMS, True),
        (put_right(2, DRUMS), True),
        (put_right(2), True),
        (AGAIN, True),
        (asked(2), True),
        (answer(1), True),
        (take_back(1), True),
        (SAID, False),
        (DRAFT, False),
        (CLOCK, False),
        (COST, False),
        (put_right(4, COST), False),
    ],
)
def test_what_bears_on_the_latest_move_is_news(body: AnyBody, bears: bool) -> None:
    case = opened(DRUMS, asked(1), COST)
    assert [entry.sequence for entry in case.news] == [2, 3]
    case = moved(case, "hold", AMINA)
    assert case.news == []
    assert [entry.body for entry in tell(case, body).news] == [body] * bears


def test_a_correction_under_a_move_is_told() -> None:
    case = moved(opened(DRUMS, CLEAR), "propose_release", AMINA, evidence=(2, 3))
    assert shaken(case) == {}
    case = tell(case, put_right(2, DRUMS), put_right(2), by=BARAKA)
    assert {n: [e.sequence for e in told] for n, told in shaken(case).items()} == {4: [5, 6]}


def test_a_correction_before_a_move_does_not_shake_it() -> None:
    case = opened(DRUMS, CLEAR, put_right(2, DRUMS))
    assert shaken(moved(case, "propose_release", AMINA, evidence=(2,))) == {}


def test_a_correction_under_a_screening_is_told() -> None:
    case = opened(DRUMS, msgspec.structs.replace(CLEAR, because=(2,)), put_right(2))
    assert list(shaken(case)) == [3]


PAPER = FileAdded(
    role="document",
    sha256="0" * 64,
    name="consent.pdf",
    media_type="application/pdf",
    size=1,
    document_type="basel_consent",
)


@pytest.mark.parametrize(
    ("fact", "shakes"), [(SAMPLE, True), (PAPER, True), (DRUMS, False), (COST, False)]
)
def test_a_screening_of_the_evidence_has_read_samples_and_papers(
    fact: AnyBody, shakes: bool
) -> None:
    """Which item a result is of, and which papers are there, is told by other entries."""
    assert list(shaken(opened(fact, CLEAR, put_right(2)))) == []
    assert list(shaken(opened(fact, CLEAR, AGAIN, put_right(2)))) == ([4] if shakes else [])
    assert list(shaken(opened(fact, CLEAR, put_right(2), AGAIN))) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [("", False), (" \t\n", False), ("...", False), ("\u200b\u200f", False), ("نعم", True),
     ("可", True), ("7", True), ("- ok", True)],
)  # fmt: skip
def test_a_reason_has_words(text: str, says: bool) -> None:
    assert says_something(text) is says
