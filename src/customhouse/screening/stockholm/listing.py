"""What has to be settled about a listed entry before the rules on trade are asked."""

import re

from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.identity import possible_entry
from customhouse.screening.listed import Listed
from customhouse.screening.purpose import RESEARCH_LOOK_KG, Purpose


def art_22_4(entry: Listed) -> Finding | None:
    """Art. 22(3)-(4): an amendment binds one year after the depositary communicated it."""
    case, substance = entry.case, entry.substance
    if case.view.listing(substance) != "pending":
        return None
    day = substance.in_force_from
    when = f"from {day}" if day else "from a day that the pack does not record"
    return state(
        case.view,
        "STK-27",
        "yes",
        f"{substance.name} is adopted for listing ({substance.decision}) and binds {when}. The "
        "Convention asks nothing yet; the authority knows whether national law already does.",
        because=entry.because,
        rows=(substance,),
        subject=entry.ref,
        requires=("word of the national authority",),
    )


CHAINS = {"sccp": (10, 13), "mccp": (14, 17)}
"""The chain lengths of the entries for chlorinated paraffins, in carbon atoms (entry scope)."""


def paraffin_scope(entry: Listed) -> Finding | None:
    """Entry scope of SCCP and MCCP: chain length and chlorine by weight decide, if declared."""
    case, substance = entry.case, entry.substance
    chain, chlorine = _chain(case), case.number("chlorine_percent")
    limits = case.view.thresholds(substance.substance_id, "entry_scope")
    limit = next((t for t in limits if "percent" in t.unit or "%" in t.unit), None)
    if substance.substance_id not in CHAINS or limit is None:
        return None
    least, most = CHAINS[substance.substance_id]
    because = (
        *entry.because,
        f"{case.path('facts.chain_length')} = {case.item.facts.get('chain_length')}",
        f"{case.path('facts.chlorine_percent')} = {chlorine}",
    )
    if chain is not None and (chain[1] < least or chain[0] > most):
        why = f"The chain length declared is outside C{least}-C{most}"
    elif chlorine is not None and not _enough(chlorine, limit.value, substance.condition):
        why = f"The chlorine content declared is below the entry's limit of {limit.value:g} %"
    else:
        return None
    shown = case.shows("analysis")
    return state(
        case.view,
        "STK-34",
        "no" if shown else "unknown",
        f"{why}" + (", as analysis shows." if shown else "; no analysis shows it."),
        because=(*because, case.documents_said("analysis")),
        outcome="request_documents",
        requires=() if shown else ("analysis of chain length and chlorine content",),
        asks=() if shown else (case.ask_shipment("documents", "an analysis settles the entry"),),
        rows=(substance, limit),
        subject=entry.ref,
    )


def annex_entry(entry: Listed) -> Finding | None:
    """The entry's identity: possible matches are settled first (Annexes A, B, C).

    A paraffin whose chain length and chlorine content are declared is settled by them.
    """
    case = entry.case
    settled = _chain(case) is not None and case.number("chlorine_percent") is not None
    if entry.substance.substance_id in CHAINS and settled:
        return None
    return possible_entry(entry, "STK-01")


def _enough(chlorine: float, limit: float, condition: str) -> bool:
    return chlorine > limit or (chlorine == limit and ">=" in condition)


def _chain(case: Case) -> tuple[int, int] | None:
    """The declared chain length as its least and most carbon atoms: `C14-17`, `14`."""
    numbers = [int(n) for n in re.findall(r"\d+", str(case.item.facts.get("chain_length", "")))]
    return (min(numbers), max(numbers)) if numbers else None


