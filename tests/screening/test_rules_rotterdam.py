import pytest

from customhouse.desk import Desk
from tests.screening.build import Row, bites, cases, check, outcome_of, papers, satisfied
from tests.screening.rotterdam_rows import CONSENT, NOTICE, ROWS, aldicarb, exported, phorate


@pytest.mark.parametrize("row", cases(ROWS))
def test_rotterdam(desk: Desk, row: Row) -> None:
    check(desk, row)


def test_every_rule_can_be_met() -> None:
    assert bites(ROWS) == satisfied(ROWS)


def test_consent_lets_an_import_pass(desk: Desk) -> None:
    assert outcome_of(desk, **aldicarb(documents=CONSENT)) == "release"
    assert outcome_of(desk, **phorate(documents=CONSENT)) == "release"


def test_every_paper_lets_an_export_pass(desk: Desk) -> None:
    documents = (*CONSENT, *NOTICE, *papers("sds"))
    assert outcome_of(desk, **exported(documents=documents)) == "release"
    assert outcome_of(desk, **exported(documents=documents[1:])) == "hold"
    assert outcome_of(desk, **exported(documents=documents[:1])) == "request_documents"


@pytest.mark.parametrize("purpose", ["surfactants", "microporous membranes", "lubricants"])
def test_an_industrial_use_is_not_taken_for_a_pesticide(desk: Desk, purpose: str) -> None:
    """Tetraethyl lead is listed as industrial: a pesticide purpose would let it out."""
    item = {"description": "Tetraethyl lead", "cas": ("78-00-2",), "hs_code": "2931.10"}
    assert outcome_of(desk, **aldicarb(**item, purpose=purpose)) == "hold"
