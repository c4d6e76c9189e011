"""The records of an assessment, and the scale of its outcomes."""

import datetime
from typing import Literal

import msgspec

from customhouse.identify.candidate import Candidate

Outcome = Literal["release", "request_documents", "refer", "hold", "refuse"]
Applies = Literal["yes", "no", "unknown"]

OUTCOMES: tuple[Outcome, ...] = ("release", "request_documents", "refer", "hold", "refuse")
"""From the mildest to the strictest."""

SEVERITY: dict[Outcome, int] = {outcome: rank for rank, outcome in enumerate(OUTCOMES)}


def strictest(outcomes: list[Outcome]) -> Outcome:
    """The strictest of the outcomes; `release` when there is none."""
    return max(outcomes, key=SEVERITY.__getitem__, default="release")


class Citation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pack row that a finding rests on: `stockholm@2026.1/substances.csv:18`."""

    row: str
    source: str
    confidence: str


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A question that a finding puts to the declarant: the field, and why it matters."""

    field: str
    why: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one provision says of one item.

    `because` lists the facts of the declaration and the pack rows it rests on; `requires`
    the documents or facts it asks for; `rule` the row of the procedure table it puts into
    force; `subject` the listed entry it is about; `deadline` a clock that starts, in words.
    """

    provision: str
    applies: Applies
    because: tuple[str, ...]
    requires: tuple[str, ...]
    outcome: Outcome
    explanation: str
    rule: str = ""
    subject: str = ""
    deadline: str = ""
    citations: tuple[Citation, ...] = ()
    asks: tuple[Ask, ...] = ()


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that is not in the declaration and would change the answer."""

    field: str
    why: str
    would_change: str


class ItemAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one item."""

    number: int
    outcome: Outcome
    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for a declaration. Field names and their order are the command line's contract.

    `confidence` counts the pack rows cited by how sure they are; `notes` say what a reader
    should know that is not a finding (a field that was not read, a draft rule).
    """

    outcome: Outcome
    as_of: datetime.date
    items: tuple[ItemAssessment, ...]
    missing: tuple[Missing, ...]
    packs: dict[str, str]
    declaration_id: str = msgspec.field(name="id")
    confidence: dict[str, int]
    notes: tuple[str, ...] = ()
