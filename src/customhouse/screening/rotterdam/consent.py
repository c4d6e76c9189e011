"""Art. 10 and 11: the decision of the State of import, and what follows without one."""

from customhouse.reference.records import Country, ImportResponse, Record
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed

REFUSING = ("no_consent", "interim_no_consent")
CONSENTING = ("consent", "interim_consent")


def importer_bound(entry: Listed) -> bool:
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


def _conditional(response: ImportResponse | None) -> bool:
    """Whether the response is a consent under conditions, be it final or interim."""
    if response is None:
        return False
    interim = response.decision == "interim_consent" and bool(response.conditions)
    return interim or response.decision == "consent_with_conditions"


def _rows(entry: Listed, response: ImportResponse | None) -> tuple[Record, ...]:
    return (entry.substance, response) if response is not None else (entry.substance,)


def _name(country: Country | None) -> str:
    return country.name if country is not None else "the State of import"


def art_10(entry: Listed) -> Finding | None:
    """Art. 10: an import follows the State's own decision on future import."""
    case = entry.case
    if not entry.case.may_import or not importer_bound(entry):
        return None
    response = _response(entry)
    name, chemical = _name(case.importer), entry.substance.name
    decision = response.decision if response is not None else "none on record"
    shown = case.shows("pic_import_consent", "permit")
    because = (
        *entry.because,
        f"import response of {name}: {decision}",
        case.documents_said("pic_import_consent", "permit"),
    )
    if decision in REFUSING:
        return state(
            case.view,
            "ROT-15",
            "yes",
            f"{name} does not consent to the import of {chemical}, from whatever source.",
            because=because,
            rows=_rows(entry, response),
            subject=entry.ref,
        )
    conditional = _conditional(response)
    consented = decision in CONSENTING and not conditional
    if consented or shown:
        return state(
            case.view,
            "ROT-14" if decision == "interim_consent" else "ROT-12",
            "yes",
            f"{name} consents to the import of {chemical}."
            if consented
            else "The State's consent is shown; a person confirms it with the designated "
            "national authority.",
            because=because,
            outcome="release",
            rows=_rows(entry, response),
            subject=entry.ref,
        )
    rule = "ROT-14" if decision == "interim_consent" else "ROT-13"
    return state(
        case.view,
        rule if conditional else "ROT-12",
        "yes",
        f"{name} consents under conditions ({response.conditions}): that they are met has to be "
        "shown."
        if conditional and response is not None
        else f"No decision of {name} on {chemical} is on record here, which is not consent.",
        because=because,
        outcome="hold",
        requires=("the State's import decision or written consent",),
        asks=(case.ask_shipment("documents", "a pic_import_consent shows the State's decision"),),
        rows=_rows(entry, response),
        subject=entry.ref,
    )


def art_11_1_b(entry: Listed) -> Finding | None:
    """Art. 11(1)(b): exporters follow the response of the State of import."""
    case = entry.case
    if not entry.case.may_export or not importer_bound(entry):
        return None
    response = _response(entry)
    if response is None or response.decision == "no_decision":
        return None
    refused = response.decision in REFUSING
    unmet = _conditional(response) and not case.shows("pic_import_consent", "permit")
    name, chemical = _name(case.importer), entry.substance.name
    if refused:
        text = f"{name} does not consent to {chemical}: no export."
    elif unmet:
        text = (
            f"{name} consents under conditions ({response.conditions}): that they are met has to "
            "be shown."
        )
    else:
        text = f"{name} consents to the import of {chemical}."
    return state(
        case.view,
        "ROT-16",
        "yes",
        text,
        because=(*entry.because, f"import response: {response.decision}"),
        outcome="refuse" if refused else "hold" if unmet else "release",
        requires=("evidence that the conditions are met",) if unmet else (),
        rows=_rows(entry, response),
        subject=entry.ref,
    )


def _unanswered(entry: Listed) -> bool:
    response = _response(entry)
    return response is None or response.decision == "no_decision"


def art_11_2(entry: Listed) -> Finding | None:
    """Art. 11(2): with no response on record, no export unless one of three grounds is shown."""
    case = entry.case
    if not entry.case.may_export or not importer_bound(entry) or not _unanswered(entry):
        return None
    grounds = (art_11_2_a(entry), art_11_2_b(entry), art_11_2_c(entry))
    shown = any(ground is not None and ground.outcome == "release" for ground in grounds)
    name = _name(case.importer)
    return state(
        case.view,
        "ROT-17",
        "yes",
        "No response is on record, and one of the grounds for export without it is shown."
        if shown
        else f"No response of {name} is on record here. Without it, no export unless the chemical "
        "is registered there, was used there before without a ban, or the exporter has asked for "
        "and received explicit consent.",
        because=(*entry.because, f"import response of {name}: none on record"),
        outcome="release" if shown else None,
        requires=() if shown else ("import response or explicit consent",),
        asks=()
        if shown
        else (
            case.ask_shipment("documents", "a pic_import_consent shows explicit consent"),
            case.ask("facts.registered_in_importing_party", "registration is a ground"),
        ),
        rows=(entry.substance,),
        subject=entry.ref,
        deadline=True,
    )


def art_11_2_a(entry: Listed) -> Finding | None:
    """Art. 11(2)(a): registered in the State of import at the time of import."""
    return _ground(entry, "ROT-18", "registered_in_importing_party", "registration")


def art_11_2_b(entry: Listed) -> Finding | None:
    """Art. 11(2)(b): used or imported there before, with no action to prohibit it."""
    return _ground(entry, "ROT-19", "used_before_in_importing_party", "earlier use without a ban")


def _ground(entry: Listed, rule_id: str, fact: str, name: str) -> Finding | None:
    case = entry.case
    if not entry.case.may_export or not importer_bound(entry) or not _unanswered(entry):
        return None
    if case.flag(fact) is not True:
        return None
    shown = case.shows("permit", "other", "pic_import_consent")
    return state(
        case.view,
        rule_id,
        "yes",
        f"Evidence of {name} in the State of import is shown."
        if shown
        else f"The declaration claims {name} in the State of import; no document shows it.",
        because=(f"{case.path(f'facts.{fact}')} = True", case.documents_said("permit", "other")),
        outcome="release" if shown else None,
        requires=() if shown else (f"evidence of {name}",),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_11_2_c(entry: Listed) -> Finding | None:
    """Art. 11(2)(c): explicit consent, asked for by the exporter and received."""
    case = entry.case
    if not entry.case.may_export or not importer_bound(entry) or not _unanswered(entry):
        return None
    if case.document_state("pic_import_consent")[0] == "absent":
        return None
    shown = case.shows("pic_import_consent")
    return state(
        case.view,
        "ROT-20",
        "yes",
        "Explicit consent is shown; a person confirms it with the designated national authority."
        if shown
        else "A consent is there, and it is out of date or for other goods.",
        because=(case.documents_said("pic_import_consent"),),
        outcome="release" if shown else None,
        requires=() if shown else ("explicit consent that fits this shipment",),
        rows=(entry.substance,),
        subject=entry.ref,
    )
