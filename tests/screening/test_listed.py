from typing import Any

import pytest

from customhouse.desk import Desk
from customhouse.identify.candidate import Candidate
from customhouse.screening.listed import Certainty, certainty, listed_entries, settles
from tests.screening.build import assess, case_of, declare, findings
from tests.screening.rotterdam_rows import powder

REF = "stockholm:aldrin"


def candidate(**fields: Any) -> Candidate:
    given: dict[str, Any] = {
        "ref": REF,
        "convention": "stockholm",
        "found_by": "name",
        "evidence": "aldrin",
        "specificity": "exact",
        "match": "exact",
        "field": "description",
        "row": "stockholm@2026.1/synonyms.csv:2",
    }
    return Candidate(**(given | fields))


CAS_FLAG = candidate(found_by="cas", specificity="flag")
WEAK = candidate(match="weak", specificity="flag")
HS_FLAG = candidate(found_by="hs", specificity="flag")

SETTLING = (
    candidate(),
    candidate(found_by="cas"),
    candidate(found_by="un"),
    candidate(found_by="hs"),
    candidate(found_by="code", ref="basel:Y48", convention="basel"),
    candidate(found_by="structure", match="in", specificity="group"),
)


@pytest.mark.parametrize("evidence", SETTLING, ids=lambda c: c.found_by)
def test_what_identifies(desk: Desk, evidence: Candidate) -> None:
    assert settles(evidence)
    assert certainty(desk.library, REF, [evidence], [evidence]) == "identified"


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([candidate(match="fuzzy", specificity="flag")], "possible"),
        ([candidate(found_by="cas", specificity="group")], "possible"),
        ([candidate(found_by="un", specificity="group")], "possible"),
        ([candidate(found_by="hs", specificity="group")], "possible"),
        ([candidate(found_by="structure", match="review", specificity="group")], "possible"),
        ([WEAK, HS_FLAG], "possible"),
        ([CAS_FLAG], "possible"),
        ([WEAK], "hint"),
        ([HS_FLAG], "hint"),
        ([candidate(match="denied", specificity="flag")], "hint"),
        ([candidate(match="denied", specificity="flag"), HS_FLAG], "hint"),
        ([candidate(specificity="flag")], "hint"),
        ([WEAK, candidate()], "identified"),
    ],
)
def test_what_does_not(desk: Desk, evidence: list[Candidate], expected: Certainty) -> None:
    assert certainty(desk.library, REF, evidence, evidence) == expected


def test_a_number_that_is_a_flag_gives_way_to_a_name(desk: Desk) -> None:
    other = candidate(ref="stockholm:dieldrin", evidence="dieldrin")
    assert certainty(desk.library, REF, [CAS_FLAG], [CAS_FLAG, other]) == "hint"


def test_a_mixture_needs_every_active(desk: Desk) -> None:
    ref = "rotterdam:benomyl-carbofuran-thiram-dp"
    numbers = [candidate(ref=ref, found_by="cas", evidence=n) for n in ("17804-35-2", "1563-66-2")]
    third = candidate(ref=ref, found_by="cas", evidence="137-26-8")
    assert certainty(desk.library, ref, numbers, numbers) == "hint"
    assert certainty(desk.library, ref, [*numbers, third], numbers) == "identified"


def standing(desk: Desk, ref: str, **pieces: Any) -> str:
    """How an item stands to an entry; empty when nothing points to it."""
    case = case_of(desk, **pieces)
    conventions = ("stockholm", "rotterdam")
    entries = [e for one in conventions for e in listed_entries(case, one)]
    return next((entry.certainty for entry in entries if entry.ref == ref), "")


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ({"description": "Lindane"}, "identified"),
        ({"description": "Technical product", "cas": ("58-89-9",)}, "identified"),
        ({"description": "Technical product, CAS 58-89-9"}, "identified"),
        ({"description": "Lindane-free shampoo"}, "hint"),
        ({"description": "Free of lindane"}, "hint"),
        ({"description": "Wooden chairs"}, ""),
    ],
)
def test_lindane(desk: Desk, pieces: dict[str, Any], expected: str) -> None:
    assert standing(desk, "stockholm:lindane", **pieces) == expected
    assert standing(desk, "rotterdam:lindane", **pieces) == expected


def test_a_name_settles_what_a_shared_customs_code_leaves_open(desk: Desk) -> None:
    """Under 2903.81 stand lindane and its isomers: with the name the others fall away."""
    named = case_of(desk, description="Lindane technical", hs_code="2903.81")
    unnamed = case_of(desk, description="Crystalline powder", hs_code="2903.81")
    assert len([e for e in listed_entries(unnamed, "stockholm") if e.certainty == "possible"]) > 1
    sure = [e for e in listed_entries(named, "stockholm") if e.certainty != "hint"]
    assert [e.substance.substance_id for e in sure] == ["lindane"]


def test_the_mixture_of_three_actives(desk: Desk) -> None:
    ref = "rotterdam:benomyl-carbofuran-thiram-dp"
    assert standing(desk, ref, **powder(7, 10, 15)) == "identified"
    assert standing(desk, "rotterdam:carbofuran", **powder(7, 10, 15)) == "identified"


def test_hints_are_shown_and_found_nothing(desk: Desk) -> None:
    item = assess(desk, declare(description="Lindane-free shampoo", hs_code="3305.10"))
    assert any(
        c.ref == "stockholm:lindane" and c.match == "denied" for c in item.items[0].candidates
    )
    assert findings(item) == []


def test_the_evidence_is_told_in_words(desk: Desk) -> None:
    (entry,) = listed_entries(case_of(desk, description="Aldrin"), "stockholm")
    assert entry.ref == REF
    assert entry.because == ("items[1].description: name 'Aldrin' (exact, exact)",)
    assert not entry.by_code_alone
