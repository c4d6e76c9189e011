"""Art. 2, 3, 10(5) and Annex III: whether the entry covers these goods at all."""

from customhouse.reference.records import Formulation, Substance
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.identity import possible_entry
from customhouse.screening.listed import Listed
from customhouse.screening.purpose import Purpose
from customhouse.screening.waste import waste_state

PESTICIDE_PURPOSES = (Purpose.PESTICIDE, Purpose.VECTOR_CONTROL)
INDUSTRIAL_PURPOSES = (Purpose.INDUSTRIAL,)
RESEARCH_LOOK_KG = 10.0
"""Above this mass a research purpose is looked at by a person; the Convention sets no figure."""

DUST_FORMS = ("DP", "DS", "D", "DUST")
"""Codes and words under which a dustable powder is declared."""


def pending(entry: Listed) -> Finding | None:
    """Annex III as amended: a listing binds from the day that its decision sets."""
    case, substance = entry.case, entry.substance
    if case.view.listing(substance) != "pending":
        return None
    day = substance.in_force_from
    return state(
        case.view,
        "ROT:pending",
        "unknown",
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
    return possible_entry(entry, "ROT:identity")


def art_2_f(entry: Listed) -> Finding | None:
    """Art. 2(f): mere transit is neither export nor import."""
    if entry.case.regime != "transit":
        return None
    return state(
        entry.case.view,
        "ROT:art_2_f",
        "no",
        "Transit is neither export nor import under the Convention; Art. 14(5) lets a State ask "
        "for information on it.",
        because=(*entry.because, "regime = transit"),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def art_3_2(entry: Listed) -> Finding | None:
    """Art. 3(2): waste, pharmaceuticals, food and small research quantities are outside."""
    case = entry.case
    waste = waste_state(case)
    if waste.verdict == "yes":
        why, facts = "waste, which Basel covers", waste.because
    elif case.purpose is Purpose.PHARMACEUTICAL or case.flag("pharmaceutical"):
        why, facts = "a pharmaceutical", (case.said("purpose"),)
    elif case.purpose is Purpose.FOOD or case.flag("food"):
        why, facts = "food", (case.said("purpose"),)
    elif case.purpose is Purpose.RESEARCH:
        return _research(entry)
    else:
        return None
    return state(
        case.view,
        "ROT:art_3_2",
        "no",
        f"Outside the Convention: {why}.",
        because=(*entry.because, *facts),
        rows=(entry.substance,),
        subject=entry.ref,
    )


def _research(entry: Listed) -> Finding:
    case = entry.case
    mass = case.item.net_mass_kg
    because = (*entry.because, case.said("purpose"), case.said("net_mass_kg"))
    if mass is not None and mass <= RESEARCH_LOOK_KG:
        return state(
            case.view,
            "ROT:research",
            "no",
            f"{mass:g} kg for research or analysis: outside the Convention.",
            because=because,
            rows=(entry.substance,),
            subject=entry.ref,
        )
    return state(
        case.view,
        "ROT:research",
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
    if case.purpose is None:
        return state(
            case.view,
            "ROT:purpose_missing",
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
        "ROT:art_10_5",
        "no",
        f"{substance.name} is listed as {' and '.join(substance.category)}, and the purpose "
        "declared is of the other category.",
        because=(*entry.because, case.said("purpose")),
        rows=(substance,),
        subject=entry.ref,
    )


def _other_category(purpose: Purpose, substance: Substance) -> bool:
    pesticide = bool({"pesticide", "shpf"} & set(substance.category))
    industrial = "industrial" in substance.category
    if purpose in PESTICIDE_PURPOSES:
        return not pesticide
    if purpose in INDUSTRIAL_PURPOSES:
        return not industrial
    return False


def annex_iii_formulation(entry: Listed) -> Finding | None:
    """Annex III: entries limited to a formulation hold from a form and strength upwards."""
    case = entry.case
    limits = case.view.library.formulations(entry.substance.substance_id)
    if not limits:
        return None
    declared = case.item.formulation
    form = declared.type.strip().upper() if declared else ""
    strength, unit = _strength(entry)
    because = (
        *entry.because,
        f"{case.path('formulation.type')} = {form or 'not declared'}",
        f"strength = {f'{strength:g} {unit}' if strength is not None else 'not declared'}",
    )
    if not form:
        return _ask_form(entry, because, limits)
    same_form = [limit for limit in limits if _same_form(form, limit.form)]
    if not same_form:
        return state(
            case.view,
            "ROT:formulation",
            "no",
            f"The entry covers {', '.join(sorted({limit.form for limit in limits}))}; the form "
            f"declared is {form}.",
            because=because,
            rows=(entry.substance, *limits[:2]),
            subject=entry.ref,
        )
    comparable = [limit for limit in same_form if limit.strength_unit == unit]
    if strength is None or not comparable:
        return _ask_form(entry, because, limits)
    if any(_reaches(strength, limit) for limit in comparable):
        return None
    return state(
        case.view,
        "ROT:formulation",
        "no",
        f"{strength:g} {unit} {form} is below the entry's limit "
        f"({comparable[0].comparison} {comparable[0].min_strength:g} "
        f"{comparable[0].strength_unit}).",
        because=because,
        rows=(entry.substance, *comparable),
        subject=entry.ref,
    )


def _same_form(declared: str, listed: str) -> bool:
    if listed.upper() in DUST_FORMS:
        return declared in DUST_FORMS
    return declared == listed.upper()


def _reaches(strength: float, limit: Formulation) -> bool:
    if limit.comparison == ">":
        return strength > limit.min_strength
    return strength >= limit.min_strength


def _strength(entry: Listed) -> tuple[float | None, str]:
    """The declared strength of the entry's own ingredient."""
    formulation = entry.case.item.formulation
    if formulation is None:
        return None, ""
    named = {
        int(c.field.partition("[")[2].partition("]")[0])
        for c in entry.evidence
        if c.field.startswith("formulation.ingredients[")
    }
    chosen = [i for place, i in enumerate(formulation.ingredients) if place in named]
    if not chosen and len(formulation.ingredients) == 1:
        chosen = list(formulation.ingredients)
    for ingredient in chosen:
        if ingredient.strength is not None and ingredient.unit:
            return ingredient.strength, ingredient.unit
    return None, ""


def _ask_form(entry: Listed, because: tuple[str, ...], limits: tuple[Formulation, ...]) -> Finding:
    case = entry.case
    return state(
        case.view,
        "ROT:formulation_missing",
        "unknown",
        f"{entry.substance.name} is listed only in certain forms and strengths, and the form or "
        "the strength is not declared.",
        because=because,
        outcome="request_documents",
        requires=("formulation code and strength of the active ingredient", "label or SDS"),
        asks=(case.ask("formulation", "form and strength decide whether the entry applies"),),
        rows=(entry.substance, *limits[:2]),
        subject=entry.ref,
    )
