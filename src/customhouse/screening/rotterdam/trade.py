"""Art. 2, 12, 13, 15: what a shipment of an Annex III chemical has to say and to carry."""

from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed
from customhouse.screening.rotterdam.consent import importer_bound


def regime_missing(entry: Listed) -> Finding | None:
    """Art. 2(f), 10, 11: import and export have different duties."""
    case = entry.case
    if case.regime is not None:
        return None
    return state(
        case.view,
        "ROT-28",
        "unknown",
        "The declaration does not say whether the goods come in, go out or pass through.",
        because=(*entry.because, "regime = not declared"),
        outcome="request_documents",
        requires=("import, export or transit",),
        asks=(case.ask_shipment("regime", "import and export have different duties"),),
        subject=entry.ref,
    )


def destination_missing(entry: Listed) -> Finding | None:
    """Art. 11: the response that counts is that of the State of import."""
    case = entry.case
    if case.importer is not None:
        return None
    declared = case.declaration.country_of_destination or "not declared"
    return state(
        case.view,
        "ROT-16",
        "unknown",
        "The State of import is not declared or not known: its decision cannot be looked up.",
        because=(*entry.because, f"country_of_destination = {declared}"),
        outcome="request_documents",
        requires=("the State of import",),
        asks=(
            case.ask_shipment(
                "country_of_destination", "consent is the decision of the State of import"
            ),
        ),
        subject=entry.ref,
    )


def non_party(entry: Listed) -> Finding | None:
    """Art. 10-11 bind Parties: an import into a State not Party is outside them."""
    case = entry.case
    if importer_bound(entry) or case.importer is None:
        return None
    row = case.view.party_row("rotterdam", case.importer.iso3)
    return state(
        case.view,
        "ROT-30",
        "no",
        f"{case.importer.name} is not a Party: the consent procedure does not run with it.",
        because=(*entry.because, f"country_of_destination = {case.importer.name}"),
        rows=(row,) if row is not None else (),
        subject=entry.ref,
    )


def art_12(entry: Listed) -> Finding | None:
    """Art. 12: notice before the first export of what the exporter bans, and each year after."""
    case = entry.case
    if not entry.case.may_export or not importer_bound(entry):
        return None
    if case.flag("exporter_bans") is False:
        return state(
            case.view,
            "ROT-21",
            "no",
            "The State of export is declared not to ban or severely restrict the chemical.",
            because=(*entry.because, f"{case.path('facts.exporter_bans')} = False"),
            subject=entry.ref,
        )
    current = [
        d
        for d in case.valid_documents("pic_export_notification")
        if d.issued_on is None or d.issued_on.year == case.as_of.year
    ]
    return state(
        case.view,
        "ROT-21",
        "yes" if current else "unknown",
        "The export notification of this year is shown."
        if current
        else "Where the State of export bans or severely restricts the chemical, it notifies the "
        "State of import before the first export and each calendar year. No notification of this "
        "year is shown.",
        because=(*entry.because, case.documents_said("pic_export_notification")),
        outcome="release" if current else "request_documents",
        requires=() if current else ("export notification of this calendar year",),
        asks=()
        if current
        else (case.ask("facts.exporter_bans", "the duty exists only where the exporter bans it"),),
        rows=(entry.substance,),
        subject=entry.ref,
        deadline=True,
    )


def annex_v(entry: Listed) -> Finding | None:
    """Annex V: an export notification names at least itself, who sends it and when."""
    case = entry.case
    if not entry.case.may_export or not importer_bound(entry):
        return None
    notices = case.valid_documents("pic_export_notification")
    bare = [d for d in notices if not (d.reference and d.issued_on)]
    if not bare or len(bare) < len(notices):
        return None
    return state(
        case.view,
        "ROT-23",
        "unknown",
        "The export notification has no reference or no date: it cannot be traced.",
        because=(case.documents_said("pic_export_notification"),),
        requires=("reference and date of the export notification",),
        asks=(case.ask_shipment("documents", "a notification has a reference and a date"),),
        subject=entry.ref,
    )


def art_15_4(entry: Listed) -> Finding | None:
    """Art. 15(4): stricter law stands; a Rotterdam consent never lifts a Stockholm ban."""
    case = entry.case
    other = case.view.library.substance("stockholm", entry.substance.substance_id)
    if other is None or case.view.listing(other) != "in_force":
        return None
    return state(
        case.view,
        "ROT-33",
        "yes",
        "Also listed by the Stockholm Convention: consent here does not lift its ban.",
        because=entry.because[:1],
        outcome="release",
        rows=(entry.substance, other),
        subject=entry.ref,
    )


def date_missing(entry: Listed) -> Finding | None:
    """Art. 22(5): listings have dates, so a declaration without one is asked for it."""
    case = entry.case
    if case.declaration.date is not None:
        return None
    return state(
        case.view,
        "ROT-11",
        "unknown",
        f"The declaration has no date; the law of {case.as_of} was applied.",
        because=("date = not declared",),
        requires=("the date of the declaration",),
        asks=(case.ask_shipment("date", "listings and responses have dates"),),
        subject=entry.ref,
    )


def art_13_1(entry: Listed) -> Finding | None:
    """Art. 13(1): the customs code assigned to the chemical stands in the shipping document."""
    case = entry.case
    if not entry.case.may_export:
        return None
    if case.hs:
        return state(
            case.view,
            "ROT-24",
            "yes",
            f"The shipping document bears the customs code {case.item.hs_code}.",
            because=(*entry.because[:1], case.said("hs_code")),
            outcome="release",
            subject=entry.ref,
        )
    return state(
        case.view,
        "ROT-24",
        "unknown",
        "The shipping document of an Annex III chemical bears its customs code. None is declared.",
        because=(*entry.because, case.said("hs_code")),
        outcome="request_documents",
        requires=("customs code in the shipping document",),
        asks=(case.ask("hs_code", "the code has to stand in the shipping document"),),
        subject=entry.ref,
    )


def art_13_4(entry: Listed) -> Finding | None:
    """Art. 13(2)-(4): labels and a safety data sheet go with the export."""
    case = entry.case
    if not entry.case.may_export:
        return None
    shown = case.shows("sds")
    return state(
        case.view,
        "ROT-26",
        "yes",
        "A safety data sheet is shown." if shown else "No safety data sheet is shown.",
        because=(*entry.because[:1], case.documents_said("sds")),
        outcome="release" if shown else "request_documents",
        requires=() if shown else ("safety data sheet sent to the importer",),
        subject=entry.ref,
    )
