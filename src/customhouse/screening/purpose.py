"""What the goods are for, from the words of the declaration.

The contract names six purposes and allows other text; the text is read by the words
below, longest first. A purpose that no word settles is `other`: a use, but which one
has to be looked at by a person.
"""

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
        ("research", "laborator", "reference standard", "analytical", "analysis", "test standard"),
    ),
    (
        Purpose.REUSE,
        ("reuse", "re-use", "second hand", "second-hand", "repair", "refurbish", "resale"),
    ),
    (Purpose.PHARMACEUTICAL, ("pharmaceutic", "medicin", "head lice", "scabies", "veterinary")),
    (Purpose.FOOD, ("food", "feed additive")),
    (
        Purpose.PESTICIDE,
        (
            "pesticid", "insecticid", "herbicid", "fungicid", "acaricid", "termit", "rodenticid",
            "plant protection", "crop", "agricult", "biocid", "wood preserv", "ants", "bait",
            "nematicid", "fumig", "seed treat", "antifoul", "anti-foul",
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


def read_purpose(text: str) -> Purpose | None:
    """The purpose that the words name; `None` when nothing is declared."""
    words = text.strip().casefold()
    if not words:
        return None
    for purpose in Purpose:
        if words == purpose.value:
            return purpose
    for purpose, stems in _WORDS:
        if any(stem in words for stem in stems):
            return purpose
    return Purpose.OTHER
