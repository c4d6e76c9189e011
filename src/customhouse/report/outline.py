"""From an assessment to its report, in the order in which an officer reads it."""

import datetime
from collections.abc import Sequence

from customhouse.declarations.declaration import Declaration, Document, Item
from customhouse.identify.candidate import Candidate
from customhouse.reference.pack import OPTIONAL
from customhouse.reference.provision import provision_words
from customhouse.report.parts import (
    Clock,
    Entry,
    ItemPart,
    Needed,
    Outline,
    Question,
    Reason,
)
from customhouse.report.passage import passages
from customhouse.report.words import (
    CONFIDENCE,
    DOCUMENTS,
    evidence_words,
    fact_words,
    field_words,
    value_words,
)
from customhouse.screening.finding import (
    SEVERITY,
    Applies,
    Assessment,
    Finding,
    ItemAssessment,
    Missing,
)
from customhouse.screening.listed import Certainty, settles

_APPLIES_ORDER: tuple[Applies, ...] = ("yes", "unknown", "no")
_CERTAINTY_ORDER: tuple[Certainty, ...] = ("identified", "possible", "hint")


def outline(declaration: Declaration, assessment: Assessment) -> Outline:
    """The report of an assessment of this declaration.

    Both are needed: the assessment holds the answer, the declaration the words that the
    evidence stands in. Items are matched by their place.
    """
    return Outline(
        outcome=assessment.outcome,
        title=f"Declaration {assessment.declaration_id or '(no number)'}",
        consignment=_consignment(declaration),
        items=tuple(map(_item, declaration.items, assessment.items)),
        questions=tuple(map(_question, assessment.missing)),
        needed=_needed(assessment),
        shown=tuple(_document(d, assessment.as_of) for d in declaration.documents),
        clocks=_clocks(assessment),
        basis=_basis(declaration, assessment),
        notes=assessment.notes,
    )


def _consignment(declaration: Declaration) -> tuple[tuple[str, str], ...]:
    way = (
        f"{declaration.country_of_export or 'not declared'} to "
        f"{declaration.country_of_destination or 'not declared'}"
    )
    if declaration.transit_countries:
        way += f", through {', '.join(declaration.transit_countries)}"
    rows = [
        ("regime", declaration.regime or "not declared"),
        ("way", way),
        ("exporter", declaration.exporter.name or declaration.exporter.id),
        ("consignee", declaration.consignee.name or declaration.consignee.id),
    ]
    return tuple((name, value) for name, value in rows if value)


def _item(item: Item, assessed: ItemAssessment) -> ItemPart:
    spans = [c.span for c in assessed.candidates if c.span and c.field == "description"]
    flagged = [f for f in assessed.findings if _is_flag(f)]
    reasons = sorted(
        (f for f in assessed.findings if f not in flagged),
        key=lambda f: (-SEVERITY[f.outcome], _APPLIES_ORDER.index(f.applies)),
    )
    return ItemPart(
        number=assessed.number,
        outcome=assessed.outcome,
        declared=passages(item.description, spans),
        numbers=_numbers(item),
        entries=_entries(assessed),
        reasons=tuple(_reason(f) for f in reasons if f.outcome != "release"),
        settled=tuple(_reason(f) for f in reasons if f.outcome == "release"),
        flagged=tuple(map(_reason, flagged)),
    )


def _is_flag(finding: Finding) -> bool:
    """Whether a finding only says that another treaty may ask for a licence."""
    return finding.provision.partition(":")[0] in OPTIONAL


def _numbers(item: Item) -> tuple[str, ...]:
    """What is declared of the item besides its words."""
    formulation = item.formulation
    waste = {True: "declared as waste", False: "declared as not waste", None: ""}[item.is_waste]
    known = [
        (item.hs_code, f"HS {item.hs_code}"),
        (item.cas, f"CAS {', '.join(item.cas)}"),
        (item.un, f"UN {', '.join(item.un)}"),
        (item.waste_codes, f"waste code {', '.join(item.waste_codes)}"),
        (item.smiles, f"structure {', '.join(item.smiles)}"),
        (formulation and formulation.type, f"formulation {formulation and formulation.type}"),
        (waste, waste),
        (item.purpose, f"purpose {item.purpose}"),
        (item.net_mass_kg, f"{item.net_mass_kg or 0:,.10g} kg net"),
        (item.value, f"value {item.value or 0:,.10g} {item.currency}".rstrip()),
    ]
    ingredients = formulation.ingredients if formulation else ()
    contents = (
        f"{i.name or i.cas or 'ingredient'} {i.strength:g} {i.unit}".rstrip()
        for i in ingredients
        if i.strength is not None
    )
    facts = (f"{name.replace('_', ' ')}: {value_words(v)}" for name, v in item.facts.items())
    return (*(words for value, words in known if value), *contents, *facts)


