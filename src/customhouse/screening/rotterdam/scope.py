"""Art. 2, 3, 10(5) and Annex III: whether the entry covers these goods at all."""

from customhouse.reference.records import Substance
from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.identity import possible_entry
from customhouse.screening.listed import Listed
from customhouse.screening.purpose import RESEARCH_LOOK_KG, Purpose

PESTICIDE_PURPOSES = (Purpose.PESTICIDE, Purpose.VECTOR_CONTROL)
INDUSTRIAL_PURPOSES = (Purpose.INDUSTRIAL,)


def pending(entry: Listed) -> Finding | None:
    """Annex III as amended: a listing binds from the day that its decision sets."""
    case, substance = entry.case, entry.substance
    if case.view.listing(substance) != "pending":
        return None
    day = substance.in_force_from
    return state(
        case.view,
        "ROT-10",
        "yes",
        f"{substance.name} is adopted for Annex III ({substance.decision}) and binds "
        f"{f'from {day}' if day else 'from a day that the pack does not record'}.",
        because=entry.because,
        outcome="refer",
        requires=("word of the designated national authority",),
        rows=(substance,),
        subject=entry.ref,
    )


def annex_iii_identity(entry: Listed) -> Finding | None:
    """Annex III: a possible match is settled before anything else."""
    misspelt = all(c.match == "fuzzy" for c in entry.evidence)
    return possible_entry(entry, "ROT-02" if misspelt else "ROT-01")


def art_2_f(entry: Listed) -> Finding | None:
    """Art. 2(f): mere transit is neither export nor import."""
    if entry.case.regime != "transit":
        return None
    return state(
        entry.case.view,
        "ROT-28",
        "no",
        "Transit is neither export nor import under the Convention; Art. 14(5) lets a State ask "
        "for information on it.",
        because=(*entry.because, "regime = transit"),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_14_5(entry: Listed) -> Finding | None:
    """Art. 14(5): a State of transit may ask for information beforehand."""
    case = entry.case
    if case.regime != "transit" or case.flag("transit_information_required") is not True:
        return None
    return state(
        case.view,
        "ROT-29",
        "yes",
        "The State of transit asks for information on this transit through the Secretariat.",
        because=(*entry.because, f"{case.path('facts.transit_information_required')} = True"),
        requires=("the information that the State of transit asks for",),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_2_other(entry: Listed) -> Finding | None:
    """Art. 3(2): narcotics, radioactive materials and chemical weapons are under other law."""
    case = entry.case
    if case.flag("under_other_treaty") is not True:
        return None
    return state(
        case.view,
        "ROT-03",
        "unknown",
        "Declared as under another treaty (narcotics, radioactive material, chemical weapons): "
        "its authority has to say so.",
        because=(*entry.because, f"{case.path('facts.under_other_treaty')} = True"),
        requires=("word of the authority of the other treaty",),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_2(entry: Listed) -> Finding | None:
    """Art. 3(2): waste, pharmaceuticals, food and small research quantities are outside."""
    case = entry.case
    waste = case.waste
    if waste.verdict == "yes":
        return state(
            case.view,
            "ROT-04",
            "no",
            "Outside the Convention: waste, which Basel covers.",
            because=(*entry.because, *waste.because),
            rows=(entry.substance,),
            subject=entry.ref,
        )
    if case.purpose is Purpose.PHARMACEUTICAL or case.flag("pharmaceutical"):
        return _licensed(entry, "ROT-05", "a pharmaceutical")
    if case.purpose is Purpose.FOOD or case.flag("food"):
        return _licensed(entry, "ROT-06", "food or a food additive")
    if case.purpose is Purpose.RESEARCH:
        return _research(entry)
    return None


def _licensed(entry: Listed, rule_id: str, what: str) -> Finding:
    """Medicines and food are outside, where an authorisation shows what they are."""
    case = entry.case
    shown = case.shows("permit")
    return state(
        case.view,
        rule_id,
        "no" if shown else "unknown",
        f"Outside the Convention: {what}, as an authorisation shows."
        if shown
        else f"Declared as {what}, which is outside the Convention; nothing shows that it is one.",
        because=(*entry.because, case.said("purpose"), case.documents_said("permit")),
        outcome="request_documents",
        requires=() if shown else ("authorisation of the product",),
        asks=() if shown else (case.ask_shipment("documents", "a permit shows what it is"),),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def _research(entry: Listed) -> Finding:
    case = entry.case
    mass = case.net_mass
    because = (*entry.because, case.said("purpose"), case.said("net_mass_kg"))
    if mass is not None and mass <= RESEARCH_LOOK_KG:
        return state(
            case.view,
            "ROT-07",
            "no",
            f"{mass:g} kg for research or analysis: outside the Convention.",
            because=because,
            rows=(entry.substance,),
            subject=entry.ref,
        )
    return state(
        case.view,
        "ROT-07",
        "unknown",
        "Research is outside only in quantities unlikely to do harm. The quantity is not declared."
        if mass is None
        else f"{mass:g} kg is a lot for research: a person should decide.",
        because=because,
        outcome="request_documents" if mass is None else "refer",
        requires=("net mass", "statement of use"),
        asks=(case.ask("net_mass_kg", "only small quantities are outside the Convention"),)
        if mass is None
        else (),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_10_5(entry: Listed) -> Finding | None:
    """Annex III and Art. 10(5): a chemical is controlled in the category of its listing."""
    case, substance = entry.case, entry.substance
    if case.purpose is None and _no_pesticide(case, substance):
        return state(
            case.view,
            "ROT-08",
            "no",
            f"{substance.name} is listed as {' and '.join(substance.category)}, and the customs "
            "heading is not one of pesticides or of chemicals that are made into them.",
            because=(*entry.because, case.said("hs_code")),
            rows=(substance,),
            subject=entry.ref,
        )
    if case.purpose is None:
        return state(
            case.view,
            "ROT-08",
            "unknown",
            f"{substance.name} is listed as {' and '.join(substance.category)}. Whether it comes "
            "in that category depends on the purpose, which is not declared.",
            because=(*entry.because, case.said("purpose")),
            outcome="request_documents",
            requires=("the purpose: pesticide or industrial",),
            asks=(case.ask("purpose", "a listing controls its own category only"),),
            rows=(substance,),
            subject=entry.ref,
        )
    if not _other_category(case.purpose, substance):
        return None
    return state(
        case.view,
        "ROT-08",
        "no",
        f"{substance.name} is listed as {' and '.join(substance.category)}, and the purpose "
        "declared is of the other category.",
        because=(*entry.because, case.said("purpose")),
        rows=(substance,),
        subject=entry.ref,
    )


PESTICIDE_CHAPTERS = ("25", "27", "28", "29", "31", "36", "38")
"""HS chapters in which a pesticide, or a chemical that may become one, is declared."""


def _no_pesticide(case: Case, substance: Substance) -> bool:
    """Whether the entry covers pesticides alone and the heading is that of something else."""
    elsewhere = bool(case.hs) and not case.hs.startswith(PESTICIDE_CHAPTERS)
    return elsewhere and "industrial" not in substance.category


def _other_category(purpose: Purpose, substance: Substance) -> bool:
    pesticide = bool({"pesticide", "shpf"} & set(substance.category))
    industrial = "industrial" in substance.category
    if purpose in PESTICIDE_PURPOSES:
        return not pesticide
    if purpose in INDUSTRIAL_PURPOSES:
        return not industrial
    return False
