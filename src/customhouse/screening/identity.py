"""When it is not settled what the goods are: every convention asks before it answers."""

import re
from collections.abc import Sequence

from customhouse.reference.records import Convention
from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.listed import Listed

CHEMICAL_CHAPTERS = ("28", "29", "34", "38", "39")
"""HS chapters whose goods are told apart by their chemistry, not by their look."""

_CUSTOMS_LABEL = re.compile(r"^\s*(?:hs|hts|ex)\b|^\s*ex(?=\d)", re.IGNORECASE)


def possible_entry(entry: Listed, rule_id: str) -> Finding | None:
    """Ask for the identity where the evidence suggests an entry without naming it."""
    if entry.certainty != "possible":
        return None
    case = entry.case
    if _shown_to_be_another(entry):
        return state(
            case.view,
            rule_id,
            "no",
            f"The customs code may carry {entry.substance.name}, but the goods are named and "
            "numbered as something else that is not listed.",
            because=entry.because,
            rows=(entry.substance,),
            subject=entry.ref,
        )
    structural = any(c.match == "review" for c in entry.evidence)
    first = entry.evidence[0]
    return state(
        case.view,
        rule_id,
        "unknown",
        f"The goods may be {entry.substance.name}: {first.evidence!r} points to it but does not "
        "settle it. Ask what the substance is before anything else.",
        because=entry.because,
        outcome="refer" if structural else "request_documents",
        requires=("CAS number and composition", "safety data sheet or analysis"),
        rows=(entry.substance,),
        asks=(case.ask("cas", f"settles whether the goods are {entry.substance.name}"),),
        subject=entry.ref,
    )


def possible_by_code(
    entries: Sequence[Listed], rule_id: str
) -> tuple[Finding | None, list[Listed]]:
    """One question for all the entries that only a shared customs or UN code suggests.

    Returns the finding, and the entries that have more to them and are asked about one by one.
    """
    shared = [e for e in entries if e.certainty == "possible" and e.by_code_alone]
    rest = [e for e in entries if e not in shared]
    if len(shared) < 2:
        return None, list(entries)
    case, code = shared[0].case, shared[0].evidence[0]
    names = ", ".join(sorted(e.substance.name for e in shared)[:6])
    other = _shown_to_be_another(shared[0])
    return (
        state(
            case.view,
            rule_id,
            "no" if other else "unknown",
            f"The {code.found_by.upper()} number {code.evidence} is shared by {len(shared)} listed "
            f"entries ({names}{', ...' if len(shared) > 6 else ''})"
            + (
                ", but the goods are named and numbered as something else that is not listed."
                if other
                else ". Which of them this is, or whether it is one, is not settled."
            ),
            because=(f"{case.path(code.field)}: {code.evidence}",),
            outcome="request_documents",
            requires=() if other else ("CAS number and composition", "safety data sheet"),
            rows=[e.substance for e in shared[:3]],
            asks=()
            if other
            else (case.ask("cas", "the customs code is shared by several listed entries"),),
        ),
        rest,
    )


def _shown_to_be_another(entry: Listed) -> bool:
    """A code alone points here, and a known look-alike is what the item says it is."""
    return entry.by_code_alone and entry.case.words.look_alike


def unknown_identity(case: Case, convention: Convention, rule_id: str) -> Finding | None:
    """Ask for the identity where a chemical is declared in words that say nothing.

    Only under a customs or UN code that may carry an entry of this convention: elsewhere vague
    words are no concern of the conventions.
    """
    hints = [
        c for c in case.candidates if c.convention == convention and c.found_by in ("hs", "un")
    ]
    chemical = case.hs[:2] in CHEMICAL_CHAPTERS or any(c.found_by == "un" for c in hints)
    if not hints or not chemical or not case.words.vague or names_a_substance(case):
        return None
    hint = hints[0]
    return state(
        case.view,
        rule_id,
        "unknown",
        f"The {hint.found_by.upper()} number {hint.evidence} may carry listed chemicals, and the "
        "words of the declaration do not say which substance this is.",
        because=(case.said("description"), f"{case.path(hint.field)}: {hint.evidence}", hint.row),
        outcome="request_documents",
        requires=("CAS number and composition", "safety data sheet"),
        asks=(case.ask("cas", "the goods are a chemical that the words do not identify"),),
    )


def no_identity(case: Case, rule_id: str) -> Finding | None:
    """Ask what the goods are where the declaration has neither words nor numbers for them."""
    item = case.item
    if _says_something(item.description) or names_a_substance(case):
        return None
    if any(map(_says_something, item.waste_codes)) or any(map(_has_digit, item.un)):
        return None
    return state(
        case.view,
        rule_id,
        "unknown",
        "The item has no description and no number that says what it is.",
        because=(case.said("description"), case.said("cas")),
        outcome="request_documents",
        requires=("description of the goods",),
        asks=(case.ask("description", "without it nobody can say what the goods are"),),
    )


def invalid_numbers(case: Case, rule_id: str) -> Finding | None:
    """Ask again for a number or structure that cannot be what it says it is."""
    wrong = [
        *(("cas", number, "its check digit does not fit") for number in case.words.invalid_cas),
        *(("smiles", text, "it is not a structure") for text in case.words.invalid_smiles),
    ]
    if case.item.hs_code and not _is_customs_code(case):
        wrong.append(("hs_code", case.item.hs_code, "a customs code has 4 to 12 digits"))
    if not wrong:
        return None
    return state(
        case.view,
        rule_id,
        "unknown",
        "A number that should say what the goods are is not valid. One wrong digit can hide a "
        "listed chemical.",
        because=tuple(f"{case.path(field)} = {text!r}: {fault}" for field, text, fault in wrong),
        outcome="request_documents",
        requires=("the right number", "safety data sheet"),
        asks=tuple(
            case.ask(field, f"{text!r} is not valid: {fault}") for field, text, fault in wrong
        ),
    )


def names_a_substance(case: Case) -> bool:
    """Whether a valid CAS number, structure or named ingredient says what the goods are."""
    item = case.item
    wrong = {number.strip() for number in case.words.invalid_cas}
    if any(_has_digit(number) and number.strip() not in wrong for number in item.cas):
        return True
    if any(text.strip() for text in item.smiles):
        return True
    ingredients = item.formulation.ingredients if item.formulation is not None else ()
    return case.words.named_ingredient or any(_has_digit(one.cas) for one in ingredients)


def _is_customs_code(case: Case) -> bool:
    """Whether the customs code has the right number of digits and no letter among them."""
    code = _CUSTOMS_LABEL.sub("", case.item.hs_code)
    return 4 <= len(case.hs) <= 12 and not any(map(str.isalpha, code))


def _says_something(text: str) -> bool:
    """Whether a text has a letter or digit; a dash or an invisible mark says nothing."""
    return any(map(str.isalnum, text))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
