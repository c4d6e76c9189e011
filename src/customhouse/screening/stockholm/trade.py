"""Art. 3: when a chemical of Annex A or B may cross a border, and with which papers."""

from customhouse.reference.library import Standing
from customhouse.reference.records import Country, Exemption
from customhouse.screening.cite import state
from customhouse.screening.finding import Applies, Finding, Outcome
from customhouse.screening.listed import Listed
from customhouse.screening.purpose import Purpose
from customhouse.screening.stockholm.uses import fits

DISPOSAL_PAPERS = ("written consent (Basel)", "movement document (Basel)")
REGISTER_EXTRACT = "extract of the register that shows the Party's exemption for this use"


def goes_to_disposal(entry: Listed) -> bool:
    """Whether the goods are shipped to be destroyed."""
    return entry.case.purpose is Purpose.DISPOSAL


def is_use(entry: Listed) -> bool:
    """Whether the goods are shipped to be used as the chemical (not as waste)."""
    purpose = entry.case.purpose
    return purpose is not None and not goes_to_disposal(entry) and not _is_waste(entry)


def _is_waste(entry: Listed) -> bool:
    return entry.case.waste.treated_as_waste


def _applies(entry: Listed) -> Applies:
    return "yes" if entry.case.regime else "unknown"


def open_exemptions(entry: Listed) -> tuple[Exemption, ...]:
    """The exemptions open on the day for the use declared, to some Party.

    PCB in equipment is not a ground for trade. See `uses.fits` for how a use is matched.
    """
    case = entry.case
    if entry.substance.substance_id == "pcb":
        return ()
    return tuple(
        exemption
        for exemption in case.view.exemptions(entry.substance.substance_id)
        if fits(exemption, case.item.purpose, case.item.description, case.importer)
    )


def importer_standing(entry: Listed) -> Standing:
    """What the State of destination is to this chemical; `unknown` when it is not declared."""
    importer = entry.case.importer
    if importer is None:
        return "unknown"
    return entry.case.view.amendment_standing(importer.iso3, entry.substance)


