"""Art. 4(7), 6, 7, 9 and Annex V: the papers of a controlled movement."""

import re

from customhouse.declarations.declaration import DocumentType
from customhouse.reference.records import Country
from customhouse.screening.basel.waste import Waste
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.waste import plain_code

YEAR_DAYS = 366
"""Twelve months, counted so that a leap day is no reason to hold."""


def _paper(
    waste: Waste, rule_id: str, types: tuple[DocumentType, ...], there: str, absent: str
) -> Finding:
    """A finding on one paper: satisfied when it is shown, the rule's outcome when it is not."""
    case = waste.case
    shown = case.shows(*types)
    return state(
        case.view,
        rule_id,
        "yes",
        there if shown else absent,
        because=(*waste.because[:3], case.documents_said(*types)),
        outcome="release" if shown else None,
        requires=() if shown else (absent.split(":")[0],),
        asks=() if shown else (case.ask_shipment("documents", absent.split(":")[0]),),
        rows=waste.classification.codes[:1],
        subject=waste.subject,
    )


def art_6_1(waste: Waste) -> Finding:
    """Art. 6(1): the State of export notifies the States concerned in writing beforehand."""
    return _paper(
        waste,
        "BAS-26",
        ("basel_notification",),
        f"Prior notification for {waste.name} is shown.",
        f"Prior written notification: none is shown for {waste.name}, and none is sent by silence.",
    )


def art_6_2(waste: Waste) -> Finding:
    """Art. 6(2), 4(1)(c): the State of import consents in writing.

    The consent of a State of transit, or the word of the State of export, is not that of the
    State of import. An issuer that names no State is taken as the State of import's authority.
    """
    case = waste.case
    others = [c for c in (*case.transit, case.exporter) if c is not None and c != case.importer]
    shown = any(
        (case.importer is not None and _issued_by(case.importer, document.issuer))
        or not any(_issued_by(country, document.issuer) for country in others)
        for document in case.valid_documents("basel_consent")
    )
    wanted = "Written consent of the State of import"
    return state(
        case.view,
        "BAS-27",
        "yes",
        f"Written consent for {waste.name} is shown; a person confirms it with the State that "
        "issued it."
        if shown
        else f"{wanted}: none is shown for {waste.name} that is its own, is valid on this day and "
        "covers this item.",
        because=(*waste.because[:3], case.documents_said("basel_consent")),
        outcome="release" if shown else None,
        requires=() if shown else (wanted,),
        asks=() if shown else (case.ask_shipment("documents", wanted),),
        rows=waste.classification.codes[:1],
        subject=waste.subject,
    )


def art_6_3(waste: Waste) -> Finding:
    """Art. 6(3)(b): a contract for environmentally sound management is confirmed."""
    return _paper(
        waste,
        "BAS-28",
        ("contract",),
        "The contract between exporter and disposer is shown.",
        "Contract between exporter and disposer: none is shown that asks for environmentally "
        "sound management.",
    )


def art_6_4(waste: Waste) -> Finding | None:
    """Art. 6(4), 7: each State of transit consents, or has waived consent beforehand."""
    case = waste.case
    if not case.transit:
        return None
    consents = case.valid_documents("basel_consent")
    without = [
        country
        for country in case.transit
        if not any(_issued_by(country, document.issuer) for document in consents)
    ]
    if not without:
        return state(
            case.view,
            "BAS-29",
            "yes",
            "The consents of the States of transit are shown.",
            because=(f"transit_countries = {', '.join(c.name for c in case.transit)}",),
            outcome="release",
            rows=waste.classification.codes[:1],
            subject=waste.subject,
        )
    outside = [c for c in without if waste.status(c) == "non-party"]
    names = ", ".join(country.name for country in without)
    return state(
        case.view,
        "BAS-35" if outside else "BAS-29",
        "yes",
        f"No consent of {names} to the transit is shown. Silence within 60 days counts only "
        "where that State has waived written consent, and that has to be shown too.",
        because=(
            *waste.because[:2],
            f"transit_countries = {', '.join(c.name for c in case.transit)}",
            *(f"basel_consent {d.reference} issued by {d.issuer or '?'}" for d in consents),
        ),
        requires=tuple(f"written consent of {country.name}" for country in without),
        asks=(case.ask_shipment("documents", f"consent of {names} to the transit"),),
        rows=waste.classification.codes[:1],
        subject=waste.subject,
        deadline=True,
    )


def _issued_by(country: Country, issuer: str) -> bool:
    """Whether the issuer's words name the country by code or name.

    A code counts in capitals only, and in a text of capitals only as its first word: "de" and
    "in" are words of many authorities, and no States.
    """
    words = re.findall(r"\w+", issuer)
    codes = words[:1] if issuer.isupper() else words
    if country.iso2 in codes or country.iso3 in codes:
        return True
    return re.search(rf"\b{re.escape(country.name)}\b", issuer, re.IGNORECASE) is not None


def art_4_7(waste: Waste) -> Finding:
    """Art. 4(7)(c), 6(9): a movement document goes with the waste from start to disposal."""
    return _paper(
        waste,
        "BAS-21",
        ("basel_movement_document",),
        "The movement document is shown.",
        "Movement document: none is shown that covers this item.",
    )


