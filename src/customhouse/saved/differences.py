"""In what two assessments of one declaration differ, in words."""

from collections.abc import Iterator
from itertools import zip_longest

from customhouse.screening.finding import Assessment, Finding, ItemAssessment

_APPLIES = {"yes": "applies", "no": "does not apply", "unknown": "cannot be told"}


def differences(then: Assessment, now: Assessment) -> tuple[str, ...]:
    """Outcomes and findings that are not the same, item by item; empty when all agree.

    A finding counts as the same when rule, subject, `applies` and outcome are: a day that is
    named in its words does not make it another. Candidates alone are no difference: what is
    asked because of them is a finding.
    """
    return tuple(_differences(then, now))


def _differences(then: Assessment, now: Assessment) -> Iterator[str]:
    if then.outcome != now.outcome:
        yield f"the answer was {_words(then.outcome)} and is {_words(now.outcome)}"
    for old, new in zip_longest(then.items, now.items):
        if old is None or new is None:
            yield f"item {(old or new).number} is only in one of the two"
            continue
        yield from (f"item {new.number}: {words}" for words in _of_item(old, new))


def _of_item(old: ItemAssessment, new: ItemAssessment) -> Iterator[str]:
    if old.outcome != new.outcome:
        yield f"was {_words(old.outcome)}, is {_words(new.outcome)}"
    before, after = _by_rule(old), _by_rule(new)
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if one is None and other is not None:
            yield f"new: {_finding(other)}"
        elif other is None and one is not None:
            yield f"gone: {_finding(one)}"
        elif one is not None and other is not None and _state(one) != _state(other):
            yield f"changed: {_finding(one)}, now {_answer(other)}"


def _by_rule(item: ItemAssessment) -> dict[tuple[str, str, str, int], Finding]:
    """The findings by provision, rule and subject; the number tells repeated ones apart."""
    found: dict[tuple[str, str, str, int], Finding] = {}
    for finding in item.findings:
        number = 0
        while (finding.provision, finding.rule, finding.subject, number) in found:
            number += 1
        found[finding.provision, finding.rule, finding.subject, number] = finding
    return found


def _state(finding: Finding) -> tuple[str, str]:
    return finding.applies, finding.outcome


def _finding(finding: Finding) -> str:
    subject = f" on {finding.subject}" if finding.subject else ""
    return f"{finding.provision}{subject} {_answer(finding)}"


def _answer(finding: Finding) -> str:
    return f"{_APPLIES[finding.applies]} ({_words(finding.outcome)})"


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")
