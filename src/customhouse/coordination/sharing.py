"""What the one asked may see of a case: what was shared with the question, and its own thread."""

import uuid

import msgspec

from customhouse.coordination.case import Case
from customhouse.coordination.entries import (
    Answered,
    Asked,
    Entry,
    Fact,
    Said,
    Screened,
    Translated,
    Withdrawn,
)

Shareable = Fact | Screened
"""What may be shown along with a question: facts, and the answer of a screening."""


def shareable(case: Case) -> tuple[Entry, ...]:
    """The entries that a person may choose to show, as they stand now."""
    return _standing(case, {n for n, body in case.standing.items() if isinstance(body, Shareable)})


def question(case: Case, referral: uuid.UUID) -> Asked | None:
    """The question of a referral; `None` when the case has none."""
    return next((body for _, body in case.every(Asked) if body.referral == referral), None)


def answer(case: Case, referral: uuid.UUID) -> Answered | None:
    """What the one asked said; `None` while the answer is awaited."""
    return next((body for _, body in case.every(Answered) if body.referral == referral), None)


def is_withdrawn(case: Case, referral: uuid.UUID) -> bool:
    """Whether the question was taken back."""
    return any(body.referral == referral for _, body in case.every(Withdrawn))


def thread(case: Case, referral: uuid.UUID) -> tuple[Entry, ...]:
    """The question, its messages and answer, and the translations of these, in order."""
    own = {
        number
        for number, body in case.standing.items()
        if isinstance(body, Asked | Said | Answered) and body.referral == referral
    }
    return _standing(case, own | {n for n, body in case.every(Translated) if body.of in own})


def shared(case: Case, referral: uuid.UUID) -> tuple[Entry, ...]:
    """The entries named in the question, corrected; a fact that was taken back is not among them.

    Nothing but facts and screenings is shown so, whatever the question names.
    """
    asked = question(case, referral)
    named = set(asked.shared) if asked else set()
    return tuple(entry for entry in shareable(case) if entry.sequence in named)


def shared_part(case: Case, referral: uuid.UUID) -> tuple[Entry, ...]:
    """All that the one asked sees, in order; nothing once the question was withdrawn."""
    if is_withdrawn(case, referral):
        return ()
    seen = (*shared(case, referral), *thread(case, referral))
    return tuple(sorted(seen, key=lambda entry: entry.sequence))


def _standing(case: Case, numbers: set[int]) -> tuple[Entry, ...]:
    return tuple(
        msgspec.structs.replace(entry, body=case.standing[entry.sequence])
        for entry in case.entries
        if entry.sequence in numbers
    )
