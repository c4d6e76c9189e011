"""What the API answers with about cases, and what it is asked with."""

import datetime
import uuid
from collections.abc import Sequence

import msgspec

from customhouse.coordination.clocks import Clock, ClockState
from customhouse.coordination.entries import (
    Asked,
    ContainerSeen,
    CostEntered,
    CustodyPassed,
    Entry,
    Fact,
    ItemFound,
    PartyNamed,
    ResultReported,
    SampleTaken,
    Screened,
)
from customhouse.coordination.moves import Need
from customhouse.store.cases import CaseLine

MOST_TOLD = 100
"""Entries that one request may write."""


class StandingFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it stands, corrections put in place; `sequence` is the entry that told it."""

    sequence: int
    body: Fact


class OpenQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question that waits for its answer, and the entry that put it."""

    sequence: int
    question: Asked


class PossibleMove(msgspec.Struct, frozen=True, kw_only=True):
    """A move that the roles of the account allow from the state of the case.

    `needs` is all that it needs. `unmet` is what is not there yet, but for the reason and the
    evidence, which come with the move.
    """

    move: str
    title: str
    to: str
    needs: Sequence[Need]
    unmet: Sequence[Need]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A case as it stands.

    `mine` tells that it is of the account's own organisation, which alone adds to it and moves
    it. `evidence` are the entries that a move can rest on, `screened` is the latest screening.
    """

    id: uuid.UUID
    number: str
    title: str
    state: str
    outcome: str | None
    organisation: str
    iso3: str
    mine: bool
    opened_at: datetime.datetime
    changed_at: datetime.datetime
    last_sequence: int
    screened: Screened | None
    facts: list[StandingFact]
    evidence: list[int]
    open_questions: list[OpenQuestion]
    running_clocks: list[Clock]
    moves: list[PossibleMove]


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the list, what changed last first; `next_cursor` asks for the part after it."""

    cases: list[CaseLine]
    next_cursor: str | None


class EntryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of a case in order; `next_after` asks for those after them, null at the end."""

    entries: list[Entry]
    next_after: int | None


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The entries that the request added."""

    entries: list[Entry]


class ClockDue(msgspec.Struct, frozen=True, kw_only=True):
    """A clock that runs, as it stands today.

    `days_left` is below 0 after the last day. `works_on` is the last day moved to the next
    working day of the State `iso3`: whether that counts is for national law. `known` is false
    where only Saturday and Sunday are known as days off.
    """

    case_id: uuid.UUID
    number: str
    title: str
    clock: str
    limit: str
    began_on: datetime.date
    ends_on: datetime.date | None
    iso3: str
    state: ClockState
    days_left: int | None
    works_on: datetime.date | None
    known: bool


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Running clocks, the first to end first."""

    clocks: list[ClockDue]


class CaseAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case to open."""

    number: str
    title: str
    screening: uuid.UUID | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="said"):
    """A message to the own organisation; `mentions` are accounts of it."""

    text: str
    language: str
    mentions: tuple[uuid.UUID, ...] = ()


Told = (
    PartyNamed
    | ItemFound
    | ContainerSeen
    | SampleTaken
    | CustodyPassed
    | ResultReported
    | CostEntered
    | Message
)
"""What is written by `POST …/entries`. A file comes with its bytes, by another way."""


class EntriesAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Entries to add, all or none."""

    entries: list[Told]


class MoveAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A move to make; `evidence` are the numbers of entries."""

    move: str
    reason: str = ""
    evidence: tuple[int, ...] = ()


class CorrectionAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact put right, or taken back when there is no `body`."""

    of: int
    reason: str
    body: Fact | None = None