def operation(waste: Waste) -> Finding | None:
    """Art. 2(4) and Annex IV: the operation (D or R) says what happens to the waste."""
    case = waste.case
    codes = {plain_code(code) for code in case.item.waste_codes}
    lists = {row.list for code in codes for row in case.view.waste_code_history(code)}
    if case.purpose is not None or lists & {"D", "R"}:
        return None
    return state(
        case.view,
        "BAS-57",
        "unknown",
        "Neither the purpose nor an operation of Annex IV (D or R) is declared: what will happen "
        "to the waste is unknown.",
        because=(case.said("purpose"), case.said("waste_codes")),
        outcome="request_documents",
        requires=("the operation: D1-D15 or R1-R13",),
        asks=(case.ask("purpose", "bans and agreements differ for disposal and recovery"),),
        subject=waste.subject,
    )


def art_6_11(waste: Waste) -> Finding | None:
    """Art. 6(11): insurance, bond or guarantee; asked for where no notification shows it."""
    case = waste.case
    if case.shows("basel_notification"):
        return None
    return state(
        case.view,
        "BAS-34",
        "unknown",
        "Insurance or another guarantee goes with the notification, and none is shown.",
        because=(case.documents_said("basel_notification"),),
        outcome="request_documents",
        requires=("insurance, bond or other guarantee",),
        subject=waste.subject,
    )


def art_9_1(waste: Waste) -> Finding | None:
    """Art. 9(1)(a)-(b): moving without notification or without consent is illegal traffic."""
    case = waste.case
    if case.shows("basel_notification") or case.shows("basel_consent"):
        return None
    return state(
        case.view,
        "BAS-37",
        "yes",
        f"{waste.name} at the border with neither notification nor consent is deemed illegal "
        "traffic. If a person confirms it, the waste goes back within 30 days of the State of "
        "export being told (Art. 9(2)).",
        because=(
            *waste.because[:3],
            case.documents_said("basel_notification"),
            case.documents_said("basel_consent"),
        ),
        requires=("notification and consent, if they exist",),
        rows=waste.classification.codes[:1],
        subject=waste.subject,
        deadline=True,
    )


def art_9_1_a(waste: Waste) -> Finding | None:
    """Art. 9(1)(a): consent without a notification to the States concerned."""
    case = waste.case
    if case.shows("basel_notification") or not case.shows("basel_consent"):
        return None
    return state(
        case.view,
        "BAS-38",
        "yes",
        "A consent is shown and no notification: that all States concerned were told is open.",
        because=(case.documents_said("basel_notification"), case.documents_said("basel_consent")),
        requires=("notification to all States concerned",),
        subject=waste.subject,
        deadline=True,
    )


def art_9_1_b(waste: Waste) -> Finding | None:
    """Art. 9(1)(b): a notification without the consent of a State concerned."""
    case = waste.case
    if case.shows("basel_consent") or not case.shows("basel_notification"):
        return None
    return state(
        case.view,
        "BAS-39",
        "yes",
        "A notification is shown and no consent: a notification is a question, not an answer.",
        because=(case.documents_said("basel_notification"), case.documents_said("basel_consent")),
        requires=("written consent of the State of import",),
        subject=waste.subject,
        deadline=True,
    )


def art_6_6(waste: Waste) -> Finding | None:
    """Art. 6(6)-(8): a general notification covers shipments for 12 months at most."""
    case = waste.case
    old = [
        d
        for d in case.valid_documents("basel_notification")
        if d.issued_on is not None
        and d.valid_until is None
        and (case.as_of - d.issued_on).days > YEAR_DAYS
    ]
    if not old:
        return None
    return state(
        case.view,
        "BAS-31",
        "yes",
        "The notification is more than 12 months old, which is as long as a general one can last.",
        because=tuple(f"basel_notification {d.reference} of {d.issued_on}" for d in old),
        requires=("a notification that still runs",),
        subject=waste.subject,
        deadline=True,
    )


def annex_v(waste: Waste) -> Finding | None:
    """Annex V A and B: a notification or movement document can be told from another."""
    case = waste.case
    papers = (
        *case.valid_documents("basel_notification"),
        *case.valid_documents("basel_movement_document"),
    )
    bare = [d for d in papers if not d.reference]
    if not bare:
        return None
    return state(
        case.view,
        "BAS-48",
        "unknown",
        "A notification or movement document has no number: it cannot be checked with the State "
        "that issued it.",
        because=tuple(f"documents: {d.type} without reference" for d in bare),
        requires=("the number of the document",),
        asks=(case.ask_shipment("documents", "a document without a number cannot be checked"),),
        subject=waste.subject,
    )


def art_9_1_d(waste: Waste) -> Finding | None:
    """Art. 9(1)(d): papers that do not match the waste."""
    case = waste.case
    named: tuple[DocumentType, ...] = (
        "basel_notification",
        "basel_consent",
        "basel_movement_document",
    )
    wrong = [t for t in named if case.document_state(t)[0] in ("expired", "other_item")]
    if not wrong:
        return None
    return state(
        case.view,
        "BAS-41",
        "yes",
        "A paper is there and does not fit: it is out of date or is for other goods. A movement "
        "that does not conform to its papers in a material way is illegal traffic.",
        because=tuple(case.documents_said(t) for t in wrong),
        outcome="hold",
        requires=("papers that fit this shipment",),
        subject=waste.subject,
    )
