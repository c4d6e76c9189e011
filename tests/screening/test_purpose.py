import pytest

from customhouse.screening.purpose import Purpose, read_purpose


@pytest.mark.parametrize("purpose", Purpose)
def test_a_purpose_is_its_own_word(purpose: Purpose) -> None:
    assert read_purpose(purpose.value) is purpose
    assert read_purpose(f"  {purpose.value.upper()}\n") is purpose


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_nothing_declared(text: str) -> None:
    assert read_purpose(text) is None


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("indoor residual spraying against malaria", Purpose.VECTOR_CONTROL),
        ("for high temperature incineration", Purpose.DISPOSAL),
        ("mechanical recycling", Purpose.RECOVERY),
        ("re-refining", Purpose.RECOVERY),
        ("Kunststoffrecycling", Purpose.RECOVERY),
        ("analytical reference standard", Purpose.RESEARCH),
        ("for our laboratories", Purpose.RESEARCH),
        ("second-hand resale", Purpose.REUSE),
        ("veterinary", Purpose.PHARMACEUTICAL),
        ("food colour", Purpose.FOOD),
        ("termiticide", Purpose.PESTICIDE),
        ("bait for leaf-cutting ants", Purpose.PESTICIDE),
        ("bioinsecticide for crops", Purpose.PESTICIDE),
        ("flame retardant", Purpose.INDUSTRIAL),
        ("hobby", Purpose.OTHER),
        ("?", Purpose.OTHER),
    ],
)
def test_words(text: str, purpose: Purpose) -> None:
    assert read_purpose(text) is purpose


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("lubricants", Purpose.INDUSTRIAL),
        ("surfactants", Purpose.OTHER),
        ("refrigerants for plants", Purpose.OTHER),
        ("microprocessors", Purpose.OTHER),
        ("intermittent cooling", Purpose.OTHER),
        ("for a collaborator", Purpose.OTHER),
        ("seafood packaging", Purpose.OTHER),
    ],
)
def test_words_within_other_words(text: str, purpose: Purpose) -> None:
    """A research or pesticide purpose opens doors: no part of another word gives it."""
    assert read_purpose(text) is purpose


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("D10", Purpose.DISPOSAL),
        ("d 1, D15", Purpose.DISPOSAL),
        ("R4", Purpose.RECOVERY),
        ("R12/R13", Purpose.RECOVERY),
        ("R-3", Purpose.RECOVERY),
        ("R4, D10", Purpose.OTHER),
        ("R14", Purpose.OTHER),
        ("D0", Purpose.OTHER),
        ("R12 refrigerant", Purpose.OTHER),
    ],
)
def test_operations_of_annex_iv(text: str, purpose: Purpose) -> None:
    assert read_purpose(text) is purpose
