"""A declaration with a hostile description, and an assessment of it made by hand."""

from datetime import date
from typing import Any

from customhouse.declarations.declaration import Declaration, Document, Item
from customhouse.identify.candidate import Candidate
from customhouse.report.outline import outline
from customhouse.report.parts import Outline
from customhouse.screening.finding import (
    Applies,
    Assessment,
    Citation,
    Finding,
    ItemAssessment,
    Missing,
    Outcome,
)

HOSTILE = "<script>alert('x')</script>"
DESCRIPTION = f"Mixed plastic waste {HOSTILE} baled \x1b[2J\u202edesrever نفايات 塑料废物"


def declared(description: str = DESCRIPTION, **changes: Any) -> Declaration:
    facts: dict[str, Any] = {
        "id": "T-1",
        "date": date(2025, 6, 1),
        "regime": "export",
        "country_of_export": "DE",
        "country_of_destination": "GH",
        "transit_countries": ("NL",),
        "items": (
            Item(
                number=1,
                description=description,
                hs_code="3915.90",
                net_mass_kg=24000,
                value=-100,
                currency="USD",
                facts={"functional_test": False},
            ),
        ),
        "documents": (
            Document(type="basel_notification", reference="DE 1234", valid_until=date(2025, 1, 1)),
        ),
    }
    return Declaration(**(facts | changes))


def candidate(**changes: Any) -> Candidate:
    facts: dict[str, Any] = {
        "ref": "basel:Y48",
        "convention": "basel",
        "found_by": "name",
        "evidence": "plastic waste",
        "specificity": "exact",
        "match": "exact",
        "field": "description",
        "row": "basel@2026.1/waste_codes.csv:3",
        "title": "Plastic waste, including mixtures",
        "span": (6, 19),
    }
    return Candidate(**(facts | changes))


def finding(
    provision: str,
    outcome: Outcome,
    applies: Applies = "yes",
    explanation: str = "The reason.",
    **changes: Any,
) -> Finding:
    row = f"basel@2026.1/procedure.json#{provision}"
    facts: dict[str, Any] = {
        "because": ("items[1].purpose = not declared", row),
        "requires": (f"paper for {provision}",) if outcome != "release" else (),
        "citations": (Citation(row=row, source="CONV", confidence="unverified"),),
    }
    return Finding(
        provision=provision,
        applies=applies,
        outcome=outcome,
        explanation=explanation,
        **(facts | changes),
    )


def assessed(outcome: Outcome = "hold", **changes: Any) -> Assessment:
    findings = (
        finding("basel:art-1-2", "release", explanation="Other waste of Annex II."),
        finding("basel:annex-iv", "request_documents", "unknown"),
        finding("basel:art-6-2", outcome, deadline="60 days to answer"),
    )
    facts: dict[str, Any] = {
        "outcome": outcome,
        "as_of": date(2025, 6, 2),
        "items": (
            ItemAssessment(number=1, outcome=outcome, candidates=(candidate(),), findings=findings),
        ),
        "missing": (
            Missing(
                field="items[1].purpose",
                why="the use decides",
                would_change="item 1: hold now, request_documents at best",
            ),
        ),
        "packs": {"basel": "2026.1", "stockholm": "2026.2"},
        "declaration_id": "T-1",
        "confidence": {"source": 3, "known": 2, "unverified": 0},
        "notes": ("No date is declared.",),
    }
    return Assessment(**(facts | changes))


def report(outcome: Outcome = "hold", description: str = DESCRIPTION, **changes: Any) -> Outline:
    return outline(declared(description), assessed(outcome, **changes))
