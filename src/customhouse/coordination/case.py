"""A case as it stands: what its entries come to, corrections put in place."""

import uuid
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from customhouse.coordination.entries import (
    Answered,
    AnyBody,
    Asked,
    Author,
    Body,
    ClockStarted,
    ClockStopped,
    Corrected,
    CostEntered,
    CustodyPassed,
    Drafted,
    Entry,
    Fact,
    Moved,
    Opened,
    ResultReported,
    Said,
    SampleTaken,
    Screened,
    Signed,
    Translated,
    Withdrawn,
)

B = TypeVar("B", bound=Body)


class CaseError(ValueError):
    """Entries that make no case, or an entry that cannot follow."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The case. `standing` has each entry's body as it counts now; withdrawn facts are left out.

    `moved_by` is who made the latest move, and `screened` the latest screening.
    """

    id: uuid.UUID
    number: str
    title: str
    state: str
    entries: tuple[Entry, ...]
    standing: dict[int, AnyBody]
    screened: Screened | None
    moved_by: Author | None

    @property
    def last(self) -> Entry:
        """The newest entry."""
        return self.entries[-1]

    def every(self, kind: type[B]) -> list[tuple[int, B]]:
        """The standing entries of a kind with their numbers, in order."""
        return [(n, body) for n, body in self.standing.items() if isinstance(body, kind)]

    @property
    def open_questions(self) -> list[tuple[int, Asked]]:
        """Questions that wait for an answer: not answered, not withdrawn."""
        done = {body.referral for _, body in self.every(Answered)}
        done |= {body.referral for _, body in self.every(Withdrawn)}
        return [(n, body) for n, body in self.every(Asked) if body.referral not in done]

    @property
    def running_clocks(self) -> list[tuple[int, ClockStarted]]:
        """Clocks that were started and not stopped."""
        stopped = {body.clock for _, body in self.every(ClockStopped)}
        return [(n, body) for n, body in self.every(ClockStarted) if body.clock not in stopped]


def case_of(entries: Sequence[Entry]) -> Case:
    """What the entries come to. Raises `CaseError` when the first does not open a case."""
    if not entries or not isinstance(entries[0].body, Opened):
        raise CaseError("a case begins with its opening")
    opened = entries[0].body
    standing: dict[int, AnyBody] = {}
    state, screened, moved_by = "open", None, None
    for entry in entries:
        match entry.body:
            case Corrected(of=number, body=None):
                standing.pop(number, None)
            case Corrected(of=number, body=body) if body is not None:
                standing[number] = body
            case Moved(to=to):
                state, moved_by = to, entry.by
            case Screened():
                screened = entry.body
        standing[entry.sequence] = entry.body
    return Case(
        id=entries[0].case,
        number=opened.number,
        title=opened.title,
        state=state,
        entries=tuple(entries),
        standing=standing,
        screened=screened,
        moved_by=moved_by,
    )


def may_follow(case: Case, body: AnyBody) -> None:
    """Raise `CaseError` for an entry that refers to nothing, or says what cannot be.

    Moves have rules of their own, in `moves`.
    """
    match body:
        case Opened():
            raise CaseError("the case is open already")
        case Corrected(of=number):
            old = case.standing.get(number)
            if not isinstance(old, Fact):
                raise CaseError(f"entry {number} tells no fact that can be corrected")
            if body.body is not None and type(body.body) is not type(old):
                raise CaseError("a correction tells a fact of the same kind")
        case CustodyPassed(sample=sample) | ResultReported(sample=sample):
            if sample not in {taken.sample for _, taken in case.every(SampleTaken)}:
                raise CaseError(f"there is no sample {sample}")
        case SampleTaken(sample=sample):
            if sample in {taken.sample for _, taken in case.every(SampleTaken)}:
                raise CaseError(f"there is a sample {sample} already")
        case Answered(referral=referral) | Withdrawn(referral=referral):
            if referral not in {asked.referral for _, asked in case.open_questions}:
                raise CaseError("there is no such question that waits for an answer")
        case Said(referral=referral) if referral is not None:
            if referral not in {asked.referral for _, asked in case.every(Asked)}:
                raise CaseError("there is no such question")
        case Translated(of=number):
            if not isinstance(case.standing.get(number), Said | Asked | Answered):
                raise CaseError(f"entry {number} has no words to translate")
        case ClockStarted(clock=clock):
            if clock in {one.clock for _, one in case.running_clocks}:
                raise CaseError("this clock runs already")
        case ClockStopped(clock=clock):
            if clock not in {one.clock for _, one in case.running_clocks}:
                raise CaseError("this clock does not run")
        case Signed(draft=number):
            if not isinstance(case.standing.get(number), Drafted):
                raise CaseError(f"entry {number} is no draft")
        case CostEntered(amount=amount):
            if amount <= 0:
                raise CaseError("a cost is more than nothing; a wrong one is corrected")


def corrections(case: Case) -> dict[int, list[Entry]]:
    """The corrections of each entry, the oldest first."""
    found: dict[int, list[Entry]] = {}
    for entry in case.entries:
        if isinstance(entry.body, Corrected):
            found.setdefault(entry.body.of, []).append(entry)
    return found
