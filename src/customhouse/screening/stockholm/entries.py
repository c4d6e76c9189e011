"""Rules that belong to one entry: PCB, recycled BDE plastic, DDT, PFOS, PFOA, intermediates."""

import re

from customhouse.reference.records import Record
from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed
from customhouse.screening.purpose import Purpose
from customhouse.screening.stockholm.trade import is_use, open_exemptions

PCB_LIMIT_MG_KG = 50.0
"""Annex A Part II: 0.005 per cent is 50 mg/kg."""

_STRENGTH = re.compile(r"\d\s*(%|g/l|g/kg|mg/kg|ppm)", re.IGNORECASE)
"""A content given in the words of the description."""

PCB_EQUIPMENT_HS = ("8504", "8532", "271091", "850490")
PCB_LAST_YEAR = 1993
"""The last year in which equipment with PCB is known to have been made (articles.csv)."""


def annex_a_part_ii(entry: Listed) -> Finding | None:
    """Annex A Part II: PCB and equipment with PCB cross borders for disposal alone."""
    case = entry.case
    if entry.substance.substance_id != "pcb" or not is_use(entry) or case.regime == "transit":
        return None
    return state(
        case.view,
        "STK-17",
        "yes",
        "PCB and equipment that contains it may be traded for environmentally sound waste "
        "management only.",
        because=(*entry.because, case.said("purpose")),
        outcome="refuse",
        rows=(entry.substance,),
        subject=entry.ref,
    )


