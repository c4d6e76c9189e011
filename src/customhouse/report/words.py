"""The words for what rules and records name in one token: outcomes, documents, fields."""

import re

from customhouse.declarations.declaration import DocumentType
from customhouse.identify.candidate import Candidate, FoundBy
from customhouse.screening.finding import Applies, Outcome
from customhouse.screening.listed import Certainty

OUTCOME_NAMES: dict[Outcome, str] = {
    "release": "RELEASE",
    "request_documents": "REQUEST DOCUMENTS",
    "refer": "REFER",
    "hold": "HOLD",
    "refuse": "REFUSE",
}

OUTCOME_TITLES: dict[Outcome, str] = {
    "release": "Release",
    "request_documents": "Request documents",
    "refer": "Refer",
    "hold": "Hold",
    "refuse": "Refuse",
}
"""The same names where they stand in a line or are translated."""

ANSWERS: dict[Outcome, str] = {
    "release": "The three conventions ask nothing more; you may let the goods go.",
    "request_documents": "Do not release yet. Ask for what is listed below.",
    "refer": "Do not release. Send this to the competent authority to look at.",
    "hold": "Do not release. Keep the goods until the papers below are shown.",
    "refuse": "Do not release. Prohibited as declared: stop it, tell the authority.",
}
"""What to do now. With the name of the outcome each fits a line of 80 characters."""

APPLIES: dict[Applies, str] = {
    "yes": "applies",
    "no": "does not apply",
    "unknown": "cannot be told yet",
}

CERTAINTY: dict[Certainty, str] = {
    "identified": "identified",
    "possible": "possible, not settled",
    "hint": "a hint only",
}

CONFIDENCE: dict[str, str] = {
    "source": "read in the source named",
    "known": "general knowledge, to be confirmed",
    "unverified": "doubtful, check before you rely on it",
}

DOCUMENTS: dict[DocumentType, str] = {
    "basel_notification": "Basel notification",
    "basel_movement_document": "Basel movement document",
    "basel_consent": "Basel written consent",
    "pic_export_notification": "Rotterdam export notification",
    "pic_import_consent": "Rotterdam import consent",
    "stockholm_certification": "Stockholm certification",
    "sds": "safety data sheet",
    "analysis": "analysis",
    "contract": "contract",
    "permit": "permit",
    "other": "other document",
}

_FOUND_BY: dict[FoundBy, str] = {
    "cas": "CAS number",
    "name": "name",
    "hs": "customs code",
    "un": "UN number",
    "code": "waste code",
    "structure": "structure",
}

_MATCH = {
    "exact": "",
    "fuzzy": "misspelt",
    "weak": "a name with other meanings too",
    "denied": "the text says it is free of this",
    "in": "inside the listed class",
    "review": "a chemist has to look",
}

COVERS = {
    "exact": "",
    "group": "covers other goods too",
    "flag": "only a reason to look closer",
}

HINT = "nothing is asked on these alone"

NO_CURE = "None of these lifts a refusal."
"""Said over the papers that are absent, where one provision prohibits the movement."""

_ACRONYMS = {
    "cas": "CAS numbers",
    "hs code": "customs (HS) code",
    "hs edition": "HS edition",
    "id": "reference",
    "is waste": "waste or not",
    "net mass kg": "net mass in kg",
    "gross mass kg": "gross mass in kg",
    "smiles": "structure (SMILES)",
    "un": "UN numbers",
}

_YES_OR_NO = {" = True": ": yes", " = False": ": no"}
_DOCUMENT_WORDS: dict[str, str] = {name: said for name, said in DOCUMENTS.items() if "_" in name}
_DOCUMENT_TYPE = re.compile("|".join(_DOCUMENT_WORDS))
_OF_ITEM = re.compile(r"items\[(\d+)\]\.")
_PLACE = re.compile(r"\[\d+\]")
_INGREDIENT = re.compile(r"formulation\.ingredients\[(\d+)\]\.([a-z]+)")
_PATH = re.compile(r"(?:items\[\d+\]\.)?([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*)(?=:| =|$)")


def field_words(path: str) -> str:
    """A field of the declaration as a person calls it: `Item 3: purpose`."""
    item = _OF_ITEM.match(path)
    name = _field_name(path[item.end() :] if item else path)
    return f"Item {item[1]}: {name}" if item else name[:1].upper() + name[1:]


def fact_words(fact: str) -> str:
    """A fact that a finding rests on, its field named as a person calls it."""
    if fact.startswith("documents: "):
        return _DOCUMENT_TYPE.sub(lambda found: _DOCUMENT_WORDS[found[0]], fact)
    path = _PATH.match(fact)
    if path is None:
        return fact
    rest = fact[path.end() :]
    said = _YES_OR_NO.get(rest, rest.replace(" =", ":", 1) if rest.startswith(" =") else rest)
    return _field_name(path[1]) + said


def value_words(value: object) -> str:
    """A value of `facts`, which may be anything; a long one is cut."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


_LONGEST_VALUE = 80


def evidence_words(candidate: Candidate) -> str:
    """What was found, where it was found, and how far it settles the matter."""
    found = f'{_FOUND_BY[candidate.found_by]} "{candidate.evidence}"'
    name = _field_name(candidate.field)
    if name not in (_FOUND_BY[candidate.found_by], *_OBVIOUS):
        found += f" in {name}"
    doubts = [_MATCH[candidate.match], COVERS[candidate.specificity]]
    said = "; ".join(doubt for doubt in doubts if doubt)
    return f"{found} ({said})" if said else found


_OBVIOUS = ("CAS numbers", "UN numbers", "customs (HS) code", "waste codes", "structure (SMILES)")


def _field_name(path: str) -> str:
    """`facts.functional_test` is `functional test`; the place in a list is left out."""
    ingredient = _INGREDIENT.fullmatch(path)
    if ingredient:
        return f"{ingredient[2]} of ingredient {int(ingredient[1]) + 1}"
    plain = _PLACE.sub("", path.removeprefix("facts.")).replace(".", ", ").replace("_", " ")
    return _ACRONYMS.get(plain, plain)
