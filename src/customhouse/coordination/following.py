"""What may be written next in a case: an entry refers to what is there, and says what can be."""

from collections.abc import Collection

from customhouse.coordination.case import Case, CaseError
from customhouse.coordination.entries import (
    Answered,
    AnyBody,
    Asked,
    ClockStarted,
    ClockStopped,
    Corrected,
    CostEntered,
    CustodyPassed,
    Drafted,
    Fact,
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