def annex_a_part_ii_scope(entry: Listed) -> Finding | None:
    """Annex A Part II(a): at 50 mg/kg or less, shown by analysis, the goods are no PCB item."""
    case = entry.case
    content = case.number("pcb_mg_kg")
    if entry.substance.substance_id != "pcb" or content is None or content > PCB_LIMIT_MG_KG:
        return None
    shown = case.shows("analysis")
    return state(
        case.view,
        "STK-18",
        "no" if shown else "unknown",
        f"{content:g} mg/kg PCB is not above 50 mg/kg"
        + (", as analysis shows." if shown else ", but no analysis shows it."),
        because=(
            *entry.because,
            f"{case.path('facts.pcb_mg_kg')} = {content:g}",
            case.documents_said("analysis"),
        ),
        requires=() if shown else ("PCB analysis",),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def annex_a_part_ii_equipment(case: Case) -> Finding | None:
    """Annex A Part II(a): old oil-filled equipment needs a PCB test before it moves."""
    year = case.number("year_of_manufacture")
    if not case.hs.startswith(PCB_EQUIPMENT_HS) or not _holds_liquid(case):
        return None
    old = year is not None and year <= PCB_LAST_YEAR
    second_hand = case.words.used or case.waste.treated_as_waste
    if not (old or (second_hand and (year is None or year <= PCB_LAST_YEAR))):
        return None
    content = case.number("pcb_mg_kg")
    because: list[str] = [
        case.said("description"),
        f"{case.path('facts.year_of_manufacture')} = {year if year else 'not declared'}",
        f"{case.path('facts.pcb_mg_kg')} = {content if content is not None else 'not declared'}",
        case.documents_said("analysis"),
    ]
    rows: list[Record] = []
    substance = case.view.library.substance("stockholm", "pcb")
    if substance is not None:
        rows.append(substance)
    if content is not None and content > PCB_LIMIT_MG_KG:
        shown = case.purpose is Purpose.DISPOSAL and case.disposal_papers()
        return state(
            case.view,
            "STK-17",
            "yes",
            f"{content:g} mg/kg PCB is above 50 mg/kg: the equipment is a PCB item and moves for "
            "disposal only"
            + (", as it does here, with consent and movement document." if shown else "."),
            because=because,
            outcome="release" if shown else None,
            requires=() if shown else ("Basel consent and movement document",),
            rows=rows,
            subject="stockholm:pcb",
        )
    if content is not None and case.shows("analysis"):
        return state(
            case.view,
            "STK-18",
            "no",
            f"Analysis shows {content:g} mg/kg PCB, not above 50 mg/kg.",
            because=because,
            rows=rows,
            subject="stockholm:pcb",
        )
    return state(
        case.view,
        "STK-18",
        "unknown",
        "Oil-filled equipment of this age may hold PCB. The nameplate or the seller's word does "
        "not settle it: a test of the liquid does.",
        because=because,
        requires=("PCB analysis of the liquid",),
        asks=(case.ask("facts.pcb_mg_kg", "above 50 mg/kg it may move for disposal only"),),
        rows=rows,
        subject="stockholm:pcb",
    )


_LIQUID_WORDS = ("transform", "capacitor", "oil", "ballast", "condensat", "condensador")
_DRY = re.compile(r"\bdry\b")


def _holds_liquid(case: Case) -> bool:
    words = case.item.description.casefold()
    return any(word in words for word in _LIQUID_WORDS) and not _DRY.search(words)


def annex_a_part_iv(entry: Listed) -> Finding | None:
    """Annex A Parts IV and V: recycled plastic with listed BDE, for registered Parties only."""
    case = entry.case
    if entry.substance.substance_id not in ("tetra-penta-bde", "hexa-hepta-bde"):
        return None
    recycled = "recycl" in case.item.description.casefold() or case.flag("article") is True
    if not (recycled and is_use(entry)):
        return None
    return state(
        case.view,
        "STK-19",
        "unknown",
        "Articles of recycled plastic with these ethers are open to registered Parties only, and "
        "not for export that the Party would not allow at home.",
        because=(*entry.because, case.said("purpose")),
        requires=("extract of the register for recycling",),
        rows=(entry.substance,),
        subject=entry.ref,
        deadline=True,
    )


def annex_b_ddt(entry: Listed) -> Finding | None:
    """Annex B Part II: DDT is for disease vector control, never for farming."""
    case = entry.case
    if entry.substance.substance_id != "ddt" or not is_use(entry) or case.regime == "transit":
        return None
    if case.purpose is Purpose.VECTOR_CONTROL:
        return None
    return state(
        case.view,
        "STK-20",
        "yes",
        "DDT may be used against the carriers of disease only, by Parties in the DDT Register. "
        "The purpose declared is another.",
        because=(*entry.because, case.said("purpose")),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def annex_b_pfos(entry: Listed) -> Finding | None:
    """Annex B Part III: PFOS has one acceptable purpose left, baits against leaf-cutting ants."""
    case = entry.case
    if entry.substance.substance_id != "pfos" or not is_use(entry) or case.regime == "transit":
        return None
    if open_exemptions(entry):
        shown = case.shows("permit", "stockholm_certification")
        return state(
            case.view,
            "STK-21",
            "yes",
            "PFOS is open for named uses only, to Parties in the register of acceptable purposes"
            + ("; a document shows the permission." if shown else "."),
            because=(*entry.because, case.said("purpose")),
            outcome="release" if shown else None,
            requires=() if shown else ("extract of the register of acceptable purposes",),
            asks=() if shown else (case.ask("purpose", "the acceptable purpose is narrow"),),
            rows=(entry.substance,),
            subject=entry.ref,
        )
    return state(
        case.view,
        "STK-21",
        "yes",
        "On this day PFOS is open only as sulfluramid bait against leaf-cutting ants. The purpose "
        "declared is another.",
        because=(*entry.because, case.said("purpose")),
        outcome="refuse",
        rows=(entry.substance,),
        subject=entry.ref,
    )


def annex_a_part_x(entry: Listed) -> Finding | None:
    """Annex A Part X: PFOA exemptions end use by use."""
    case = entry.case
    if entry.substance.substance_id != "pfoa" or not is_use(entry) or case.regime == "transit":
        return None
    exemptions = open_exemptions(entry)
    if not exemptions:
        return None
    shown = case.shows("permit", "stockholm_certification")
    return state(
        case.view,
        "STK-22",
        "yes" if shown else "unknown",
        "Exemptions for PFOA and related substances end use by use"
        + (
            "; a document shows that this one is open."
            if shown
            else ": whether this one is still open has to be read in the register."
        ),
        because=(*entry.because, case.said("purpose")),
        outcome="release" if shown else "request_documents",
        requires=() if shown else ("extract of the register for this use",),
        rows=(entry.substance, *exemptions[:3]),
        subject=entry.ref,
    )


def note_iii(entry: Listed) -> Finding | None:
    """Annex A/B Part I note (iii): a site-limited intermediate does not cross borders."""
    case = entry.case
    words = f"{case.item.purpose} {case.item.description}".casefold()
    if not is_use(entry) or "intermediate" not in words or case.regime == "transit":
        return None
    return state(
        case.view,
        "STK-15",
        "yes",
        "The allowance for closed-system intermediates is for use on the site where they are "
        "made. A shipment across a border is not that.",
        because=(*entry.because, case.said("purpose")),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def mixture(entry: Listed) -> Finding | None:
    """Art. 3(2): a preparation is judged by the listed chemical in it; its content is needed."""
    case = entry.case
    if not case.hs.startswith("38") or not is_use(entry) or case.regime == "transit":
        return None
    declared = case.item.formulation is not None or case.number("pop_mg_kg") is not None
    if declared or _STRENGTH.search(case.item.description):
        return None
    return state(
        case.view,
        "STK-33",
        "unknown",
        "A preparation with a listed chemical, and its composition is not declared.",
        because=(*entry.because, case.said("hs_code"), case.said("formulation")),
        requires=("composition of the preparation",),
        asks=(case.ask("formulation", "the content tells a preparation from a trace"),),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def rotterdam_too(entry: Listed) -> Finding | None:
    """Art. 3(2)(b): regard to prior informed consent, where the chemical is in Annex III too."""
    case = entry.case
    other = case.view.library.substance("rotterdam", entry.substance.substance_id)
    if other is None or case.view.listing(other) != "in_force" or case.regime == "transit":
        return None
    return state(
        case.view,
        "STK-32",
        "yes",
        "Also in Annex III of the Rotterdam Convention: both have to be met, and the stricter "
        "answer stands.",
        because=entry.because,
        outcome="release",
        rows=(entry.substance, other),
        subject=entry.ref,
    )
