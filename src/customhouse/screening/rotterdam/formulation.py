"""Annex III entries that are limited to a form and a strength."""

import re

from customhouse.declarations.declaration import Ingredient
from customhouse.reference.records import Formulation
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed

DUST_FORMS = ("DP", "DUST", "DUSTABLE POWDER")
"""Codes and words under which a dustable powder is declared."""

_FORM_CODE = re.compile("[A-Z]{2,3}")
"""A code of the international coding of formulations; words are no code and have to be asked."""


def annex_iii_formulation(entry: Listed) -> Finding | None:
    """Annex III: the entry holds from a form and strength upwards, and not below.

    Speaks when the form or strength puts the goods outside, or is missing. `None` when the
    entry has no such limit or the goods reach it.
    """
    case = entry.case
    limits = case.view.library.formulations(entry.substance.substance_id)
    if not limits:
        return None
    declared = case.item.formulation
    form = declared.type.strip().upper() if declared else ""
    form = form or _form_in_words(case.item.description)
    ingredients = declared.ingredients if declared else ()
    strengths = ", ".join(
        f"{i.name or i.cas} {i.strength:g} {i.unit}" for i in ingredients if i.strength is not None
    )
    because = (
        *entry.because,
        f"{case.path('formulation.type')} = {form or 'not declared'}",
        f"strength = {strengths or 'not declared'}",
    )
    if not form:
        return _ask(entry, because, limits)
    same_form = tuple(limit for limit in limits if _same_form(form, limit.form))
    if not same_form and not (form in DUST_FORMS or _FORM_CODE.fullmatch(form)):
        return _ask(entry, because, limits)
    if not same_form:
        forms = ", ".join(sorted({limit.form for limit in limits}))
        return _outside(
            entry, because, limits, f"The entry covers {forms}; the form declared is {form}."
        )
    verdicts = [_reached(entry, ingredients, limit) for limit in same_form]
    together = any(limit.component for limit in same_form)
    if (all(v is True for v in verdicts) if together else any(v is True for v in verdicts)) or (
        not verdicts
    ):
        return None
    below = any(v is False for v in verdicts) if together else all(v is False for v in verdicts)
    if below:
        limit = same_form[verdicts.index(False)]
        return _outside(
            entry,
            because,
            same_form,
            f"{strengths} {form} does not reach the entry's limit ({limit.component} "
            f"{limit.comparison} {limit.min_strength:g} {limit.strength_unit}).",
        )
    return _ask(entry, because, limits)


def listed_formulation(entry: Listed) -> Finding | None:
    """Annex III: say that the goods reach the form and strength of the entry."""
    case = entry.case
    limits = case.view.library.formulations(entry.substance.substance_id)
    if not limits:
        return None
    return state(
        case.view,
        "ROT-09",
        "yes",
        f"Form and strength are those of the entry: {entry.substance.name}.",
        because=(*entry.because, case.said("formulation")),
        outcome="release",
        rows=(entry.substance, *limits[:3]),
        subject=entry.ref,
    )


_FORMS = re.compile(r"\b(CS|DP|EC|EW|FS|GR|ME|OD|SC|SE|SG|SL|SP|TC|UL|ULV|WG|WP|WS)\b(?![-\w])")
"""International codes of formulations, as they stand in descriptions: `LINDANE 20 EC`."""


def _form_in_words(description: str) -> str:
    """The one formulation code that the words give in capitals; empty for none or several."""
    found = set(_FORMS.findall(description))
    return found.pop() if len(found) == 1 else ""


def _same_form(declared: str, listed: str) -> bool:
    if listed.upper() in DUST_FORMS:
        return declared in DUST_FORMS
    return declared == listed.upper()


def _reached(entry: Listed, ingredients: tuple[Ingredient, ...], limit: Formulation) -> bool | None:
    """Whether the strength reaches the limit; `None` when it is missing or in another unit."""
    ingredient = _ingredient(entry, ingredients, limit)
    if ingredient is None or ingredient.strength is None:
        return False if ingredient is None and limit.component and ingredients else None
    if ingredient.unit != limit.strength_unit:
        return None
    if limit.comparison == ">":
        return ingredient.strength > limit.min_strength
    return ingredient.strength >= limit.min_strength


def _ingredient(
    entry: Listed, ingredients: tuple[Ingredient, ...], limit: Formulation
) -> Ingredient | None:
    """The ingredient that the limit is about."""
    if limit.component:
        return next(
            (
                i
                for i in ingredients
                if i.cas == limit.component_cas or i.name.casefold() == limit.component.casefold()
            ),
            None,
        )
    places = {
        int(c.field.partition("[")[2].partition("]")[0])
        for c in entry.evidence
        if c.field.startswith("formulation.ingredients[")
    }
    named = [i for place, i in enumerate(ingredients) if place in places]
    if named:
        return named[0]
    return ingredients[0] if len(ingredients) == 1 else None


def _outside(
    entry: Listed, because: tuple[str, ...], limits: tuple[Formulation, ...], explanation: str
) -> Finding:
    return state(
        entry.case.view,
        "ROT-09",
        "no",
        explanation,
        because=because,
        rows=(entry.substance, *limits[:3]),
        subject=entry.ref,
    )


def _ask(entry: Listed, because: tuple[str, ...], limits: tuple[Formulation, ...]) -> Finding:
    case = entry.case
    return state(
        case.view,
        "ROT-09",
        "unknown",
        f"{entry.substance.name}: listed only in this form and strength, and the form or the "
        "strength is not declared in a way that can be read.",
        because=because,
        requires=("formulation code and strength of the active ingredient", "label or SDS"),
        asks=(case.ask("formulation", "form and strength decide whether the entry applies"),),
        rows=(entry.substance, *limits[:2]),
        subject=entry.ref,
    )
