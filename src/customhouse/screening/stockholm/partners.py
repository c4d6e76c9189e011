"""Art. 3(2)(b)(iii), 3(2)(d), 25(4): trade with States that the listing does not bind."""

from customhouse.reference.records import Country, Record
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed
from customhouse.screening.stockholm.trade import importer_standing, is_use, open_exemptions


def art_3_2_b_iii(entry: Listed) -> Finding | None:
    """Art. 3(2)(b)(iii): export to a State not Party needs its certification of the year."""
    case = entry.case
    importer = case.importer
    if case.regime == "import" or case.regime == "transit" or importer is None:
        return None
    if not (is_use(entry) and open_exemptions(entry)):
        return None
    if importer_standing(entry) == "party":
        return None
    certified = any(
        d.issued_on is not None and d.issued_on.year == case.as_of.year
        for d in case.valid_documents("stockholm_certification")
    )
    return state(
        case.view,
        "STK-08",
        "yes",
        f"{importer.name} is not bound for {entry.substance.name}. Its certification of this "
        "year, with the intended use, is shown; the exporting Party sends it to the Secretariat."
        if certified
        else f"{importer.name} is not shown to be bound for {entry.substance.name}: without its "
        "certification of this year the goods may not leave.",
        because=(
            *entry.because,
            f"country_of_destination = {importer.name}",
            case.documents_said("stockholm_certification"),
        ),
        outcome="release" if certified else None,
        requires=() if certified else ("annual certification by the importing State",),
        asks=()
        if certified
        else (case.ask_shipment("documents", "the importing State's certification of this year"),),
        rows=_party_rows(entry, importer),
        subject=entry.ref,
        deadline=True,
    )


def art_3_2_d(entry: Listed) -> Finding | None:
    """Art. 3(2)(d): whether the partner is a Party is asked chemical by chemical."""
    case = entry.case
    importer = case.importer
    if importer is None or case.regime != "import" or not is_use(entry):
        return None
    if case.view.standing("stockholm", importer.iso3) == "party":
        return None
    return state(
        case.view,
        "STK-10",
        "unknown",
        f"{importer.name} is not a Party to the Convention: its own law decides, and the "
        "authority has to say what that is.",
        because=(*entry.because, f"country_of_destination = {importer.name}"),
        requires=("word of the national authority",),
        rows=_party_rows(entry, importer),
        subject=entry.ref,
    )


def art_25_4(entry: Listed) -> Finding | None:
    """Art. 25(4): a State that opts in is bound for a later listing once it has deposited."""
    case = entry.case
    importer = case.importer
    if importer is None or case.regime == "transit" or not is_use(entry):
        return None
    if case.view.standing("stockholm", importer.iso3) != "party":
        return None
    if importer_standing(entry) != "unknown":
        return None
    return state(
        case.view,
        "STK-26",
        "unknown",
        f"{importer.name} is bound by later listings only once it has deposited an instrument. "
        f"Whether it has for {entry.substance.name} is not recorded.",
        because=(*entry.because, f"country_of_destination = {importer.name}"),
        requires=("word of the depositary or of the State on this amendment",),
        rows=_party_rows(entry, importer),
        subject=entry.ref,
    )


def destination_missing(entry: Listed) -> Finding | None:
    """Art. 3(2)(b): without a known destination no ground for export can be shown."""
    case = entry.case
    if case.importer is not None or case.regime == "transit" or not is_use(entry):
        return None
    return state(
        case.view,
        "STK-05",
        "unknown",
        "The State of destination is not declared or not known: which Party is permitted what "
        "cannot be answered.",
        because=(
            *entry.because,
            f"country_of_destination = {case.declaration.country_of_destination or 'not declared'}",
        ),
        requires=("the State of destination",),
        asks=(
            case.ask_shipment(
                "country_of_destination", "the ground for trade belongs to the importing State"
            ),
        ),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def _party_rows(entry: Listed, country: Country) -> tuple[Record, ...]:
    row = entry.case.view.party_row("stockholm", country.iso3)
    return (entry.substance, row) if row is not None else (entry.substance,)
