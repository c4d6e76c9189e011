"""Art. 10-13: consent of the State of import, and what goes with an export."""

from customhouse.reference.records import Country, ImportResponse, Record
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed

REFUSING = ("no_consent", "interim_no_consent")
CONSENTING = ("consent", "interim_consent")


def _imports(entry: Listed) -> bool:
    return entry.case.regime in ("import", None)


def _exports(entry: Listed) -> bool:
    return entry.case.regime in ("export", None)


def _importer_bound(entry: Listed) -> bool:
    """Whether the State of import takes part in the procedure; yes unless known not to."""
    importer = entry.case.importer
    if importer is None:
        return True
    return entry.case.view.standing("rotterdam", importer.iso3) != "non-party"


def _response(entry: Listed) -> ImportResponse | None:
    importer = entry.case.importer
    if importer is None:
        return None
    return entry.case.view.import_response(importer.iso3, entry.substance.substance_id)


def _rows(entry: Listed, response: ImportResponse | None) -> tuple[Record, ...]:
    return (entry.substance, response) if response is not None else (entry.substance,)


def _name(country: Country | None) -> str:
    return country.name if country is not None else "the State of import"


def regime_missing(entry: Listed) -> Finding | None:
    """Art. 2(f), 10, 11: import and export have different duties."""
    case = entry.case
    if case.regime is not None:
        return None
    return state(
        case.view,
        "ROT:regime_missing",
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
        "ROT:destination_missing",
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


def art_10(entry: Listed) -> Finding | None:
    """Art. 10: an import follows the State's own decision on future import."""
    case = entry.case
    if not _imports(entry) or not _importer_bound(entry):
        return None
    response = _response(entry)
    because = (
        *entry.because,
        f"import response of {_name(case.importer)}: "
        f"{response.decision if response else 'none on record'}",
        case.documents_said("pic_import_consent"),
    )
    if response is not None and response.decision in REFUSING:
        return state(
            case.view,
            "ROT:art_10_import",
            "yes",
            f"{_name(case.importer)} does not consent to the import of {entry.substance.name}.",
            because=because,
            outcome="refuse",
            rows=_rows(entry, response),
            subject=entry.ref,
        )
    if response is not None and response.decision in CONSENTING:
        return state(
            case.view,
            "ROT:art_10_import",
            "yes",
            f"{_name(case.importer)} consents to the import of {entry.substance.name}.",
            because=because,
            outcome="release",
            rows=_rows(entry, response),
            subject=entry.ref,
        )
    shown = case.shows("pic_import_consent", "permit")
    conditions = response.conditions if response is not None else ""
    return state(
        case.view,
        "ROT:art_10_import",
        "yes" if shown else "unknown",
        "The State's consent is shown; a person confirms it with the designated national authority."
        if shown
        else f"Consent under conditions ({conditions}): that they are met has to be shown."
        if response is not None and response.decision == "consent_with_conditions"
        else f"No decision of {_name(case.importer)} on {entry.substance.name} is on record here, "
        "which is not the same as consent.",
        because=because,
        outcome="release" if shown else "hold",
        requires=() if shown else ("the State's import decision or written consent",),
        asks=()
        if shown
        else (case.ask_shipment("documents", "a pic_import_consent shows the State's decision"),),
        rows=_rows(entry, response),
        subject=entry.ref,
    )


def art_11_1_b(entry: Listed) -> Finding | None:
    """Art. 11(1)(b): exporters follow the response of the State of import."""
    case = entry.case
    if not _exports(entry) or not _importer_bound(entry):
        return None
    response = _response(entry)
    if response is None or response.decision == "no_decision":
        return None
    refused = response.decision in REFUSING
    conditional = response.decision == "consent_with_conditions"
    shown = case.shows("pic_import_consent", "permit")
    if refused:
        text = f"{_name(case.importer)} does not consent to {entry.substance.name}: no export."
    elif conditional and not shown:
        text = (
            f"{_name(case.importer)} consents under conditions ({response.conditions}): that they "
            "are met has to be shown."
        )
    else:
        text = f"{_name(case.importer)} consents to the import of {entry.substance.name}."
    return state(
        case.view,
        "ROT:art_11_1_b",
        "yes",
        text,
        because=(*entry.because, f"import response: {response.decision}"),
        outcome="refuse" if refused else "hold" if conditional and not shown else "release",
        requires=("evidence that the conditions are met",) if conditional and not shown else (),
        rows=_rows(entry, response),
        subject=entry.ref,
    )


def art_11_2(entry: Listed) -> Finding | None:
    """Art. 11(2): with no response on record, no export without consent or a named exception."""
    case = entry.case
    if not _exports(entry) or not _importer_bound(entry):
        return None
    response = _response(entry)
    if response is not None and response.decision != "no_decision":
        return None
    consent = case.shows("pic_import_consent")
    registered = case.flag("registered_in_importing_party")
    used = case.flag("used_before_in_importing_party")
    excepted = (registered or used) and case.shows("permit", "other")
    shown = bool(consent or excepted)
    return state(
        case.view,
        "ROT:art_11_2",
        "yes" if shown else "unknown",
        "Explicit consent, or evidence of registration or earlier use, is shown."
        if shown
        else f"No response of {_name(case.importer)} is on record here. Without it, no export "
        "unless the chemical is registered there, was used there before without a ban, or the "
        "exporter has asked for and received explicit consent.",
        because=(
            *entry.because,
            f"import response of {_name(case.importer)}: none on record",
            case.documents_said("pic_import_consent"),
            f"{case.path('facts.registered_in_importing_party')} = {registered}",
            f"{case.path('facts.used_before_in_importing_party')} = {used}",
        ),
        outcome="release" if shown else "hold",
        requires=() if shown else ("import response or explicit consent",),
        asks=()
        if shown
        else (
            case.ask_shipment("documents", "a pic_import_consent shows explicit consent"),
            case.ask("facts.registered_in_importing_party", "registration is an exception"),
        ),
        rows=(entry.substance,),
        subject=entry.ref,
        deadline=True,
    )


def non_party(entry: Listed) -> Finding | None:
    """Art. 10-11 bind Parties: an import into a State not Party is outside them."""
    case = entry.case
    if _importer_bound(entry) or case.importer is None:
        return None
    row = case.view.party_row("rotterdam", case.importer.iso3)
    return state(
        case.view,
        "ROT:non_party",
        "no",
        f"{case.importer.name} is not a Party: the consent procedure does not run with it.",
        because=(*entry.because, f"country_of_destination = {case.importer.name}"),
        rows=(row,) if row is not None else (),
        subject=entry.ref,
    )


def art_12(entry: Listed) -> Finding | None:
    """Art. 12: notice before the first export of what the exporter bans, and each year after."""
    case = entry.case
    if not _exports(entry) or not _importer_bound(entry):
        return None
    if case.flag("exporter_bans") is False:
        return state(
            case.view,
            "ROT:art_12",
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
        "ROT:art_12",
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


def art_13_1(entry: Listed) -> Finding | None:
    """Art. 13(1): the customs code assigned to the chemical stands in the shipping document."""
    case = entry.case
    if not _exports(entry) or case.hs:
        return None
    return state(
        case.view,
        "ROT:art_13_1",
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
    if not _exports(entry):
        return None
    shown = case.shows("sds")
    return state(
        case.view,
        "ROT:art_13_4",
        "yes",
        "A safety data sheet is shown." if shown else "No safety data sheet is shown.",
        because=(*entry.because[:1], case.documents_said("sds")),
        outcome="release" if shown else "request_documents",
        requires=() if shown else ("safety data sheet sent to the importer",),
        subject=entry.ref,
    )
