"""Optional treaties: that a licence may be needed under another treaty, and no more.

A treaty is loaded only when it is asked for. Every finding has outcome `release`, and the rules
of the conventions never see what an optional pack says, so a flag cannot change an answer.
"""

from customhouse.screening.case import Case
from customhouse.screening.finding import Finding
from customhouse.screening.flags.licence import flag, flag_by_code
from customhouse.screening.flags.rules import rule_for
from customhouse.screening.listed import Listed, listed_entries


def screen(case: Case) -> list[Finding]:
    """What the optional treaties that are loaded say of one item, in the order of their names."""
    if not case.optional:
        return []
    every = (*case.candidates, *case.optional)
    whole = Case(case.declaration, case.item, every, case.words, case.view)
    found: list[Finding] = []
    for treaty in sorted(case.view.library.optional):
        found += _of_treaty(listed_entries(whole, treaty))
    return found


def _of_treaty(entries: tuple[Listed, ...]) -> list[Finding]:
    """One finding an entry; entries that one customs code shares make one finding a rule."""
    found: list[Finding] = []
    shared: dict[str, list[Listed]] = {}
    for entry in entries:
        in_force = entry.case.view.listing(entry.substance) == "in_force"
        if entry.certainty == "hint" or not in_force:
            continue
        rule = rule_for(entry)
        if entry.certainty == "possible" and entry.by_code_alone:
            shared.setdefault(rule, []).append(entry)
        else:
            found.append(flag(entry, rule))
    return found + [flag_by_code(rule, group) for rule, group in shared.items()]
