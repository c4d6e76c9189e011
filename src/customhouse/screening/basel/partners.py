"""Art. 4(1), 4(5), 4(6), 4A, 11: States between which waste may not move."""

from datetime import date

from customhouse.reference.records import Agreement, Country, ImportBan
from customhouse.screening.basel.bans import covers, excepted, for_purpose
from customhouse.screening.basel.waste import Waste
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.purpose import Purpose

BAN_AMENDMENT_STARTS = date(2019, 12, 5)
"""The day on which Art. 4A came into force."""


def states_missing(waste: Waste) -> Finding | None:
    """Art. 2(3): a transboundary movement has a State of export and a State of import."""
    case = waste.case
    declaration = case.declaration
    missing = [
        field
        for field, code in (
            ("country_of_export", declaration.country_of_export),
            ("country_of_destination", declaration.country_of_destination),
        )
        if not code
    ]
    same = case.exporter is not None and case.exporter == case.importer
    if not missing and not same:
        return None
    return state(
        case.view,
        "BAS-08",
        "unknown",
        "The States of export and of import are the same."
        if same
        else "The States of export and import have to be known: bans and consents are theirs.",
        because=(
            f"country_of_export = {declaration.country_of_export or 'not declared'}",
            f"country_of_destination = {declaration.country_of_destination or 'not declared'}",
        ),
        outcome="request_documents",
        requires=("States of export and import",),
        asks=tuple(
            case.ask_shipment(field, "bans, consents and agreements depend on the State")
            for field in missing or ("country_of_destination",)
        ),
        subject=waste.subject,
    )


def art_4_1(waste: Waste) -> Finding | None:
    """Art. 4(1)(b), 13(1)(c): waste does not go to a State that has prohibited its import."""
    case = waste.case
    importer = case.importer
    if importer is None:
        return _destination_missing(waste)
    for ban in case.view.import_bans(importer.iso3):
        reached = covers(ban, waste.classification) and for_purpose(ban, waste)
        if not reached or excepted(ban, waste):
            continue
        return _banned(waste, importer, ban)
    return None


def _destination_missing(waste: Waste) -> Finding | None:
    """Some States ban waste that is not controlled too; `states_missing` asks for the rest."""
    case = waste.case
    if case.declaration.country_of_destination or waste.classification.control == "controlled":
        return None
    return state(
        case.view,
        "BAS-11",
        "unknown",
        "The State of import is not declared: whether it has prohibited this waste cannot be told.",
        because=(*waste.because[:3], "country_of_destination = not declared"),
        outcome="request_documents",
        requires=("the State of import",),
        asks=(
            case.ask_shipment("country_of_destination", "some States prohibit the import of waste"),
        ),
        subject=waste.subject,
    )


def _banned(waste: Waste, importer: Country, ban: ImportBan) -> Finding | None:
    """Refuse under a ban that is sure and absolute; send any other to the authority."""
    case = waste.case
    because = (*waste.because[:3], f"country_of_destination = {importer.name}")
    scope = ban.scope.replace("_", " ")
    open_purpose = bool(ban.only_for) and case.purpose is not Purpose.DISPOSAL
    if ban.confidence != "unverified" and not ban.condition and not open_purpose:
        since = f", from {ban.valid_from}" if ban.valid_from else ""
        return state(
            case.view,
            "BAS-12",
            "yes",
            f"{importer.name} has prohibited this import ({scope}{since}).",
            because=because,
            outcome="refuse",
            rows=(ban,),
            subject=waste.subject,
        )
    if ban.condition and case.shows("basel_consent"):
        return None
    return state(
        case.view,
        "BAS-11" if ban.condition or open_purpose else "BAS-47",
        "unknown",
        f"{importer.name} restricts this import ({scope}: "
        f"{'for ' + ban.only_for if open_purpose else ban.condition or ban.notes}). Whether that "
        "stops this shipment is for its competent authority to say.",
        because=because,
        outcome="refer",
        requires=("word of the competent authority of the State of import",),
        asks=(case.ask("purpose", "the ban is on import for disposal"),) if open_purpose else (),
        rows=(ban,),
        subject=waste.subject,
    )


