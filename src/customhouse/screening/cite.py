"""How a rule states what it found: every finding names its rule, facts and rows."""

from collections.abc import Sequence

from customhouse.reference.library import View
from customhouse.reference.records import Record, Rule
from customhouse.screening.finding import (
    SEVERITY,
    Applies,
    Ask,
    Citation,
    Finding,
    Outcome,
)


def cite_rule(view: View, rule: Rule) -> Citation:
    """The row of the procedure table itself, in the pack that it was read from."""
    version = view.library.versions.get(rule.convention, "unknown")
    pack = rule.row.partition("/")[0] or f"{rule.convention}@{version}"
    return Citation(
        row=f"{pack}/procedure.json#{rule.id}",
        source=rule.source,
        confidence=rule.confidence,
    )


def state(
    view: View,
    rule_id: str,
    applies: Applies,
    explanation: str,
    *,
    because: Sequence[str],
    outcome: Outcome | None = None,
    requires: Sequence[str] = (),
    rows: Sequence[Record] = (),
    asks: Sequence[Ask] = (),
    subject: str = "",
    deadline: bool = False,
) -> Finding:
    """A finding of one rule.

    Without `outcome` it is the rule's own when the rule bites or is unknown, and `release`
    when it does not bite. An `unknown` is never less than `request_documents`, whatever is
    passed: unknown is not consent. An `unknown` without a question of its own asks for the
    first thing it requires.
    """
    rule = view.rule(rule_id)
    if applies == "no":
        outcome = "release"
    elif outcome is None:
        outcome = rule.outcome
    if applies == "unknown" and SEVERITY[outcome] < SEVERITY["request_documents"]:
        outcome = "request_documents"
    if applies == "unknown" and not asks:
        asks = [Ask(field="documents", why=what) for what in requires[:1]]
    citations = [cite_rule(view, rule)]
    citations += [Citation(row=r.row, source=r.source, confidence=r.confidence) for r in rows]
    return Finding(
        provision=rule.provision,
        applies=applies,
        because=(*because, *(c.row for c in citations)),
        requires=tuple(requires),
        outcome=outcome,
        explanation=explanation,
        rule=rule.id,
        subject=subject,
        deadline=rule.deadline if deadline else "",
        citations=tuple(citations),
        asks=tuple(asks),
    )
