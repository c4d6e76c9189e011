"""Which entries of a case go into a sealed bundle, and how they join those that are held.

A whole case goes with all its entries, in a chain. Of a question only what was shared goes, with
gaps in between; of an answer only what was said to the one who asked.
"""

import uuid
from collections.abc import Collection, Sequence
from typing import Literal

from customhouse.coordination import sharing
from customhouse.coordination.case import Case
from customhouse.coordination.entries import (
    FIRST,
    Answered,
    Asked,
    Corrected,
    Entry,
    FileAdded,
    Opened,
    ResultReported,
    Said,
    Withdrawn,
    hash_of,
)

Kind = Literal["case", "question", "answer"]


class BundleError(ValueError):
    """A bundle that is not made or not taken in; `problem` and `remedy` are for people."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(f"{problem}: {remedy}")
        self.problem = problem
        self.remedy = remedy


def kind_of(case: Case, referral: uuid.UUID | None) -> Kind:
    """What is sent of a case of one's own. Raises `BundleError` for a question it does not have."""
    if referral is None:
        return "case"
    if referral == case.opened.answers:
        return "answer"
    if sharing.question(case, referral) is None:
        raise BundleError("the case has no such question", "choose a question of the case")
    return "question"


def chosen(case: Case, referral: uuid.UUID | None) -> tuple[Entry, ...]:
    """The entries that are sent, as they were written. Raises `BundleError`."""
    kind = kind_of(case, referral)
    if referral is None:
        return case.entries
    numbers = _of_answer(case, referral) if kind == "answer" else _of_question(case, referral)
    return tuple(entry for entry in case.entries if entry.sequence in numbers)


def _of_question(case: Case, referral: uuid.UUID) -> set[int]:
    """The opening, the question, what it shared and its thread, and corrections of all these."""
    asked = sharing.question(case, referral)
    told = {entry.sequence for entry in sharing.thread(case, referral)}
    told |= {n for n, body in case.every(Withdrawn) if body.referral == referral}
    told |= {entry.sequence for entry in sharing.shared_part(case, referral)} | {1}
    named = told.union(asked.shared if asked else ())
    for entry in case.entries:
        if isinstance(entry.body, Corrected) and entry.body.of in named:
            told.add(entry.sequence)
    return told


def _of_answer(case: Case, referral: uuid.UUID) -> set[int]:
    """What was said to the one who asked, and the files that the answer names."""
    answers = [body for _, body in case.every(Answered) if body.referral == referral]
    named = {sha256 for answer in answers for sha256 in answer.files}
    return {
        number
        for number, body in case.standing.items()
        if (isinstance(body, Answered | Said) and body.referral == referral)
        or (isinstance(body, FileAdded) and body.sha256 in named)
    }


def files_of(entries: Sequence[Entry]) -> list[str]:
    """The SHA-256 of the files that entries name, each once, in order."""
    found: dict[str, None] = {}
    for entry in entries:
        body = entry.body.body if isinstance(entry.body, Corrected) else entry.body
        match body:
            case FileAdded(sha256=sha256) | ResultReported(file=sha256):
                found[sha256] = None
            case Answered(files=several):
                found.update(dict.fromkeys(several))
    return [sha256 for sha256 in found if sha256]


def copy_id(
    organisation: uuid.UUID, case: uuid.UUID, referral: uuid.UUID | None = None
) -> uuid.UUID:
    """Under which id an organisation keeps its copy of a case, or of what one question shared."""
    return uuid.uuid5(organisation, f"{case}/{referral}" if referral else str(case))


def referral_of(copy: Case, organisation: uuid.UUID) -> uuid.UUID | None:
    """The question that a copy is about; `None` for one of a whole case, or for no copy."""
    for _, asked in copy.every(Asked):
        if copy_id(organisation, copy.entries[0].case, asked.referral) == copy.id:
            return asked.referral
    return None


def first_unfit(entries: Sequence[Entry]) -> int | None:
    """The number of the first entry that does not hold, where gaps are allowed.

    Each has its own hash, and follows the one before it where nothing is left out in between.
    """
    before: Entry | None = None
    for entry in entries:
        follows = before is None or (
            entry.sequence > before.sequence
            and (entry.sequence > before.sequence + 1 or entry.previous == before.hash)
        )
        opens = entry.sequence > 1 or entry.previous == FIRST
        one_case = entry.case == entries[0].case
        if not (follows and opens and one_case and entry.hash == hash_of(entry)):
            return entry.sequence
        before = entry
    return None


def fresh(
    held: Sequence[Entry], listed: Sequence[tuple[int, str]], carried: Sequence[Entry]
) -> tuple[Entry, ...]:
    """The carried entries that are not held yet.

    `listed` are the number and hash of all that the sender has sent by now. Raises `BundleError`
    when the two do not tell the same case, or when something in between has not come.
    """
    here = {entry.sequence: entry.hash for entry in held}
    for number, told in listed:
        if here.get(number, told) != told:
            raise BundleError(
                f"entry {number} is another one here: the two cases went apart",
                "nothing was taken in; ask the sender which of the two holds",
            )
    lost_between({n for n, _ in listed} - set(here), {entry.sequence for entry in carried})
    return tuple(entry for entry in carried if entry.sequence not in here)


def lost_between(needed: Collection[int], carried: Collection[int]) -> None:
    """Raise `BundleError` when an earlier bundle has not come yet."""
    lost = set(needed) - set(carried)
    if lost:
        raise BundleError(
            f"entry {min(lost)} came in no bundle yet",
            "take in the earlier bundle first, or ask the sender for one from the beginning",
        )


def check_answer(carried: Sequence[Entry], referral: uuid.UUID) -> None:
    """Raise `BundleError` for entries that are no part of an answer to the question."""
    for entry in carried:
        match entry.body:
            case FileAdded():
                pass
            case Answered(referral=about) | Said(referral=about) if about == referral:
                pass
            case _:
                raise BundleError(
                    f"entry {entry.sequence} is no part of the answer",
                    "ask the sender for the bundle again",
                )


def begins(entries: Sequence[Entry]) -> bool:
    """Whether the entries begin with the opening of a case."""
    return bool(entries) and entries[0].sequence == 1 and isinstance(entries[0].body, Opened)
