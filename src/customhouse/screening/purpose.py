"""What the goods are for, from the words of the declaration.

The contract names six purposes and allows other text; the text is read by the words
below, from the first row to the last, and by the operations of Basel Annex IV (`D10`, `R4`).
A purpose that no word settles is `other`: a use, but which one has to be looked at by a person.
"""

import re
from enum import StrEnum


class Purpose(StrEnum):
    """The purposes that the conventions tell apart."""

    PESTICIDE = "pesticide"
    VECTOR_CONTROL = "vector_control"
    INDUSTRIAL = "industrial"
    PHARMACEUTICAL = "pharmaceutical"
    FOOD = "food"
    DISPOSAL = "disposal"
    RECOVERY = "recovery"
    RESEARCH = "research"
    REUSE = "reuse"
    OTHER = "other"


_WORDS: tuple[tuple[Purpose, tuple[str, ...]], ...] = (
    (Purpose.VECTOR_CONTROL, ("malaria", "vector", "indoor residual", "mosquito", "leishmania")),
    (Purpose.DISPOSAL, ("dispos", "destruct", "destroy", "incinerat", "landfill", "eliminat")),
    (Purpose.RECOVERY, ("recover", "recycl", "reclaim", "regenerat", "refin", "smelt", "shredd")),
    (
        Purpose.RESEARCH,
        (
            "research", r"\blaborator", "reference standard", "analytical", "analysis",
            "test standard",
        ),
    ),
    (
        Purpose.REUSE,
        ("reuse", "re-use", "second hand", "second-hand", "repair", "refurbish", "resale"),
    ),
    (Purpose.PHARMACEUTICAL, ("pharmaceutic", "medicin", "head lice", "scabies", "veterinary")),
    (Purpose.FOOD, (r"\bfood", "feed additive")),
    (
        Purpose.PESTICIDE,
        (
            "pesticid", "insecticid", "herbicid", "fungicid", "acaricid", r"\btermit",
            "rodenticid", "plant protection", r"\bcrop", "agricult", "biocid", "wood preserv",
            r"\bants?\b", "bait", "nematicid", "fumig", "seed treat", "antifoul", "anti-foul",
        ),
    ),
    (
        Purpose.INDUSTRIAL,
        (
            "industr", "manufactur", "production", "raw material", "intermediate", "plating",
            "flame retard", "plasticis", "plasticiz", "lubric", "foam", "coating", "construction",
            "insulation", "solvent", "additive", "textile", "semiconductor", "fuel",
        ),
    ),
)  # fmt: skip
_STEMS = tuple((purpose, re.compile("|".join(stems))) for purpose, stems in _WORDS)
"""Stems, found anywhere in a word (compounds of other languages) save those that begin one."""

_OPERATIONS = (
    (Purpose.DISPOSAL, re.compile(r"d ?-?(?:1[0-5]|[1-9])")),
    (Purpose.RECOVERY, re.compile(r"r ?-?(?:1[0-3]|[1-9])")),
)
_BETWEEN = re.compile(r"\s*[,;/+&]\s*")


RESEARCH_LOOK_KG = 10.0
"""Above this mass a research purpose is looked at by a person. No convention sets a figure; this
one is the desk's own and only ever makes the answer stricter."""

_DENIED = re.compile(r"\b(?:not|never|no) (?:for|to be|as|intended)\b[^,;.]*")


def read_purpose(text: str) -> Purpose | None:
    """The purpose that the words name; `None` when nothing is declared.

    What the words deny ("not for research") names no purpose.
    """
    declared = text.strip().casefold()
    if not declared:
        return None
    words = _DENIED.sub("", declared)
    for purpose in Purpose:
        if words == purpose.value:
            return purpose
    for purpose, stems in _STEMS:
        if stems.search(words):
            return purpose
    codes = _BETWEEN.split(words)
    for purpose, operation in _OPERATIONS:
        if all(operation.fullmatch(code) for code in codes):
            return purpose
    return Purpose.OTHER
