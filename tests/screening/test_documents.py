from datetime import date
from typing import Any

import pytest

from customhouse.declarations.declaration import Document
from customhouse.desk import Desk
from customhouse.screening.case import DocumentState
from tests.screening.basel_rows import plastic
from tests.screening.build import (
    DAY,
    PAPERS,
    assess,
    case_of,
    declare,
    findings,
    outcome_of,
    paper,
    papers,
)


def state(desk: Desk, *documents: Document, **pieces: Any) -> DocumentState:
    return case_of(desk, documents=documents, **pieces).document_state("permit")[0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "shown"),
        ({"valid_until": DAY}, "shown"),
        ({"valid_until": date(2025, 5, 31)}, "expired"),
        ({"issued_on": DAY}, "shown"),
        ({"issued_on": date(2025, 6, 2)}, "expired"),
        ({"issued_on": date(2025, 6, 2), "valid_until": date(2026, 1, 1)}, "expired"),
        ({"covers_items": (1,)}, "shown"),
        ({"covers_items": (2, 1)}, "shown"),
        ({"covers_items": (2,)}, "other_item"),
        ({"covers_items": (2,), "valid_until": date(2025, 5, 31)}, "other_item"),
    ],
)
def test_when_a_document_counts(
    desk: Desk, fields: dict[str, Any], expected: DocumentState
) -> None:
    case = case_of(desk, documents=(paper("permit", **fields),))
    assert case.document_state("permit")[0] == expected
    assert case.shows("permit") is (expected == "shown")
    assert bool(case.valid_documents("permit")) is (expected == "shown")


def test_no_document_and_another_type(desk: Desk) -> None:
    assert state(desk) == "absent"
    assert state(desk, paper("contract")) == "absent"


def test_the_best_document_counts(desk: Desk) -> None:
    old = paper("permit", reference="OLD", valid_until=date(2025, 1, 1))
    other = paper("permit", reference="OTHER", covers_items=(9,))
    good = paper("permit", reference="GOOD")
    assert state(desk, old, other, good) == state(desk, good, other, old) == "shown"
    assert state(desk, old, other) == state(desk, other, old) == "expired"


def test_one_of_several_types(desk: Desk) -> None:
    case = case_of(desk, documents=papers("other"))
    assert case.shows("permit", "other")
    assert not case.shows("permit", "contract")


def test_what_is_said_of_a_document(desk: Desk) -> None:
    def said(*documents: Document) -> str:
        return case_of(desk, documents=documents).documents_said("permit")

    assert said() == "documents: no permit"
    assert said(paper("permit")) == "documents: permit N-1"
    assert said(paper("permit", reference="")) == "documents: permit without reference"
    assert "does not cover this item" in said(paper("permit", covers_items=(2,)))
    assert "not valid on this day (2025-05-31)" in said(
        paper("permit", valid_until=date(2025, 5, 31))
    )
    later = paper("permit", issued_on=date(2025, 6, 2), valid_until=date(2026, 1, 1))
    assert "not valid on this day (2025-06-02)" in said(later)


SPOILT: tuple[dict[str, Any], ...] = (
    {"valid_until": date(2025, 5, 31)},
    {"issued_on": date(2025, 6, 2)},
    {"covers_items": (2,)},
)


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("fields", SPOILT, ids=["expired", "future", "other item"])
def test_a_spoilt_paper_is_worth_none(desk: Desk, kind: Any, fields: dict[str, Any]) -> None:
    rest = papers(*(one for one in PAPERS if one != kind))
    assert outcome_of(desk, **plastic(documents=(*rest, paper(kind)))) == "release"
    assert outcome_of(desk, **plastic(documents=(*rest, paper(kind, **fields)))) == "hold"


def test_a_document_counts_for_the_items_it_covers(desk: Desk) -> None:
    second = declare(**plastic(number=2)).items[0]
    documents = papers(*PAPERS, covers_items=(2,))
    assessment = assess(desk, declare(second, **plastic(documents=documents)))
    assert [item.outcome for item in assessment.items] == ["hold", "release"]
    everything = assess(desk, declare(second, **plastic(documents=papers(*PAPERS))))
    assert [item.outcome for item in everything.items] == ["release", "release"]


def test_the_day_of_the_law_decides_what_has_expired(desk: Desk) -> None:
    documents = papers(*PAPERS, valid_until=date(2025, 6, 30))
    assert outcome_of(desk, **plastic(documents=documents)) == "release"
    assert outcome_of(desk, as_of=date(2025, 7, 1), **plastic(documents=documents)) == "hold"


def test_papers_that_do_not_fit_are_named(desk: Desk) -> None:
    documents = papers("basel_consent", valid_until=date(2025, 5, 31))
    (told,) = findings(assess(desk, declare(**plastic(documents=documents))), "BAS-41")
    assert any("N-1 is not valid on this day" in reason for reason in told.because)