def art_3_transit(entry: Listed) -> Finding | None:
    """Art. 1-3: the Convention has no rule on transit; home law and Basel have."""
    if entry.case.regime != "transit":
        return None
    return state(
        entry.case.view,
        "STK-31",
        "yes",
        f"{entry.substance.name} in transit: the Convention is silent, home law may not be.",
        because=(*entry.because, "regime = transit"),
        requires=("word of the national authority",),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_2_purpose(entry: Listed) -> Finding | None:
    """Art. 3 with 4-6: without a purpose no ground for trade can be shown."""
    case = entry.case
    if case.purpose is not None or case.regime == "transit":
        return None
    return state(
        case.view,
        "STK-30",
        "unknown",
        f"{entry.substance.name} may cross a border only for disposal, for a permitted use or "
        "for research. The declaration does not say which.",
        because=(*entry.because, case.said("purpose")),
        requires=("the purpose of the shipment",),
        asks=(case.ask("purpose", "the use decides whether any ground for trade exists"),),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_regime(entry: Listed) -> Finding | None:
    """Art. 3(2): import, export and transit have different grounds."""
    case = entry.case
    if case.regime is not None:
        return None
    return state(
        case.view,
        "STK-30",
        "unknown",
        "The declaration does not say whether the goods come in, go out or pass through.",
        because=(*entry.because, "regime = not declared"),
        requires=("import, export or transit",),
        asks=(case.ask_shipment("regime", "import and export have different grounds"),),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_1_a(entry: Listed) -> Finding | None:
    """Art. 3(1)(a)(ii): import for a use that no exemption leaves open is prohibited."""
    case = entry.case
    if not (entry.case.may_import and is_use(entry)) or open_exemptions(entry):
        return None
    return state(
        case.view,
        "STK-02",
        "yes",
        f"{entry.substance.name} may not be imported: no exemption is open for any use on this "
        "day, and the purpose is neither disposal nor research.",
        because=(*entry.because, case.said("purpose")),
        rows=(entry.substance, *case.view.exemption_rows(entry.substance.substance_id)[:2]),
        subject=entry.ref,
    )


def art_3_1_b(entry: Listed) -> Finding | None:
    """Art. 3(1)(b) and Annex B: a restricted chemical needs a named use before it moves."""
    case = entry.case
    if "B" not in entry.substance.annex or case.purpose is not None or case.regime == "transit":
        return None
    return state(
        case.view,
        "STK-28",
        "unknown",
        f"{entry.substance.name} is restricted to the uses of Annex B, and no use is declared.",
        because=(*entry.because, case.said("purpose")),
        requires=("the use, and the register extract that permits it",),
        asks=(case.ask("purpose", "Annex B permits named uses only"),),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_2_c(entry: Listed) -> Finding | None:
    """Art. 3(2)(c): with no exemption left, export is allowed for disposal alone."""
    case = entry.case
    if not entry.case.may_export:
        return None
    if goes_to_disposal(entry):
        return None if _still_used(entry) else _disposal(entry, "STK-09", "hold")
    if not is_use(entry) or open_exemptions(entry):
        return None
    return state(
        case.view,
        "STK-09",
        "yes",
        f"{entry.substance.name} may be exported for environmentally sound disposal only: no "
        "exemption is open on this day.",
        because=(*entry.because, case.said("purpose")),
        rows=(entry.substance, *case.view.exemption_rows(entry.substance.substance_id)[:2]),
        subject=entry.ref,
    )


def art_3_2_a_i(entry: Listed) -> Finding | None:
    """Art. 3(2)(a)(i): import for environmentally sound disposal under Art. 6(1)(d)."""
    if not (entry.case.may_import and goes_to_disposal(entry)):
        return None
    return _disposal(entry, "STK-03")


def _still_used(entry: Listed) -> bool:
    """Whether some use is still open to some Party on the day, whatever the use declared."""
    substance_id = entry.substance.substance_id
    return substance_id != "pcb" and bool(entry.case.view.exemptions(substance_id))


def art_3_2_b_i(entry: Listed) -> Finding | None:
    """Art. 3(2)(b)(i): export for environmentally sound disposal while exemptions are open."""
    if not (entry.case.may_export and goes_to_disposal(entry) and _still_used(entry)):
        return None
    return _disposal(entry, "STK-06")


def _disposal(entry: Listed, rule_id: str, without: Outcome | None = None) -> Finding:
    case = entry.case
    shown = case.disposal_papers()
    return state(
        case.view,
        rule_id,
        _applies(entry) if shown else "yes",
        "Shipped for disposal, with consent and movement document."
        if shown
        else "Disposal is a ground for trade only with the papers that show where and with whose "
        "consent the chemical is destroyed.",
        because=(
            *entry.because,
            case.said("purpose"),
            case.documents_said("basel_consent"),
            case.documents_said("basel_movement_document"),
        ),
        outcome="release" if shown else without,
        requires=() if shown else DISPOSAL_PAPERS,
        asks=()
        if shown
        else (case.ask_shipment("documents", "consent and movement document for the disposal"),),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_2_a_ii(entry: Listed) -> Finding | None:
    """Art. 3(2)(a)(ii): import for a use permitted to the importing Party."""
    if not (entry.case.may_import and is_use(entry) and open_exemptions(entry)):
        return None
    return _permitted_use(entry, "STK-04", entry.case.importer)


def art_3_2_b_ii(entry: Listed) -> Finding | None:
    """Art. 3(2)(b)(ii): export to a Party that is permitted to use the chemical."""
    case = entry.case
    if not (entry.case.may_export and is_use(entry) and open_exemptions(entry)):
        return None
    if case.importer is not None and importer_standing(entry) == "non-party":
        return None
    return _permitted_use(entry, "STK-07", case.importer)


def _permitted_use(entry: Listed, rule_id: str, country: Country | None) -> Finding:
    case = entry.case
    name = country.name if country else "the importing State"
    shown = country is not None and case.shows("permit", "stockholm_certification")
    uses = open_exemptions(entry)
    return state(
        case.view,
        rule_id,
        _applies(entry),
        f"A document shows that {name} is permitted this use; a person confirms that it names "
        "the use declared."
        if shown
        else f"Some Parties may still use {entry.substance.name} (for instance: {uses[0].use}). "
        f"That {name} is one of them, for this use and on this day, is not shown.",
        because=(
            *entry.because,
            case.said("purpose"),
            case.documents_said("permit", "stockholm_certification"),
        ),
        outcome="release" if shown else None,
        requires=() if shown else (REGISTER_EXTRACT,),
        asks=()
        if shown
        else (
            case.ask_shipment("documents", "a permit or certification shows the permitted use"),
            case.ask("purpose", "the exemption is for a named use"),
        ),
        rows=(entry.substance, *uses[:3]),
        subject=entry.ref,
    )


def art_3_3(entry: Listed) -> Finding | None:
    """Art. 3(3)-(4): assessing new chemicals is the regulators' work, not customs'."""
    case = entry.case
    if case.flag("new_chemical_under_assessment") is not True:
        return None
    return state(
        case.view,
        "STK-11",
        "unknown",
        "A chemical under national assessment: the regulator decides.",
        because=(*entry.because, f"{case.path('facts.new_chemical_under_assessment')} = True"),
        requires=("word of the national regulator",),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_4(entry: Listed) -> Finding | None:
    """Annex A Part I and Art. 4: an exemption counts once the Party is in the register."""
    case = entry.case
    if not (is_use(entry) and open_exemptions(entry)) or case.regime == "transit":
        return None
    if case.shows("permit", "stockholm_certification"):
        return None
    return state(
        case.view,
        "STK-16",
        "unknown",
        "An exemption exists only for a Party in the register, for the time that the register "
        "gives. The packs hold no register by Party.",
        because=(*entry.because, case.documents_said("permit", "stockholm_certification")),
        requires=(REGISTER_EXTRACT,),
        rows=open_exemptions(entry)[:3],
        subject=entry.ref,
    )
