from typing import get_args

import pytest

from customhouse.declarations.declaration import DocumentType
from customhouse.identify.candidate import FoundBy, Match
from customhouse.reference.records import Confidence, Specificity
from customhouse.report.words import (
    ANSWERS,
    APPLIES,
    CERTAINTY,
    CONFIDENCE,
    DOCUMENTS,
    OUTCOME_NAMES,
    evidence_words,
    fact_words,
    field_words,
    value_words,
)
from customhouse.screening.finding import Applies, Outcome
from customhouse.screening.listed import Certainty

from .cases import candidate


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("items[3].purpose", "Item 3: purpose"),
        ("items[1].net_mass_kg", "Item 1: net mass in kg"),
        ("items[1].facts.functional_test", "Item 1: functional test"),
        ("items[2].formulation.ingredients[0].cas", "Item 2: cas of ingredient 1"),
        ("country_of_destination", "Country of destination"),
        ("transit_countries[2]", "Transit countries"),
    ],
)
def test_fields(path: str, words: str) -> None:
    assert field_words(path) == words


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("items[1].purpose = not declared", "purpose: not declared"),
        ("items[1].description: name 'x' (exact, exact)", "description: name 'x' (exact, exact)"),
        ("regime = not declared", "regime: not declared"),
        ("items[1].is_waste = True", "waste or not: yes"),
        ("items[1].facts.functional_test = False", "functional test: no"),
        ("items[1].cas[0]: cas '1-1-1'", "CAS numbers: cas '1-1-1'"),
        ("documents: no basel_consent", "documents: no Basel written consent"),
        ("no functional test shown", "no functional test shown"),
        ("", ""),
    ],
)
def test_facts(fact: str, words: str) -> None:
    assert fact_words(fact) == words


def test_evidence_says_how_far_it_goes() -> None:
    assert evidence_words(candidate()) == 'name "plastic waste" in description'
    misspelt = candidate(match="fuzzy", specificity="group")
    assert evidence_words(misspelt).endswith("(misspelt; covers other goods too)")
    assert evidence_words(candidate(found_by="hs", field="hs_code", evidence="3915")) == (
        'customs code "3915"'
    )
    code = candidate(found_by="code", field="waste_codes[0]", evidence="Y48")
    assert evidence_words(code) == 'waste code "Y48"'


def test_values() -> None:
    assert [value_words(v) for v in (True, False, 3, "x" * 90)] == [
        "yes",
        "no",
        "3",
        "x" * 80 + "…",
    ]


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        (Outcome, OUTCOME_NAMES),
        (Outcome, ANSWERS),
        (Applies, APPLIES),
        (Certainty, CERTAINTY),
        (Confidence, CONFIDENCE),
        (DocumentType, DOCUMENTS),
    ],
)
def test_every_token_has_words(tokens: object, words: dict[str, str]) -> None:
    assert set(words) == set(get_args(tokens))


@pytest.mark.parametrize("match", get_args(Match))
@pytest.mark.parametrize("found_by", get_args(FoundBy))
@pytest.mark.parametrize("specificity", get_args(Specificity))
def test_every_kind_of_evidence_has_words(
    match: Match, found_by: FoundBy, specificity: Specificity
) -> None:
    found = candidate(match=match, found_by=found_by, specificity=specificity)
    assert "plastic waste" in evidence_words(found)
