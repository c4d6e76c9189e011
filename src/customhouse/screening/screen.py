"""Screening: a declaration and the law of a day give an assessment.

Pure: the same declaration, packs and date give the same bytes.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence

from customhouse.declarations.declaration import Declaration, Item
from customhouse.identify.candidate import Candidate
from customhouse.reference.library import Library
from customhouse.screening import basel, flags, general, national, risk, rotterdam, stockholm
from customhouse.screening.case import Case, Words
from customhouse.screening.decide import item_outcome, missing_facts
from customhouse.screening.finding import Assessment, Finding, ItemAssessment, strictest
from customhouse.screening.waste import without_settled

Identify = Callable[[Item], tuple[tuple[Candidate, ...], Words]]
"""From an item to its candidates and what else its words say."""

CONVENTIONS: tuple[Callable[[Case], Sequence[Finding]], ...] = (
    general.screen,
    basel.screen,
    rotterdam.screen,
    stockholm.screen,
    risk.screen,
    national.screen,
    flags.screen,
)
"""Every source of findings. A new convention or national layer is a folder and a line here."""


def screen(
    declaration: Declaration,
    library: Library,
    identify: Identify,
    as_of: datetime.date,
    notes: Sequence[str] = (),
) -> Assessment:
    """Screen a declaration under the law of `as_of`.

    `notes` are passed through to the reader (fields that were not read, for instance).
    """
    view = library.view(as_of)
    layers = library.national.names
    apart = layers | library.optional
    items = []
    for item in declaration.items:
        candidates, words = identify(item)
        own = [c for c in candidates if c.convention in layers]
        flagged = [c for c in candidates if c.convention in library.optional]
        spoken_of = [c for c in candidates if c.convention not in apart and view.speaks_of(c.ref)]
        settled = without_settled(spoken_of, view)
        case = Case(declaration, item, settled, words, view, own, flagged)
        findings = tuple(f for convention in CONVENTIONS for f in convention(case))
        items.append(
            ItemAssessment(
                number=item.number,
                outcome=item_outcome(findings),
                candidates=case.candidates + case.national + case.optional,
                findings=findings,
            )
        )
    return Assessment(
        declaration_id=declaration.id,
        outcome=strictest([item.outcome for item in items]),
        as_of=as_of,
        items=tuple(items),
        missing=missing_facts(items),
        packs=library.versions,
        confidence=_confidence(items),
        notes=tuple(notes),
    )


def _confidence(items: Sequence[ItemAssessment]) -> dict[str, int]:
    """How many distinct pack rows the findings cite, by how sure the row is."""
    rows = {c.row: c.confidence for i in items for f in i.findings for c in f.citations}
    counts = Counter(rows.values())
    return {name: counts[name] for name in ("source", "known", "unverified")}
