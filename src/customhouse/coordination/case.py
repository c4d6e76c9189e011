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
    Entry,
    Fact,
    FileAdded,
    Moved,
    Opened,
    ResultReported,
    SampleTaken,
    Screened,
    Withdrawn,
)
from customhouse.coordination.entries import CaseError as CaseError

B = TypeVar("B", bound=Body)

_BEARING = Fact | Screened | Asked | Answered | Withdrawn


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The case. `standing` has each entry's body as it counts now; withdrawn facts are left out.

    `moved_by` is who made the latest move, and `screened` the latest screening. Neither can be
    corrected, so both stand as they were written.
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
    def opened(self) -> Opened:
        """How the case began."""
        return next(body for _, body in self.every(Opened))

    @property
    def is_copy(self) -> bool:
        """Whether it is a case of another installation, of which this is a copy to be read."""
        return self.id != self.entries[0].case

    @property
    def last(self) -> Entry:
        """The newest entry."""
        return self.entries[-1]

    def entry(self, number: int) -> Entry:
        """The entry of a number. Raises `KeyError` for one that is not there: a copy has gaps."""
        for one in self.entries:
            if one.sequence == number:
                return one
        raise KeyError(number)

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
        """Clocks that were started and not stopped since."""
        running: dict[str, tuple[int, ClockStarted]] = {}
        for number, body in self.standing.items():
            if isinstance(body, ClockStarted):
                running[body.clock] = (number, body)
            elif isinstance(body, ClockStopped):
                running.pop(body.clock, None)
        return list(running.values())

    @property
    def evidence(self) -> list[int]:
        """The entries that a move can rest on: facts that stand, screenings, and answers.

        Words and costs are no evidence, nor is an answer that says `unknown`.
        """
        return [
            number
            for number, body in self.standing.items()
            if isinstance(body, Fact | Screened | Answered)
            and not isinstance(body, CostEntered)
            and not (isinstance(body, Answered) and body.verdict == "unknown")
        ]

    @property
    def news(self) -> list[Entry]:
        """What was added since the latest move and bears on it.

        Messages, translations, drafts, signatures, clocks and costs do not.
        """
        moved = max((number for number, _ in self.every(Moved)), default=0)
        return [e for e in self.entries if e.sequence > moved and self._bears(e)]

    def _bears(self, entry: Entry) -> bool:
        body = entry.body
        if isinstance(body, Corrected):
            number = body.of
            body = next((one.body for one in self.entries if one.sequence == number), body)
        return isinstance(body, _BEARING) and not isinstance(body, CostEntered)


def case_of(entries: Sequence[Entry], *, kept_as: uuid.UUID | None = None) -> Case:
    """What the entries come to. `kept_as` is the id under which a copy is kept here.

    Raises `CaseError` when the first does not open a case, or one corrects what is not before it.
    """
    if not entries or not isinstance(entries[0].body, Opened):
        raise CaseError("a case begins with its opening")
    opened = entries[0].body
    standing: dict[int, AnyBody] = {}
    state, screened, moved_by = "open", None, None
    for entry in entries:
        match entry.body:
            case Corrected(of=number) if not 1 <= number < entry.sequence:
                raise CaseError(f"entry {entry.sequence} corrects an entry that is not before it")
            case Corrected(of=number, body=None):
                standing.pop(number, None)
            case Corrected(of=number, body=body) if body is not None and number in standing:
                standing[number] = body
            case Moved(to=to):
                state, moved_by = to, entry.by
            case Screened():
                screened = entry.body
        standing[entry.sequence] = entry.body
    return Case(
        id=kept_as or entries[0].case,
        number=opened.number,
        title=opened.title,
        state=state,
        entries=tuple(entries),
        standing=standing,
        screened=screened,
        moved_by=moved_by,
    )


def shaken(case: Case) -> dict[int, list[Entry]]:
    """The moves and screenings whose evidence was corrected later, with those corrections.

    A screening that was made from the evidence of the case has read its samples, results and
    papers too.
    """
    put_right = corrections(case)
    found: dict[int, list[Entry]] = {}
    for number, body in case.standing.items():
        match body:
            case Moved(evidence=numbers):
                rests_on = set(numbers)
            case Screened(because=numbers):
                rests_on = {*numbers, *(_read(case) if numbers else ())}
            case _:
                continue
        told = (entry for one in sorted(rests_on) for entry in put_right.get(one, ()))
        later = [entry for entry in told if entry.sequence > number]
        if later:
            found[number] = later
    return found


def _read(case: Case) -> list[int]:
    return [
        entry.sequence
        for entry in case.entries
        if isinstance(entry.body, SampleTaken | ResultReported)
        or (isinstance(entry.body, FileAdded) and entry.body.document_type)
    ]


def corrections(case: Case) -> dict[int, list[Entry]]:
    """The corrections of each entry, the oldest first."""
    found: dict[int, list[Entry]] = {}
    for entry in case.entries:
        if isinstance(entry.body, Corrected):
            found.setdefault(entry.body.of, []).append(entry)
    return found
