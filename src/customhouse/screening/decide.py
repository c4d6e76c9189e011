"""From the findings of an item to its outcome, and to the questions worth asking."""

from collections.abc import Sequence

from customhouse.screening.finding import (
    SEVERITY,
    Finding,
    ItemAssessment,
    Missing,
    Outcome,
    strictest,
)


def item_outcome(findings: Sequence[Finding]) -> Outcome:
    """The strictest outcome of the findings; with none, nothing stands against release."""
    return strictest([finding.outcome for finding in findings])


def missing_facts(items: Sequence[ItemAssessment]) -> tuple[Missing, ...]:
    """What to ask, most valuable answer first.

    A question is worth the severity of the findings that put it; among equals, the one put by
    more findings comes first, then the order of the items. `would_change` names the item's
    outcome now and what would remain if the findings that ask fell away.
    """
    asked: dict[str, list[tuple[ItemAssessment, Finding, str]]] = {}
    for item in items:
        for finding in item.findings:
            for ask in finding.asks:
                asked.setdefault(ask.field, []).append((item, finding, ask.why))
    ranked = sorted(
        asked.items(),
        key=lambda entry: (
            -max(SEVERITY[finding.outcome] for _, finding, _ in entry[1]),
            -len(entry[1]),
        ),
    )
    return tuple(_question(field, asking) for field, asking in ranked)


def _question(field: str, asking: Sequence[tuple[ItemAssessment, Finding, str]]) -> Missing:
    whys = tuple(dict.fromkeys(why for _, _, why in asking))
    changes = []
    for item in dict.fromkeys(item.number for item, _, _ in asking):
        assessment = next(a for a, _, _ in asking if a.number == item)
        askers = [finding for a, finding, _ in asking if a.number == item]
        rest = item_outcome([f for f in assessment.findings if f not in askers])
        changes.append(
            f"item {item}: {assessment.outcome} now, {rest} at best from the other findings"
            if rest != assessment.outcome
            else f"item {item}: one of several reasons for {assessment.outcome}"
        )
    return Missing(field=field, why="; ".join(whys), would_change="; ".join(changes))
