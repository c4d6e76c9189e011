"""Questions asked in order, of which the first that speaks ends the rest."""

from collections.abc import Callable, Sequence

from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed

EntryRule = Callable[[Listed], Finding | None]
"""A rule about one listed entry; `None` when it has nothing to say."""


def settle(entry: Listed, gates: Sequence[EntryRule]) -> list[Finding] | None:
    """What settles an entry before its rules are asked; `None` when they have to be asked.

    A hint, and an entry that is not listed on the day, are settled without a finding.
    """
    listed = entry.case.view.listing(entry.substance)
    if entry.certainty == "hint" or listed in ("not_adopted", "ended"):
        return []
    for gate in gates:
        finding = gate(entry)
        if finding is not None:
            return [finding]
    return None


def ask(entry: Listed, rules: Sequence[EntryRule]) -> list[Finding]:
    """The findings of the rules that have something to say."""
    found = (rule(entry) for rule in rules)
    return [finding for finding in found if finding is not None]