def art_4_5(waste: Waste) -> Finding | None:
    """Art. 4(5), 11: no movement to or from a non-Party, save under an agreement of Art. 11."""
    case = waste.case
    if case.exporter is None or case.importer is None or case.exporter == case.importer:
        return state(
            case.view,
            "BAS-17",
            "unknown",
            "Between which States the waste moves is not known, so neither is whether both are "
            "Parties.",
            because=(
                f"country_of_export = {case.declaration.country_of_export or 'not declared'}",
                "country_of_destination = "
                f"{case.declaration.country_of_destination or 'not declared'}",
            ),
            outcome="request_documents",
            subject=waste.subject,
        )
    outside = [c for c in (case.exporter, case.importer) if waste.status(c) == "non-party"]
    unlisted = [c for c in (case.exporter, case.importer) if waste.status(c) == "unknown"]
    if unlisted and not outside:
        return state(
            case.view,
            "BAS-17",
            "unknown",
            f"Whether {unlisted[0].name} is a Party is not recorded.",
            because=(f"{unlisted[0].name}: in no table of Parties",),
            outcome="refer",
            requires=("word of the competent authority",),
            subject=waste.subject,
        )
    if not outside:
        return None
    agreements = _agreements(waste, case.exporter, case.importer)
    because = (*waste.because[:3], f"{outside[0].name} is not a Party")
    party_rows = [
        row for row in (case.view.party_row("basel", c.iso3) for c in outside) if row is not None
    ]
    if not agreements:
        return state(
            case.view,
            "BAS-17",
            "yes",
            f"{outside[0].name} is not a Party, and no agreement under Art. 11 between the two "
            "States is on record for this waste: the movement is not allowed.",
            because=because,
            outcome="refuse",
            rows=party_rows,
            subject=waste.subject,
        )
    shown = case.shows("permit", "basel_consent")
    return state(
        case.view,
        "BAS-17",
        "yes",
        f"{outside[0].name} is not a Party. The agreement on record ({agreements[0].title}: "
        f"{agreements[0].scope}) may cover this movement"
        + (", and a permit or consent is shown." if shown else "; that it does has to be shown."),
        because=because,
        outcome="release" if shown else "hold",
        requires=() if shown else ("permit or consent under the agreement",),
        rows=(*party_rows, *agreements[:2]),
        subject=waste.subject,
    )


def art_11(waste: Waste) -> Finding | None:
    """Art. 11: an agreement has to be no less sound than the Convention; who says so is named."""
    case = waste.case
    if case.exporter is None or case.importer is None:
        return None
    if waste.status(case.exporter) == waste.status(case.importer) == "party":
        return None
    agreements = _agreements(waste, case.exporter, case.importer)
    if not agreements:
        return None
    shown = case.shows("permit", "basel_consent")
    return state(
        case.view,
        "BAS-46",
        "yes",
        f"On record: {'; '.join(a.title for a in agreements[:3])}. Whether it covers this waste is "
        "for the competent authority to say.",
        because=waste.because[:2],
        outcome="release" if shown else None,
        requires=() if shown else ("word of the competent authority on the agreement",),
        rows=agreements[:3],
        subject=waste.subject,
    )


def _agreements(waste: Waste, exporter: Country, importer: Country) -> tuple[Agreement, ...]:
    """The agreements that may cover this waste and purpose."""
    recovery = waste.case.purpose in (Purpose.RECOVERY, None)
    return tuple(
        agreement
        for agreement in waste.case.view.agreements(exporter, importer)
        if recovery or "recovery only" not in agreement.scope
    )


def art_4a(waste: Waste) -> Finding | None:
    """Art. 4A: hazardous waste does not go from an Annex VII State to any other State."""
    case = waste.case
    classification = waste.classification
    exporter, importer = case.exporter, case.importer
    if exporter is None or importer is None:
        return None
    if classification.control != "controlled" or not classification.hazardous:
        return None
    seven = case.view.annex_vii(exporter.iso3)
    if seven is None or case.view.annex_vii(importer.iso3) is not None:
        return None
    if case.as_of < BAN_AMENDMENT_STARTS:
        return None
    bound = case.view.ban_amendment(exporter.iso3)
    if bound is not None and bound.status == "not_bound":
        return None
    if bound is None:
        return state(
            case.view,
            "BAS-49",
            "unknown",
            f"{exporter.name} is in Annex VII and {importer.name} is not. Whether {exporter.name} "
            "is bound by the ban amendment is not recorded: the table of its Parties has gaps.",
            because=(*waste.because[:3], f"country_of_export = {exporter.name}"),
            outcome="refer",
            requires=("word of the competent authority of the State of export",),
            rows=(seven,),
            subject=waste.subject,
        )
    return state(
        case.view,
        "BAS-25",
        "yes",
        f"{exporter.name} is in Annex VII and bound by the ban amendment; {importer.name} is not "
        "in Annex VII. Hazardous waste may not be exported there, for disposal or for recovery.",
        because=(
            *waste.because[:3],
            f"country_of_export = {exporter.name}",
            f"country_of_destination = {importer.name}",
        ),
        outcome="refuse",
        rows=(seven, bound),
        subject=waste.subject,
    )


def art_4_6(waste: Waste) -> Finding | None:
    """Art. 4(6): no waste goes south of 60 degrees South."""
    importer = waste.case.importer
    if importer is None or importer.iso3 not in ("ATA", "SGS", "HMD", "BVT", "ATF"):
        return None
    return state(
        waste.case.view,
        "BAS-18",
        "yes" if importer.iso3 == "ATA" else "unknown",
        "Waste may not be exported for disposal south of 60 degrees South.",
        because=(f"country_of_destination = {importer.name}",),
        outcome="refuse" if importer.iso3 == "ATA" else "refer",
        rows=(importer,),
        subject=waste.subject,
    )