def annex_c(entry: Listed) -> Finding | None:
    """Art. 5 and Annex C: an unintentional POP carries no trade measure as a product."""
    if set(entry.substance.annex) != {"C"}:
        return None
    if entry.case.waste.treated_as_waste:
        return None
    if entry.case.purpose is Purpose.RESEARCH:
        return state(
            entry.case.view,
            "STK-29",
            "no",
            f"{entry.substance.name} is listed in Annex C only, which bans no trade; shipped for "
            "research.",
            because=(*entry.because, entry.case.said("purpose")),
            rows=(entry.substance,),
            subject=entry.ref,
        )
    return state(
        entry.case.view,
        "STK-29",
        "yes",
        f"{entry.substance.name} is listed in Annex C only. That carries no ban on trade, but "
        "nobody makes it on purpose: a person should see why it is shipped.",
        because=entry.because,
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_5(entry: Listed) -> Finding | None:
    """Art. 3(5): laboratory-scale research and reference standards are outside Art. 3(1)-(2)."""
    case = entry.case
    if case.purpose is not Purpose.RESEARCH or case.waste.verdict == "yes":
        return None
    mass = case.net_mass
    because = (*entry.because, case.said("purpose"), case.said("net_mass_kg"))
    if mass is None or not (case.flag("laboratory") or _laboratory_named(case.item.facts)):
        statement = case.shows("permit", "contract", "other")
        if mass is None or not statement:
            return state(
                case.view,
                "STK-12",
                "unknown",
                "Research is outside the ban only in laboratory quantity, for a laboratory that "
                "says what it will do. The quantity or the statement of use is missing.",
                because=(*because, case.documents_said("permit", "contract", "other")),
                requires=("net mass", "statement of use by the receiving laboratory"),
                asks=(
                    case.ask("net_mass_kg", "only laboratory quantities are exempt"),
                    case.ask("facts.laboratory", "the exemption is for a laboratory"),
                ),
                rows=(entry.substance,),
                subject=entry.ref,
            )
    if mass > RESEARCH_LOOK_KG:
        return state(
            case.view,
            "STK-12",
            "unknown",
            f"{mass:g} kg is a lot for laboratory research: a person should decide.",
            because=because,
            outcome="refer",
            requires=("statement of use by the receiving laboratory",),
            rows=(entry.substance,),
            subject=entry.ref,
        )
    return state(
        case.view,
        "STK-12",
        "no",
        "A laboratory quantity for research: the bans of Art. 3(1) and (2) do not apply.",
        because=because,
        rows=(entry.substance,),
        subject=entry.ref,
    )


def _laboratory_named(facts: dict[str, object]) -> bool:
    name = facts.get("laboratory")
    return isinstance(name, str) and bool(name.strip())


def note_i(entry: Listed) -> Finding | None:
    """Annex A/B Part I note (i): an unintentional trace is outside, when analysis shows it."""
    case = entry.case
    if case.flag("trace_contaminant") is not True or case.waste.verdict == "yes":
        return None
    content = case.number("pop_mg_kg")
    limits = case.view.thresholds(entry.substance.substance_id, "unintentional_trace")
    limit = next((t for t in limits if t.unit == "mg/kg" and "draft" not in t.basis), None)
    because = (
        *entry.because,
        f"{case.path('facts.trace_contaminant')} = True",
        f"{case.path('facts.pop_mg_kg')} = {content if content is not None else 'not declared'}",
        case.documents_said("analysis"),
    )
    within = content is not None and limit is not None and content <= limit.value
    if within and limit is not None and case.shows("analysis"):
        return state(
            case.view,
            "STK-13",
            "no",
            f"Analysis shows {content:g} mg/kg, within the trace limit used as a guide "
            f"({limit.value:g} mg/kg).",
            because=because,
            rows=(entry.substance, limit),
            subject=entry.ref,
        )
    return state(
        case.view,
        "STK-13",
        "unknown",
        "Declared as an unintentional trace. Words do not show that: analysis does.",
        because=because,
        requires=("analysis of the goods",),
        asks=(case.ask("facts.pop_mg_kg", "the content decides whether it is a trace"),),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def note_ii(entry: Listed) -> Finding | None:
    """Annex A/B Part I note (ii): articles in use before the listing bound the Party."""
    case = entry.case
    if case.flag("article") is not True or case.waste.treated_as_waste:
        return None
    if entry.substance.substance_id == "pcb":
        return None
    year = case.number("year_of_manufacture")
    return state(
        case.view,
        "STK-14",
        "unknown",
        "An article that contains the chemical may stay in use where it was made before the "
        "listing and the Party has told the Secretariat of this type of article.",
        because=(
            *entry.because,
            f"{case.path('facts.article')} = True",
            f"{case.path('facts.year_of_manufacture')} = {year if year else 'not declared'}",
        ),
        requires=("evidence of the age of the article", "the Party's notice to the Secretariat"),
        asks=(case.ask("facts.year_of_manufacture", "only articles older than the listing"),),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def dates(entry: Listed) -> Finding | None:
    """Every listing and exemption has dates: a declaration without one is asked for it."""
    case = entry.case
    if case.declaration.date is not None:
        return None
    return state(
        case.view,
        "STK-35",
        "unknown",
        f"The declaration has no date; the law of {case.as_of} was applied.",
        because=("date = not declared",),
        requires=("the date of the declaration",),
        asks=(case.ask_shipment("date", "listings and exemptions have dates"),),
        subject=entry.ref,
    )