def _entries(assessed: ItemAssessment) -> tuple[Entry, ...]:
    """The listed entries, the surest first; each thing found is told once."""
    found: dict[str, list[Candidate]] = {}
    for candidate in assessed.candidates:
        found.setdefault(candidate.ref, []).append(candidate)
    subjects = {finding.subject for finding in assessed.findings}
    entries = [
        Entry(
            ref=ref,
            title=evidence[0].title,
            certainty=_certainty(evidence, ref in subjects),
            evidence=tuple(dict.fromkeys(map(evidence_words, evidence))),
        )
        for ref, evidence in found.items()
    ]
    return tuple(sorted(entries, key=lambda e: _CERTAINTY_ORDER.index(e.certainty)))


def _certainty(evidence: Sequence[Candidate], judged: bool) -> Certainty:
    """How sure the identity is, as far as the findings show.

    A chemical that no finding is about is a hint, however it was found: the rules asked nothing
    on it (it is not yet listed on this day, or one active of a listed mixture). Findings on
    waste name one code for all, so a waste code that settles the matter stands by itself.
    """
    if any(map(settles, evidence)) and (judged or evidence[0].convention == "basel"):
        return "identified"
    return "possible" if judged else "hint"


def _reason(finding: Finding) -> Reason:
    rows = {citation.row for citation in finding.citations}
    return Reason(
        outcome=finding.outcome,
        applies=finding.applies,
        provision=provision_words(finding.provision),
        subject=finding.subject,
        why=finding.explanation,
        requires=finding.requires,
        clock=finding.deadline,
        facts=tuple(fact_words(fact) for fact in finding.because if fact not in rows),
        rests_on=tuple(
            c.row if c.confidence == "source" else f"{c.row} ({CONFIDENCE[c.confidence]})"
            for c in finding.citations
        ),
        rule=finding.rule,
        provision_id=finding.provision,
    )


def _question(missing: Missing) -> Question:
    return Question(
        what=field_words(missing.field),
        why=missing.why,
        would_change=missing.would_change.replace("request_documents", "request documents"),
    )


def _asking(assessment: Assessment) -> list[tuple[ItemAssessment, Finding]]:
    """The findings that ask for something, strictest first."""
    asking = [(i, f) for i in assessment.items for f in i.findings if f.outcome != "release"]
    return sorted(asking, key=lambda pair: -SEVERITY[pair[1].outcome])


def _needed(assessment: Assessment) -> tuple[Needed, ...]:
    """Each thing asked for once, what the strictest finding asks first."""
    asked: dict[str, list[tuple[int, str]]] = {}
    for item, finding in _asking(assessment):
        for what in finding.requires:
            asked.setdefault(what, []).append((item.number, finding.provision))
    return tuple(_one_needed(what, asking) for what, asking in asked.items())


def _one_needed(what: str, asking: Sequence[tuple[int, str]]) -> Needed:
    provisions = tuple(dict.fromkeys(provision for _, provision in asking))
    return Needed(
        what=what,
        items=tuple(sorted({number for number, _ in asking})),
        provisions=tuple(dict.fromkeys(map(provision_words, provisions))),
        provision_ids=provisions,
    )


def _document(document: Document, as_of: datetime.date) -> str:
    words = [f"{DOCUMENTS[document.type]} {document.reference or '(no reference)'}"]
    if document.issuer:
        words.append(f"issued by {document.issuer}")
    if document.issued_on:
        after = ", after the day of the law" if document.issued_on > as_of else ""
        words.append(f"dated {document.issued_on}{after}")
    if document.valid_until:
        ended = " (EXPIRED)" if document.valid_until < as_of else ""
        words.append(f"valid until {document.valid_until}{ended}")
    covers = ", ".join(map(str, document.covers_items))
    words.append(f"covers item {covers}" if covers else "names no item")
    return "; ".join(words)


def _clocks(assessment: Assessment) -> tuple[Clock, ...]:
    clocks = (
        Clock(
            limit=f.deadline,
            provision=provision_words(f.provision),
            provision_id=f.provision,
        )
        for item in assessment.items
        for f in item.findings
        if f.deadline
    )
    return tuple(dict.fromkeys(clocks))


def _basis(declaration: Declaration, assessment: Assessment) -> tuple[tuple[str, str], ...]:
    day = str(assessment.as_of)
    if declaration.date and declaration.date != assessment.as_of:
        day += f" (the declaration is dated {declaration.date})"
    rows = [(words, assessment.confidence.get(level, 0)) for level, words in CONFIDENCE.items()]
    return (
        ("law as of", day),
        ("packs", ", ".join(f"{name} {version}" for name, version in assessment.packs.items())),
        ("rows relied on", "; ".join(f"{count} {words}" for words, count in rows if count)),
    )
