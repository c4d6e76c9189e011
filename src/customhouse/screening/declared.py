"""Provisions that rest on one declared fact: a row each, in place of a function each.

Many provisions bind a carrier, a disposer or an authority, and customs sees no more of them
than a yes or no in the declaration. Where the fact is not declared such a row is silent:
nobody is held for a fact that nobody is asked to declare.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding


class DeclaredRule(msgspec.Struct, frozen=True):
    """A rule of the procedure table that bites when `fact` is declared as `bites`.

    `settled_by_consent`: a Basel consent that covers the item satisfies it.
    """

    rule: str
    fact: str
    bites: bool
    explanation: str
    requires: str
    applies: Literal["yes", "unknown"] = "yes"
    settled_by_consent: bool = False


def declared(case: Case, rules: Sequence[DeclaredRule], subject: str = "") -> list[Finding]:
    """The findings of the rows whose fact is declared in the way that bites."""
    if not case.item.facts:
        return []
    return [
        state(
            case.view,
            row.rule,
            row.applies,
            row.explanation,
            because=(f"{case.path(f'facts.{row.fact}')} = {row.bites}",),
            outcome="release" if row.settled_by_consent and case.shows("basel_consent") else None,
            requires=(row.requires,),
            subject=subject,
            deadline=True,
        )
        for row in rules
        if case.flag(row.fact) is row.bites
    ]
