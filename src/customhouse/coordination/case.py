"""A case as it stands: what its entries come to, corrections put in place."""

import uuid
from collections.abc import Collection, Sequence
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
    FileAdded,
    ItemFound,
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


def may_follow(case: Case, body: AnyBody) -> None:
    """Raise `CaseError` for an entry that refers to nothing, or says what cannot be.

    Moves have rules of their own, in `moves`, and do not follow by themselves.
    """
    match body:
        case Opened():
            raise CaseError("the case is open already")
        case Moved():
            raise CaseError("a case is moved by a person, by one of the moves")
        case Screened(because=numbers):
            if case.screened is not None and not numbers:
                raise CaseError("a case has one declaration: it is screened again for a reason")
            _refer(case, numbers)
        case Corrected():
            _may_correct(case, body)
        case Asked(referral=referral, shared=numbers):
            if referral in {asked.referral for _, asked in case.every(Asked)}:
                raise CaseError("this question was put already")
            _refer(case, numbers)
        case Answered(referral=referral) if referral == case.opened.answers:
            if referral in {told.referral for _, told in case.every(Answered)}:
                raise CaseError("the question is answered already")
        case Answered(referral=referral):
            if referral not in {asked.referral for _, asked in case.open_questions}:
                raise CaseError("there is no such question that waits for an answer")
        case Withdrawn(referral=referral):
            withdrawn = {body.referral for _, body in case.every(Withdrawn)}
            if referral not in {asked.referral for _, asked in case.every(Asked)} - withdrawn:
                raise CaseError("there is no such question that can be withdrawn")
        case Said(referral=referral) if referral not in (None, case.opened.answers):
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
        case _:
            _may_be(case.standing.values(), body)


def _refer(case: Case, numbers: Collection[int]) -> None:
    lost = set(numbers) - set(case.standing)
    if lost:
        raise CaseError(f"entry {min(lost)} is not there, or counts no more")


def _may_be(standing: Collection[AnyBody], body: AnyBody) -> None:
    """Whether a fact can be told beside those that stand."""
    samples = {one.sample for one in standing if isinstance(one, SampleTaken)}
    match body:
        case CustodyPassed(sample=sample) | ResultReported(sample=sample):
            if sample not in samples:
                raise CaseError(f"there is no sample {sample}")
        case SampleTaken(sample=sample):
            if sample in samples:
                raise CaseError(f"there is a sample {sample} already")
        case CostEntered(amount=amount):
            if not (amount.is_finite() and amount > 0):
                raise CaseError("a cost is more than nothing; a wrong one is corrected")
        case ItemFound(mass_kg=mass, packages=packages):
            if mass is not None and not (mass.is_finite() and mass >= 0):
                raise CaseError("a mass is a number of kg, 0 or more")
            if packages is not None and packages < 0:
                raise CaseError("a number of packages is 0 or more")


def _may_correct(case: Case, correction: Corrected) -> None:
    """Whether what is put right stands, and all that refers to it still does afterwards."""
    old, new = case.standing.get(correction.of), correction.body
    if not isinstance(old, Fact):
        raise CaseError(f"entry {correction.of} tells no fact that can be corrected")
    if new is not None and type(new) is not type(old):
        raise CaseError("a correction tells a fact of the same kind")
    if not says_something(correction.reason):
        raise CaseError("say why it is corrected")
    rest = [body for number, body in case.standing.items() if number != correction.of]
    if isinstance(old, SampleTaken) and getattr(new, "sample", None) != old.sample:
        told = (b for b in rest if isinstance(b, CustodyPassed | ResultReported))
        if old.sample in {body.sample for body in told}:
            raise CaseError(f"other entries tell of sample {old.sample}: correct those first")
    if new is not None:
        _may_be(rest, new)


def says_something(text: str) -> bool:
    """Whether a reason has words: signs that nobody sees, or dots alone, are none."""
    return any(sign.isalnum() for sign in text)


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
