"""Art. 6(1)(d): wastes that consist of, contain or are contaminated with a POP."""

from customhouse.reference.records import Threshold
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed
from customhouse.screening.purpose import Purpose

MG_KG_PER_PERCENT = 10_000.0

RECOVERING = (Purpose.RECOVERY, Purpose.REUSE)


def pop_content(entry: Listed) -> tuple[float | None, Threshold | None]:
    """The declared POP content in mg/kg, and the low POP content it is held against."""
    case = entry.case
    content = case.number("pop_mg_kg")
    if content is None and entry.substance.substance_id == "pcb":
        content = case.number("pcb_mg_kg")
    if content is None:
        content = _from_formulation(entry)
    limits = case.view.thresholds(entry.substance.substance_id, "low_pop_content")
    return content, next((t for t in limits if t.unit == "mg/kg"), None)


def _from_formulation(entry: Listed) -> float | None:
    """The content of the entry's own ingredient, where it is declared in per cent by mass."""
    formulation = entry.case.item.formulation
    if formulation is None:
        return None
    fields = {c.field for c in entry.evidence}
    shares = [
        i.strength
        for place, i in enumerate(formulation.ingredients)
        if i.strength is not None
        and i.unit == "%"
        and any(f.startswith(f"formulation.ingredients[{place}]") for f in fields)
    ]
    return max(shares) * MG_KG_PER_PERCENT if shares else None


def art_6_1_d(entry: Listed) -> Finding | None:
    """Art. 6(1)(d)(i)-(iii): the POP in waste is destroyed; it is not recovered or used again."""
    case = entry.case
    waste = case.waste
    recovering = case.purpose in RECOVERING
    if not waste.treated_as_waste:
        return None
    content, limit = pop_content(entry)
    because = (
        *entry.because,
        *waste.because,
        case.said("purpose"),
        f"POP content = {f'{content:g} mg/kg' if content is not None else 'not declared'}",
        case.documents_said("analysis"),
    )
    rows = (entry.substance, limit) if limit is not None else (entry.substance,)
    if content is not None and limit is not None and content < limit.value:
        shown = case.shows("analysis")
        return state(
            case.view,
            "STK-23",
            "no" if shown else "unknown",
            f"{content:g} mg/kg is below the low POP content of {limit.value:g} mg/kg"
            + ("." if shown else ", but no analysis shows it."),
            because=because,
            outcome="request_documents",
            requires=() if shown else ("analysis of the waste",),
            rows=rows,
            subject=entry.ref,
        )
    if recovering:
        return state(
            case.view,
            "STK-23",
            "yes",
            f"Waste with {entry.substance.name} may not be recovered, recycled or used again: "
            "the chemical has to be destroyed.",
            because=because,
            outcome="refuse",
            rows=rows,
            subject=entry.ref,
        )
    if case.purpose is Purpose.DISPOSAL:
        return None
    return state(
        case.view,
        "STK-23",
        "unknown",
        f"Waste with {entry.substance.name}: where it goes and how it is destroyed is not "
        "declared.",
        because=because,
        requires=("the disposal operation", "analysis of the waste"),
        asks=(
            case.ask("purpose", "recovery is forbidden, destruction is not"),
            case.ask("facts.pop_mg_kg", "below the low POP content other disposal is open"),
        ),
        rows=rows,
        subject=entry.ref,
    )


def art_6_1_d_iv(entry: Listed) -> Finding | None:
    """Art. 6(1)(d)(iv): POP waste crosses borders under the Basel rules."""
    case = entry.case
    if not case.waste.treated_as_waste:
        return None
    shown = case.disposal_papers()
    return state(
        case.view,
        "STK-24",
        "yes",
        "POP waste with Basel consent and movement document."
        if shown
        else "POP waste may cross a border only under the international rules: notification, "
        "consent and movement document.",
        because=(
            *entry.because,
            case.documents_said("basel_consent"),
            case.documents_said("basel_movement_document"),
        ),
        outcome="release" if shown else None,
        requires=() if shown else ("Basel consent", "Basel movement document"),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_6_non_party(entry: Listed) -> Finding | None:
    """Art. 6(1)(d) with Basel Art. 4 and 11: POP waste to or from a State outside Basel."""
    case = entry.case
    if not case.waste.treated_as_waste:
        return None
    outside = [
        country
        for country in (case.exporter, case.importer)
        if country is not None and case.view.standing("basel", country.iso3) == "non-party"
    ]
    if not outside:
        return None
    return state(
        case.view,
        "STK-25",
        "unknown",
        f"{outside[0].name} is not a Party to the Basel Convention: the waste moves only under "
        "an agreement of Basel Art. 11.",
        because=(*entry.because, f"{outside[0].name} is not a Basel Party"),
        requires=("the agreement under Basel Art. 11",),
        rows=(entry.substance,),
        subject=entry.ref,
    )
