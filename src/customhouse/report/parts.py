"""The parts of a report: an assessment in words, for any layout."""

import msgspec

from customhouse.report.passage import Passage
from customhouse.report.words import ANSWERS, CERTAINTY, OUTCOME_NAMES
from customhouse.screening.finding import Applies, Outcome
from customhouse.screening.listed import Certainty

ADVICE = (
    "customhouse advises; a person decides. It sees only what is declared, and national law "
    "may ask for more."
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A listed entry that an item may be. `evidence` has one line for each thing found."""

    ref: str
    title: str
    certainty: Certainty
    evidence: tuple[str, ...]

    @property
    def certainty_words(self) -> str:
        """How sure the identity is, in words."""
        return CERTAINTY[self.certainty]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """What one provision says: `rests_on` names the pack rows, doubtful ones in words.

    `rule` and `provision_id` are the names by which a page finds the rule and links the provision.
    """

    outcome: Outcome
    applies: Applies
    provision: str
    subject: str
    why: str
    requires: tuple[str, ...]
    clock: str
    facts: tuple[str, ...]
    rests_on: tuple[str, ...]
    rule: str = ""
    provision_id: str = ""


HINTS_NAMED = 6
"""How many hints are named; a customs code can be shared by fifty entries."""


class ItemPart(msgspec.Struct, frozen=True, kw_only=True):
    """One item: `reasons` ask for something, strictest first; `settled` ask for nothing more.

    `flagged` name another treaty that may ask for a licence, and change no answer.
    """

    number: int
    outcome: Outcome
    declared: tuple[Passage, ...]
    numbers: tuple[str, ...]
    entries: tuple[Entry, ...]
    reasons: tuple[Reason, ...]
    settled: tuple[Reason, ...]
    flagged: tuple[Reason, ...] = ()

    @property
    def hint_words(self) -> str:
        """The entries that are only hinted at, on one line; empty when there are none."""
        hints = [entry.ref for entry in self.entries if entry.certainty == "hint"]
        more = len(hints) - HINTS_NAMED
        named = ", ".join(hints[:HINTS_NAMED])
        return f"{named} and {more} more" if more > 0 else named


class Needed(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be shown, the items that need it and the provisions that ask for it."""

    what: str
    items: tuple[int, ...]
    provisions: tuple[str, ...]
    provision_ids: tuple[str, ...] = ()


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A time limit that runs, and the provision that sets it."""

    limit: str
    provision: str
    provision_id: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What to ask the declarant, why, and what the answer could change."""

    what: str
    why: str
    would_change: str


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report of one declaration, ready to be laid out."""

    outcome: Outcome
    title: str
    consignment: tuple[tuple[str, str], ...]
    items: tuple[ItemPart, ...]
    questions: tuple[Question, ...]
    needed: tuple[Needed, ...]
    shown: tuple[str, ...]
    clocks: tuple[Clock, ...]
    basis: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The outcome in capitals."""
        return OUTCOME_NAMES[self.outcome]

    @property
    def answer(self) -> str:
        """What to do now, in words."""
        return ANSWERS[self.outcome]
